"""Tables about articles as admitted: core_articles, core_article_files."""

import dataframely as dy

from transforms.schemas.types import ArticleId, count, datetime_utc, free_text, key_text, length


class CoreArticles(dy.Schema):
    """One row per distinct article, with its text exactly as every offset of every other table counts it."""

    article_id = ArticleId(primary_key=True)
    admitted_no = count("Position in the order of admission, from 0.")
    outlet = free_text("Who published it, as the article or its file says.", nullable=True)
    url = free_text(
        "Canonical address (scheme and host in lower case, no tracking parameters, no fragment).", nullable=True
    )
    title = free_text("Headline, from metadata.", nullable=True)
    authors = free_text("Names of the authors, joined by “; ”.", nullable=True)
    published_at = datetime_utc("When it was published; midnight where only the day is known.", nullable=True)
    language = free_text("ISO 639-1 code of the detected language; `und` where the text is too short to tell.")
    is_analysed = dy.Bool(description="Whether the article is in English and therefore read for quotations.")
    text = free_text("The text: Unicode NFC, newlines as \\n; otherwise as found. Offsets count its characters.")
    text_chars = length("Length of `text`.")
    text_sha256 = key_text("SHA-256 of `text` in UTF-8, hexadecimal.")
    source_path = free_text("File the article was first admitted from, relative to the folder given.")
    source_record = dy.Int32(min=0, description="Position of the record in that file, counted from 0.")
    format = free_text("File format it was read from: txt, md, html, json, jsonl, csv or parquet.")
    duplicate_of = ArticleId(nullable=True, description="The earliest article this one nearly repeats (wire copy).")
    duplicate_similarity = dy.Float64(
        nullable=True, min=0, max=1, description="Estimated Jaccard similarity of word shingles to `duplicate_of`."
    )


class CoreArticleFiles(dy.Schema):
    """One row per input record that became or repeated an article: every path an article was seen under."""

    source_path = free_text("File, relative to the folder given.", primary_key=True)
    source_record = dy.Int32(min=0, primary_key=True, description="Position of the record in that file, from 0.")
    article_id = ArticleId(primary_key=True)
    is_duplicate = dy.Bool(description="Whether another record with exactly this text was admitted before.")
    outlet = free_text("Outlet this record names.", nullable=True)
    url = free_text("Canonical address this record names.", nullable=True)
    published_at = datetime_utc("When this record says it was published.", nullable=True)
