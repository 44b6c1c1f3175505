-- Journalist: Who accused, attacked, mocked or dismissed somebody or something, in whose words?
-- A statement bears the id of its first copy: this condition shows each once, however many outlets repeat it.
SELECT published_on, outlet, coalesce(speaker, mention) AS speaker, cue, text
FROM out_quotations
WHERE cue_kind = 'speech_act' AND cue_lemma IN ('accuse', 'attack', 'mock', 'dismiss', 'criticise')
  AND quotation_id = statement_id
ORDER BY published_on NULLS LAST, quotation_id
