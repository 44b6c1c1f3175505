-- Media monitor: What was new about the carbon levy on the last day with articles about it?
SELECT published_on, outlet, speaker, label, quotation
FROM out_stances
WHERE target_id = 'watch:carbon-levy'
  AND published_on = (SELECT max(published_on) FROM out_stances WHERE target_id = 'watch:carbon-levy')
ORDER BY quotation_id
