-- On which side the speaker of a quotation stands toward each of its targets, beside the tone and the sentence.
SELECT
    c.quotation_id,
    c.target_id,
    q.statement_id,
    q.cue_kind IS DISTINCT FROM 'attitude' AS is_said,
    c.article_id,
    q.outlet,
    q.published_on,
    q.speaker_id,
    q.speaker,
    c.target,
    c.target_kind,
    c.target_start,
    c.target_end,
    c.label,
    c.score,
    c.p_favor,
    c.p_against,
    c.p_neutral,
    c.target_sentiment,
    c.evidence,
    q.sentiment,
    n.text AS sentence,
    q.text AS quotation,
    c.scorer,
    c.version
FROM core_stance AS c
JOIN out_quotations AS q USING (quotation_id)
JOIN core_sentences AS n ON n.article_id = c.article_id AND n.sentence_no = c.sentence_no
