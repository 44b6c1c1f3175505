-- Media monitor: Which files were not taken in, and why? And which articles were stored but not read?
SELECT key AS record, reason, detail FROM out_rejects
UNION ALL
SELECT source_path || '#' || source_record, 'not_analysed', 'language ' || language FROM out_articles WHERE NOT is_analysed
ORDER BY record
