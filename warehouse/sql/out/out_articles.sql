-- Every article, also those not read (other languages), with what was found in it.
WITH read_sentences AS (
    SELECT article_id, count(*) AS sentences FROM core_sentences GROUP BY article_id
),
read_words AS (
    SELECT article_id, count(*) AS words FROM core_tokens WHERE kind IN ('word', 'number') GROUP BY article_id
),
found AS (
    SELECT article_id, count(*) FILTER (is_said) AS quotations, count(speaker_id) FILTER (is_said) AS named_quotations,
           count(*) FILTER (NOT is_said) AS attitudes
    FROM (SELECT *, cue_kind IS DISTINCT FROM 'attitude' AS is_said FROM out_quotations) GROUP BY article_id
)
SELECT
    a.*,
    CAST(a.published_at AS DATE) AS published_on,
    coalesce(r.sentences, 0) AS sentences,
    coalesce(w.words, 0) AS words,
    coalesce(f.quotations, 0) AS quotations,
    coalesce(f.named_quotations, 0) AS named_quotations,
    coalesce(f.attitudes, 0) AS attitudes
FROM core_articles AS a
LEFT JOIN read_sentences AS r USING (article_id)
LEFT JOIN read_words AS w USING (article_id)
LEFT JOIN found AS f USING (article_id)
