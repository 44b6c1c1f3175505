-- Media monitor: Which statements ran in more than one outlet, and who had them first?
SELECT s.speaker, s.text, first.outlet AS first_outlet, s.first_seen_on, s.copies, s.outlet_names
FROM out_statements AS s JOIN out_quotations AS first ON first.quotation_id = s.statement_id
WHERE s.outlets > 1 AND s.speaker IS NOT NULL
ORDER BY s.first_seen_on, s.words DESC, s.statement_id
LIMIT 5
