-- Researcher: Whose own words are printed, and who is paraphrased?
SELECT speaker, count(*) AS n, round(100 * avg((kind = 'direct')::INT)) AS direct_pct,
       round(100 * avg((kind = 'mixed')::INT)) AS mixed_pct, round(100 * avg((kind = 'indirect')::INT)) AS indirect_pct
FROM out_quotations
WHERE speaker IS NOT NULL AND cue_kind IS DISTINCT FROM 'attitude'
GROUP BY speaker
HAVING n >= 7
ORDER BY direct_pct DESC, n DESC, speaker
