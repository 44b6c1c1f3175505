"""The page of an article: its text in pieces with quotations, cues and mentions marked, and the notes beside it."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from warehouse.browse.pieces import Mark, Piece, cut, paragraphs
from warehouse.browse.run import PublishedRun, Row

COLOURS = 8  # of the style sheet; further speakers share them, and every note has its name


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in pieces, its role, and the quotations that begin in it."""

    role: str
    rule: str | None
    pieces: list[Piece]
    notes: list[Row]


def article_page(run: PublishedRun, article_id: str) -> dict[str, Any] | None:
    """What the template of an article needs; None where there is no such article."""
    article = run.row("SELECT * FROM out_articles WHERE article_id = ?", [article_id])
    if article is None:
        return None
    quotations = run.rows(
        "SELECT * FROM out_quotations WHERE article_id = ? ORDER BY char_start, char_end DESC", [article_id]
    )
    stances = _stances(run, article_id)
    links = run.rows("SELECT * FROM out_speaker_links WHERE article_id = ? ORDER BY char_start", [article_id])
    signals = {(link["char_start"], link["char_end"]): link for link in links}
    for no, quotation in enumerate(quotations, start=1):
        quotation["no"] = no
        quotation["stances"] = [row for row in stances if row["quotation_id"] == quotation["quotation_id"]]
        quotation["link"] = signals.get((quotation["mention_start"], quotation["mention_end"]))
    speakers = _speakers(quotations)
    return {
        "article": article,
        "speakers": speakers,
        "colours": {speaker["key"]: speaker["colour"] for speaker in speakers},
        "paragraphs": _paragraphs(run, article, quotations, links),
        "quotations": quotations,
        "copies": run.rows(
            "SELECT article_id, outlet, title, published_on FROM out_articles "
            "WHERE article_id = $1 OR duplicate_of = $2 ORDER BY published_on NULLS LAST, article_id LIMIT 20",
            [article["duplicate_of"], article_id],
        ),
    }


def _stances(run: PublishedRun, article_id: str) -> list[Row]:
    """The stances of an article, their sentences in three parts: before the target, its mention, after it."""
    rows = run.rows(
        """SELECT s.*, n.char_start AS sentence_start
           FROM out_stances AS s JOIN out_sentences AS n
             ON n.article_id = s.article_id AND s.target_start >= n.char_start AND s.target_start < n.char_end
           WHERE s.article_id = $1 AND n.article_id = $1
           ORDER BY s.label = 'neutral', s.target_start, s.target_id""",
        [article_id],
    )
    for row in rows:
        start, end = row["target_start"] - row["sentence_start"], row["target_end"] - row["sentence_start"]
        row["before"], row["named"], row["after"] = (
            row["sentence"][:start], row["sentence"][start:end], row["sentence"][end:],
        )  # fmt: skip
    return rows


def speaker_key(quotation: Row) -> str:
    """What quotations of one speaker have in common: the speaker, else the words that stand for one."""
    return str(quotation["speaker_id"] or quotation["mention"] or "")


def _speakers(quotations: Sequence[Row]) -> list[Row]:
    """Who is quoted, in order of appearance, with a colour and a count; unnamed ones have no colour."""
    found: dict[str, Row] = {}
    for quotation in quotations:
        key = speaker_key(quotation)
        named = sum(1 for row in found.values() if row["speaker_id"])
        colour = named % COLOURS + 1 if quotation["speaker_id"] else 0
        row = found.setdefault(
            key,
            {"key": key, "speaker_id": quotation["speaker_id"], "colour": colour, "quotations": 0,
             "name": quotation["speaker"] or quotation["mention"]},
        )  # fmt: skip
        row["quotations"] += 1
    return list(found.values())


def _paragraphs(run: PublishedRun, article: Row, quotations: Sequence[Row], links: Sequence[Row]) -> list[Paragraph]:
    rows = run.rows(
        "SELECT char_start, char_end, role, rule FROM out_paragraphs WHERE article_id = ? ORDER BY char_start",
        [article["article_id"]],
    )
    known = {row["char_start"]: row for row in rows}
    marks = [mark for quotation in quotations for mark in _marks(quotation)]
    marks += [Mark(link["char_start"], link["char_end"], "link", speaker_id=link["speaker_id"]) for link in links]
    spans = paragraphs(article["text"], [(row["char_start"], row["char_end"]) for row in rows])
    starts = [start for start, _ in spans]
    near, notes = defaultdict[int, list[Mark]](list), defaultdict[int, list[Row]](list)
    whole = defaultdict[int, dict[int, tuple[int, int]]](dict)
    for mark in marks:
        for at in _places(starts, mark.start, mark.end):
            near[at].append(mark)
    for quotation in quotations:
        places = _places(starts, quotation["char_start"], quotation["char_end"])
        notes[places[0]].append(quotation)
        for at in places:
            whole[at][quotation["no"]] = (quotation["char_start"], quotation["char_end"])
    found = []
    for at, (start, end) in enumerate(spans):
        row = known.get(start, {"role": "text", "rule": None})
        found.append(
            Paragraph(row["role"], row["rule"], cut(article["text"], start, end, near[at], whole[at]), notes[at])
        )
    return found


def _places(starts: Sequence[int], start: int, end: int) -> range:
    """The paragraphs, by their first characters, that a span lies in."""
    return range(max(bisect_right(starts, start) - 1, 0), max(bisect_left(starts, end), 1))


def _marks(quotation: Row) -> list[Mark]:
    no, speaker = quotation["no"], quotation["speaker_id"]
    marks = [Mark(start, end, "quotation", no, speaker) for start, end in json.loads(quotation["spans"])]
    for kind in ("cue", "mention"):
        if quotation[f"{kind}_start"] is not None:
            marks.append(Mark(quotation[f"{kind}_start"], quotation[f"{kind}_end"], kind, no, speaker))
    marks += [Mark(row["target_start"], row["target_end"], "target", no) for row in quotation["stances"]]
    return marks
