"""Questions as passages: the right words marked and pointed at, whatever is cut away, and each text read once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.reader.passages import WORDS_MAX
from transforms.reader.questions import ROLE_SIZES, SPEAKER, TARGET, ask, question_batch
from transforms.reader.vocabulary import PAD, START, UNKNOWN, Vocabulary
from transforms.text.scores import StanceQuestion
from transforms.text.spans import Span

TEXT = "Ada Lim’s party said the harbour tax was “a mistake”."


def question(text: str, speaker: str | None, target: str | None) -> StanceQuestion:
    def span(piece: str | None) -> Span | None:
        return Span(text.index(piece), text.index(piece) + len(piece)) if piece is not None else None

    return StanceQuestion(text, speaker=span(speaker), target=span(target))


def pointed_at(asked: StanceQuestion, *, mark: bool = False) -> tuple[list[str], list[str]]:
    """The words of the target and the words marked as the speaker's."""
    (found,) = ask([asked], mark=mark)
    words, roles = found.passage.words, found.passage.features[:, 1]
    return list(words[slice(*found.targets[0])]), [words[at] for at in np.flatnonzero(roles == SPEAKER)]


@pytest.mark.parametrize("mark", [False, True])
def test_speaker_and_target_are_found(mark: bool) -> None:  # noqa: FBT001
    assert pointed_at(question(TEXT, "Ada Lim", "the harbour tax"), mark=mark) == (
        ["the", "harbour", "tax"],
        ["ada", "lim's"],
    )


def test_only_where_wanted_the_target_is_marked() -> None:
    asked = question(TEXT, "Ada Lim", "the harbour tax")
    unmarked, marked = (ask([asked], mark=mark)[0].passage.features[:, 1] for mark in (False, True))
    assert not (unmarked == TARGET).any()
    assert (marked == TARGET).sum() == 3


def test_a_text_is_read_once_for_all_its_targets() -> None:
    questions = [question(TEXT, "Ada Lim", target) for target in ("the harbour tax", "party", "mistake")]
    (asked,) = ask(questions)
    assert asked.numbers == [0, 1, 2]
    assert [asked.passage.words[slice(*target)] for target in asked.targets] == [
        ["the", "harbour", "tax"], ["party"], ["mistake"],
    ]  # fmt: skip
    assert len(ask([*questions, question(TEXT, None, "party")])) == 2
    assert len(ask(questions, mark=True)) == 3


def test_marks_are_straight_and_letters_small() -> None:
    assert ask([question(TEXT, None, "tax")])[0].passage.words[-4:] == ["a", "mistake", '"', "."]


def test_a_target_cut_in_the_middle_of_a_word_is_that_word() -> None:
    assert pointed_at(question("The Norlandian fleet left.", None, "Norlandia"))[0] == ["norlandian"]


def test_a_target_that_is_not_in_the_text_stands_behind_it() -> None:
    (asked,) = ask([StanceQuestion("Rain fell.", target_name="A harbour tax")])
    assert list(asked.passage.words) == ["rain", "fell", ".", "a", "harbour", "tax"]
    assert asked.passage.features[:, 1].tolist() == [0, 0, 0, TARGET, TARGET, TARGET]
    assert asked.targets == [(3, 6)]


@pytest.mark.parametrize("before", [0, 60, 200, 500])
def test_of_a_long_text_the_words_around_the_target_are_read(before: int) -> None:
    text = "rain " * before + "Ada Lim praised the dam " + "snow " * 300
    asked = question(text, "Ada Lim", "the dam")
    assert len(ask([asked])[0].passage.words) == WORDS_MAX
    assert pointed_at(asked) == (["the", "dam"], ["ada", "lim"])


def test_a_speaker_too_far_away_is_left_out() -> None:
    text = "Ada Lim spoke. " + "rain " * 300 + "The dam held."
    assert pointed_at(question(text, "Ada Lim", "The dam")) == (["the", "dam"], [])


def test_the_arrays_point_at_the_words_of_each_target() -> None:
    vocabulary = Vocabulary((PAD, UNKNOWN, START, "rain", "fell", "snow"))
    asked = ask(
        [
            question("rain fell", None, "fell"),
            question("snow fell . rain", None, "snow"),
            question("rain fell", None, "rain"),
        ]
    )
    batch = question_batch(asked, vocabulary)
    assert [each.numbers for each in asked] == [[0, 2], [1]]
    assert batch.asked.tolist() == [0, 0, 1]
    assert batch.targets.tolist() == [[0, 0, 1, 0, 0], [0, 1, 0, 0, 0], [0, 1, 0, 0, 0]]
    assert list(batch.named()) == ["pieces", "words", "features", "asked", "targets"]


@given(st.text(max_size=400), st.integers(0, 400), st.integers(0, 30), st.text(max_size=30))
def test_any_text_makes_a_passage_of_bounded_size(text: str, start: int, size: int, name: str) -> None:
    target = Span(start, start + size) if start + size <= len(text) else None
    (asked,) = ask([StanceQuestion(text, target=target, target_name=name)])
    assert len(asked.passage.words) <= WORDS_MAX
    assert asked.passage.features.shape == (len(asked.passage.words), len(ROLE_SIZES))
    assert (asked.passage.features < np.array(ROLE_SIZES)).all()
    ((first, last),) = asked.targets
    assert 0 <= first <= last <= len(asked.passage.words)
