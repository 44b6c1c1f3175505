-- Journalist: Which people and organisations are written about but never get a word in?
SELECT name, entity_type, mentions, articles
FROM out_speakers
WHERE entity_type IN ('person', 'organisation') AND quotations = 0 AND attitudes = 0 AND mentions >= 3
ORDER BY mentions DESC, name
