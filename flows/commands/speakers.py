"""`onrecord speakers`: list them, and write judgements that every later run obeys."""

import sys
from pathlib import Path

from flows.commands.sql import print_table
from flows.home import Home
from flows.judgements import CuratedJudgements
from warehouse.literals import literal
from warehouse.query import open_published, query

_LIST = """
    SELECT speaker_id, name, role, affiliation, aliases, quotations, mentions, articles
    FROM out_speakers WHERE contains(lower(name || ' ' || aliases), lower({part}))
    ORDER BY quotations DESC, mentions DESC, speaker_id LIMIT 50
"""


def list_speakers(part: str, home: Path) -> None:
    """Prints the 50 most quoted speakers with `part` in a name."""
    connection = open_published(Home(home.absolute()).published)
    try:
        print_table(*query(connection, _LIST.format(part=literal(part))))
    finally:
        connection.close()


def judge(home: Path, *, verdict: str, note: str, **speakers: str) -> None:
    """Appends one judgement to `curated/judgements.jsonl`.

    Raises:
        PipelineError: as CuratedJudgements.keep says.
    """
    place = Home(home.absolute())
    CuratedJudgements(place).keep(verdict, note, **speakers)
    sys.stdout.write(f"kept in {place.judgements}; it holds from the next run on\n")
