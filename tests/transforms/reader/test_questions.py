"""Questions as passages: the right words marked, whatever is cut away."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.reader.passages import WORDS_MAX
from transforms.reader.questions import ROLE_SIZES, passage_of
from transforms.text.scores import StanceQuestion
from transforms.text.spans import Span

TEXT = "Ada Lim’s party said the harbour tax was “a mistake”."


def question(text: str, speaker: str | None, target: str | None) -> StanceQuestion:
    def span(piece: str | None) -> Span | None:
        return Span(text.index(piece), text.index(piece) + len(piece)) if piece is not None else None

    return StanceQuestion(text, speaker=span(speaker), target=span(target))


def roles(asked: StanceQuestion) -> dict[int, list[str]]:
    passage = passage_of(asked)
    return {
        role: [word for word, given in zip(passage.words, passage.features[:, 1], strict=True) if given == role]
        for role in (1, 2)
    }


def test_speaker_and_target_are_marked() -> None:
    assert roles(question(TEXT, "Ada Lim", "the harbour tax")) == {1: ["the", "harbour", "tax"], 2: ["ada", "lim's"]}


def test_marks_are_straight_and_letters_small() -> None:
    assert passage_of(question(TEXT, None, "tax")).words[-4:] == ["a", "mistake", '"', "."]


def test_a_target_cut_in_the_middle_of_a_word_marks_the_word() -> None:
    assert roles(question("The Norlandian fleet left.", None, "Norlandia"))[1] == ["norlandian"]


def test_a_target_that_is_not_in_the_text_stands_behind_it() -> None:
    passage = passage_of(StanceQuestion("Rain fell.", target_name="A harbour tax"))
    assert list(passage.words) == ["rain", "fell", ".", "a", "harbour", "tax"]
    assert passage.features[:, 1].tolist() == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("before", [0, 60, 200, 500])
def test_of_a_long_text_the_words_around_the_target_are_read(before: int) -> None:
    text = "rain " * before + "Ada Lim praised the dam " + "snow " * 300
    passage = passage_of(question(text, "Ada Lim", "the dam"))
    assert len(passage.words) == WORDS_MAX
    assert roles(question(text, "Ada Lim", "the dam")) == {1: ["the", "dam"], 2: ["ada", "lim"]}


def test_a_speaker_too_far_away_is_left_out() -> None:
    text = "Ada Lim spoke. " + "rain " * 300 + "The dam held."
    assert roles(question(text, "Ada Lim", "The dam")) == {1: ["the", "dam"], 2: []}


@given(st.text(max_size=400), st.integers(0, 400), st.integers(0, 30), st.text(max_size=30))
def test_any_text_makes_a_passage_of_bounded_size(text: str, start: int, size: int, name: str) -> None:
    target = Span(start, start + size) if start + size <= len(text) else None
    passage = passage_of(StanceQuestion(text, target=target, target_name=name))
    assert len(passage.words) <= WORDS_MAX
    assert passage.features.shape == (len(passage.words), len(ROLE_SIZES))
    assert (passage.features < np.array(ROLE_SIZES)).all()
