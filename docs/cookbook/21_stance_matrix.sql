-- Researcher: Where do the speakers stand on the issues of the watch-list?
-- The sides that are sure enough one by one, and what all probabilities add up to with its 95 % interval: few statements give a wide one.
SELECT speaker, target, n, favor, against, round(expected_net, 2) AS net, round(expected_low, 2) AS low,
       round(expected_high, 2) AS high
FROM out_who_about_whom
WHERE target_id LIKE 'watch:%' AND favor + against > 0
ORDER BY target, net DESC, speaker
