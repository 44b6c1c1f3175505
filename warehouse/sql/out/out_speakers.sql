WITH said AS (
    SELECT speaker_id, count(*) FILTER (is_said) AS quotations,
           count(DISTINCT statement_id) FILTER (is_said) AS statements,
           count(*) FILTER (NOT is_said) AS attitudes,
           CAST(coalesce(sum(words) FILTER (is_said), 0) AS BIGINT) AS words, count(DISTINCT outlet) AS outlets,
           -- VADER has four decimals: summed as decimals the mean does not depend on the order of the rows
           CAST(sum(CAST(sentiment AS DECIMAL(18, 4))) FILTER (is_said) AS DOUBLE)
               / nullif(count(sentiment) FILTER (is_said), 0) AS sentiment_mean
    FROM (SELECT *, cue_kind IS DISTINCT FROM 'attitude' AS is_said FROM out_quotations WHERE speaker_id IS NOT NULL)
    GROUP BY speaker_id
),
sides AS (
    SELECT speaker_id, count(*) FILTER (label = 'favor') AS favor, count(*) FILTER (label = 'against') AS against
    FROM statement_stances GROUP BY speaker_id
)
SELECT
    s.*,
    coalesce(q.quotations, 0) AS quotations,
    coalesce(q.statements, 0) AS statements,
    coalesce(q.attitudes, 0) AS attitudes,
    coalesce(q.words, 0) AS words,
    coalesce(q.outlets, 0) AS outlets,
    q.sentiment_mean,
    coalesce(d.favor, 0) AS favor,
    coalesce(d.against, 0) AS against
FROM core_speakers AS s
LEFT JOIN said AS q USING (speaker_id)
LEFT JOIN sides AS d USING (speaker_id)
