-- Media monitor: Who sounds most positive and who most negative?
-- Tone of the words (VADER), not the side taken; only speakers with at least five quotations.
SELECT name, quotations, round(sentiment_mean, 2) AS tone
FROM out_speakers
WHERE quotations >= 5
ORDER BY sentiment_mean DESC, name
