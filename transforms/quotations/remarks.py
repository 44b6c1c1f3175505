"""What the article adds at the end of what it reports: a remark, a place, a day."""

from transforms.quotations.reading import Reading
from transforms.quotations.words import words

_TIMES = words("times")
_DOCUMENTS = words("documents")
_ADVERBIAL_TOKENS = 7
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


def without_adverbials(reading: Reading, start: int, end: int) -> int:
    """`end` moved left over "in an interview", "on Monday" and the like at the end of an act of speaking."""
    for token in range(end - 1, max(start, end - _ADVERBIAL_TOKENS), -1):
        if reading.region[token] >= 0:
            return end
        if reading.lowers[token] not in ("in", "on", "during", "at"):
            continue
        rest = reading.lowers[token + 1 : end]
        if rest and (rest[-1] in _TIMES or rest[-1] in _DOCUMENTS):
            return without_adverbials(reading, start, token)
        return end
    return end
