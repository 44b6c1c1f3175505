-- Tone stands beside stance, so that a report of a war does not turn its speaker against everybody in it.
WITH tone AS (
    SELECT speaker_id, target_id, date_trunc('month', published_on) AS month, min(target) AS target,
           CAST(sum(CAST(sentiment AS DECIMAL(18, 4))) AS DOUBLE) / count(sentiment) AS sentiment_mean
    FROM out_stances WHERE speaker_id IS NOT NULL GROUP BY ALL
)
SELECT t.speaker_id, t.target_id, coalesce(strftime(t.month, '%Y-%m'), 'undated') AS period, t.month,
       s.name AS speaker, tone.target, t.n, t.favor, t.against, t.neutral, t.net_stance, t.net_low, t.net_high,
       tone.sentiment_mean, t.is_small
FROM speaker_targets AS t
JOIN core_speakers AS s USING (speaker_id)
JOIN tone ON tone.speaker_id = t.speaker_id AND tone.target_id = t.target_id AND tone.month IS NOT DISTINCT FROM t.month
