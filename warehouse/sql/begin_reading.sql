-- Input: temp tables `files_to_read` and `files_gone`. Names are kept before anything refers to them: a file keeps its name for good.

INSERT INTO _files BY NAME
SELECT * FROM files_to_read WHERE path NOT IN (SELECT path FROM _files);

DELETE FROM core_rejects
WHERE step = 'admit'
  AND regexp_replace(key, '#[0-9]+$', '') IN
      (SELECT source_path FROM files_to_read UNION ALL SELECT source_path FROM files_gone);
