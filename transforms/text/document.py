"""An article cut up for reading: paragraphs, sentences and tokens over one unchanged text."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from transforms.text.spans import Span


class ParagraphRole(StrEnum):
    """What a paragraph is; everything but TEXT is kept out of the analysis, never out of the stored text."""

    TEXT = "text"
    BOILERPLATE = "boilerplate"  # navigation, newsletter and follow-us lines, the outlet's footer
    CAPTION = "caption"  # photo captions and credits
    RELATED = "related"  # headlines of other articles set between the paragraphs
    HEADING = "heading"  # the title repeated in the text, section headings, datelines on their own


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of text; `rule` names the rule that gave a role other than TEXT."""

    span: Span
    role: ParagraphRole = ParagraphRole.TEXT
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, white space trimmed; it never crosses a paragraph."""

    span: Span
    paragraph: int  # index into Document.paragraphs


class TokenKind(StrEnum):
    """The coarse shape of a token."""

    WORD = "word"
    NUMBER = "number"
    PUNCTUATION = "punctuation"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `lower` is its text in lower case."""

    span: Span
    lower: str
    kind: TokenKind
    sentence: int  # index into Document.sentences


@dataclass(frozen=True, slots=True)
class Document:
    """One article, ready for finding quotations.

    `paragraphs` are all of them, in order; `sentences` and `tokens` cover only those with role TEXT.
    All spans are in characters of `text`. `title` is metadata and need not occur in `text`.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]
    title: str | None = None
    author: str | None = None

    def sentence_at(self, offset: int) -> int | None:
        """Index of the sentence that covers the character at `offset`; None between sentences."""
        index = bisect_right(self.sentences, offset, key=lambda sentence: sentence.span.start) - 1
        return index if index >= 0 and offset < self.sentences[index].span.end else None

    def tokens_in(self, span: Span) -> range:
        """Indices of the tokens that start inside `span`."""
        first = bisect_right(self.tokens, span.start - 1, key=lambda token: token.span.start)
        last = bisect_right(self.tokens, span.end - 1, key=lambda token: token.span.start)
        return range(first, last)
