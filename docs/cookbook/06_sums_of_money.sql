-- Journalist: Which sums of money are claimed, and by whom? Numbers that do not fit together are a story.
SELECT published_on, coalesce(speaker, mention) AS speaker,
       regexp_extract(text, '[0-9][0-9.,]*(?: (?:thousand|million|billion))? crowns') AS amount, text
FROM out_quotations
WHERE amount <> '' AND quotation_id = statement_id
ORDER BY published_on NULLS LAST, article_id, char_start
