-- Media monitor: How much was published and said, month by month?
SELECT strftime(published_on, '%Y-%m') AS month, count(*) AS articles, sum(quotations)::BIGINT AS quotations
FROM out_articles
WHERE published_on IS NOT NULL
GROUP BY month
ORDER BY month
