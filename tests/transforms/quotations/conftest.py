import re
from collections.abc import Callable

import pytest

from transforms.text.document import Document, Paragraph, ParagraphRole, Sentence, Token, TokenKind
from transforms.text.spans import Span

_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Rev|Gen|Sen|Gov|Maj\.-Gen|[A-Z])\.(?=\s|$)|\d+(?:[.,]\d+)*|\w+(?:['’.-]\w+)*|''|``|\.{3,}|\S"
)
_SENTENCE_END = re.compile(
    r"(?<!Mr)(?<!Ms)(?<!Rev)(?<!Gen)(?<!Sen)(?<!Gov)(?<![ .][A-Z])[.?!…][”\"’'»]*(?=\s+[“\"‘'«„]?[A-Z0-9])"
)


def _build(text: str, boilerplate: tuple[int, ...] = ()) -> Document:
    """Paragraphs at line breaks, sentences at full stops before a capital, tokens as the tokeniser cuts them."""
    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    for line in re.finditer(r"\S[^\n]*(?<=\S)", text):
        role = ParagraphRole.BOILERPLATE if len(paragraphs) in boilerplate else ParagraphRole.TEXT
        paragraphs.append(Paragraph(Span(*line.span()), role))
        if role is not ParagraphRole.TEXT:
            continue
        cuts = [line.start(), *(m.end() for m in _SENTENCE_END.finditer(text, *line.span())), line.end()]
        for start, end in zip(cuts, cuts[1:], strict=False):
            while start < end and text[start].isspace():
                start += 1
            if start == end:
                continue
            sentences.append(Sentence(Span(start, end), len(paragraphs) - 1))
            tokens += [
                Token(Span(*m.span()), m.group().lower(), _kind(m.group()), len(sentences) - 1)
                for m in _TOKEN.finditer(text, start, end)
            ]
    return Document(text, tuple(paragraphs), tuple(sentences), tuple(tokens))


def _kind(token: str) -> TokenKind:
    if token[0].isalpha():
        return TokenKind.WORD
    return TokenKind.NUMBER if token[0].isdigit() else TokenKind.PUNCTUATION


@pytest.fixture(scope="session")
def parsed() -> Callable[..., Document]:
    return _build
