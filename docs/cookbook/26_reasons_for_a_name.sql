-- Researcher: Why is this “she” Ingrid Solheim-Baptiste?
SELECT published_on, mention, text, reasons
FROM out_quotations
WHERE speaker = 'Ingrid Solheim-Baptiste' AND mention_kind = 'pronoun'
ORDER BY published_on NULLS LAST, article_id, char_start
