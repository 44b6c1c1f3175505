from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from transforms.speakers.typed import typed
from transforms.text.document import Document, Token, TokenKind
from transforms.text.records import EntityType, MentionKind, Resolution, ResolutionMethod
from transforms.text.spans import Span

TEXT = "Orsk said no."
NAME = Token(Span(0, 4), "orsk", TokenKind.WORD, 0)


def resolution(span: Span, known: EntityType, canonical: str | None = "Orsk") -> Resolution:
    return Resolution(
        span, MentionKind.NAME, canonical, known, None, None, None, ResolutionMethod.ORGANISATION, 0.7, ("",)
    )


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
    resolutions = {NAME.span: resolution(NAME.span, known)}
    found = typed(replace(document(TEXT), tokens=(NAME,)), resolutions, np.log(np.array([probabilities])))
    assert found == {NAME.span: resolution(NAME.span, expected)}


def test_all_mentions_of_a_name_get_one_type(document: Callable[[str], Document]) -> None:
    again = Token(Span(5, 9), "orsk", TokenKind.WORD, 0)
    tags = np.log(np.array([[0.2, 0.6, 0.1, 0.1], [0.02, 0.94, 0.02, 0.02]]))
    names = {token.span: resolution(token.span, EntityType.UNKNOWN) for token in (NAME, again)}
    found = typed(replace(document("Orsk Orsk"), tokens=(NAME, again)), names, tags)
    assert {each.entity_type for each in found.values()} == {EntityType.PERSON}


def test_without_mentions_there_is_nothing_to_type(document: Callable[[str], Document]) -> None:
    assert typed(document(""), {}, np.zeros((0, 4))) == {}
