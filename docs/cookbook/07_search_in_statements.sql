-- Journalist: Who has spoken of the cranes?
-- Each statement once, however many outlets repeat it.
SELECT first_seen_on, speaker, text, outlets
FROM out_statements
WHERE regexp_matches(text, '\bcranes?\b', 'i')
ORDER BY first_seen_on NULLS LAST, statement_id
