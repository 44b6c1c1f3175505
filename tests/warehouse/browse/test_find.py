"""Searching: what words mean, and that filters do what they say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import duckdb
import pytest

from warehouse.browse.find import RE2, NoSuchFilter, Question, find, page_number, pattern_of, question_of, words_of

if TYPE_CHECKING:
    from tests.warehouse.browse.conftest import Pages


@pytest.mark.parametrize(
    ("q", "words"),
    [
        ("dam levy", [("dam", True), ("levy", True)]),
        ("“the Dam” -levy", [("the dam", True), ("levy", False)]),
        ('"the dam" build*', [("the dam", True), ("build*", True)]),
        ('" - "', [("-", True)]),
        ("", []),
    ],
)
def test_words_phrases_and_what_is_not_wanted(q: str, words: list[tuple[str, bool]]) -> None:
    assert words_of(q) == words


@pytest.mark.parametrize(
    ("word", "text", "is_found"),
    [
        ("dam", "the Dam.", True), ("dam", "“dam”", True), ("dam", "damage", False), ("dam*", "damage", True),
        ("the dam", "the\n dam", True), ("the dam", "the old dam", False), ("c.", "c. d", True), ("c.", "cd", False),
        ("jos", "José", False), ("josé", "JOSÉ!", True), ("don't", "I don’t", True),
    ],
)  # fmt: skip
def test_whole_words_are_found_in_any_case(word: str, text: str, is_found: bool) -> None:
    assert bool(re.search(pattern_of(word), text, re.IGNORECASE)) is is_found
    in_sql = duckdb.execute("SELECT regexp_matches($1, $2, 'i')", [text, pattern_of(word, **RE2)]).fetchall()
    assert in_sql == [(is_found,)]


@pytest.mark.parametrize("parameters", [{"since": "soon"}, {"kind": "loud"}, {"side": "left"}])
def test_a_filter_that_nothing_can_pass_is_refused(parameters: dict[str, str]) -> None:
    with pytest.raises(NoSuchFilter):
        question_of(parameters)


def test_a_day_in_another_notation_is_the_same_day() -> None:
    assert question_of({"since": "2026-W14-2", "until": "20260401"}) == Question(since="2026-03-31", until="2026-04-01")


@pytest.mark.parametrize(("page", "number"), [("3", 3), ("0", 1), ("-1", 1), ("x", 1), ("9" * 9, 1), ("99999", 500)])
def test_a_page_that_is_no_number_is_the_first(page: str, number: int) -> None:
    assert page_number({"page": page}) == number


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        (Question(), "true"),
        (Question(q="harbour"), "regexp_matches(text, '\\bharbour\\b', 'i')"),
        (Question(q="harbour -union"), "text ILIKE '%harbour%' AND NOT text ILIKE '%union%'"),
        (Question(speaker="wexcombe"), "speaker ILIKE '%wexcombe%'"),
        (Question(outlet="Channel Nine", kind="direct"), "outlet = 'Channel Nine' AND kind = 'direct'"),
        (Question(since="2025-02-01", until="2025-02-28"), "published_on BETWEEN '2025-02-01' AND '2025-02-28'"),
        (Question(once="1"), "quotation_id = statement_id"),
        (
            Question(side="against", target="watch:carbon-levy"),
            "quotation_id IN (SELECT quotation_id FROM out_stances WHERE label = 'against' "
            "AND target_id = 'watch:carbon-levy')",
        ),
        (
            Question(target="levy"),
            "quotation_id IN (SELECT quotation_id FROM out_stances WHERE target ILIKE '%levy%')",
        ),
    ],
)
def test_filters_select_what_sql_selects(pages: Pages, question: Question, condition: str) -> None:
    run = pages.latest.current()
    found = find(run, question)
    assert found.quotations == int(pages.one(f"SELECT count(*) FROM out_quotations WHERE {condition}"))
    assert found.statements == int(
        pages.one(f"SELECT count(DISTINCT statement_id) FROM out_quotations WHERE {condition}")
    )
    assert found.statements > 0


def test_pages_follow_one_another_without_a_gap(pages: Pages) -> None:
    run = pages.latest.current()
    found = find(run, Question()).quotations
    seen = [row["quotation_id"] for page in range(1, 30) for row in find(run, Question(page=page)).page]
    assert len(seen) == len(set(seen)) == found


def test_the_newest_come_first_and_the_undated_last(pages: Pages) -> None:
    rows = [
        row["published_on"] for page in range(1, 30) for row in find(pages.latest.current(), Question(page=page)).page
    ]
    dated = [day for day in rows if day is not None]
    assert dated == sorted(dated, reverse=True)
    assert rows[: len(dated)] == dated
