"""Published tables about articles and their parts.

Where a core table says `start` and `end`, a published one says `char_start` and `char_end`: END is a reserved word of
SQL.
"""

import dataframely as dy

from transforms.schemas.core_articles import CoreArticleFiles, CoreArticles
from transforms.schemas.types import ArticleId, choice, count, date, free_text, offset, ordinal, polarity
from transforms.text.document import ParagraphRole, TokenKind


class OutArticles(CoreArticles):
    """One row per article, with its text and what was found in it."""

    published_on = date("Day of publication.", nullable=True)
    sentences = count("Sentences that were read.")
    words = count("Words of those sentences.")
    quotations = count("Quotations of what was said; attitudes are none.")
    named_quotations = count("Of these, those whose speaker is named.")
    attitudes = count("Quotations of what somebody hopes, plans, decides or opposes (`cue_kind` attitude).")


class OutArticleFiles(CoreArticleFiles):
    """One row per input record that became or repeated an article."""


class OutParagraphs(dy.Schema):
    """One row per paragraph, with its role: only `text` is read, everything else stays stored and marked."""

    article_id = ArticleId(primary_key=True)
    paragraph_no = ordinal("Position of the paragraph.", primary_key=True)
    char_start = offset("First character.")
    char_end = offset("After the last character.")
    role = choice("What the paragraph is.", ParagraphRole)
    rule = free_text("The rule that gave a role other than text.", nullable=True)
    text = free_text("The paragraph as it stands.")


class OutSentences(dy.Schema):
    """One row per sentence that was read."""

    article_id = ArticleId(primary_key=True)
    sentence_no = ordinal("Position of the sentence.", primary_key=True)
    paragraph_no = ordinal("Paragraph it stands in.")
    char_start = offset("First character.")
    char_end = offset("After the last character.")
    text = free_text("The sentence as it stands.")
    sentiment = polarity("VADER compound score of the sentence.", nullable=True)
    outlet = free_text("Outlet of the article.", nullable=True)
    published_on = date("Day of publication.", nullable=True)


class OutTokens(dy.Schema):
    """One row per token of the sentences that were read."""

    article_id = ArticleId(primary_key=True)
    token_no = ordinal("Position of the token.", primary_key=True)
    sentence_no = ordinal("Sentence it stands in.")
    char_start = offset("First character.")
    char_end = offset("After the last character.")
    lower = free_text("The token in lower case.")
    kind = choice("Coarse shape.", TokenKind)
    is_stop = dy.Bool(description="Whether it is a function word (scikit-learn's English stop words).")
    quotation_id = free_text("The quotation the token lies in.", nullable=True)
