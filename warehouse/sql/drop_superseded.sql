-- Input: temp tables `files_again` (source_path: files whose bytes are as before but were read by other code or settings) and
-- `seen_records` (what reading them gave this time). What the earlier reading made of them, and nothing else refers to, goes:
-- kept, it would stand beside its own correction. A file whose bytes changed is another matter: a feed that is written anew
-- every day must not lose yesterday's articles.

DELETE FROM core_article_files
WHERE source_path IN (SELECT source_path FROM files_again)
  AND (source_path, source_record, article_id) NOT IN (SELECT (source_path, source_record, article_id) FROM seen_records);

CREATE OR REPLACE TEMP TABLE orphans AS
SELECT article_id FROM core_articles WHERE article_id NOT IN (SELECT article_id FROM core_article_files);

-- What repeated an orphan is compared anew.
UPDATE _signatures SET is_linked = false
WHERE article_id IN (SELECT article_id FROM core_articles WHERE duplicate_of IN (SELECT article_id FROM orphans));
UPDATE core_articles SET duplicate_of = NULL, duplicate_similarity = NULL
WHERE duplicate_of IN (SELECT article_id FROM orphans);

DELETE FROM core_rejects WHERE key IN (SELECT article_id FROM orphans);
DELETE FROM core_stance WHERE article_id IN (SELECT article_id FROM orphans);
DELETE FROM core_sentiment WHERE article_id IN (SELECT article_id FROM orphans);
DELETE FROM core_mentions WHERE article_id IN (SELECT article_id FROM orphans);
DELETE FROM core_attributions WHERE article_id IN (SELECT article_id FROM orphans);
DELETE FROM core_quotations WHERE article_id IN (SELECT article_id FROM orphans);
DELETE FROM core_tokens WHERE article_id IN (SELECT article_id FROM orphans);
DELETE FROM core_sentences WHERE article_id IN (SELECT article_id FROM orphans);
DELETE FROM core_paragraphs WHERE article_id IN (SELECT article_id FROM orphans);
DELETE FROM core_speaker_links WHERE article_id IN (SELECT article_id FROM orphans);
DELETE FROM _fingerprints WHERE article_id IN (SELECT article_id FROM orphans);
DELETE FROM _signatures WHERE article_id IN (SELECT article_id FROM orphans);
DELETE FROM core_articles WHERE article_id IN (SELECT article_id FROM orphans);
