-- Journalist: Who is for and who against the harbour expansion, and which words say so?
SELECT published_on, speaker, label, evidence, quotation
FROM out_stances
WHERE target_id = 'watch:harbour-expansion' AND label <> 'neutral' AND quotation_id = statement_id
ORDER BY published_on NULLS LAST, quotation_id
