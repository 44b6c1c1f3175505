"""One reported piece of speech, in tokens."""

from dataclasses import dataclass

from transforms.quotations.confidence import Family
from transforms.text.records import Cue


@dataclass(frozen=True, slots=True)
class Report:
    """Content as token ranges (end exclusive) with its cue; `family` names the rule for its confidence."""

    parts: tuple[tuple[int, int], ...]
    cue: Cue
    family: Family
