SELECT s.*, t.topic, t.topic_weight FROM _statements AS s LEFT JOIN statement_topics AS t USING (statement_id)
