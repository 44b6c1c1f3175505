-- Researcher: Which words are typical of the speakers with the most statements?
SELECT speaker, string_agg(term, ', ' ORDER BY rank) AS terms
FROM out_speaker_terms
WHERE rank <= 5 AND speaker_id IN (SELECT speaker_id FROM out_speakers ORDER BY statements DESC, name LIMIT 5)
GROUP BY speaker
ORDER BY speaker
