-- A quotation of one span must be exactly the characters of the article it points to.
SELECT q.quotation_id FROM core_quotations AS q JOIN core_articles AS a USING (article_id)
WHERE q.spans NOT LIKE '%],%' AND substring(a.text, q.start + 1, q."end" - q.start) <> q.text
