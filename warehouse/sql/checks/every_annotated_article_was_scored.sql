SELECT article_id FROM _fingerprints WHERE step = 'annotate'
EXCEPT SELECT article_id FROM _fingerprints WHERE step = 'score'
