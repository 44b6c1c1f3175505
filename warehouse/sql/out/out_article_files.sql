SELECT * FROM core_article_files
