SELECT t.speaker_id, t.term, s.name AS speaker, t.rank, t.count AS uses, t.others_count AS others_uses, t.score
FROM speaker_terms AS t
JOIN core_speakers AS s USING (speaker_id)
