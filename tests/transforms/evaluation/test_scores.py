"""The properties that scores must have, whatever the articles."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from transforms.evaluation.counts import ArticleScore
from transforms.evaluation.measures import KindScores, Measure, measure

Row = dict[str, Any]
Score = Callable[..., ArticleScore]
Mark = Callable[..., Row]


def measured(*scores: ArticleScore) -> dict[str, KindScores]:
    return measure([score.counts for score in scores])


def f1(scores: KindScores) -> list[float]:
    return [scores.measures[name].f1 for name in Measure]


def test_gold_against_itself_is_perfect_for_every_kind_and_measure(score: Score, gold: list[Row]) -> None:
    scores = measured(score(gold, gold))
    assert {kind: (of_kind.gold, of_kind.found) for kind, of_kind in scores.items()} == {
        "all": (4, 4),
        "direct": (2, 2),  # a quotation in two pieces
        "mixed": (1, 1),
        "indirect": (1, 1),
    }
    for of_kind in scores.values():
        assert f1(of_kind) == [1, 1, 1, 1]
        assert of_kind.speaker_accuracy == 1


def test_nothing_found_scores_nothing(score: Score, gold: list[Row]) -> None:
    for of_kind in measured(score(gold, [])).values():
        assert f1(of_kind) == [0, 0, 0, 0]
        assert (of_kind.speaker_accuracy, of_kind.found) == (None, 0)


def test_where_nothing_is_said_there_is_nothing_to_measure(score: Score, gold: list[Row]) -> None:
    scores = measured(score([], gold))["all"]
    assert (scores.gold, scores.found, scores.measures, scores.speaker_accuracy) == (0, 4, {}, None)


def test_names_are_measured_only_where_the_gold_has_some(score: Score, gold: list[Row]) -> None:
    nameless = [{key: value for key, value in row.items() if key != "canonical"} for row in gold]
    assert Measure.NAME not in measured(score(nameless, gold))["all"].measures


def test_marks_end_punctuation_a_leading_that_and_the_cut_never_decide(
    score: Score, gold: list[Row], mark: Mark
) -> None:
    same = [
        mark("the ferry would sail again.", by="Greta Holm", canonical="Greta Holm"),
        mark("We have waited for a year", by="she", canonical="Greta Holm"),
        mark("That is enough", by="she", canonical="Greta Holm"),
        mark("the pier “is not", "safe yet” for cars.", by="Oskar Brandt", canonical="Oskar Brandt"),
    ]
    for of_kind in measured(score(gold, same)).values():
        assert f1(of_kind) == [1, 1, 1, 1]


def test_the_order_of_articles_and_quotations_changes_nothing(score: Score, gold: list[Row], mark: Mark) -> None:
    twice = mark("“That is enough.”", by="Oskar Brandt")
    pairs = [(gold, gold), (gold, gold[:1]), (gold, []), (gold[1:], [*gold[:2], twice]), ([*gold, twice], [twice])]
    before = measured(*(score(expected, found) for expected, found in pairs))
    for seed in range(5):
        shuffle = random.Random(seed)
        mixed = [(shuffle.sample(left, len(left)), shuffle.sample(right, len(right))) for left, right in pairs]
        shuffle.shuffle(mixed)
        assert measured(*(score(expected, found) for expected, found in mixed)) == before


def test_the_hull_of_a_split_quotation_is_not_exact_and_soft_counts_its_share(
    score: Score, gold: list[Row], mark: Mark
) -> None:
    hull = mark("“We have waited for a year,” she said. “That is enough.”", by="she")
    direct = measured(score(gold, [hull]))["direct"]
    assert direct.measures[Measure.EXACT].f1 == 0
    assert direct.measures[Measure.SOFT].recall == 1
    assert direct.measures[Measure.SOFT].precision == pytest.approx(9 / 11)
    assert direct.measures[Measure.ATTRIBUTION].recall == 1 / 2  # it answers for one of the two segments


def test_the_quoted_half_of_a_mixed_quotation_is_a_mixed_one(score: Score, gold: list[Row], mark: Mark) -> None:
    scores = measured(score(gold, [mark("“is not safe yet”", by="Oskar Brandt")]))
    assert (scores["mixed"].found, scores["direct"].found) == (1, 0)
    assert scores["mixed"].measures[Measure.SOFT].recall == 4 / 8
    assert scores["mixed"].measures[Measure.ATTRIBUTION].f1 == 1


def test_less_than_the_least_overlap_is_no_answer(score: Score, gold: list[Row], mark: Mark) -> None:
    mixed = measured(score(gold, [mark("cars", by="Oskar Brandt")]))["mixed"]
    assert mixed.measures[Measure.ATTRIBUTION].f1 == 0
    assert mixed.measures[Measure.SOFT].precision == 1


def test_a_wrong_or_missing_speaker_costs_the_attribution_only(score: Score, gold: list[Row], mark: Mark) -> None:
    for by in ("Oskar Brandt", ""):
        indirect = measured(score(gold, [mark("the ferry would sail again", by=by)]))["indirect"]
        assert indirect.measures[Measure.EXACT].f1 == 1
        assert indirect.measures[Measure.ATTRIBUTION].f1 == 0
        assert indirect.speaker_accuracy == 0


def test_the_same_found_twice_counts_once_and_a_spurious_one_costs_precision(
    score: Score, gold: list[Row], mark: Mark
) -> None:
    exact = measured(score(gold, [*gold, *gold, mark("The meeting went on")]))["all"].measures[Measure.EXACT]
    assert (exact.precision, exact.recall) == (4 / 5, 1)


def test_an_optional_quotation_neither_counts_nor_costs(score: Score, gold: list[Row]) -> None:
    lenient = [gold[0] | {"optional": True}, *gold[1:]]
    for found in (gold, gold[1:]):
        scores = measured(score(lenient, found))["all"]
        assert (scores.gold, scores.found) == (3, 3)
        assert f1(scores) == [1, 1, 1, 1]


def test_more_found_scores_better(score: Score, gold: list[Row]) -> None:
    values = [measured(score(gold, gold[:number]))["all"].measures[Measure.ATTRIBUTION].f1 for number in range(4)]
    assert values == sorted(set(values))


def test_the_interval_holds_the_f1_and_is_the_same_every_time(score: Score, gold: list[Row]) -> None:
    scores = [score(gold, gold[: number % 4]) for number in range(12)]
    exact = measured(*scores)["all"].measures[Measure.EXACT]
    assert exact.low is not None and exact.high is not None
    assert 0 < exact.low < exact.f1 < exact.high < 1
    assert measured(*scores)["all"].measures[Measure.EXACT] == exact


def test_one_article_has_no_interval(score: Score, gold: list[Row]) -> None:
    exact = measured(score(gold, gold))["all"].measures[Measure.EXACT]
    assert (exact.low, exact.high) == (None, None)


def test_marks_without_any_word_and_a_text_without_words_do_no_harm(score: Score, mark_elsewhere: Mark) -> None:
    dots = mark_elsewhere("“…”", "“…”")
    assert measured(score([dots], [dots], "“…”"))["all"].gold == 0
