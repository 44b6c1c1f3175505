-- Also those without a speaker: they carry the reason.
SELECT coalesce(q.quotation_id, t.quotation_id) AS quotation_id
FROM core_quotations AS q FULL JOIN core_attributions AS t USING (quotation_id)
WHERE q.quotation_id IS NULL OR t.quotation_id IS NULL OR t.reasons = ''
