-- What is known of each quotation beyond its own rows: role and affiliation at its mention, the speaker linked to that, the tone.
-- A table of its own, of few columns, since each join of the wide rows would hold all of them in memory.
WITH spoken AS (
    SELECT t.quotation_id, m.role, m.affiliation
    FROM core_mentions AS m JOIN core_attributions AS t
        ON m.article_id = t.article_id AND m.start = t.mention_start AND m."end" = t.mention_end
),
linked AS (
    SELECT t.quotation_id, l.speaker_id, l.score
    FROM core_speaker_links AS l JOIN core_attributions AS t
        ON l.article_id = t.article_id AND l.start = t.mention_start AND l."end" = t.mention_end
),
toned AS (
    SELECT q.quotation_id, v.value
    FROM core_sentiment AS v JOIN core_quotations AS q
        ON v.article_id = q.article_id AND v.start = q.start AND v."end" = q."end"
    WHERE v.unit = 'quotation' AND v.scorer = 'vader'
)
SELECT
    q.quotation_id,
    s.speaker_id,
    s.name AS speaker,
    s.entity_type AS speaker_type,
    coalesce(m.role, s.role) AS role,
    coalesce(m.affiliation, s.affiliation) AS affiliation,
    CASE WHEN s.speaker_id IS NULL THEN 0.0 ELSE l.score END AS link_score,
    v.value AS sentiment
FROM core_quotations AS q
LEFT JOIN spoken AS m USING (quotation_id)
LEFT JOIN linked AS l USING (quotation_id)
LEFT JOIN core_speakers AS s ON s.speaker_id = l.speaker_id
LEFT JOIN toned AS v USING (quotation_id)
ANTI JOIN _wrong AS w USING (quotation_id)
