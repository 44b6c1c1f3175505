SELECT
    n.article_id,
    n.sentence_no,
    n.paragraph_no,
    n.start AS char_start,
    n."end" AS char_end,
    n.text,
    v.value AS sentiment,
    a.outlet,
    CAST(a.published_at AS DATE) AS published_on
FROM core_sentences AS n
JOIN core_articles AS a USING (article_id)
LEFT JOIN core_sentiment AS v
    ON v.article_id = n.article_id AND v.unit = 'sentence' AND v.start = n.start AND v."end" = n."end"
   AND v.scorer = 'vader'
