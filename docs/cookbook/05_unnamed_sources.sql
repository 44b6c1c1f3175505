-- Journalist: Which unnamed people do the outlets rely on?
SELECT outlet, published_on, mention, text
FROM out_quotations
WHERE speaker IS NULL AND mention_kind = 'nominal'
  AND regexp_matches(mention, '\b(official|source|person|diplomat|people|negotiator|adviser)\b')
ORDER BY published_on NULLS LAST, article_id, char_start
