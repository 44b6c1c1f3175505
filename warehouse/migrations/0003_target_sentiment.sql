-- The tone toward the target beside the stance. Every stance is scored again by the run that applies this.

DELETE FROM core_stance;
DELETE FROM _fingerprints WHERE step = 'score';
ALTER TABLE core_stance ADD COLUMN target_sentiment DOUBLE DEFAULT 0.0;
ALTER TABLE core_stance ALTER COLUMN target_sentiment SET NOT NULL;
ALTER TABLE core_stance ALTER COLUMN target_sentiment DROP DEFAULT;
