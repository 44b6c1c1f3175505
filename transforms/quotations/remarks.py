"""Remarks of the article at the end of what it reports."""

from transforms.quotations.reading import Reading
from transforms.quotations.words import words

_REMARK_TOKENS = 25
_REMARK_NOUNS = words("remark_nouns")


def without_remark(reading: Reading, start: int, end: int) -> int:
    """`end` moved before ", a figure the union disputes", which is the article's own remark."""
    for comma in range(end - 3, max(start, end - _REMARK_TOKENS), -1):
        if reading.region[comma] >= 0:
            return end
        is_remark = reading.lowers[comma] == "," and reading.lowers[comma + 1] in ("a", "an")
        if is_remark and any(word in _REMARK_NOUNS for word in reading.lowers[comma + 2 : min(end, comma + 4)]):
            return comma
    return end
