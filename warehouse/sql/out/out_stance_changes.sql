SELECT c.speaker_id, c.target_id, c.month, c.month_before, s.name AS speaker, c.target, c.n_before, c.n AS n_after,
       c.net_before, c.net_after, c.target_sentiment_before, c.target_sentiment_after, c.difference, c.difference_low,
       c.difference_high, c.is_clear
FROM stance_changes AS c
JOIN core_speakers AS s USING (speaker_id)
