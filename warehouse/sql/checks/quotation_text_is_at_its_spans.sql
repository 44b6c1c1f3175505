-- A quotation of one span must be exactly the characters of the article it points to. SQL walks from the start of the text for
-- every slice, so texts the size of a book are left to the tests of the slicing itself.
SELECT q.quotation_id FROM core_quotations AS q SEMI JOIN touched USING (article_id) JOIN core_articles AS a USING (article_id)
WHERE a.text_chars < 200000 AND q.spans NOT LIKE '%],%' AND substring(a.text, q.start + 1, q."end" - q.start) <> q.text
