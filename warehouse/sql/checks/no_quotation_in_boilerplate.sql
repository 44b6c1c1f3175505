-- What is kept out of the analysis must not come back as somebody's words.
SELECT q.quotation_id FROM core_quotations AS q SEMI JOIN touched USING (article_id)
JOIN core_paragraphs AS p
  ON p.article_id = q.article_id AND p.start < q."end" AND q.start < p."end" AND p.role <> 'text'
WHERE NOT EXISTS (
    -- A quotation of several paragraphs may have such a paragraph between its spans.
    SELECT 1 FROM core_paragraphs AS r
    WHERE r.article_id = q.article_id AND r.role = 'text' AND r.start <= q.start AND q.start < r."end"
      AND r.paragraph_no < p.paragraph_no
)
