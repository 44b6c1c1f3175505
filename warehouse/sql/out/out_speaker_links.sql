SELECT
    l.article_id,
    l.start AS char_start,
    l."end" AS char_end,
    substring(a.text, l.start + 1, l."end" - l.start) AS mention,
    l.speaker_id,
    s.name AS speaker,
    l.score,
    l.signals,
    l.method
FROM core_speaker_links AS l
JOIN core_speakers AS s USING (speaker_id)
JOIN core_articles AS a USING (article_id)
