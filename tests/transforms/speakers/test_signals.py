"""Which names become one speaker by which evidence: better beats worse, and nothing is merged on little."""

import re
from datetime import datetime, timedelta
from math import exp
from typing import Any

import polars as pl
import pytest

from transforms.speakers.families import FamilyFit, family_fits
from transforms.speakers.judgements import parse_judgements
from transforms.speakers.link import SpeakerLinks, link
from transforms.speakers.own_names import OWN_SIGNALS
from transforms.speakers.pair_signals import PAIR_SIGNALS
from transforms.speakers.signals import THRESHOLD, WEIGHTS

SCHEMA = {
    "article_id": pl.String, "start": pl.Int32, "end": pl.Int32, "canonical": pl.String, "entity_type": pl.String,
    "role": pl.String, "affiliation": pl.String, "honorific": pl.String, "outlet": pl.String,
    "published_at": pl.Datetime("us"), "confidence": pl.Float64, "admitted_no": pl.Int64,
}  # fmt: skip


def row(article: str, canonical: str, *, day: int = 0, **given: str | int | None) -> dict[str, Any]:
    start = sum(map(ord, canonical)) % 1000
    plain = {"entity_type": "person", "role": None, "affiliation": None, "honorific": None, "outlet": "Ostland Post"}
    fixed = {"article_id": article, "start": start, "end": start + 5, "canonical": canonical, "admitted_no": 0}
    return {**plain, **fixed, "published_at": datetime(2026, 1, 1) + timedelta(days=day), "confidence": 0.9, **given}


def linked(rows: list[dict[str, Any]], *judgements: str) -> SpeakerLinks:
    return link(pl.DataFrame(rows, schema=SCHEMA, orient="row"), parse_judgements(judgements))


def link_of(article: str, rows: list[dict[str, Any]], *judgements: str) -> dict[str, Any]:
    return linked(rows, *judgements).links.filter(pl.col("article_id") == article).to_dicts()[0]


def is_one(left: dict[str, Any], right: dict[str, Any], *others: dict[str, Any]) -> bool:
    links = linked([left, right, *others]).links
    ids = dict(zip(links["article_id"], links["speaker_id"], strict=True))
    return bool(ids[left["article_id"]] == ids[right["article_id"]])


FULL = row("a", "Ada Lim", role="mayor", affiliation="Ostland", honorific="Ms.")
FAR = {"outlet": "Daily Ek", "day": 20}


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        (row("b", "Lim", **FAR), row("b", "Lim", role="mayor", **FAR)),
        (row("b", "Lim", **FAR), row("b", "Lim", affiliation="Ostland", **FAR)),
        (row("b", "Lim", role="mayor", **FAR), row("b", "Lim", role="mayor", affiliation="Ostland", **FAR)),
        (row("b", "Lim", role="mayor", **FAR), row("b", "Lim", role="mayor", day=20)),
        (row("b", "Lim", role="mayor", outlet="Daily Ek", day=400), row("b", "Lim", role="mayor", **FAR)),
        (row("b", "Lim", role="mayor", **FAR), row("b", "Lim", role="mayor", outlet="Daily Ek", day=2)),
        (row("b", "Lim", role="mayor", **FAR), row("b", "A. Lim", role="mayor", **FAR)),
        (row("b", "A. Lim", **FAR), row("b", "Ada Lim", **FAR)),
        (row("b", "A. Lim", **FAR), row("b", "A. Lim", honorific="Ms.", **FAR)),
    ],
)
def test_better_evidence_scores_higher(worse: dict[str, Any], better: dict[str, Any]) -> None:
    assert score_toward_lim(worse) < score_toward_lim(better)


def score_toward_lim(asked: dict[str, Any]) -> float:
    """The score of the link to Ada Lim, or of the candidate that was not good enough."""
    found = link_of("b", [FULL, asked])
    rejected = re.search(r"nearest is “Ada Lim” with ([\d.]+)", found["signals"])
    return float(rejected[1]) if rejected else found["score"]


def test_names_that_come_in_both_articles_count_one_by_one() -> None:
    cast = [row("a", name) for name in ("Bo Ek", "Noé Sand", "Ivo Berg")]
    scores = []
    for shared in range(4):
        rows = [row("a", "Ada Lim", role="mayor"), *cast, row("b", "Lim", role="mayor", day=20, outlet="Daily Ek")]
        rows += [{**one, "article_id": "b"} for one in cast[:shared]]
        found = linked(rows).links.filter((pl.col("article_id") == "b") & pl.col("signals").str.contains("“Lim”"))
        scores.append(found["score"].item())
        assert (f"{shared} co-mentioned name" in found["signals"].item()) == (shared > 0)
    assert scores == sorted(set(scores))


def test_a_score_is_what_its_signals_add_up_to() -> None:
    rows = [
        FULL,
        row("b", "A. Lim", role="mayor", day=2),
        row("c", "Lim", day=90, outlet="Daily Ek"),
        row("d", "Ada Lim"),
    ]
    for found in linked(rows).links.to_dicts():
        listed = found["signals"].split("; nearest is")[0]
        total = sum(float(part.replace("−", "-")) for part in re.findall(r"[+−][\d.]+(?=;|$)", listed))
        assert found["score"] == pytest.approx(1 / (1 + exp(-total)), abs=1e-4), found["signals"]


def test_the_signals_of_a_link_read_as_words() -> None:
    found = link_of("b", [FULL, row("b", "A. Lim", role="Mayor", day=12)])
    assert found["signals"] == (
        "“A. Lim” → “Ada Lim”: before any evidence −3.0; same family name +2.1; given name fits initial +1.2; "
        "nobody else of that family name +0.8; role “mayor” in both +1.2; same outlet +0.5; 12 days apart +0.2"
    )
    assert (found["method"], found["score"]) == ("initial", 0.9526)


PRESIDENT = {"role": "president", "affiliation": "Ostland"}


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", PRESIDENT),
        ("Ada Lim-Ek", "Ada Lim", PRESIDENT),
        ("Bashar al-Assad", "Bashar Assad", {"affiliation": "Ostland"}),
        ("Kristin Lim", "Kristen Lim", {"role": "mayor"}),
        ("Daniel Lim", "Dan Lim", PRESIDENT),
        ("Jens Stoltenberg", "Jens Stolenberg", PRESIDENT),
        ("Ada Creswell", "Cres", PRESIDENT),
        ("Noé Creswell", "Noe Cres", PRESIDENT),
        ("Ada Creswell", "Cresswell", PRESIDENT),
    ],
)
def test_spellings_of_one_name_come_together_only_where_more_agrees(one: str, other: str, both: dict[str, str]) -> None:
    rows = (row("a", one, **both), row("b", other, day=2, **both))
    assert is_one(*rows)
    assert not is_one(row("a", one), row("b", other, outlet="Daily Ek", day=40))
    assert is_one(rows[1], rows[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Lim", "Bo Lim"),
        ("Jan Lim", "Jana Lim"),
        ("Maria Lim", "Marie Lim"),
        ("Paul Lim", "Pauline Lim"),
        ("Ada Lane", "Ada Lin"),
    ],
)
def test_names_of_two_people_stay_two_whatever_agrees(one: str, other: str) -> None:
    assert not is_one(row("a", one, **PRESIDENT), row("b", other, **PRESIDENT))


def test_chance_is_no_evidence() -> None:
    """Who is in the news every day is near every article in time, in every outlet."""
    asked = row("b", "E. Lim", day=30, outlet="Outlet 7")
    now_and_then = [row(f"x{day}", "Emil Lim", day=day, outlet="Outlet 7") for day in (2, 29)]
    daily = [row(f"x{day}", "Emil Lim", day=day, outlet=f"Outlet {day % 30}") for day in range(60)]
    telling, frequent = (link_of("b", [*rows, asked])["signals"] for rows in (now_and_then, daily))
    assert "same outlet +" in telling
    assert "1 day apart +" in telling
    assert "same outlet" not in frequent
    assert "same day" not in frequent


def test_of_two_that_fit_the_one_with_evidence_is_taken() -> None:
    other = row("c", "Anna Lim", role="striker", outlet="Daily Ek", day=200)
    found = link_of("b", [FULL, other, row("b", "A. Lim", role="mayor")])
    assert found["speaker_id"] == link_of("a", [FULL])["speaker_id"]
    assert link_of("b", [FULL, {**other, "role": "mayor", "day": 0}, row("b", "A. Lim", role="mayor", **FAR)])[
        "method"
    ] == "alone"  # fmt: skip


def test_a_short_name_is_for_who_is_nearly_always_meant_by_it() -> None:
    """One day and one name in common make a case for Nancy, were it not for Ronald."""
    often = [row(f"x{day}", "Ronald Reagan", day=5 * day, role="president") for day in range(40)]
    seldom = [row("c", "Nancy Reagan", day=31, outlet="Daily Ek"), row("c", "Bo Ek", day=31)]
    asked = [row("b", "Reagan", role="president", day=30), row("b", "Bo Ek", day=30)]
    first = linked([*often, *seldom, *asked]).links.filter(pl.col("signals").str.starts_with("“Reagan”")).to_dicts()[0]
    assert "“Ronald Reagan”" in first["signals"]
    assert (first["method"], "nearly always meant by that name +1.0" in first["signals"]) == ("family_name", True)


def test_who_stands_in_the_same_article_is_not_merged_by_its_date() -> None:
    assert not is_one(row("a", "Kristin Lim"), row("b", "Kristen Lim"))
    rows = [row("a", "Ada Lim"), row("a", "Lim")]
    assert linked(rows).speakers.height == 2


@pytest.mark.parametrize(("full", "short"), [("West Germany", "West German"), ("Best Oscar", "B. Oscar")])
def test_names_that_nobody_is_sure_are_of_people_get_no_variants(full: str, short: str) -> None:
    rows = (row("a", full, **PRESIDENT), row("b", short, **PRESIDENT))
    assert is_one(*rows) or full.startswith("West")
    assert not is_one(*({**one, "entity_type": "unknown"} for one in rows))


def test_a_bare_name_that_may_be_a_given_name_needs_more() -> None:
    assert is_one(row("a", "Ada Creswell"), row("b", "Creswell"))
    assert not is_one(row("a", "Elton John"), row("b", "John"))


@pytest.mark.parametrize("short", ["Lim", "A. Lim"])
def test_a_form_of_address_speaks_against_the_other_sex(short: str) -> None:
    assert link_of("b", [row("a", "Ada Lim", role="mayor"), row("b", short, role="mayor")])["method"] != "alone"
    against = row("b", short, role="mayor", honorific="Mr.")
    assert link_of("b", [row("a", "Ada Lim", role="mayor", honorific="Ms."), against])["method"] == "alone"


SAME = '{"verdict": "same", "left": "%s", "right": "%s"}'
DIFFERENT = '{"verdict": "different", "left": "%s", "right": "%s"}'


@pytest.mark.parametrize("other", ["Lim", "A. Lim", "Ada Limb"])
def test_a_judgement_beats_every_signal(other: str) -> None:
    near = [FULL, row("b", other, role="mayor", affiliation="Ostland")]
    assert link_of("b", near, DIFFERENT % ("Ada Lim", other))["speaker_id"] != link_of("a", near)["speaker_id"]
    far = [FULL, row("b", other, outlet="Daily Ek", day=400)]
    judged = link_of("b", far, SAME % ("Ada Lim", other))
    assert judged["speaker_id"] == link_of("a", far)["speaker_id"]
    assert (judged["score"], judged["method"]) == (1.0, "judgement")


@pytest.mark.parametrize("later_day", [-2, 2])
@pytest.mark.parametrize(("one", "other"), [("Kristin Lim", "Kristen Lim"), ("Kristen Lim", "Kristin Lim")])
def test_articles_added_later_change_no_id_whatever_their_date(one: str, other: str, later_day: int) -> None:
    first = [row("x", "John Ek", role="police chief"), row("y", one, role="mayor"), row("z", "NHC")]
    more = [
        row("a", "John Ek", role="striker", day=later_day, admitted_no=1),
        row("b", other, role="mayor", day=later_day, admitted_no=2),
    ]
    before, after = linked(first).links, linked(first + more).links
    kept = before.join(after, on=["article_id", "start", "end"], suffix="_after")
    assert kept.height == 3
    assert (kept["speaker_id"] == kept["speaker_id_after"]).all()
    assert link_of("b", first + more)["method"] == "spelling"


def test_the_sex_and_a_middle_initial_of_one_letter_make_two_ids() -> None:
    rows = [
        row("a", "Robin F. Ek", honorific="Ms."), row("b", "Robin Ek", honorific="Mr.", admitted_no=1),
        row("c", "Robin M. Ek", honorific="Ms.", admitted_no=2),
    ]  # fmt: skip
    assert linked(rows).speakers.height == 3


def test_every_signal_has_a_weight_and_words_of_its_own() -> None:
    keys = [signal.key for signal in PAIR_SIGNALS]
    assert len(set(keys)) == len(keys)
    assert {"before", *keys, *(signal.key for signal in OWN_SIGNALS)} == set(WEIGHTS)
    assert WEIGHTS["before"] + WEIGHTS["family_same"] < THRESHOLD


def test_every_weight_has_its_reason() -> None:
    from pathlib import Path

    import transforms.speakers.signals as module

    lines = Path(module.__file__).read_text("utf-8").split("WEIGHTS: dict", 1)[1].split("\n}", 1)[0].splitlines()[1:]
    for at, line in enumerate(lines):
        if line.strip().startswith('"'):
            assert "#" in line or lines[at - 1].strip().startswith("#"), line


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        ("al assad", "assad", FamilyFit.JOINED),
        ("gaddafi", "qaddafi", FamilyFit.SPELT),
        ("zelensky", "zelenskyy", FamilyFit.SPELT),
        ("lim ek", "lim", FamilyFit.PART),
        ("cres", "creswell", FamilyFit.BEGINS),
        ("johnson", "johnston", FamilyFit.TYPED),
        ("lim", "lam", None),
        ("miller", "mueller", None),
        ("stein", "stone", None),
    ],
)
def test_family_names_share_a_block_by_how_they_fit(one: str, other: str, fit: FamilyFit | None) -> None:
    found = family_fits(pl.Series([one, other, "", "ruiz"]))
    assert dict(found.filter(pl.col("family") == one).select("other", "fit").iter_rows()).get(other) == fit
    back = dict(found.filter(pl.col("family") == other).select("other", "fit").iter_rows())
    assert back.get(one) == fit
    assert back[other] == FamilyFit.SAME
