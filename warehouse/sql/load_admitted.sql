-- Input: temp tables `incoming` (admitted records with row_no) and `incoming_signatures`. Output: rows in core_articles,
-- core_article_files and _signatures; temp table `incoming_new`; flag incoming.is_known.

-- A record seen before under the same path (a killed run, an appended file) is known, not a duplicate of itself.
ALTER TABLE incoming ADD COLUMN is_known BOOLEAN DEFAULT false;
UPDATE incoming SET is_known = true FROM core_article_files AS f JOIN core_articles AS a USING (article_id)
WHERE f.source_path = incoming.source_path AND f.source_record = incoming.source_record
  AND a.text_sha256 = incoming.text_sha256;

-- The first record of a text is the article. A later, different text under the same URL is a revision and gets a key of its own.
CREATE OR REPLACE TEMP TABLE incoming_new AS
WITH firsts AS (
    SELECT * FROM incoming
    WHERE NOT is_known AND text_sha256 NOT IN (SELECT text_sha256 FROM core_articles)
    QUALIFY row_number() OVER (PARTITION BY text_sha256 ORDER BY row_no) = 1
),
keyed AS (
    SELECT * REPLACE (
        CASE WHEN article_id IN (SELECT article_id FROM core_articles)
               OR row_number() OVER (PARTITION BY article_id ORDER BY row_no) > 1
             THEN revision_id ELSE article_id END AS article_id)
    FROM firsts
)
SELECT * FROM keyed;

INSERT INTO core_articles BY NAME
SELECT * EXCLUDE (revision_id, row_no, is_known, file_row_number),
       (SELECT coalesce(max(admitted_no) + 1, 0) FROM core_articles)
           + row_number() OVER (ORDER BY row_no) - 1 AS admitted_no,
       NULL AS duplicate_of, NULL AS duplicate_similarity
FROM incoming_new;

INSERT INTO core_article_files BY NAME
SELECT i.source_path, i.source_record, a.article_id,
       n.row_no IS NULL OR n.row_no <> i.row_no AS is_duplicate,
       i.outlet, i.url, i.published_at
FROM incoming AS i
JOIN core_articles AS a USING (text_sha256)
LEFT JOIN incoming_new AS n USING (text_sha256)
WHERE NOT i.is_known;

CREATE TEMP TABLE IF NOT EXISTS seen_records (source_path VARCHAR, source_record INTEGER, article_id VARCHAR);
INSERT INTO seen_records
SELECT i.source_path, i.source_record, a.article_id FROM incoming AS i JOIN core_articles AS a USING (text_sha256);

INSERT INTO _signatures
SELECT n.article_id, s.signature, false AS is_linked
FROM incoming_new AS n JOIN incoming_signatures AS s USING (text_sha256);
