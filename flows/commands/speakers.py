"""`onrecord speakers`: list them, and write judgements that every later run obeys."""

import getpass
import json
import os
import sys
from datetime import date
from pathlib import Path

from flows.commands.sql import print_table
from flows.home import Home
from transforms.speakers.judgements import parse_judgements
from transforms.text.errors import PipelineError
from warehouse.literals import literal
from warehouse.query import open_published, query


class UnknownSpeaker(PipelineError):
    """No speaker has this id or name."""

    def __init__(self, speaker: str) -> None:
        super().__init__(f"no speaker has the id or name {speaker!r}; `onrecord speakers list` shows what there is.")


class NothingToJudge(PipelineError):
    """A judgement without two different names."""

    def __init__(self, verdict: str) -> None:
        super().__init__(f"`{verdict}` takes two different ids or names, none of them empty.")


class AmbiguousSpeaker(PipelineError):
    """Several speakers have this name."""

    def __init__(self, speaker: str, ids: list[str]) -> None:
        super().__init__(f"{speaker!r} is the name of {len(ids)} speakers; give one of the ids {', '.join(ids)}.")


_LIST = """
    SELECT speaker_id, name, role, affiliation, aliases, quotations, mentions, articles
    FROM out_speakers WHERE contains(lower(name || ' ' || aliases), lower({part}))
    ORDER BY quotations DESC, mentions DESC, speaker_id LIMIT 50
"""
_FIND = """
    SELECT speaker_id FROM out_speakers
    WHERE speaker_id = {speaker} OR lower(name) = lower({speaker})
       OR list_contains(string_split(lower(aliases), ' | '), lower({speaker}))
    ORDER BY speaker_id
"""


def list_speakers(part: str, home: Path) -> None:
    """Prints the 50 most quoted speakers with `part` in a name."""
    connection = open_published(Home(home.absolute()).published)
    try:
        print_table(*query(connection, _LIST.format(part=literal(part))))
    finally:
        connection.close()


def judge(home: Path, *, verdict: str, note: str, **speakers: str) -> None:
    """Appends one judgement to `curated/judgements.jsonl`; a judgement that contradicts another is refused.

    Names are kept as they were given: they hold even when ids change.

    Raises:
        NothingToJudge: a name is empty, or both are the same.
        UnknownSpeaker: a speaker is neither an id nor a name of the last published run.
        AmbiguousSpeaker: a name that several speakers have.
    """
    place = Home(home.absolute())
    named = [speaker.strip() for speaker in speakers.values()]
    if not all(named) or named[0] == named[1]:
        raise NothingToJudge(verdict)
    for role, speaker in speakers.items():
        if role != "name":
            _check_known(place, speaker)
    judgement = {"verdict": verdict, **speakers, "by": _user(), "on": date.today().isoformat()}
    if note:
        judgement["note"] = note
    line = json.dumps(judgement, ensure_ascii=False)
    place.judgements.parent.mkdir(parents=True, exist_ok=True)
    before = place.judgements.read_text("utf-8") if place.judgements.exists() else ""
    parse_judgements([*before.splitlines(), line])
    with place.judgements.open("a", encoding="utf-8") as file:
        file.write(("\n" if before and not before.endswith("\n") else "") + line + "\n")
    sys.stdout.write(f"kept in {place.judgements}; it holds from the next run on\n")


def _check_known(home: Home, speaker: str) -> None:
    connection = open_published(home.published)
    try:
        _, rows = query(connection, _FIND.format(speaker=literal(speaker)))
    finally:
        connection.close()
    if not rows:
        raise UnknownSpeaker(speaker)
    if len(rows) > 1:
        raise AmbiguousSpeaker(speaker, [str(row[0]) for row in rows])


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container's user need not have a name.
        return str(os.getuid())
