-- Researcher: Whose statements on one issue lie farthest apart? Changes of mind show here, and errors of the scorer.
SELECT speaker, target, count(*) AS n, round(min(score), 2) AS lowest, arg_min(published_on, score) AS lowest_on,
       round(max(score), 2) AS highest, arg_max(published_on, score) AS highest_on
FROM out_stances
WHERE target_kind = 'watch_list' AND speaker IS NOT NULL AND published_on IS NOT NULL AND quotation_id = statement_id
GROUP BY speaker, target
HAVING n > 1
ORDER BY max(score) - min(score) DESC, speaker
LIMIT 5
