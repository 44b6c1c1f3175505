-- Who said what: quotation, its attribution, the canonical speaker behind the mention, and the tone.
SELECT
    q.quotation_id,
    q.article_id,
    a.outlet,
    a.title,
    a.url,
    CAST(a.published_at AS DATE) AS published_on,
    s.speaker_id,
    s.name AS speaker,
    s.entity_type AS speaker_type,
    coalesce(m.role, s.role) AS role,
    coalesce(m.affiliation, s.affiliation) AS affiliation,
    t.mention,
    t.mention_kind,
    t.mention_start,
    t.mention_end,
    q.kind,
    q.text,
    q.words,
    q.start AS char_start,
    q."end" AS char_end,
    q.spans,
    q.sentence_no,
    q.cue,
    q.cue_lemma,
    q.cue_kind,
    q.cue_start,
    q.cue_end,
    v.value AS sentiment,
    q.confidence,
    t.confidence AS attribution_confidence,
    t.method AS attribution_method,
    CASE WHEN s.speaker_id IS NULL THEN 0.0 ELSE t.resolution_confidence * l.score END AS speaker_confidence,
    t.resolution AS speaker_method,
    t.reasons,
    a.duplicate_of
FROM core_quotations AS q
JOIN core_articles AS a USING (article_id)
JOIN core_attributions AS t USING (quotation_id)
LEFT JOIN core_mentions AS m
    ON m.article_id = q.article_id AND m.start = t.mention_start AND m."end" = t.mention_end
LEFT JOIN core_speaker_links AS l
    ON l.article_id = q.article_id AND l.start = t.mention_start AND l."end" = t.mention_end
LEFT JOIN core_speakers AS s ON s.speaker_id = l.speaker_id
LEFT JOIN core_sentiment AS v
    ON v.article_id = q.article_id AND v.unit = 'quotation' AND v.start = q.start AND v."end" = q."end"
   AND v.scorer = 'vader'
ANTI JOIN wrong_quotations AS w ON w.quotation_id = q.quotation_id AND w.text = q.text
