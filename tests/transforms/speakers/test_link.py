import random
from datetime import datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.speakers.judgements import ContradictoryJudgements, parse_judgements
from transforms.speakers.link import SpeakerLinks, link

SCHEMA = {
    "article_id": pl.String,
    "start": pl.Int32,
    "end": pl.Int32,
    "canonical": pl.String,
    "entity_type": pl.String,
    "role": pl.String,
    "affiliation": pl.String,
    "honorific": pl.String,
    "outlet": pl.String,
    "published_at": pl.Datetime("us"),
    "confidence": pl.Float64,
    "admitted_no": pl.Int64,
}


def row(article: str, canonical: str, **given: str | int | None) -> dict[str, Any]:
    start = sum(map(ord, canonical)) % 1000
    day = given.pop("day", 1)
    published = datetime(2026, 3, int(day)) if day else None
    plain = {"entity_type": "person", "role": None, "affiliation": None, "honorific": None, "outlet": "Ostland Post"}
    fixed = {"article_id": article, "start": start, "end": start + 5, "canonical": canonical, "published_at": published}
    return {**plain, **fixed, "confidence": 0.9, "admitted_no": 0, **given}


def linked(rows: list[dict[str, Any]], *judgements: str) -> SpeakerLinks:
    return link(pl.DataFrame(rows, schema=SCHEMA, orient="row"), parse_judgements(judgements))


def speakers(rows: list[dict[str, Any]], *judgements: str) -> list[set[str]]:
    """The articles of each speaker, in a fixed order."""
    links = linked(rows, *judgements).links
    groups = links.group_by("speaker_id").agg("article_id")["article_id"].to_list()
    return sorted((set(group) for group in groups), key=sorted)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (row("a", "Ada Lim"), row("b", "Ada Lim")),
        (row("a", "Ada Lim"), row("b", "Ada B. Lim")),
        (row("a", "Noé Lim"), row("b", "Noe LIM")),
        (row("a", "Ada Lim"), row("b", "A. Lim")),
        (row("a", "Ada Lim", role="mayor"), row("b", "Ada Lim", role="candidate")),
        (row("a", "Ada Lim", role="mayor"), row("b", "Lim", role="Mayor", outlet="Daily Ek", day=9)),
        (row("a", "Ada Lim", affiliation="NHC"), row("b", "Lim", affiliation="NHC", outlet="Daily Ek", day=9)),
        (row("a", "Ada Lim"), row("b", "Lim", day=3)),
        (row("a", "the NHC", entity_type="organisation"), row("b", "NHC", entity_type="organisation")),
    ],
)
def test_two_articles_share_a_speaker(left: dict[str, Any], right: dict[str, Any]):
    assert speakers([left, right]) == [{"a", "b"}]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (row("a", "Ada Lim"), row("b", "Bo Lim")),
        (row("a", "John Ek", role="police chief"), row("b", "John Ek", role="striker")),
        (row("a", "Robin Ek", honorific="Mr."), row("b", "Robin Ek", honorific="Ms.")),
        (row("a", "Ada B. Lim"), row("b", "Ada C. Lim")),
        (row("a", "Ada Lim"), row("b", "Lim", outlet="Daily Ek", day=20)),
        (row("a", "Jordan", entity_type="place"), row("b", "Jordan", entity_type="person")),
    ],
)
def test_two_articles_have_a_speaker_each(left: dict[str, Any], right: dict[str, Any]):
    assert speakers([left, right]) == [{"a"}, {"b"}]


def test_an_initial_that_fits_two_speakers_stays_its_own():
    rows = [row("a", "Ada Lim"), row("b", "Anna Lim"), row("c", "A. Lim")]
    assert speakers(rows) == [{"a"}, {"b"}, {"c"}]


def test_a_speaker_has_its_names_dates_and_counts():
    rows = [row("a", "Ada Lim", role="mayor", day=4), row("b", "Ada B. Lim", day=2), row("b", "Ada Lim", day=2)]
    table = linked(rows).speakers.to_dicts()
    assert len(table) == 1
    assert table[0].pop("speaker_id").startswith("spk_")
    assert table[0] == {
        "name": "Ada Lim",
        "entity_type": "person",
        "role": "mayor",
        "affiliation": None,
        "aliases": "Ada B. Lim | Ada Lim",
        "first_seen_at": datetime(2026, 3, 2),
        "last_seen_at": datetime(2026, 3, 4),
        "articles": 2,
        "mentions": 3,
    }


def test_no_mentions_give_two_empty_tables_with_all_columns():
    empty, full = linked([]), linked([row("a", "Ada Lim")])
    assert empty.speakers.schema == full.speakers.schema
    assert empty.links.schema == full.links.schema
    assert empty.links.height == 0


ROWS = st.builds(
    lambda article, canonical, role, honorific, day, kind: row(
        article, canonical, role=role, honorific=honorific, day=day, entity_type=kind
    ),
    st.sampled_from("abcdefgh"),
    st.sampled_from(["Ada Lim", "Ada B. Lim", "A. Lim", "Lim", "Bo Lim", "Bo Ek", "Ek", "NHC", "", " ", "’s"]),
    st.sampled_from([None, "mayor", "striker", "police chief"]),
    st.sampled_from([None, "Mr.", "Ms."]),
    st.sampled_from([None, 1, 2, 20]),
    st.sampled_from(["person", "organisation", "unknown"]),
)


def apart(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each place."""
    return list({(r["article_id"], r["start"]): r for r in rows}.values())


@settings(deadline=None, max_examples=20)
@given(st.lists(ROWS, max_size=25), st.randoms())
def test_row_order_changes_nothing(rows: list[dict[str, Any]], chance: random.Random):
    unique = apart(rows)
    shuffled = chance.sample(unique, len(unique))
    left, right = linked(unique), linked(shuffled)
    assert left.speakers.equals(right.speakers)
    assert left.links.equals(right.links)
    assert left.links.height == len(unique)
    assert set(left.links["speaker_id"]) == set(left.speakers["speaker_id"])
    assert left.links["score"].is_between(0, 1).all()


@settings(deadline=None, max_examples=20)
@given(st.lists(ROWS.filter(lambda r: r["published_at"] is not None), max_size=15), st.lists(ROWS, max_size=10))
def test_later_articles_leave_the_ids_of_full_names_alone(rows: list[dict[str, Any]], more: list[dict[str, Any]]):
    rows = apart(rows)
    later = [{**r, "article_id": "z" + r["article_id"], "published_at": datetime(2026, 4, 1)} for r in apart(more)]
    before = linked(rows).links.join(pl.DataFrame(rows, schema=SCHEMA), on=["article_id", "start"], how="inner")
    full = before.filter(pl.col("canonical").is_in(["Ada Lim", "Ada B. Lim", "Bo Lim", "Bo Ek"]))
    after = linked(rows + later).links
    both = full.join(after, on=["article_id", "start", "end"], suffix="_after")
    assert (both["speaker_id"] == both["speaker_id_after"]).all()


SAME = '{"verdict": "same", "left": "%s", "right": "%s"}'
DIFFERENT = '{"verdict": "different", "left": "%s", "right": "%s"}'
RENAME = '{"verdict": "rename", "speaker": "%s", "name": "%s"}'


def test_same_joins_what_the_rules_keep_apart_and_is_transitive():
    rows = [row("a", "Ada Lim"), row("b", "Ada Ek"), row("c", "Adina Ek")]
    assert speakers(rows, SAME % ("Ada Lim", "Ada Ek"), SAME % ("Adina Ek", "Ada Ek")) == [{"a", "b", "c"}]


@pytest.mark.parametrize("short", ["A. Lim", "Lim", "Ada B. Lim"])
def test_different_parts_what_the_rules_join(short: str):
    rows = [row("a", "Ada Lim"), row("b", short)]
    assert speakers(rows) == [{"a", "b"}]
    assert speakers(rows, DIFFERENT % ("Ada Lim", short)) == [{"a"}, {"b"}]


def test_a_rename_changes_the_name_and_not_the_id():
    rows = [row("a", "Ada Lim")]
    plain, renamed = linked(rows).speakers, linked(rows, RENAME % ("Ada Lim", "Ada Lim-Ek")).speakers
    assert plain["speaker_id"].to_list() == renamed["speaker_id"].to_list()
    assert (renamed["name"].item(), renamed["aliases"].item()) == ("Ada Lim-Ek", "Ada Lim")


def test_a_judgement_by_id_holds_after_that_id_was_merged_away():
    rows = [row("a", "Ada Lim"), row("b", "Adina Ek"), row("c", "Lina Ek")]
    links = linked(rows).links
    ids = dict(zip(links["article_id"], links["speaker_id"], strict=True))
    first = SAME % (ids["a"], ids["b"])
    merged = linked(rows, first).links
    assert ids["b"] not in set(merged["speaker_id"])
    assert speakers(rows, first, SAME % (ids["b"], ids["c"])) == [{"a", "b", "c"}]
    name = linked(rows, first, RENAME % (ids["b"], "Ada Lim-Ek")).speakers.filter(pl.col("articles") == 2)["name"]
    assert name.item() == "Ada Lim-Ek"


def test_namesakes_can_be_joined_by_their_ids():
    rows = [row("a", "John Ek", role="police chief"), row("b", "John Ek", role="striker")]
    ids = linked(rows).links["speaker_id"].to_list()
    assert len(set(ids)) == 2
    assert speakers(rows, SAME % tuple(ids)) == [{"a", "b"}]


def test_a_contradiction_between_an_id_and_a_name_is_named():
    rows = [row("a", "Ada Lim"), row("b", "Bo Ek")]
    ids = linked(rows).links.sort("article_id")["speaker_id"].to_list()
    with pytest.raises(ContradictoryJudgements, match="line 2"):
        linked(rows, SAME % ("Ada Lim", "Bo Ek"), DIFFERENT % tuple(ids))


def test_judgements_about_unknown_speakers_are_passed_over():
    rows = [row("a", "Ada Lim")]
    assert speakers(rows, SAME % ("Nobody Here", "spk_0000000000000000")) == [{"a"}]
