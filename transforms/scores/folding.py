"""One spelling for names that differ only in case, hyphens, quotes or white space."""

from functools import lru_cache

from transforms.scores.straight import straighten

_SPACED = str.maketrans(dict.fromkeys("-‐‑‒–—­\t\n\r\u00a0\u2009\u202f", " "))


@lru_cache(maxsize=65_536)
def folded(name: str) -> str:
    """`name` in lower case, straight quotes, with hyphens and runs of white space as one space."""
    return " ".join(straighten(name).translate(_SPACED).split()).lower()


def searchable(text: str) -> str:
    """`text` in lower case, straight quotes, hyphens and white space as spaces; character for character as long."""
    plain = straighten(text).translate(_SPACED)
    lowered = plain.lower()
    if len(lowered) == len(plain):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in plain)
