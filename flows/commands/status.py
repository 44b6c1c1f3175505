"""`onrecord status`."""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from flows.home import Home
from transforms.text.errors import PipelineError
from warehouse.store import open_store_read_only


class NoSuchHome(PipelineError):
    """There is no pipeline here."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"{home} holds no pipeline. Give another --home, or start one: onrecord run FOLDER --home {home}"
        )


_QUESTIONS = {
    "Last runs": """
        SELECT run_id AS run, status, started_at AS "started (UTC)",
               round(date_diff('millisecond', started_at, finished_at) / 1000, 1) AS seconds,
               published, error
        FROM core_runs ORDER BY run_id DESC LIMIT 10""",
    "Counts": """
        SELECT (SELECT count(*) FROM core_article_files)
                 + (SELECT count(*) FROM core_rejects WHERE step = 'admit') AS records,
               (SELECT count(*) FROM core_articles) AS articles,
               (SELECT count(*) FROM core_article_files WHERE is_duplicate) AS duplicates,
               (SELECT count(*) FROM core_rejects WHERE step = 'admit') AS rejects,
               (SELECT count(*) FROM core_articles WHERE duplicate_of IS NOT NULL) AS "near-duplicates",
               (SELECT count(*) FROM core_articles WHERE NOT is_analysed) AS "not analysed",
               (SELECT count(*) FROM core_quotations) AS quotations,
               (SELECT count(*) FROM core_speakers) AS speakers""",
    "Rejects by reason": """
        SELECT step, reason, count(*) AS rejects, min(key) AS example
        FROM core_rejects GROUP BY step, reason ORDER BY rejects DESC, step, reason""",
}


def status_command(home: Path) -> None:
    """Prints runs, counts and rejects of the pipeline in `home`."""
    place = Home(home.absolute())
    if not place.database.exists():
        raise NoSuchHome(home)
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=160)
    with open_store_read_only(place.database) as store:
        for title, question in _QUESTIONS.items():
            relation = store.sql(question)
            grid = Table(*relation.columns, title=title, title_justify="left")
            for row in relation.fetchall():
                grid.add_row(*("" if value is None else str(value) for value in row))
            console.print(grid, markup=False)
