-- Researcher: Who speaks about whom, in which tone, and does it come back?
-- Only speakers about speakers. The tone is that toward the target; tone is not stance.
SELECT speaker, target, n, round(target_sentiment_mean, 2) AS tone, reciprocal_n AS n_back
FROM out_who_about_whom
WHERE target_speaker_id IN (SELECT speaker_id FROM out_speakers WHERE quotations > 0)
ORDER BY n DESC, n_back DESC, speaker, target
LIMIT 10
