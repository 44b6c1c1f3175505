-- Without the run: its id holds a clock time, and the same articles must give the same bytes.
SELECT * EXCLUDE (run_id) FROM core_speaker_changes
