"""Documents for the tests of this folder, built from plain text without the segmenter of another step."""

import re
from collections.abc import Callable

import pytest

from transforms.text.document import Document, Paragraph, Sentence
from transforms.text.spans import Span

_SENTENCE = re.compile(
    r"\S.*?(?:(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\bSen)(?<!\b[A-Z])(?<!Gen)(?<!Rep)[.!?][”\"]?(?=\s|$)|$)"
)


def _build(text: str, *, author: str | None = None) -> Document:
    """`text` with a paragraph for each line and plain sentences."""
    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    for line in re.finditer(r"[^\n]+", text):
        paragraphs.append(Paragraph(Span(*line.span())))
        for match in _SENTENCE.finditer(text, *line.span()):
            if match.group().strip():
                sentences.append(Sentence(Span(*match.span()), len(paragraphs) - 1))
    return Document(text, tuple(paragraphs), tuple(sentences), (), author=author)


@pytest.fixture(scope="session")
def document() -> Callable[..., Document]:
    """Builds a Document from plain text."""
    return _build
