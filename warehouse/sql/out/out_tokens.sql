SELECT t.article_id, t.token_no, t.sentence_no, t.start AS char_start, t."end" AS char_end, t.lower, t.kind, t.is_stop,
       q.quotation_id
FROM core_tokens AS t LEFT JOIN _quotations AS q USING (quotation_id)
