-- Journalist: Which words of Marta Lindqvist can I print in quotation marks, and where do they stand?
-- Only what stood inside quotation marks as a whole; the offsets find it in out_articles.text.
SELECT published_on, outlet, text, article_id, char_start, char_end
FROM out_quotations
WHERE speaker = 'Marta Lindqvist' AND kind = 'direct'
ORDER BY published_on NULLS LAST, article_id, char_start
