-- Input: temp tables `incoming` (admitted records with row_no), `incoming_signatures` and `seen_records` (of this reading).
-- Output: rows in core_articles, core_article_files and _signatures; temp tables `incoming_new` and `incoming_known`.

-- A record is known when this file gave this text before: after a killed run, or with lines added or moved. The n-th
-- occurrence of a text in a file is the n-th one of before; any further one is a duplicate.
CREATE OR REPLACE TEMP TABLE incoming_known AS
WITH before AS (
    SELECT f.source_path, f.source_record, f.article_id, a.text_sha256,
           row_number() OVER (PARTITION BY f.source_path, f.article_id ORDER BY f.source_record) AS occurrence
    FROM core_article_files AS f
    JOIN core_articles AS a USING (article_id)
    WHERE f.source_path IN (SELECT source_path FROM incoming)
),
earlier_batches AS (
    SELECT s.source_path, a.text_sha256, count(*) AS occurrences
    FROM seen_records AS s JOIN core_articles AS a USING (article_id)
    WHERE s.source_path IN (SELECT source_path FROM incoming)
    GROUP BY ALL
),
now AS (
    SELECT i.*, coalesce(e.occurrences, 0)
                + row_number() OVER (PARTITION BY i.source_path, i.text_sha256 ORDER BY i.row_no) AS occurrence
    FROM incoming AS i LEFT JOIN earlier_batches AS e USING (source_path, text_sha256)
)
SELECT n.* EXCLUDE (article_id, occurrence), b.article_id, b.source_record AS record_before
FROM now AS n JOIN before AS b USING (source_path, text_sha256, occurrence);

-- Of a known record everything but the text may have changed: a corrected date, another language setting.
UPDATE core_articles
SET outlet = k.outlet, url = k.url, title = k.title, authors = k.authors, published_at = k.published_at,
    language = k.language, is_analysed = k.is_analysed, source_record = k.source_record
FROM incoming_known AS k
WHERE k.article_id = core_articles.article_id
  AND k.source_path = core_articles.source_path AND k.record_before = core_articles.source_record;

DELETE FROM core_article_files
WHERE (source_path, source_record, article_id) IN
      (SELECT (source_path, record_before, article_id) FROM incoming_known);
INSERT INTO core_article_files BY NAME
SELECT k.source_path, k.source_record, k.article_id,
       NOT (k.source_path = a.source_path AND k.source_record = a.source_record) AS is_duplicate,
       k.outlet, k.url, k.published_at
FROM incoming_known AS k JOIN core_articles AS a USING (article_id);

-- The first record of a text is the article. A later, different text under the same address is a revision and gets a key
-- of its own.
CREATE OR REPLACE TEMP TABLE incoming_new AS
WITH firsts AS (
    SELECT * FROM incoming
    WHERE text_sha256 NOT IN (SELECT text_sha256 FROM core_articles)
    QUALIFY row_number() OVER (PARTITION BY text_sha256 ORDER BY row_no) = 1
)
SELECT * REPLACE (
    CASE WHEN article_id IN (SELECT article_id FROM core_articles)
           OR row_number() OVER (PARTITION BY article_id ORDER BY row_no) > 1
         THEN revision_id ELSE article_id END AS article_id)
FROM firsts;

INSERT INTO core_articles BY NAME
SELECT * EXCLUDE (revision_id, row_no, file_row_number),
       (SELECT coalesce(max(admitted_no) + 1, 0) FROM core_articles)
           + row_number() OVER (ORDER BY row_no) - 1 AS admitted_no,
       NULL AS duplicate_of, NULL AS duplicate_similarity
FROM incoming_new;

INSERT INTO core_article_files BY NAME
SELECT i.source_path, i.source_record, a.article_id,
       NOT (i.source_path = a.source_path AND i.source_record = a.source_record) AS is_duplicate,
       i.outlet, i.url, i.published_at
FROM incoming AS i
JOIN core_articles AS a USING (text_sha256)
WHERE i.row_no NOT IN (SELECT row_no FROM incoming_known);

INSERT INTO seen_records
SELECT i.source_path, i.source_record, a.article_id FROM incoming AS i JOIN core_articles AS a USING (text_sha256);

INSERT INTO _signatures
SELECT n.article_id, s.signature, false AS is_linked
FROM incoming_new AS n JOIN incoming_signatures AS s USING (text_sha256);
