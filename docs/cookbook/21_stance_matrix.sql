-- Researcher: Where do the speakers stand on the issues of the watch-list?
-- Net stance, (favor - against) / n, with its 95 % interval; few statements give a wide one.
SELECT speaker, target, n, favor, against, round(net_stance, 2) AS net, round(net_low, 2) AS low, round(net_high, 2) AS high
FROM out_who_about_whom
WHERE target_id LIKE 'watch:%' AND favor + against > 0
ORDER BY target, net DESC, speaker
