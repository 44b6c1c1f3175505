-- What became of speaker ids from linking to linking. Rows are only ever added: ids stand in other people's tables and notes.

CREATE TABLE core_speaker_changes (
    linking_no BIGINT NOT NULL,
    change_no BIGINT NOT NULL,
    change VARCHAR NOT NULL,
    old_speaker_id VARCHAR NOT NULL,
    old_name VARCHAR NOT NULL,
    new_speaker_id VARCHAR,
    new_name VARCHAR,
    articles BIGINT NOT NULL,
    mentions BIGINT NOT NULL,
    signals VARCHAR NOT NULL,
    run_id VARCHAR
);
