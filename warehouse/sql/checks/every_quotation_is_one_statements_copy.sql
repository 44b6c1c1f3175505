SELECT q.quotation_id FROM core_quotations AS q LEFT JOIN out_quotations AS o USING (quotation_id)
WHERE o.statement_id IS NULL
