"""The labelled rows the weights are trained and scored on."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transforms.text.scores import StanceQuestion
from transforms.text.spans import Span


@dataclass(frozen=True, slots=True)
class Labelled:
    """Questions with their labels; rows of one text are kept in one fold."""

    questions: list[StanceQuestion]
    labels: list[str]
    groups: list[str]


def directed_pairs(path: Path, *, held_out: bool) -> Labelled:
    """stance_dse: train, or the dev rows whose sentence does not occur in train.

    The strings `speaker` and `target` there are cut one character off at times; p_* and q_* are right.
    """
    return _labelled(
        path,
        lambda row: (row["split"] != "train") == held_out and not row.get("sentence_in_train"),
        lambda row: StanceQuestion(
            row["text"], speaker=Span(row["p_start"], row["p_end"]), target=Span(row["q_start"], row["q_end"])
        ),
    )


def marked_mentions(path: Path, *, held_out: bool) -> Labelled:
    """targeted_sentiment_newsmtsc: train, or both dev sets."""
    return _labelled(
        path,
        lambda row: (row["split"] != "train") == held_out,
        lambda row: StanceQuestion(row["text"], target=Span(row["target_start"], row["target_end"])),
    )


def _labelled(
    path: Path, keep: Callable[[dict[str, Any]], bool], question: Callable[[dict[str, Any]], StanceQuestion]
) -> Labelled:
    with path.open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if keep(row)]
    return Labelled([question(row) for row in rows], [str(row["label"]) for row in rows], [row["text"] for row in rows])


_SPEAKERS = ("Ada Lim", "Minister Okoro", "the mayor", "He", "Ms. Varga")
_TARGETS = (
    "the harbour bridge",
    "Deputy Mayor Brandt",
    "a carbon levy",
    "the Tidewater Union",
    "Norlandia",
    "the airport tax",
)


def plain_cases(path: Path) -> Labelled:
    """The templates of `path`, each with several speakers and targets: cases no scorer may get wrong."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    cases = [
        (label, _case(template, speaker, target), template)
        for label, template in (line.split("\t") for line in lines)
        for speaker in _SPEAKERS
        for target in _TARGETS
    ]
    return Labelled(
        [question for _, question, _ in cases], [label for label, _, _ in cases], [group for _, _, group in cases]
    )


def _case(template: str, speaker: str, target: str) -> StanceQuestion:
    text = template.replace("{S}", speaker).replace("{T}", target)
    opens, closes = text.find("“"), text.find("”")
    at = {name: text.index(name) for name in (speaker, target)}
    return StanceQuestion(
        text,
        content=(Span(opens, closes + 1),) if opens >= 0 else (),
        speaker=Span(at[speaker], at[speaker] + len(speaker)),
        target=Span(at[target], at[target] + len(target)),
    )
