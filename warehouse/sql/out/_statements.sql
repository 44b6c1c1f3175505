-- One row per statement; its text is that of the longest copy.
WITH longest AS (
    SELECT q.statement_id, q.text, q.quotation_id AS text_quotation_id, q.kind, q.words, q.sentiment
    FROM out_quotations AS q
    QUALIFY row_number() OVER (PARTITION BY q.statement_id ORDER BY q.words DESC, q.published_on NULLS LAST, q.quotation_id) = 1
),
published AS (
    -- A copy without a speaker may belong to a statement that has one.
    SELECT statement_id, min(speaker_id) AS speaker_id, min(speaker) AS speaker,
           bool_and(cue_kind IS DISTINCT FROM 'attitude') AS is_said,
           min(published_on) AS first_seen_on, max(published_on) AS last_seen_on, count(*) AS copies,
           count(DISTINCT article_id) AS articles, count(DISTINCT outlet) AS outlets,
           coalesce(string_agg(DISTINCT outlet, ' | ' ORDER BY outlet), '') AS outlet_names
    FROM out_quotations GROUP BY statement_id
)
SELECT p.statement_id, p.speaker_id, p.speaker, l.text, l.text_quotation_id, l.kind, p.is_said,
       CAST(l.words AS BIGINT) AS words, l.sentiment, p.first_seen_on, p.last_seen_on, p.copies, p.articles, p.outlets,
       p.outlet_names
FROM published AS p JOIN longest AS l USING (statement_id)
