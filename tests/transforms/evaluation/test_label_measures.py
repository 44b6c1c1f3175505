"""Labels against labels; the expected numbers are worked out by hand."""

import pytest

from transforms.evaluation.label_measures import JudgedLabel, measure_labels

LABELS = ("favor", "against", "neutral")


def judged(*pairs: tuple[str, str]) -> list[JudgedLabel]:
    return [JudgedLabel(gold, found) for gold, found in pairs]


def sure(label: str, share: float) -> dict[str, float]:
    """`share` for one label, the rest for the others alike."""
    return {other: share if other == label else (1 - share) / 2 for other in LABELS}


def test_each_class_has_precision_recall_and_f1_and_the_mean_of_these_is_the_macro_f1() -> None:
    pairs = [("favor", "favor"), ("favor", "against"), ("favor", "neutral"), ("against", "against")]
    scores = measure_labels(judged(*pairs), LABELS)
    assert list(scores.classes) == ["favor", "against"]
    favor, against = scores.classes.values()
    assert (favor.precision, favor.recall, favor.gold, favor.found) == (1, 1 / 3, 3, 1)
    assert (against.precision, against.recall, against.gold, against.found) == (1 / 2, 1, 1, 2)
    assert (favor.f1, against.f1) == (pytest.approx(1 / 2), pytest.approx(2 / 3))
    assert scores.macro_f1 == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert scores.accuracy == 1 / 2


def test_a_class_that_is_never_found_counts_as_nothing_in_the_mean() -> None:
    scores = measure_labels(judged(("favor", "favor"), ("against", "favor")), LABELS)
    assert scores.classes["against"].f1 == 0
    assert scores.macro_f1 == pytest.approx(1 / 3)


def test_the_calibration_error_is_over_rows_with_a_probability() -> None:
    rows = [
        JudgedLabel("favor", "favor", sure("favor", 0.9)),
        JudgedLabel("favor", "against", sure("against", 0.6)),
        JudgedLabel("favor", "favor"),
    ]
    scores = measure_labels(rows, LABELS)
    assert scores.calibrated == 2
    assert scores.calibration_error == pytest.approx((0.1 + 0.6) / 2)
    assert measure_labels(judged(("favor", "favor")), LABELS).calibration_error is None


def test_what_the_probabilities_of_a_class_add_up_to_stands_beside_how_often_it_is_found() -> None:
    rows = [JudgedLabel("favor", "neutral", {"favor": 0.4, "against": 0.0, "neutral": 0.6})] * 5
    scores = measure_labels([*rows, JudgedLabel("against", "against")], LABELS)
    assert (scores.classes["favor"].found, scores.classes["favor"].expected) == (0, pytest.approx(2))
    assert measure_labels(judged(("favor", "favor")), LABELS).classes["favor"].expected is None


def test_the_interval_of_the_macro_f1_narrows_with_more_rows_and_holds_it() -> None:
    pairs = (
        [("favor", "favor")] * 7 + [("favor", "against")] * 3 + [("against", "against")] * 8 + [("against", "favor")]
    )
    few, many = measure_labels(judged(*pairs), LABELS), measure_labels(judged(*pairs * 25), LABELS)
    assert few.macro_f1 == pytest.approx(many.macro_f1)
    # Nineteen rows, about four in five right: the standard error of a share of them is nine points.
    assert (few.macro_f1_low, few.macro_f1_high) == (pytest.approx(0.57, abs=0.04), pytest.approx(0.95, abs=0.04))
    assert (many.macro_f1_low, many.macro_f1_high) == (pytest.approx(0.75, abs=0.02), pytest.approx(0.82, abs=0.02))


def test_one_row_or_rows_that_are_all_right_leave_nothing_to_vary() -> None:
    assert measure_labels(judged(("favor", "favor")), LABELS).macro_f1_low is None
    right = measure_labels(judged(*[("favor", "favor"), ("against", "against")] * 20), LABELS)
    assert (right.macro_f1_low, right.macro_f1_high) == (1, 1)


def test_the_order_of_the_rows_changes_nothing() -> None:
    found = (("favor", 0.5), ("against", 0.7), ("neutral", 0.99))
    rows = [JudgedLabel("favor", label, sure(label, share)) for label, share in found]
    assert measure_labels(rows, LABELS) == measure_labels(rows[::-1], LABELS)
