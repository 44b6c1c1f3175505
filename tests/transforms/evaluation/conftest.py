"""One article written for these tests, marked by hand, and ways to mark others."""

from collections.abc import Callable
from typing import Any

import pytest

from transforms.evaluation.counts import ArticleScore, score_article
from transforms.evaluation.marks import marked_quotations

Row = dict[str, Any]
Mark = Callable[..., Row]

TEXT = (
    "Greta Holm said that the ferry would sail again. “We have waited for a year,” she said. “That is enough.”\n\n"
    "Oskar Brandt, the harbour master, told the council the pier “is not safe yet” for cars. The meeting went on."
)


def mark_in(text: str, *pieces: str, by: str = "", **more: object) -> Row:
    """A row of `quotes`: `pieces` and the mention `by`, each where it first stands in `text`."""
    row: Row = {"spans": [[text.index(piece), text.index(piece) + len(piece)] for piece in pieces]} | more
    if by:
        row |= {"speaker_start": text.index(by), "speaker_end": text.index(by) + len(by)}
    return row


@pytest.fixture
def text() -> str:
    return TEXT


@pytest.fixture
def mark() -> Mark:
    def marked(*pieces: str, **more: object) -> Row:
        return mark_in(TEXT, *pieces, **more)

    return marked


@pytest.fixture
def mark_elsewhere() -> Mark:
    return mark_in


@pytest.fixture
def gold(mark: Mark) -> list[Row]:
    """One indirect, one direct of two segments, one mixed."""
    return [
        mark("that the ferry would sail again", by="Greta Holm", canonical="Greta Holm", cue_text="said"),
        mark("“We have waited for a year,”", "“That is enough.”", by="she", canonical="Greta Holm"),
        mark("the pier “is not safe yet” for cars", by="Oskar Brandt", canonical="Oskar Brandt"),
    ]


@pytest.fixture
def score() -> Callable[[list[Row], list[Row]], ArticleScore]:
    def scored(expected: list[Row], found: list[Row], text: str = TEXT) -> ArticleScore:
        return score_article(text, marked_quotations(expected, text), marked_quotations(found, text))

    return scored
