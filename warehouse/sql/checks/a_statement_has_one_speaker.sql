SELECT statement_id FROM out_quotations GROUP BY statement_id HAVING count(DISTINCT speaker_id) > 1
