WITH said AS (
    SELECT speaker_id, count(*) AS quotations, CAST(sum(words) AS BIGINT) AS words,
           count(DISTINCT outlet) AS outlets,
           -- VADER has four decimals: summed as decimals the mean does not depend on the order of the rows
           CAST(sum(CAST(sentiment AS DECIMAL(18, 4))) AS DOUBLE) / count(sentiment) AS sentiment_mean
    FROM out_quotations WHERE speaker_id IS NOT NULL GROUP BY speaker_id
),
sides AS (
    SELECT speaker_id, count(*) FILTER (label = 'favor') AS favor, count(*) FILTER (label = 'against') AS against
    FROM out_stances WHERE speaker_id IS NOT NULL GROUP BY speaker_id
)
SELECT
    s.*,
    coalesce(q.quotations, 0) AS quotations,
    coalesce(q.words, 0) AS words,
    coalesce(q.outlets, 0) AS outlets,
    q.sentiment_mean,
    coalesce(d.favor, 0) AS favor,
    coalesce(d.against, 0) AS against
FROM core_speakers AS s
LEFT JOIN said AS q USING (speaker_id)
LEFT JOIN sides AS d USING (speaker_id)
