"""The curated file of judgements: read by every run, written by `onrecord speakers` and `onrecord browse`."""

import getpass
import json
import os
import re
from datetime import date
from threading import Lock

from flows.home import Home
from transforms.speakers.judgements import Judgement, Verdict, parse_judgements
from transforms.text.errors import PipelineError
from warehouse.literals import literal
from warehouse.query import open_published, query

# Ends of lines to Python that JSON leaves as they are.
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
_FIND = """
    SELECT speaker_id FROM out_speakers
    WHERE speaker_id = {speaker} OR lower(name) = lower({speaker})
       OR list_contains(string_split(lower(aliases), ' | '), lower({speaker}))
    ORDER BY speaker_id
"""


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


class JudgementGone(PipelineError):
    """The judgement that was to be withdrawn is not in the file any more."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} of the judgements is another one by now; load the page again.")


def read_judgements(home: Home) -> tuple[str, list[Judgement]]:
    """The file as it stands, empty where there is none, and its judgements.

    Raises:
        PipelineError: a line is not in the format, or contradicts another.
    """
    text = home.judgements.read_text("utf-8") if home.judgements.exists() else ""
    return text, parse_judgements(text.splitlines())


class CuratedJudgements:
    """The judgements of a home, as `onrecord browse` reads and writes them."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = Lock()

    def kept(self) -> list[Judgement]:
        """Those in the file, in its order."""
        return read_judgements(self._home)[1]

    def keep(self, verdict: str, note: str = "", **names: str) -> None:
        """Appends one judgement; one that contradicts another is refused.

        Names are kept as they were given: they hold even when ids change.

        Raises:
            NothingToJudge: a name is empty, or both are the same.
            UnknownSpeaker: a speaker is neither an id nor a name of the last published run.
            AmbiguousSpeaker: a name that several speakers have.
            PipelineError: the file is broken, or would contradict itself.
        """
        named = [name.strip() for name in names.values()]
        if not all(named) or named[0] == named[1]:
            raise NothingToJudge(verdict)
        if verdict != Verdict.WRONG:
            for role, speaker in names.items():
                if role != "name":
                    self._check_known(speaker)
        judgement = {"verdict": verdict, **names, "by": _user(), "on": date.today().isoformat()}
        if note.strip():
            judgement["note"] = note.strip()
        self._append(_LINE_ENDS.sub(lambda end: f"\\u{ord(end[0]):04x}", json.dumps(judgement, ensure_ascii=False)))

    def withdraw(self, judgement: Judgement) -> None:
        """Takes a judgement out of the file; everything else in it stays as it is.

        Raises:
            JudgementGone: its line holds another one by now.
        """
        with self._lock:
            text, kept = read_judgements(self._home)
            if judgement not in kept:
                raise JudgementGone(judgement.line)
            lines = text.splitlines(keepends=True)
            del lines[judgement.line - 1]
            unfinished = self._home.judgements.with_suffix(".tmp")
            unfinished.write_text("".join(lines), "utf-8")
            unfinished.replace(self._home.judgements)

    def _append(self, line: str) -> None:
        path = self._home.judgements
        with self._lock:
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_text("utf-8") if path.exists() else ""
            parse_judgements([*before.splitlines(), line])
            with path.open("a", encoding="utf-8") as file:
                file.write(("\n" if before and not before.endswith("\n") else "") + line + "\n")

    def _check_known(self, speaker: str) -> None:
        connection = open_published(self._home.published)
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
