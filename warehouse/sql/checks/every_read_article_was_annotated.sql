-- Rows in = rows out + rejects, step by step.
SELECT a.article_id FROM core_articles AS a
WHERE a.is_analysed
  AND a.article_id NOT IN (SELECT article_id FROM _fingerprints WHERE step = 'annotate')
