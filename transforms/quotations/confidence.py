"""How sure each family of rules is."""

from enum import StrEnum


class Family(StrEnum):
    """The rules that find quotations."""

    TAIL = "tail"  # “…,” she said
    HEAD = "head"  # She went on: ⏎ “…”
    FLOATING = "floating"  # “…” in a paragraph of its own
    LAYOUT = "layout"  # Name: “…”, “…” – Name
    SAY = "say"  # said …, told MPs that …
    CLAUSE = "clause"  # other verbs of saying
    FINAL = "final"  # …, she said.
    MIDDLE = "middle"  # …, she said, …
    ACCORDING = "according"  # according to
    ACT = "act"  # praised …, called on …
    THOUGHT = "thought"  # believes …
    COMMIT = "commit"  # vowed to …
    NOUN = "noun"  # the claim of … that …


# The share of what each family found that is a quotation of the corpus quotes_polnear_train (IoU of words >= 0.3).
_PRECISION = {
    Family.TAIL: 0.99,
    Family.HEAD: 0.93,
    Family.FLOATING: 0.74,
    Family.LAYOUT: 0.8,
    Family.SAY: 0.96,
    Family.CLAUSE: 0.8,
    Family.FINAL: 0.86,
    Family.MIDDLE: 0.92,
    Family.ACCORDING: 0.92,
    Family.ACT: 0.83,
    Family.THOUGHT: 0.82,
    Family.COMMIT: 0.83,
    Family.NOUN: 0.85,
}


def confidence_of(family: Family) -> float:
    """The probability that what a rule of `family` found is a quotation."""
    return _PRECISION[family]
