SELECT t.article_id, t.token_no, t.sentence_no, t.start AS char_start, t."end" AS char_end, t.lower, t.kind, t.is_stop,
       CASE WHEN w.quotation_id IS NULL THEN t.quotation_id END AS quotation_id
FROM core_tokens AS t LEFT JOIN _wrong AS w USING (quotation_id)
