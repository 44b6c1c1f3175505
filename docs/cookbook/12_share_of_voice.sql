-- Media monitor: Who has the largest share of voice?
-- What several outlets repeat counts once in `statements`; the share is of the words of all named speakers.
SELECT name, role, statements, quotations, outlets,
       round(100 * words / sum(words) OVER (), 1) AS words_pct
FROM out_speakers
WHERE quotations > 0
ORDER BY statements DESC, words DESC, name
LIMIT 10
