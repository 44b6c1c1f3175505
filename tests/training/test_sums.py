"""Sides of many statements, counted and added up, against what is known of them."""

import numpy as np
import pytest

from training.judge.corpora import Case
from training.judge.sums import counted, nearness, of_targets, one_each
from transforms.text.scores import StanceQuestion
from transforms.text.spans import Span

FAVOR, AGAINST, NEUTRAL = 0, 1, 2


def test_a_side_counts_from_the_floor_on_and_a_sure_neutral_does_not() -> None:
    shares = np.array([[0.8, 0.1, 0.1], [0.7, 0.2, 0.1], [0.1, 0.75, 0.15], [0.0, 0.1, 0.9]])
    assert counted(shares, 0.75).tolist() == [[1, 0], [0, 0], [0, 1], [0, 0]]


def test_what_is_known_exactly_is_held_and_not_off() -> None:
    told = one_each(np.array([FAVOR, AGAINST, NEUTRAL, FAVOR] * 5))
    found = nearness(told, told, [np.arange(20), np.arange(8)])
    assert (found.error, found.held) == (pytest.approx(0), 1)
    assert 0 < found.width < 2


def test_sides_that_are_always_missed_are_off_by_what_they_are() -> None:
    told = one_each(np.full(100, AGAINST))
    found = nearness(told, np.zeros((100, 2)), [np.arange(100)])
    assert (found.error, found.held) == (pytest.approx(1), 0)


def test_targets_are_told_apart_by_their_words_and_those_with_few_rows_are_left_out() -> None:
    dam, weir = (Case("any", StanceQuestion(f"{name} fails.", target=Span(0, 7))) for name in ("The dam", "The weir"))
    cases = [dam, weir] * 4 + [dam]
    assert [some.tolist() for some in of_targets(cases)] == [[0, 2, 4, 6, 8]]
