SELECT speaker, target, sum(n) AS n, sum(favor) AS favor, sum(against) AS against, sum(neutral) AS neutral
FROM out_speaker_targets
WHERE target_id LIKE 'watch:%'
GROUP BY speaker, target
ORDER BY n DESC, speaker, target
