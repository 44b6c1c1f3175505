-- Media monitor: Which articles nearly repeat one another, and which was there first?
-- `duplicate_of` names the one that was read first; what matters here is the day of publication.
SELECT least(a, b).on AS first_on, least(a, b).outlet AS first_outlet, least(a, b).title AS first_title,
       greatest(a, b).outlet AS then_outlet, greatest(a, b).title AS then_title, similarity
FROM (
    SELECT {'on': x.published_on, 'outlet': x.outlet, 'title': x.title} AS a,
           {'on': y.published_on, 'outlet': y.outlet, 'title': y.title} AS b,
           round(x.duplicate_similarity, 1) AS similarity
    FROM out_articles AS x JOIN out_articles AS y ON y.article_id = x.duplicate_of
)
ORDER BY first_on, first_title
