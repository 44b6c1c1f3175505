-- The statement each quotation is a copy of, from the frame statement_copies.
SELECT q.*, c.statement_id FROM _quotations AS q JOIN statement_copies AS c USING (quotation_id)
