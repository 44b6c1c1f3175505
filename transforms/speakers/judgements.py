"""Human judgements about speakers and quotations: the format of `curated/judgements.jsonl`, one JSON object a line.

    {"verdict": "same", "left": "spk_0123456789abcdef", "right": "Ada Lim"}
    {"verdict": "different", "left": "Ada Lim", "right": "A. Lim", "by": "mk", "on": "2026-03-01", "note": "two people"}
    {"verdict": "rename", "speaker": "Ada Lim", "name": "Ada Lim-Ek"}
    {"verdict": "wrong", "quotation": "0123456789abcdef:17-42", "text": "“the levy”"}

A speaker is given by its id or by any of its names. What is judged wrong is no quotation and is left out of the
published tables as long as its text stands at this place: both are needed, an edited article moves its offsets.
Empty lines and lines that begin with # are passed over.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from transforms.speakers.names import fold
from transforms.speakers.unions import Unions
from transforms.text.errors import PipelineError

ID_PREFIX = "spk_"
_OPTIONAL = ("by", "on", "note")


class Verdict(StrEnum):
    """What was judged."""

    SAME = "same"
    DIFFERENT = "different"
    RENAME = "rename"
    WRONG = "wrong"


_KEYS = {
    Verdict.SAME: ("left", "right"),
    Verdict.DIFFERENT: ("left", "right"),
    Verdict.RENAME: ("speaker", "name"),
    Verdict.WRONG: ("quotation", "text"),
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement. `left` and `right` are speakers; for a rename `right` is the new name. `line` counts from 1.

    What is judged wrong: `left` is the id of the quotation, `right` its text.
    """

    verdict: Verdict
    left: str
    right: str
    line: int
    by: str | None = None
    on: str | None = None
    note: str | None = None


class MalformedJudgement(PipelineError):
    """A line of the judgements is not in the format."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"judgements, line {line}: {problem}; mend or delete this line")
        self.line = line


class ContradictoryJudgements(PipelineError):
    """Two speakers are judged the same (perhaps through others) and different."""

    def __init__(self, left: str, right: str, line: int) -> None:
        super().__init__(
            f"judgements, line {line}: “{left}” and “{right}” are judged different here and the same on other lines;"
            " delete one of them"
        )
        self.line = line


def about_speakers(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Those that say who is who."""
    return [judgement for judgement in judgements if judgement.verdict is not Verdict.WRONG]


def wrong_quotations(judgements: Iterable[Judgement]) -> list[tuple[str, str]]:
    """Id and text of what is judged to be no quotation."""
    return [(judgement.left, judgement.right) for judgement in judgements if judgement.verdict is Verdict.WRONG]


def parse_judgements(lines: Iterable[str]) -> list[Judgement]:
    """The judgements in `lines`, in order.

    Raises:
        MalformedJudgement: a line is no JSON object, or lacks a key, or has one that is unknown or no text.
        ContradictoryJudgements: the same pair is judged the same and different; “same” is transitive.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        text = line.strip().removeprefix("\ufeff")
        if text and not text.startswith("#"):
            found.append(_parse_line(number, text))
    _check(found)
    return found


def _parse_line(number: int, text: str) -> Judgement:
    try:
        entry = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedJudgement(number, f"no JSON ({error})") from error
    if not isinstance(entry, dict):
        raise MalformedJudgement(number, "no JSON object")
    verdict = entry.get("verdict")
    if not isinstance(verdict, str) or verdict not in set(Verdict):
        raise MalformedJudgement(number, f'"verdict" is {verdict!r}, not one of {", ".join(Verdict)}')
    keys = _KEYS[Verdict(verdict)]
    unknown = sorted(set(entry) - {"verdict", *keys, *_OPTIONAL})
    if unknown:
        raise MalformedJudgement(number, f"unknown key {unknown[0]!r}, {verdict} takes {', '.join(keys)}")
    for key in keys:
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise MalformedJudgement(number, f"{verdict} needs a text as {key!r}")
    for key in _OPTIONAL:
        if not isinstance(entry.get(key), str | None):
            raise MalformedJudgement(number, f"{key!r} is no text")
    left, right = (entry[key].strip() for key in keys)
    extra = {key: entry.get(key) for key in _OPTIONAL}
    return Judgement(Verdict(verdict), left, right, number, **extra)


def key_of(speaker: str) -> str:
    """`speaker` as a key: an id as it is, a name folded."""
    return speaker if speaker.startswith(ID_PREFIX) else fold(speaker)


def _check(judgements: Sequence[Judgement]) -> None:
    same = Unions()
    for judgement in judgements:
        if judgement.verdict is Verdict.SAME:
            same.join(key_of(judgement.left), key_of(judgement.right))
    for judgement in judgements:
        left, right = key_of(judgement.left), key_of(judgement.right)
        if judgement.verdict is Verdict.DIFFERENT and same.find(left) == same.find(right):
            raise ContradictoryJudgements(judgement.left, judgement.right, judgement.line)
