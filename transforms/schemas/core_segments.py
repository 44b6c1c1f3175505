"""Tables about the cut-up text: core_paragraphs, core_sentences, core_tokens."""

import dataframely as dy

from transforms.schemas.types import ArticleId, choice, free_text, offset, ordinal
from transforms.text.document import ParagraphRole, TokenKind


class CoreParagraphs(dy.Schema):
    """One row per paragraph, with its role: only `text` is read, everything else stays stored and marked."""

    article_id = ArticleId(primary_key=True)
    paragraph_no = ordinal("Position of the paragraph.", primary_key=True)
    start = offset("First character.")
    end = offset("After the last character.")
    role = choice("What the paragraph is.", ParagraphRole)
    rule = free_text("The rule that gave a role other than text.", nullable=True)
    text = free_text("The paragraph as it stands.")


class CoreSentences(dy.Schema):
    """One row per sentence of the paragraphs that are read."""

    article_id = ArticleId(primary_key=True)
    sentence_no = ordinal("Position of the sentence.", primary_key=True)
    paragraph_no = ordinal("Paragraph it stands in.")
    start = offset("First character.")
    end = offset("After the last character.")
    text = free_text("The sentence as it stands.")


class CoreTokens(dy.Schema):
    """One row per token of the sentences."""

    article_id = ArticleId(primary_key=True)
    token_no = ordinal("Position of the token.", primary_key=True)
    sentence_no = ordinal("Sentence it stands in.")
    start = offset("First character.")
    end = offset("After the last character.")
    lower = free_text("The token in lower case.")
    kind = choice("Coarse shape.", TokenKind)
    is_stop = dy.Bool(description="Whether it is a function word (scikit-learn's English stop words).")
    quotation_id = free_text("The quotation the token lies in.", nullable=True)
