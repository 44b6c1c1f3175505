SELECT * FROM core_rejects
