-- But for what people judged to be no quotation.
SELECT q.quotation_id FROM core_quotations AS q LEFT JOIN out_quotations AS o USING (quotation_id)
ANTI JOIN _wrong AS w ON w.quotation_id = q.quotation_id
WHERE o.statement_id IS NULL
