-- Researcher: With which verbs, other than to say and to tell, does each outlet report speech?
SELECT outlet, string_agg(cue_lemma || ' ' || n, ', ' ORDER BY n DESC, cue_lemma) AS verbs
FROM (
    SELECT outlet, cue_lemma, count(*) AS n FROM out_quotations
    WHERE cue_kind = 'verb' AND cue_lemma NOT IN ('say', 'tell') AND outlet IS NOT NULL GROUP BY ALL
)
GROUP BY outlet
ORDER BY outlet
