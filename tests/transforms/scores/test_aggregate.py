from datetime import date

import polars as pl
import pytest

from transforms.scores.aggregate import speaker_days, speaker_targets, statement_stances

DAY, LATER = date(2031, 3, 5), date(2031, 4, 1)
SCHEMA = {
    "quotation_id": pl.String, "statement_id": pl.String, "speaker_id": pl.String, "target_id": pl.String,
    "target": pl.String, "is_said": pl.Boolean, "published_on": pl.Date, "label": pl.String, "p_favor": pl.Float64,
    "p_against": pl.Float64, "sentiment": pl.Float64, "target_sentiment": pl.Float64,
}  # fmt: skip


def stance(
    quotation: str, published_on: date | None, label: str, *, of: str | None = None, speaker: str | None = "spk_a",
    is_said: bool = True, tone: float = 0.0, toward: float = 0.0, sides: tuple[float, float] = (0.0, 0.0),
) -> tuple[object, ...]:  # fmt: skip
    """One row; `of` is the statement, if the quotation is not its first copy; `sides` the probabilities of both."""
    about = (speaker, "watch:dam", "the dam", is_said, published_on)
    return quotation, of or quotation, *about, label, *sides, tone, toward


def frame(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def stances() -> pl.DataFrame:
    return frame(
        stance("q1", DAY, "favor"),
        stance("q2", date(2031, 3, 30), "favor"),
        stance("q3", DAY, "against"),
        stance("q4", LATER, "neutral"),
        stance("q5", None, "favor"),
        stance("q6", DAY, "favor", speaker=None),
    )


def test_stances_are_counted_per_speaker_target_and_month_undated_last():
    rows = speaker_targets(statement_stances(stances()))
    assert rows.select("month", "n", "favor", "against", "neutral", "is_small").rows() == [
        (date(2031, 3, 1), 3, 2, 1, 0, True),
        (date(2031, 4, 1), 1, 0, 0, 1, True),
        (None, 1, 1, 0, 0, True),
    ]
    assert rows["net_stance"].to_list() == pytest.approx([1 / 3, 0.0, 1.0])
    assert [rows.schema[name] for name in ("n", "favor", "against", "neutral")] == [pl.Int64] * 4


def test_a_statement_in_three_outlets_counts_once_in_its_first_month():
    copies = [stance("q1", date(2031, 3, 31), "against"), stance("q2", LATER, "against", of="q1"),
              stance("q3", LATER, "against", of="q1")]  # fmt: skip
    rows = speaker_targets(statement_stances(frame(*copies)))
    assert rows.select("month", "n", "copies", "against").rows() == [(date(2031, 3, 1), 1, 3, 1)]


@pytest.mark.parametrize(
    ("labels", "side"),
    [
        (["favor", "favor", "neutral"], "favor"),
        (["against", "neutral", "against"], "against"),
        (["favor", "against"], "neutral"),
        (["favor", "neutral"], "neutral"),
        (["favor", "favor", "against", "against", "neutral"], "neutral"),
    ],
)
def test_most_copies_decide_the_side_and_a_tie_is_neutral(labels: list[str], side: str):
    copies = [stance(f"q{number}", DAY, label, of="q0") for number, label in enumerate(labels)]
    assert statement_stances(frame(*copies))["label"].to_list() == [side]


def test_an_attitude_takes_a_side_and_is_counted_as_what_it_is():
    rows = speaker_targets(
        statement_stances(frame(stance("q1", DAY, "favor"), stance("q2", DAY, "against", is_said=False)))
    )
    assert rows.select("n", "attitudes", "favor", "against").rows() == [(2, 1, 1, 1)]


def test_the_tone_of_a_war_report_does_not_make_its_speaker_an_opponent():
    rows = speaker_targets(
        statement_stances(frame(*(stance(f"q{n}", DAY, "favor", tone=-0.8, toward=-0.4) for n in range(6))))
    )
    assert rows.select("net_stance", "sentiment_mean", "target_sentiment_mean").row(0) == pytest.approx((1, -0.8, -0.4))


def test_sides_too_uncertain_to_be_counted_are_in_what_is_expected():
    doubts = [stance(f"q{number}", DAY, "neutral", sides=(0.1, 0.6)) for number in range(20)]
    (row,) = speaker_targets(statement_stances(frame(*doubts))).rows(named=True)
    assert (row["against"], row["net_stance"]) == (0, 0)
    assert (row["expected_favor"], row["expected_against"]) == (pytest.approx(2), pytest.approx(12))
    assert row["expected_net"] == pytest.approx(-0.5)
    assert row["expected_low"] < -0.5 < row["expected_high"] < 0


def test_what_is_expected_of_a_statement_is_the_mean_of_its_copies():
    copies = [stance("q1", DAY, "favor", sides=(0.9, 0.0)), stance("q2", DAY, "neutral", of="q1", sides=(0.5, 0.2))]
    (row,) = speaker_targets(statement_stances(frame(*copies))).rows(named=True)
    assert (row["n"], row["expected_favor"], row["expected_against"]) == (1, pytest.approx(0.7), pytest.approx(0.1))


def test_where_the_judge_is_sure_what_is_expected_is_what_is_counted():
    certain = [stance(f"q{n}", DAY, "favor", sides=(1.0, 0.0)) for n in range(4)] + [stance("q9", DAY, "neutral")]
    (row,) = speaker_targets(statement_stances(frame(*certain))).rows(named=True)
    for name in ("favor", "against"):
        assert row[f"expected_{name}"] == row[name]
    for one, other in zip(("net", "low", "high"), ("net_stance", "net_low", "net_high"), strict=True):
        assert row[f"expected_{one}"] == pytest.approx(row[other])


def quotations() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("q1", "q1", "spk_a", DAY, "a1", "Daily", 10, 0.5, True),
            ("q2", "q2", "spk_a", DAY, "a1", "Daily", 20, -0.1, True),
            ("q3", "q1", "spk_a", DAY, "a2", None, 5, 0.2, True),
            ("q4", "q4", "spk_a", DAY, "a2", "Weekly", 8, -0.9, False),
            ("q5", "q1", "spk_a", LATER, "a4", "Daily", 10, 0.5, True),
            ("q6", "q6", "spk_a", None, "a3", "Weekly", 7, 0.0, True),
            ("q7", "q7", None, DAY, "a1", "Daily", 9, 0.9, True),
        ],
        schema={
            "quotation_id": pl.String, "statement_id": pl.String, "speaker_id": pl.String, "published_on": pl.Date,
            "article_id": pl.String, "outlet": pl.String, "words": pl.Int32, "sentiment": pl.Float64,
            "is_said": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip


def test_quotations_and_stances_are_counted_per_speaker_and_day():
    rows = speaker_days(quotations(), statement_stances(stances()))
    columns = ("published_on", "quotations", "statements", "attitudes", "words", "articles", "outlets", "favor")
    assert rows.select(columns).rows() == [
        (DAY, 3, 2, 1, 35, 2, 2, 1),
        (LATER, 1, 0, 0, 10, 1, 1, 0),
        (None, 1, 1, 0, 7, 1, 1, 1),
    ]
    assert rows["sentiment_mean"].to_list() == pytest.approx([0.2, 0.5, 0.0])


def test_the_order_of_the_rows_changes_nothing():
    counted = statement_stances(stances())
    assert statement_stances(stances().reverse()).equals(counted)
    assert speaker_targets(counted.reverse()).equals(speaker_targets(counted))
    assert speaker_days(quotations().reverse(), counted.reverse()).equals(speaker_days(quotations(), counted))


def test_nothing_counted_gives_empty_tables():
    counted = statement_stances(stances().clear())
    assert speaker_targets(counted).is_empty()
    assert speaker_days(quotations().clear(), counted).is_empty()
