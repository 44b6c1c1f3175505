-- Journalist: What stands around “Somebody folded the map”?
-- From the sentence before the quotation to the one after its end.
SELECT q.outlet, s.sentence_no, s.text
FROM out_quotations AS q
JOIN out_sentences AS s ON s.article_id = q.article_id
WHERE contains(q.text, 'Somebody folded the map') AND q.quotation_id = q.statement_id
  AND s.sentence_no >= q.sentence_no - 1
  AND s.sentence_no <= (SELECT max(e.sentence_no) + 1 FROM out_sentences AS e
                        WHERE e.article_id = q.article_id AND e.char_start < q.char_end)
ORDER BY s.sentence_no
