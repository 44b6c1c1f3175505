"""The pages of the targets: a list by name, and one target."""

from __future__ import annotations

from typing import Any

from warehouse.browse.find import PAGE, in_full
from warehouse.browse.periods import periods
from warehouse.browse.plots import course, sides
from warehouse.browse.run import PublishedRun, Row

_MOST_ROWS = 25
_STATEMENTS = 10


def target_list(run: PublishedRun, part: str, page: int) -> tuple[list[Row], int]:
    """A page of targets with `part` in their name, those of the watch-list first, and how many there are."""
    rows = run.rows(
        f"""SELECT target_id, min(target) AS target, starts_with(target_id, 'watch:') AS is_watched,
                   CAST(sum(n) AS BIGINT) AS n, count(*) AS speakers, CAST(sum(favor) AS BIGINT) AS favor,
                   CAST(sum(against) AS BIGINT) AS against, count(*) OVER () AS found
            FROM out_who_about_whom WHERE $part = '' OR contains(lower(target), lower($part))
            GROUP BY target_id ORDER BY is_watched DESC, n DESC, target_id LIMIT {PAGE} OFFSET {(page - 1) * PAGE}""",
        {"part": part},
    )
    return rows, rows[0]["found"] if rows else 0


def target_page(run: PublishedRun, target_id: str) -> dict[str, Any] | None:
    """What the template of a target needs; None where there is no such target."""
    target = run.row(
        """SELECT min(target_id) AS target_id, min(target) AS name, min(target_kind) AS kind, count(*) AS stances,
                  count(DISTINCT statement_id) AS statements, count(DISTINCT speaker_id) AS speakers,
                  count(DISTINCT outlet) AS outlets, avg(target_sentiment) AS target_sentiment
           FROM out_stances WHERE target_id = ?""",
        [target_id],
    )
    if target is None or not target["stances"]:
        return None
    ids = run.rows(
        f"""SELECT quotation_id FROM out_stances WHERE target_id = ? AND quotation_id = statement_id
            ORDER BY label = 'neutral', published_on DESC NULLS LAST, quotation_id LIMIT {_STATEMENTS}""",
        [target_id],
    )
    return {
        "target": target,
        "quotations": in_full(run, [row["quotation_id"] for row in ids]),
        "over_time": _over_time(run, target_id),
        "speakers": run.rows(
            f"""SELECT * FROM out_who_about_whom WHERE target_id = ?
                ORDER BY favor + against DESC, n DESC, speaker_id LIMIT {_MOST_ROWS}""",
            [target_id],
        ),
        "outlets": run.rows(
            f"""SELECT outlet, count(*) AS copies, count(*) FILTER (label = 'favor') AS favor,
                       count(*) FILTER (label = 'against') AS against, avg(target_sentiment) AS target_sentiment
                FROM out_stances WHERE target_id = ? AND outlet IS NOT NULL
                GROUP BY outlet ORDER BY copies DESC, outlet LIMIT {_MOST_ROWS}""",
            [target_id],
        ),
        "as_speaker": run.row(
            "SELECT DISTINCT target_speaker_id AS speaker_id FROM out_who_about_whom "
            "WHERE target_id = ? AND target_speaker_id IS NOT NULL",
            [target_id],
        ),
    }


def _over_time(run: PublishedRun, target_id: str) -> dict[str, Any] | None:
    """The plots and their numbers; statements of speakers without a name are not in them."""
    months = run.rows(
        """SELECT month, CAST(sum(n) AS BIGINT) AS n, CAST(sum(favor) AS BIGINT) AS favor,
                  CAST(sum(against) AS BIGINT) AS against,
                  sum(target_sentiment_mean * n) / sum(n) AS target_sentiment
           FROM out_speaker_targets WHERE target_id = ? AND month IS NOT NULL GROUP BY month ORDER BY month""",
        [target_id],
    )
    found = periods(months, "month", finest="month")
    if not found:
        return None
    table: list[Row] = [
        {
            "label": period.label,
            "statements": period.total("n"),
            "favor": period.total("favor"),
            "against": period.total("against"),
            "sentiment": period.mean("target_sentiment", "n"),
        }
        for period in found
    ]
    return {
        "table": table,
        "stance": sides("Stances over time", [(row["label"], row["favor"], row["against"]) for row in table]),
        "sentiment": course(
            "Mean sentiment toward the target over time", [(row["label"], row["sentiment"]) for row in table]
        ),
    }
