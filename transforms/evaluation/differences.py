"""Where a prediction differs from the gold, in words a person can read."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from transforms.evaluation.counts import ArticleScore
from transforms.evaluation.segments import Segment
from transforms.evaluation.speakers import Verdict
from transforms.evaluation.words import Words
from transforms.text.records import QuotationKind

Row = dict[str, Any]


class Difference(StrEnum):
    """What is wrong."""

    MISSED = "missed"
    SPURIOUS = "spurious"
    BOUNDS = "bounds"  # found, with other words
    SPEAKER = "speaker"  # found, given to somebody else or to nobody
    NAME = "name"  # given to the right mention, but not named


def differences(score: ArticleScore) -> list[Row]:
    """One row per difference, in the order of the text; a segment with wrong words and a wrong speaker has two."""
    matching = score.matching
    answers = {expected: matching.found[given] for expected, given in matching.pairs.items()}
    rows = [
        _row(what, segment.kind, score.words, segment, answers.get(index))
        for index, segment in enumerate(matching.gold)
        for what in _faults(score, index)
    ]
    taken = set(matching.pairs.values())
    rows += [
        _row(Difference.SPURIOUS, segment.kind, score.words, None, segment)
        for index, segment in enumerate(matching.found)
        if index not in taken
    ]
    return sorted(rows, key=lambda row: row["gold_start"] if row["gold_start"] is not None else row["system_start"])


def _faults(score: ArticleScore, index: int) -> Iterator[Difference]:
    matching = score.matching
    if index not in matching.pairs:
        yield Difference.MISSED
        return
    if matching.gold[index].words != matching.found[matching.pairs[index]].words:
        yield Difference.BOUNDS
    if score.speakers[index] is Verdict.WRONG:
        yield Difference.SPEAKER
    elif score.names[index] is Verdict.WRONG:
        yield Difference.NAME


def _row(what: Difference, kind: QuotationKind, words: Words, gold: Segment | None, found: Segment | None) -> Row:
    return {"what": what.value, "kind": kind.value} | _side("gold", words, gold) | _side("system", words, found)


def _side(name: str, words: Words, segment: Segment | None) -> Row:
    """The columns of one side; null where the side has no such segment, or it lacks the thing."""
    span = words.span(segment.words) if segment else None
    quotation = segment.quotation if segment else None
    return {
        f"{name}_start": span.start if span else None,
        f"{name}_end": span.end if span else None,
        f"{name}_text": span.slice(words.text) if span else None,
        f"{name}_speaker": (quotation.speaker.text or None) if quotation else None,
        f"{name}_canonical": (quotation.speaker.canonical or None) if quotation else None,
        f"{name}_cue": (quotation.cue or None) if quotation else None,
    }
