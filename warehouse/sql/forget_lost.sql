-- Articles whose kept text is damaged are not in core_articles: what refers to them goes, and their files count as unread, so that
-- the next run takes them from there.

CREATE TEMP TABLE lost_articles AS
SELECT DISTINCT article_id FROM core_article_files WHERE article_id NOT IN (SELECT article_id FROM core_articles);

UPDATE _files SET fingerprint = NULL
WHERE source_path IN
      (SELECT source_path FROM core_article_files WHERE article_id IN (SELECT article_id FROM lost_articles));
UPDATE _signatures SET is_linked = false
WHERE article_id IN
      (SELECT article_id FROM core_articles WHERE duplicate_of IN (SELECT article_id FROM lost_articles));
UPDATE core_articles SET duplicate_of = NULL, duplicate_similarity = NULL
WHERE duplicate_of IN (SELECT article_id FROM lost_articles);
DELETE FROM core_article_files WHERE article_id IN (SELECT article_id FROM lost_articles);
DELETE FROM core_speaker_links WHERE article_id IN (SELECT article_id FROM lost_articles);
DELETE FROM _fingerprints WHERE article_id IN (SELECT article_id FROM lost_articles);
