SELECT article_id, token_no, sentence_no, start AS char_start, "end" AS char_end, lower, kind, is_stop, quotation_id
FROM core_tokens
