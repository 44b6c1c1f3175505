-- Researcher: A sample of five quotations for annotators, the same each time it is drawn.
SELECT quotation_id, speaker, kind, text
FROM out_quotations
ORDER BY md5(quotation_id), quotation_id
LIMIT 5
