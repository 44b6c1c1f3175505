SELECT
    l.article_id,
    l.start AS char_start,
    l."end" AS char_end,
    m.text AS mention,
    l.speaker_id,
    s.name AS speaker,
    l.score,
    l.signals,
    l.method
FROM core_speaker_links AS l
JOIN core_speakers AS s USING (speaker_id)
JOIN core_mentions AS m ON m.article_id = l.article_id AND m.start = l.start AND m."end" = l."end"
