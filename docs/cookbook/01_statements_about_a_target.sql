-- Journalist: Everything Callum Wexcombe has said about the carbon levy, with its sentence, its outlet and its day.
-- A target of the watch-list is `watch:` and its id; one that is only named is `name:` and the name in small letters.
SELECT published_on, outlet, quotation, sentence
FROM out_stances
WHERE speaker = 'Callum Wexcombe' AND target_id = 'watch:carbon-levy'
ORDER BY published_on NULLS LAST, quotation_id
