-- Journalist: Who speaks for the Clean Coast League, the Harbour Workers’ Union and the Nurses’ Federation?
-- The organisations themselves, and people whom an article names together with one.
WITH voices AS (
    SELECT coalesce(speaker, mention) AS voice, role,
           regexp_extract(concat_ws(' / ', speaker, affiliation, mention),
                          'Clean Coast League|Harbour Workers.? Union|Nurses.? Federation') AS organisation
    FROM out_quotations
)
SELECT organisation, voice, min(role) AS role, count(*) AS quotations
FROM voices
WHERE organisation <> ''
GROUP BY organisation, voice
ORDER BY organisation, quotations DESC, voice
