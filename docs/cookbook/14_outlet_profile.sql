-- Media monitor: How do the outlets differ in how much they quote, and how often they say whom?
SELECT coalesce(outlet, 'unknown') AS outlet, count(*) AS articles, sum(quotations)::BIGINT AS quotations,
       round(1000 * sum(quotations) / sum(words), 1) AS per_1000_words,
       round(100 * sum(named_quotations) / sum(quotations), 1) AS named_pct
FROM out_articles
WHERE is_analysed
GROUP BY ALL
ORDER BY per_1000_words DESC
