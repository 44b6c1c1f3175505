SELECT article_id FROM (
    SELECT article_id FROM core_article_files
    UNION SELECT article_id FROM core_paragraphs
    UNION SELECT article_id FROM core_sentences
    UNION SELECT article_id FROM core_tokens
    UNION SELECT article_id FROM core_quotations
    UNION SELECT article_id FROM core_mentions
    UNION SELECT article_id FROM core_speaker_links
    UNION SELECT article_id FROM core_sentiment
    UNION SELECT article_id FROM core_stance
) WHERE article_id NOT IN (SELECT article_id FROM core_articles)
