WITH members AS (SELECT topic, count(*) AS statements FROM statement_topics GROUP BY topic)
SELECT t.topic, t.rank, t.term, t.weight, coalesce(m.statements, 0) AS statements
FROM topics AS t LEFT JOIN members AS m USING (topic)
