"""The search: words and filters of a question, and the quotations that pass them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from transforms.text.records import QuotationKind
from transforms.text.scores import StanceLabel
from warehouse.browse.run import PublishedRun, Row

PAGE = 20
MOST_PAGES = 500  # further ones would sort all quotations for one page
_WORD = re.compile(r'"([^"]+)"|(\S+)')
_APOSTROPHE = re.compile("['’]")
# DuckDB's \w is that of ASCII: é would end a word.
RE2 = {"letter": r"[\pL\pM\pN_]", "other": r"[^\pL\pM\pN_]"}
_QUOTES = str.maketrans("“”„«»", '"""""')


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for; an empty text is no condition. `speaker` and `target` are ids or parts of names."""

    q: str = ""
    speaker: str = ""
    target: str = ""
    outlet: str = ""
    kind: str = ""
    side: str = ""
    since: str = ""
    until: str = ""
    statement: str = ""
    once: str = ""
    oldest: str = ""
    page: int = 1

    @property
    def is_empty(self) -> bool:
        """Whether it asks for everything."""
        return self == Question(page=self.page)

    def filters(self) -> dict[str, Any]:
        """Its conditions by name, without the page."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "page"}


class NoSuchFilter(ValueError):
    """A filter has a value that nothing can have."""


def question_of(parameters: Mapping[str, str]) -> Question:
    """The question in the parameters of an address; unknown parameters are passed over.

    Raises:
        NoSuchFilter: a date is none, or a kind or side does not exist.
    """
    given = {
        field.name: parameters.get(field.name, "").strip()[:200] for field in fields(Question) if field.name != "page"
    }
    for name in ("since", "until"):
        given[name] = _day(given[name])
    if given["kind"] and given["kind"] not in set(QuotationKind):
        raise NoSuchFilter(f"“{given['kind']}” is no kind of quotation; take {', '.join(QuotationKind)}.")
    if given["side"] and given["side"] not in set(StanceLabel):
        raise NoSuchFilter(f"“{given['side']}” is no side; take {', '.join(StanceLabel)}.")
    return Question(**given, page=page_number(parameters))


def page_number(parameters: Mapping[str, str]) -> int:
    """The page asked for, 1 where it is no number."""
    page = parameters.get("page", "1")
    return min(max(int(page), 1), MOST_PAGES) if page.isascii() and page.isdigit() and len(page) < 6 else 1


@dataclass(frozen=True, slots=True)
class Found:
    """A page of quotations, and how many pass the filters in all, of how many statements they are copies."""

    page: list[Row]
    quotations: int
    statements: int


def find(run: PublishedRun, question: Question) -> Found:
    """The quotations that pass the filters, newest first."""
    conditions, parameters = _conditions(question)
    order = "ASC NULLS LAST" if question.oldest else "DESC NULLS LAST"
    hits = run.rows(
        f"""WITH passed AS MATERIALIZED (
                SELECT quotation_id, statement_id, article_id, published_on, char_start FROM out_quotations
                WHERE {" AND ".join(conditions) or "true"}
            )
            SELECT quotation_id, (SELECT count(*) FROM passed) AS quotations,
                   (SELECT count(DISTINCT statement_id) FROM passed) AS statements
            FROM passed ORDER BY published_on {order}, article_id, char_start
            LIMIT {PAGE} OFFSET {(question.page - 1) * PAGE}""",
        parameters,
    )
    if not hits:
        return Found([], 0, 0)
    return Found(in_full(run, [hit["quotation_id"] for hit in hits]), hits[0]["quotations"], hits[0]["statements"])


def in_full(run: PublishedRun, ids: list[str]) -> list[Row]:
    """These quotations in this order, each with its `stances`, and the copies and outlets of its statement."""
    if not ids:
        return []
    # Their articles narrow the scan to a few row groups: the files are sorted by them.
    near = {"ids": ids, "articles": sorted({key.partition(":")[0] for key in ids})}
    inside = "list_contains($articles, article_id) AND list_contains($ids, quotation_id)"
    rows = {row["quotation_id"]: row for row in run.rows(f"SELECT {_SHOWN} FROM out_quotations WHERE {inside}", near)}
    stances = run.rows(
        f"SELECT quotation_id, target_id, target, label, score FROM out_stances WHERE {inside} "
        "ORDER BY label = 'neutral', abs(score) DESC, target_id",
        near,
    )
    statements = run.rows(
        "SELECT statement_id, copies, outlet_names FROM out_statements WHERE list_contains($ids, statement_id)",
        {"ids": sorted({row["statement_id"] for row in rows.values()})},
    )
    spread = {row["statement_id"]: row for row in statements}
    for row in rows.values():
        row |= spread[row["statement_id"]]
        row["stances"] = [stance for stance in stances if stance["quotation_id"] == row["quotation_id"]]
    return [rows[key] for key in ids if key in rows]


def words_of(q: str) -> list[tuple[str, bool]]:
    """The words and “phrases” of a search in lower case, each with whether it is wanted: -word is not."""
    found = []
    for phrase, word in _WORD.findall(q.translate(_QUOTES)):
        excluded = word.startswith("-") and len(word) > 1
        text = (phrase or word.removeprefix("-" if excluded else "")).strip().lower()
        if text:
            found.append((text, not excluded))
    return found


def pattern_of(text: str, *, letter: str = r"\w", other: str = r"\W") -> str:
    """A regular expression for a word or phrase: whole words, any blanks between; `build*` begins words.

    `letter` and `other` are what a word is made of and what not, in the language of the expression.
    """
    words = [
        _APOSTROPHE.sub("['’]", re.escape(word.rstrip("*"))) + (f"{letter}*" if word.endswith("*") else "")
        for word in text.split()
    ]
    return f"(?:^|{other})" + r"\s+".join(words) + f"(?:{other}|$)"


def _conditions(question: Question) -> tuple[list[str], dict[str, object]]:
    conditions, parameters = [], dict[str, object]()
    for number, (text, wanted) in enumerate(words_of(question.q)):
        conditions.append(f"{'' if wanted else 'NOT '}regexp_matches(text, $w{number}, 'i')")
        parameters[f"w{number}"] = pattern_of(text, **RE2)
    for name, condition in _FILTERS.items():
        if value := getattr(question, name):
            conditions.append(_BY_ID[name] if name in _BY_ID and _is_id(name, value) else condition)
            if f"${name}" in conditions[-1]:
                parameters[name] = value
    if sides := [condition for name, condition in _SIDES.items() if getattr(question, name)]:
        if question.target and _is_id("target", question.target):
            sides = [_BY_ID["target"] if condition is _SIDES["target"] else condition for condition in sides]
        conditions.append(f"quotation_id IN (SELECT quotation_id FROM out_stances WHERE {' AND '.join(sides)})")
        parameters |= {name: getattr(question, name) for name in _SIDES if getattr(question, name)}
    return conditions, parameters


# Columns are read one by one: those that a list does not show would double its time.
_SHOWN = """quotation_id, statement_id, article_id, title, outlet, published_on, speaker_id, speaker, role, affiliation,
            mention, cue, cue_kind, kind, text, sentiment"""
_FILTERS = {
    "speaker": "contains(lower(speaker), lower($speaker))",
    "outlet": "outlet = $outlet",
    "kind": "kind = $kind",
    "since": "published_on >= CAST($since AS DATE)",
    "until": "published_on <= CAST($until AS DATE)",
    "statement": "statement_id = $statement",
    "once": "statement_id = quotation_id",
}
_SIDES = {"target": "contains(lower(target), lower($target))", "side": "label = $side"}
_BY_ID = {"speaker": "speaker_id = $speaker", "target": "target_id = $target"}
_ID_BEGINS = {"speaker": ("spk_",), "target": ("watch:", "name:")}


def _is_id(name: str, value: str) -> bool:
    return value.startswith(_ID_BEGINS[name])


def _day(text: str) -> str:
    """The day as 2026-03-31: Python also reads 2026-W14-2, which SQL does not."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise NoSuchFilter(f"“{text}” is no day; write it as 2026-03-31.") from error
