-- Tone stands beside stance, so that a report of a war does not turn its speaker against everybody in it.
SELECT t.speaker_id, t.target_id, coalesce(strftime(t.month, '%Y-%m'), 'undated') AS period, t.month,
       s.name AS speaker, t.target, t.n, t.copies, t.attitudes, t.favor, t.against, t.neutral, t.net_stance, t.net_low,
       t.net_high, t.expected_favor, t.expected_against, t.expected_net, t.expected_low, t.expected_high,
       t.sentiment_mean, t.target_sentiment_mean, t.is_small
FROM speaker_targets AS t
JOIN core_speakers AS s USING (speaker_id)
