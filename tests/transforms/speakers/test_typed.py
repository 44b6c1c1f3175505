from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from transforms.speakers.typed import typed
from transforms.text.document import Document, Token, TokenKind
from transforms.text.records import EntityType, Mention, MentionKind
from transforms.text.spans import Span

TEXT = "Orsk said no."
NAME = Token(Span(0, 4), "orsk", TokenKind.WORD, 0)


@pytest.mark.parametrize(
    ("probabilities", "known", "expected"),
    [
        ((0.1, 0.8, 0.05, 0.05), EntityType.UNKNOWN, EntityType.PERSON),
        ((0.1, 0.05, 0.8, 0.05), EntityType.UNKNOWN, EntityType.ORGANISATION),
        ((0.1, 0.05, 0.05, 0.8), EntityType.UNKNOWN, EntityType.PLACE),
        ((0.1, 0.5, 0.3, 0.1), EntityType.UNKNOWN, EntityType.UNKNOWN),  # not sure enough
        ((0.97, 0.01, 0.01, 0.01), EntityType.UNKNOWN, EntityType.UNKNOWN),
        ((0.1, 0.8, 0.05, 0.05), EntityType.PLACE, EntityType.PLACE),  # what the rules know stays
    ],
)
def test_only_names_without_a_type_get_one(
    document: Callable[[str], Document],
    probabilities: tuple[float, float, float, float],
    known: EntityType,
    expected: EntityType,
) -> None:
    mention = Mention(NAME.span, MentionKind.NAME, known)
    (found,) = typed(replace(document(TEXT), tokens=(NAME,)), [mention], np.log(np.array([probabilities])))
    assert found.entity_type is expected


def test_without_mentions_there_is_nothing_to_type(document: Callable[[str], Document]) -> None:
    assert typed(document(""), [], np.zeros((0, 4))) == []
