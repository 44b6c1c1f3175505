SELECT d.speaker_id, d.published_on, s.name AS speaker, d.quotations, d.statements, d.attitudes, d.words, d.articles,
       d.outlets, d.sentiment_mean, d.favor, d.against
FROM speaker_days AS d
JOIN core_speakers AS s USING (speaker_id)
WHERE d.published_on IS NOT NULL
