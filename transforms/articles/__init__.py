"""Files to articles: admit, mark boilerplate, segment, tokenise, link near-duplicates."""
