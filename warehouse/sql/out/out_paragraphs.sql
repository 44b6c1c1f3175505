SELECT
    p.article_id,
    p.paragraph_no,
    p.start AS char_start,
    p."end" AS char_end,
    p.role,
    p.rule,
    substring(a.text, p.start + 1, p."end" - p.start) AS text
FROM core_paragraphs AS p
JOIN core_articles AS a USING (article_id)
