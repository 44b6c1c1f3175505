-- Input: temp tables `files_read`, `files_replaced` (source_path) and `seen_records` (what this reading gave).

DELETE FROM _files WHERE path IN (SELECT path FROM files_read);
INSERT INTO _files BY NAME SELECT * FROM files_read;

-- What the earlier reading of a replaced file gave, and nothing else refers to, goes: kept, it would stand beside its own
-- correction.
CREATE OR REPLACE TEMP TABLE dropped_records AS
SELECT source_path, source_record, article_id FROM core_article_files
WHERE source_path IN (SELECT source_path FROM files_replaced)
  AND (source_path, source_record, article_id) NOT IN
      (SELECT (source_path, source_record, article_id) FROM seen_records);
DELETE FROM core_article_files
WHERE (source_path, source_record, article_id) IN
      (SELECT (source_path, source_record, article_id) FROM dropped_records);

-- An article whose first record went has another first one.
CREATE OR REPLACE TEMP TABLE other_firsts AS
SELECT f.article_id, f.source_path, f.source_record
FROM core_article_files AS f JOIN dropped_records AS d USING (article_id) JOIN core_articles AS a USING (article_id)
WHERE d.source_path = a.source_path AND d.source_record = a.source_record
QUALIFY row_number() OVER (PARTITION BY f.article_id ORDER BY f.source_path, f.source_record) = 1;
UPDATE core_articles SET source_path = o.source_path, source_record = o.source_record
FROM other_firsts AS o WHERE o.article_id = core_articles.article_id;
UPDATE core_article_files SET is_duplicate = false
WHERE (source_path, source_record, article_id) IN (SELECT (source_path, source_record, article_id) FROM other_firsts);

CREATE OR REPLACE TEMP TABLE forgotten_articles AS
SELECT DISTINCT article_id FROM dropped_records
WHERE article_id NOT IN (SELECT article_id FROM core_article_files);

-- What repeated a forgotten article is compared anew.
UPDATE _signatures SET is_linked = false
WHERE article_id IN
      (SELECT article_id FROM core_articles WHERE duplicate_of IN (SELECT article_id FROM forgotten_articles));
UPDATE core_articles SET duplicate_of = NULL, duplicate_similarity = NULL
WHERE duplicate_of IN (SELECT article_id FROM forgotten_articles);

DELETE FROM _signatures WHERE article_id IN (SELECT article_id FROM forgotten_articles);
DELETE FROM core_articles WHERE article_id IN (SELECT article_id FROM forgotten_articles);

-- Annotations go with their article, and with the decision to read it.
CREATE OR REPLACE TEMP TABLE unread AS
SELECT article_id FROM forgotten_articles
UNION
SELECT f.article_id FROM _fingerprints AS f JOIN core_articles AS a USING (article_id)
WHERE f.step IN ('annotate', 'score') AND NOT a.is_analysed;

DELETE FROM core_rejects WHERE key IN (SELECT article_id FROM unread);
DELETE FROM core_stance WHERE article_id IN (SELECT article_id FROM unread);
DELETE FROM core_sentiment WHERE article_id IN (SELECT article_id FROM unread);
DELETE FROM core_speaker_links WHERE article_id IN (SELECT article_id FROM unread);
DELETE FROM core_mentions WHERE article_id IN (SELECT article_id FROM unread);
DELETE FROM core_attributions WHERE article_id IN (SELECT article_id FROM unread);
DELETE FROM core_quotations WHERE article_id IN (SELECT article_id FROM unread);
DELETE FROM core_tokens WHERE article_id IN (SELECT article_id FROM unread);
DELETE FROM core_sentences WHERE article_id IN (SELECT article_id FROM unread);
DELETE FROM core_paragraphs WHERE article_id IN (SELECT article_id FROM unread);
DELETE FROM _fingerprints
WHERE article_id IN (SELECT article_id FROM unread) AND step IN ('annotate', 'score')
   OR article_id IN (SELECT article_id FROM forgotten_articles);
