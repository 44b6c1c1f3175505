-- The core tables and the bookkeeping of the loader. Uniqueness of keys is checked before publishing (warehouse/sql/checks), not by
-- indexes: they would triple the cost of loading and refuse a delete and insert of one key in one transaction.

CREATE TABLE core_articles (
    article_id VARCHAR NOT NULL,
    admitted_no BIGINT NOT NULL,
    outlet VARCHAR,
    url VARCHAR,
    title VARCHAR,
    authors VARCHAR,
    published_at TIMESTAMP,
    language VARCHAR NOT NULL,
    is_analysed BOOLEAN NOT NULL,
    text VARCHAR NOT NULL,
    text_chars INTEGER NOT NULL,
    text_sha256 VARCHAR NOT NULL,
    source_path VARCHAR NOT NULL,
    source_record INTEGER NOT NULL,
    format VARCHAR NOT NULL,
    duplicate_of VARCHAR,
    duplicate_similarity DOUBLE
);

CREATE TABLE core_article_files (
    source_path VARCHAR NOT NULL,
    source_record INTEGER NOT NULL,
    article_id VARCHAR NOT NULL,
    is_duplicate BOOLEAN NOT NULL,
    outlet VARCHAR,
    url VARCHAR,
    published_at TIMESTAMP
);

CREATE TABLE core_paragraphs (
    article_id VARCHAR NOT NULL,
    paragraph_no INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    role VARCHAR NOT NULL,
    rule VARCHAR,
    text VARCHAR NOT NULL
);

CREATE TABLE core_sentences (
    article_id VARCHAR NOT NULL,
    sentence_no INTEGER NOT NULL,
    paragraph_no INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text VARCHAR NOT NULL
);

CREATE TABLE core_tokens (
    article_id VARCHAR NOT NULL,
    token_no INTEGER NOT NULL,
    sentence_no INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    lower VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    is_stop BOOLEAN NOT NULL,
    quotation_id VARCHAR
);

CREATE TABLE core_quotations (
    quotation_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    spans VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    words INTEGER NOT NULL,
    sentence_no INTEGER NOT NULL,
    cue_start INTEGER,
    cue_end INTEGER,
    cue VARCHAR,
    cue_lemma VARCHAR,
    cue_kind VARCHAR,
    confidence DOUBLE NOT NULL
);

CREATE TABLE core_attributions (
    quotation_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    mention_start INTEGER,
    mention_end INTEGER,
    mention VARCHAR,
    mention_kind VARCHAR,
    method VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    canonical VARCHAR,
    resolution VARCHAR NOT NULL,
    resolution_confidence DOUBLE NOT NULL,
    reasons VARCHAR NOT NULL
);

CREATE TABLE core_mentions (
    article_id VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    entity_type VARCHAR NOT NULL,
    canonical VARCHAR,
    role VARCHAR,
    affiliation VARCHAR,
    honorific VARCHAR,
    method VARCHAR NOT NULL,
    confidence DOUBLE NOT NULL,
    reasons VARCHAR NOT NULL
);

CREATE TABLE core_speakers (
    speaker_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    entity_type VARCHAR NOT NULL,
    role VARCHAR,
    affiliation VARCHAR,
    aliases VARCHAR NOT NULL,
    first_seen_at TIMESTAMP,
    last_seen_at TIMESTAMP,
    articles BIGINT NOT NULL,
    mentions BIGINT NOT NULL
);

CREATE TABLE core_speaker_links (
    article_id VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    speaker_id VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    signals VARCHAR NOT NULL,
    method VARCHAR NOT NULL
);

CREATE TABLE core_sentiment (
    article_id VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    scorer VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    value DOUBLE NOT NULL
);

CREATE TABLE core_stance (
    quotation_id VARCHAR NOT NULL,
    target_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    target_kind VARCHAR NOT NULL,
    target_start INTEGER NOT NULL,
    target_end INTEGER NOT NULL,
    sentence_no INTEGER NOT NULL,
    label VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    p_favor DOUBLE NOT NULL,
    p_against DOUBLE NOT NULL,
    p_neutral DOUBLE NOT NULL,
    evidence VARCHAR NOT NULL,
    scorer VARCHAR NOT NULL,
    version VARCHAR NOT NULL
);

CREATE TABLE core_rejects (
    step VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    detail VARCHAR NOT NULL
);

CREATE TABLE core_runs (
    run_id VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    status VARCHAR NOT NULL,
    versions VARCHAR NOT NULL,
    counts VARCHAR,
    timings VARCHAR,
    published VARCHAR,
    error VARCHAR
);

CREATE TABLE _files (
    path VARCHAR NOT NULL,              -- absolute, links resolved
    source_path VARCHAR NOT NULL,       -- its name in every table: unique, and kept for good
    bytes BIGINT NOT NULL,
    modified_ns BIGINT NOT NULL,
    fingerprint VARCHAR                 -- of the settings and the code that read it to its end; NULL: not yet
);

CREATE TABLE _fingerprints (
    step VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    fingerprint VARCHAR NOT NULL,
    batch VARCHAR NOT NULL              -- the staged batch its rows came in
);

CREATE TABLE _state (
    name VARCHAR NOT NULL,              -- link, publish
    fingerprint VARCHAR NOT NULL
);

CREATE TABLE _signatures (
    article_id VARCHAR NOT NULL,
    signature BLOB NOT NULL,            -- MinHash of the text
    is_linked BOOLEAN NOT NULL          -- whether its near-duplicates were looked for
);
