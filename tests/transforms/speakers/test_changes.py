"""What became of a speaker from one linking to the next."""

from datetime import datetime
from typing import Any

import polars as pl

from transforms.schemas.core_speakers import SpeakerChange
from transforms.speakers.changes import SCHEMA, speaker_changes
from transforms.speakers.judgements import parse_judgements
from transforms.speakers.link import SpeakerLinks, link


def row(article: str, canonical: str, **given: str | int | None) -> dict[str, Any]:
    place = {"article_id": article, "start": 0, "end": 5, "canonical": canonical, "entity_type": "person"}
    context = {"role": None, "affiliation": None, "honorific": None, "outlet": "Ostland Post", "admitted_no": 0}
    return {**place, **context, "published_at": datetime(2026, 3, 1), "confidence": 0.9, **given}


def linked(rows: list[dict[str, Any]], *judgements: str) -> SpeakerLinks:
    types = {"role": pl.String, "affiliation": pl.String, "honorific": pl.String}
    return link(pl.DataFrame(rows, schema_overrides=types), parse_judgements(judgements))


def changes(before: SpeakerLinks, after: SpeakerLinks) -> list[tuple[str, str, str | None, int]]:
    """change, old name, new name and mentions of each row."""
    found = speaker_changes(before, after)
    assert dict(found.schema) == SCHEMA
    assert found["change_no"].to_list() == list(range(1, found.height + 1))
    return sorted(found.select("change", "old_name", "new_name", "mentions").rows())


ADA = row("a", "Ada Lim", role="mayor")
SHORT = row("b", "A. Lim")
SAME = '{"verdict": "same", "left": "Ada Lim", "right": "Bo Ek"}'


def test_the_first_linking_and_one_that_changes_nothing_have_no_changes() -> None:
    rows = [ADA, SHORT]
    nobody = SpeakerLinks(linked(rows).speakers.clear(), linked(rows).links.clear())
    assert changes(nobody, linked(rows)) == []
    assert changes(linked(rows), linked(rows)) == []
    assert changes(linked(rows), linked([*rows, row("c", "Ada Lim"), row("d", "Noé Sand")])) == []


def test_a_short_name_whose_full_name_appears_has_another_id_and_says_why() -> None:
    before, after = linked([SHORT]), linked([SHORT, ADA])
    found = speaker_changes(before, after).row(0, named=True)
    # Ada Lim was no speaker before.
    assert (found["change"], found["old_name"], found["new_name"]) == ("replaced", "A. Lim", "Ada Lim")
    assert "given name fits initial" in found["signals"]
    assert found["new_speaker_id"] in set(after.speakers["speaker_id"])


def test_two_speakers_that_become_one_are_a_merger() -> None:
    rows = [ADA, row("b", "Lim", outlet="Daily Ek", published_at=datetime(2026, 4, 1))]
    known = row("c", "Lim", role="mayor", outlet="Daily Ek", published_at=datetime(2026, 3, 2))
    more = {**rows[1], "role": "mayor", "published_at": datetime(2026, 3, 3)}
    assert changes(linked([ADA, rows[1]]), linked([ADA, more])) == [("merged", "Lim", "Ada Lim", 1)]
    assert changes(linked([*rows, known]), linked([ADA, more, known])) == [("merged", "Lim", "Ada Lim", 1)]


def test_a_judgement_that_joins_two_is_a_merger() -> None:
    rows = [ADA, row("b", "Bo Ek"), row("c", "Bo Ek")]
    found = speaker_changes(linked(rows), linked(rows, SAME)).to_dicts()
    assert [(f["change"], f["articles"], f["mentions"], f["signals"]) for f in found] == [
        ("merged", 2, 2, "“Bo Ek”: judged by a person")
    ]
    assert changes(linked(rows, SAME), linked(rows)) == [("split", "Bo Ek", "Bo Ek", 2)]


def test_a_namesake_that_appears_splits_what_was_one() -> None:
    found = speaker_changes(linked([ADA, SHORT]), linked([ADA, SHORT, row("c", "Anna Lim")])).to_dicts()
    assert [(f["change"], f["old_name"], f["new_name"], f["mentions"]) for f in found] == [
        ("split", "Ada Lim", "A. Lim", 1)
    ]
    assert "another fits nearly as well" in found[0]["signals"]


def test_a_mention_that_goes_to_another_known_speaker_has_moved() -> None:
    bo = row("c", "Anna Lim", outlet="Daily Ek", published_at=datetime(2026, 9, 1))
    asked = {**SHORT, "role": "striker", "outlet": "Third", "published_at": datetime(2026, 6, 1)}
    before = linked([ADA, bo, {**asked, "role": "mayor"}])
    after = linked([ADA, {**bo, "role": "striker"}, asked])
    assert changes(before, after) == [("moved", "Ada Lim", "Anna Lim", 1)]


def test_who_is_not_mentioned_any_more_is_gone() -> None:
    found = speaker_changes(linked([ADA, row("b", "Bo Ek")]), linked([ADA])).to_dicts()
    assert [(f["change"], f["old_name"], f["new_speaker_id"], f["mentions"]) for f in found] == [
        ("gone", "Bo Ek", None, 1)
    ]


def test_another_id_for_the_same_mentions_replaces_it() -> None:
    assert changes(linked([row("a", "Ada Lim")]), linked([row("a", "Ada Lim-Ek")])) == [
        ("replaced", "Ada Lim", "Ada Lim-Ek", 1)
    ]


def test_row_order_changes_nothing() -> None:
    before, after = linked([ADA, SHORT, row("c", "Lim")]), linked([ADA, SHORT, row("c", "Lim"), row("d", "Anna Lim")])
    turned = [SpeakerLinks(one.speakers.reverse(), one.links.reverse()) for one in (before, after)]
    assert speaker_changes(before, after).equals(speaker_changes(*turned))


def test_every_kind_of_change_is_tested_above() -> None:
    from pathlib import Path

    text = Path(__file__).read_text("utf-8")
    assert all(f'"{change}"' in text for change in SpeakerChange)
