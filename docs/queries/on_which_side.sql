SELECT speaker, target, n, favor, against, neutral, round(net_stance, 2) AS net_stance,
       round(target_sentiment_mean, 2) AS target_sentiment
FROM out_who_about_whom
WHERE target_id LIKE 'watch:%'
ORDER BY n DESC, speaker, target
