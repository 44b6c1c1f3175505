-- Researcher: How often had a name to be worked out from “he”, a title or a surname, and how sure is it?
SELECT mention_kind, count(*) AS quotations, count(speaker) AS named, round(100 * count(speaker) / count(*)) AS named_pct,
       round(avg(speaker_confidence) FILTER (speaker IS NOT NULL), 2) AS confidence_mean
FROM out_quotations
GROUP BY mention_kind
ORDER BY quotations DESC, mention_kind
