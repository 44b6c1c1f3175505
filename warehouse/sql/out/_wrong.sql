-- The quotations that people judged to be none and that still read as they did then.
SELECT q.quotation_id, q.article_id FROM core_quotations AS q
SEMI JOIN wrong_quotations AS w ON w.quotation_id = q.quotation_id AND w.text = q.text
