-- So must the mention that utters it, and the cue.
SELECT t.quotation_id FROM core_attributions AS t SEMI JOIN touched USING (article_id)
JOIN core_articles AS a USING (article_id) JOIN core_quotations AS q USING (quotation_id)
WHERE a.text_chars < 200000
  AND (substring(a.text, t.mention_start + 1, t.mention_end - t.mention_start) <> t.mention
    OR substring(a.text, q.cue_start + 1, q.cue_end - q.cue_start) <> q.cue)
