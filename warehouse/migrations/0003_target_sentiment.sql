-- The tone toward the target beside the stance. Every quotation is scored again by the run that applies this: rows go with their
-- fingerprint, since the loader looks for rows to replace only where there is one.

DELETE FROM core_sentiment;
DELETE FROM core_stance;
DELETE FROM _fingerprints WHERE step = 'score';
ALTER TABLE core_stance ADD COLUMN target_sentiment DOUBLE DEFAULT 0.0;
ALTER TABLE core_stance ALTER COLUMN target_sentiment SET NOT NULL;
ALTER TABLE core_stance ALTER COLUMN target_sentiment DROP DEFAULT;
