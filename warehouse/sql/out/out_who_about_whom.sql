SELECT w.speaker_id, w.target_id, s.name AS speaker, w.target, w.n, w.copies, w.attitudes, w.favor, w.against, w.neutral,
       w.net_stance, w.net_low, w.net_high, w.expected_favor, w.expected_against, w.expected_net, w.expected_low,
       w.expected_high, w.is_small, w.sentiment_mean, w.target_sentiment_mean, w.outlets,
       w.first_seen_on, w.last_seen_on, w.target_speaker_id, w.reciprocal_n, w.reciprocal_net
FROM who_about_whom AS w
JOIN core_speakers AS s USING (speaker_id)
