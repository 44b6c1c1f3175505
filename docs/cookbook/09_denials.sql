-- Journalist: What has been denied, rejected or conceded?
SELECT published_on, speaker, cue, text
FROM out_quotations
WHERE cue_lemma IN ('deny', 'reject', 'concede', 'admit', 'retract') AND quotation_id = statement_id
ORDER BY published_on NULLS LAST, article_id, char_start
