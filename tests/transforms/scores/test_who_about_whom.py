from datetime import date

import polars as pl
import pytest

from transforms.scores.who_about_whom import who_about_whom

SPEAKERS = pl.DataFrame(
    [
        ("spk_a", "Ada Lim", "Ada Lim | Mayor Lim"),
        ("spk_b", "Bo Ek", "Bo Ek"),
        ("spk_c", "Cy Ort", "Cy Ort | Ort"),
        ("spk_d", "Di Ort", "Di Ort | Ort"),
    ],
    schema=["speaker_id", "name", "aliases"],
    orient="row",
)
DAYS = (date(2031, 3, 5), None, date(2031, 1, 9))
SCORES = (0.5, 0.25, -0.5, 0.25)  # p_favor, p_against, sentiment, target_sentiment


def stances(*rows: tuple[str, str, str]) -> pl.DataFrame:
    """Speaker, target and label of a statement each, on the days in turn."""
    listed = [
        (f"q{number:02}", speaker, f"name:{target.lower()}", target, True, DAYS[number % 3], label, 2, *SCORES)
        for number, (speaker, target, label) in enumerate(rows)
    ]
    schema = {
        "statement_id": pl.String, "speaker_id": pl.String, "target_id": pl.String, "target": pl.String,
        "is_said": pl.Boolean, "published_on": pl.Date, "label": pl.String, "copies": pl.Int64,
        "p_favor": pl.Float64, "p_against": pl.Float64, "sentiment": pl.Float64, "target_sentiment": pl.Float64,
    }  # fmt: skip
    return pl.DataFrame(listed, schema=schema, orient="row")


def outlets(counted: pl.DataFrame) -> pl.DataFrame:
    keys = counted.select("speaker_id", "target_id").unique()
    return keys.join(pl.DataFrame({"outlet": ["Daily", "Weekly", None]}), how="cross")


def table(*rows: tuple[str, str, str]) -> pl.DataFrame:
    counted = stances(*rows)
    return who_about_whom(counted, outlets(counted), SPEAKERS)


def test_all_months_are_one_row_with_side_tone_and_outlets():
    rows = table(("spk_a", "the dam", "favor"), ("spk_a", "the dam", "against"), ("spk_a", "the dam", "favor"))
    (row,) = rows.rows(named=True)
    assert (row["n"], row["copies"], row["favor"], row["against"], row["neutral"], row["outlets"]) == (3, 6, 2, 1, 0, 2)
    assert row["net_stance"] == pytest.approx(1 / 3)
    assert row["net_low"] < row["net_stance"] < row["net_high"]
    assert (row["expected_favor"], row["expected_against"], row["expected_net"]) == (1.5, 0.75, 0.25)
    assert row["expected_low"] < row["expected_net"] < row["expected_high"]
    assert (row["sentiment_mean"], row["target_sentiment_mean"]) == (-0.5, 0.25)
    assert (row["first_seen_on"], row["last_seen_on"]) == (date(2031, 1, 9), date(2031, 3, 5))
    assert row["is_small"]


def test_what_the_target_says_back_stands_beside_under_any_of_its_names():
    rows = table(("spk_b", "Ada Lim", "against"), ("spk_b", "Mayor Lim", "against"), ("spk_a", "Bo Ek", "favor"))
    found = {
        (row["speaker_id"], row["target"]): (row["target_speaker_id"], row["reciprocal_n"], row["reciprocal_net"])
        for row in rows.rows(named=True)
    }
    assert found == {
        ("spk_a", "Bo Ek"): ("spk_b", 2, -1.0),
        ("spk_b", "Ada Lim"): ("spk_a", 1, 1.0),
        ("spk_b", "Mayor Lim"): ("spk_a", 1, 1.0),
    }


@pytest.mark.parametrize("target", ["the dam", "Ort"])
def test_a_target_that_is_nobody_or_one_of_two_namesakes_says_nothing_back(target: str):
    rows = table(("spk_a", target, "favor"), ("spk_c", "Ada Lim", "favor"), ("spk_d", "Ada Lim", "favor"))
    row = rows.filter(pl.col("speaker_id") == "spk_a").row(0, named=True)
    assert (row["target_speaker_id"], row["reciprocal_n"], row["reciprocal_net"]) == (None, 0, None)


def test_the_order_of_the_rows_changes_nothing():
    counted = stances(("spk_b", "Ada Lim", "against"), ("spk_a", "Bo Ek", "favor"), ("spk_b", "Ada Lim", "neutral"))
    expected = who_about_whom(counted, outlets(counted), SPEAKERS)
    assert who_about_whom(counted.reverse(), outlets(counted).reverse(), SPEAKERS.reverse()).equals(expected)


def test_nothing_said_gives_an_empty_table():
    assert table().is_empty()
