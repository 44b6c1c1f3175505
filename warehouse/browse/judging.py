"""Judgements as the pages show and take them; who keeps them is decided outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from transforms.speakers.judgements import Judgement, Verdict, key_of
from transforms.text.errors import PipelineError
from warehouse.browse.run import PublishedRun, Row


class NoSuchJudgement(PipelineError):
    """A form asks for something that cannot be judged."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is not there to be judged; load the page again.")


class Judgements(Protocol):
    """The curated judgements of a home."""

    def kept(self) -> list[Judgement]:
        """Those that hold, in order."""
        ...

    def keep(self, verdict: str, note: str = "", **names: str) -> None:
        """Adds one; raises a PipelineError that says what to mend."""
        ...

    def withdraw(self, judgement: Judgement) -> None:
        """Takes one out again."""
        ...


def judge(run: PublishedRun, judgements: Judgements, form: Mapping[str, str]) -> None:
    """Keeps what a form says.

    Raises:
        NoSuchJudgement: what it is about does not exist.
        PipelineError: the judgement is refused; the message says why.
    """
    verdict, note = form.get("verdict", ""), form.get("note", "")
    if verdict == Verdict.WRONG:
        quotation = run.row("SELECT text FROM out_quotations WHERE quotation_id = ?", [form.get("quotation", "")])
        if quotation is None:
            raise NoSuchJudgement("this quotation")
        judgements.keep(verdict, note, quotation=form["quotation"], text=quotation["text"])
    elif verdict in (Verdict.SAME, Verdict.DIFFERENT):
        left, right = reference(run, form.get("left", "")), form.get("right", "").strip()
        judgements.keep(verdict, note, left=left, right=right)
    elif verdict == Verdict.RENAME:
        judgements.keep(
            verdict, note, speaker=reference(run, form.get("speaker", "")), name=form.get("name", "").strip()
        )
    else:
        raise NoSuchJudgement(f"“{verdict}”")


def withdraw(judgements: Judgements, form: Mapping[str, str]) -> None:
    """Takes back the judgement that a form names by its line and its words.

    Raises:
        NoSuchJudgement: there is none like this any more.
    """
    for judgement in judgements.kept():
        if [str(judgement.line), judgement.left, judgement.right] == [form.get(n) for n in ("line", "left", "right")]:
            judgements.withdraw(judgement)
            return
    raise NoSuchJudgement("this judgement")


def reference(run: PublishedRun, speaker_id: str) -> str:
    """How a judgement names the speaker of this id: by name, which outlives ids, unless another bears it too."""
    row = run.row(
        """SELECT name, (SELECT count(*) FROM out_speakers AS o WHERE lower(o.name) = lower(s.name)
                         OR list_contains(string_split(lower(o.aliases), ' | '), lower(s.name))) AS bearers
           FROM out_speakers AS s WHERE speaker_id = ?""",
        [speaker_id],
    )
    if row is None:
        raise NoSuchJudgement("this speaker")
    return str(row["name"]) if row["bearers"] == 1 else speaker_id


def about(kept: Iterable[Judgement], speaker: Row) -> list[Judgement]:
    """The judgements that name this speaker."""
    names = {
        speaker["speaker_id"],
        *(key_of(name) for name in speaker["aliases"].split(" | ")),
        key_of(speaker["name"]),
    }
    return [
        judgement
        for judgement in kept
        if judgement.verdict is not Verdict.WRONG
        and names
        & {key_of(judgement.left), *([] if judgement.verdict is Verdict.RENAME else [key_of(judgement.right)])}
    ]
