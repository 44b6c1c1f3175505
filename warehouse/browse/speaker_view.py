"""The pages of the speakers: a list by name, and one speaker."""

from __future__ import annotations

from typing import Any

from warehouse.browse.find import PAGE, in_full
from warehouse.browse.periods import periods
from warehouse.browse.plots import bars, course, sides
from warehouse.browse.run import PublishedRun, Row

_MOST_ROWS = 25
_STATEMENTS = 10


def speaker_list(run: PublishedRun, part: str, page: int) -> tuple[list[Row], int]:
    """A page of speakers with `part` in one of their names, the most quoted first, and how many there are."""
    rows = run.rows(
        f"""SELECT speaker_id, name, entity_type, role, affiliation, quotations, statements, attitudes, articles,
                   outlets, sentiment_mean, favor, against, count(*) OVER () AS found
            FROM out_speakers WHERE $part = '' OR contains(lower(name || ' | ' || aliases), lower($part))
            ORDER BY quotations DESC, mentions DESC, speaker_id LIMIT {PAGE} OFFSET {(page - 1) * PAGE}""",
        {"part": part},
    )
    return rows, rows[0]["found"] if rows else 0


def moved_to(run: PublishedRun, speaker_id: str) -> str | None:
    """The speaker that an id of an earlier run became, if it is one."""
    rows = run.rows(
        "SELECT DISTINCT new_speaker_id FROM out_speaker_changes WHERE old_speaker_id = ? AND change IN "
        "('merged', 'replaced') AND new_speaker_id IN (SELECT speaker_id FROM out_speakers)",
        [speaker_id],
    )
    return str(rows[0]["new_speaker_id"]) if len(rows) == 1 else None


def speaker_page(run: PublishedRun, speaker_id: str) -> dict[str, Any] | None:
    """What the template of a speaker needs; None where there is no such speaker."""
    speaker = run.row("SELECT * FROM out_speakers WHERE speaker_id = ?", [speaker_id])
    if speaker is None:
        return None
    newest = run.rows(
        f"""SELECT text_quotation_id AS quotation_id FROM out_statements WHERE speaker_id = ?
            ORDER BY first_seen_on DESC NULLS LAST, statement_id LIMIT {_STATEMENTS}""",
        [speaker_id],
    )
    return {
        "speaker": speaker,
        "aliases": [name for name in speaker["aliases"].split(" | ") if name and name != speaker["name"]],
        "quotations": in_full(run, [row["quotation_id"] for row in newest]),
        "over_time": _over_time(run, speaker_id),
        "targets": run.rows(
            f"""SELECT * FROM out_who_about_whom WHERE speaker_id = ?
                ORDER BY expected_favor + expected_against DESC, n DESC, target_id LIMIT {_MOST_ROWS}""",
            [speaker_id],
        ),
        "about": run.rows(
            f"""SELECT * FROM out_who_about_whom WHERE target_speaker_id = ?
                ORDER BY expected_favor + expected_against DESC, n DESC, speaker_id LIMIT {_MOST_ROWS}""",
            [speaker_id],
        ),
        "changes": run.rows(
            "SELECT * FROM out_stance_changes WHERE speaker_id = ? AND is_clear ORDER BY month DESC LIMIT 10",
            [speaker_id],
        ),
        "terms": run.rows(
            "SELECT term, uses, others_uses FROM out_speaker_terms WHERE speaker_id = ? ORDER BY rank", [speaker_id]
        ),
        "outlets": run.rows(
            f"""SELECT outlet, count(*) AS quotations FROM out_quotations WHERE speaker_id = ? AND outlet IS NOT NULL
                GROUP BY outlet ORDER BY quotations DESC, outlet LIMIT {_MOST_ROWS}""",
            [speaker_id],
        ),
        "became": run.rows(
            "SELECT DISTINCT change, old_name, new_speaker_id, new_name FROM out_speaker_changes "
            "WHERE new_speaker_id = $1 AND old_speaker_id <> $1 OR old_speaker_id = $1 ORDER BY ALL LIMIT 10",
            [speaker_id],
        ),
    }


def _over_time(run: PublishedRun, speaker_id: str) -> dict[str, Any] | None:
    """The plots, and their numbers for those who rather read them; None without dates."""
    days = run.rows("SELECT * FROM out_speaker_days WHERE speaker_id = ? ORDER BY published_on", [speaker_id])
    found = periods(days, "published_on")
    if not found:
        return None
    table: list[Row] = [
        {
            "label": period.label,
            "statements": period.total("statements"),
            "sentiment": period.mean("sentiment_mean", "quotations"),
            "favor": period.total("favor"),
            "against": period.total("against"),
        }
        for period in found
    ]
    return {
        "table": table,
        "statements": bars("Statements over time", [(row["label"], row["statements"]) for row in table]),
        "sentiment": course("Mean sentiment over time", [(row["label"], row["sentiment"]) for row in table]),
        "stance": sides("Stances over time", [(row["label"], row["favor"], row["against"]) for row in table]),
    }
