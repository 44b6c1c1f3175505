SELECT coalesce(speaker, '(' || mention || ')', '?') AS speaker, kind, text, round(sentiment, 2) AS tone,
       outlet, published_on
FROM out_quotations
WHERE cue_kind IS DISTINCT FROM 'attitude'
ORDER BY published_on, article_id, char_start
LIMIT 30
