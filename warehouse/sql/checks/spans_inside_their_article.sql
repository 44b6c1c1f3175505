SELECT article_id, start, "end" FROM (
    SELECT article_id, start, "end" FROM core_paragraphs
    UNION ALL SELECT article_id, start, "end" FROM core_sentences
    UNION ALL SELECT article_id, start, "end" FROM core_tokens
    UNION ALL SELECT article_id, start, "end" FROM core_quotations
    UNION ALL SELECT article_id, start, "end" FROM core_mentions
) SEMI JOIN touched USING (article_id) JOIN core_articles USING (article_id)
WHERE NOT (0 <= start AND start < "end" AND "end" <= text_chars)
