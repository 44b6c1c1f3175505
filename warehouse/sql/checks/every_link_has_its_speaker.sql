SELECT speaker_id FROM core_speaker_links WHERE speaker_id NOT IN (SELECT speaker_id FROM core_speakers)
