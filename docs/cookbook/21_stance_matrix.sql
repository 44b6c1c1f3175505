-- Researcher: Where do the speakers stand on the issues of the watch-list?
-- The sides that are sure one by one are counted; the expected net stance is what all probabilities add up to, and few statements give it a wide 95 % interval.
SELECT speaker, target, n, favor, against, round(expected_net, 2) AS expected_net, round(expected_low, 2) AS low,
       round(expected_high, 2) AS high
FROM out_who_about_whom
WHERE target_id LIKE 'watch:%' AND abs(expected_net) > 0.1
ORDER BY target, expected_net DESC, speaker
