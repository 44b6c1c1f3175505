SELECT
    p.article_id,
    p.paragraph_no,
    p.start AS char_start,
    p."end" AS char_end,
    p.role,
    p.rule,
    p.text
FROM core_paragraphs AS p
