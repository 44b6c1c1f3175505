"""The parts of a name: honorific, role title, given, middle, family name; and when two names may be one's."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Hamming

from transforms.speakers import lexicon
from transforms.speakers.known import JOINTS, listed_length
from transforms.speakers.lexicon import Gender
from transforms.speakers.words import bare, is_capitalised

_SPELLING_MIN = (
    92.0  # Zelensky / Zelenskyy 94, Gaddafi / Gadhafi 86, Johnson / Johnston 93 (kept apart by the given name)
)
_MISSPELT_MIN_CHARS = 6
_ENDING_MIN_CHARS = 4
_FEMALE_ENDINGS = ("ina", "ella", "etta", "elia", "nna", "ita", "issa", "isha", "essa", "iana")
_PLAIN = str.maketrans("’‘øØłŁđĐ‐‑", "''oOlLdD--")
_SPLIT = re.compile(r"\s+")
_TRAILING_POSSESSIVE = re.compile(r"[’'‘]s?$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, in parts; a part that is not there is empty."""

    honorific: str = ""
    role: str = ""
    given: str = ""
    middle: tuple[str, ...] = ()
    family: str = ""
    suffix: str = ""

    @property
    def text(self) -> str:
        """The name without honorific and role: “Jens Stoltenberg”."""
        return " ".join(part for part in (self.given, *self.middle, self.family, self.suffix) if part)

    @property
    def is_full(self) -> bool:
        """True where both a given and a family name stand."""
        return bool(self.given and self.family)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """`text` for comparison: no accents, case, full stops, hyphens or possessive ’s; single spaces."""
    plain = _TRAILING_POSSESSIVE.sub("", text.strip())
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
        plain = plain.translate(_PLAIN)
    return " ".join(plain.casefold().replace(".", "").replace("-", " ").split())


@lru_cache(maxsize=65_536)
def split_name(text: str) -> Name:
    """The parts of `text`, a name of a person with whatever honorific, title and affiliation stands before it."""
    words = [word for word in _SPLIT.split(_TRAILING_POSSESSIVE.sub("", text.strip()).replace(",", " ")) if word]
    first = _core_start(words)
    honorifics = [word for word in words[:first] if is_honorific(word.lower())]
    roles = [word for word in words[:first] if not is_honorific(word.lower())]
    core, suffix = words[first:], ""
    if len(core) > 1 and bare(core[-1].lower()) in lexicon.words("name_suffixes"):
        core, suffix = core[:-1], core[-1]
    given, middle, family = _split_core(core)
    return Name(" ".join(honorifics), " ".join(roles), given, middle, family, suffix)


def _core_start(words: list[str]) -> int:
    """Where the name itself begins: after the last honorific, title or role that has a name behind it."""
    first = 0
    lowers = [word.lower() for word in words]
    for index, word in enumerate(words[:-1]):
        lower = lowers[index]
        if _is_prefix(words, index):
            first = after_portfolio(lowers, index + 1)
        elif index >= first and not is_capitalised(word) and lower not in lexicon.words("particles"):
            first = index + 1
    return min(first, len(words) - 1) if words else 0


def _is_prefix(words: Sequence[str], index: int) -> bool:
    lower = words[index].lower()
    if is_honorific(lower) or is_title(lower):
        return True
    return is_role(lower) and (not words[index][0].isupper() or is_capital_role(lower, index, len(words)))


def is_capital_role(lower: str, index: int, last: int) -> bool:
    """True where a role with a capital belongs before a name: “Editor Ada Lim”, “Singer Bo Ek”; not in “Star Wars”."""
    if lower in lexicon.words("capital_roles"):
        return True
    return index == 0 and last > 2 and lower not in lexicon.words("given_names")


def after_portfolio(lowers: Sequence[str], index: int) -> int:
    """Past “of State”, “to the United States” behind a title at `index` - 1; `index` where none follows."""
    if index >= len(lowers) or lowers[index] not in JOINTS:
        return index
    while index < len(lowers) and lowers[index] in JOINTS:
        index += 1
    begin = index
    while index < len(lowers):
        length = listed_length(lowers, index)
        if not length and index > begin and not _continues_portfolio(lowers[index]):
            break
        index += length or 1
    return index


def _continues_portfolio(lower: str) -> bool:
    if lower in lexicon.words("given_names"):
        return False
    return lower == "and" or lower in lexicon.words("portfolios") or lower in lexicon.words("not_names")


def _split_core(core: list[str]) -> tuple[str, tuple[str, ...], str]:
    if len(core) < 2:
        return "", (), " ".join(core)
    family = len(core) - 1
    while family > 1 and bare(core[family - 1].lower()) in lexicon.words("particles"):
        family -= 1
    if bare(core[0].lower()) in lexicon.words("particles") and not core[0][0].isupper():
        return "", (), " ".join(core)
    return core[0], tuple(core[1:family]), " ".join(core[family:])


@lru_cache(maxsize=65_536)
def is_honorific(lower: str) -> bool:
    """True for “mr.”, “maj.-gen.”, “lieutenant”: forms of address and ranks."""
    known = lexicon.words("honorifics")
    if bare(lower) in known:
        return True
    return "-" in lower and all(part.rstrip(".") in known for part in lower.split("-"))


@lru_cache(maxsize=65_536)
def is_title(lower: str) -> bool:
    """True for offices: “president”, “secretary-general”, “vice-president”."""
    return _in_list(lower, lexicon.words("titles"))


@lru_cache(maxsize=65_536)
def is_role(lower: str) -> bool:
    """True for nouns of what a person is or does: “spokesman”, “analyst”, “co-founder”."""
    return _in_list(lower, lexicon.words("roles"))


def _in_list(lower: str, known: frozenset[str]) -> bool:
    if bare(lower) in known:
        return True
    head, _, tail = lower.rpartition("-")
    if tail in {"general", "elect", "designate"}:
        return head in known
    return tail in known and (head in known or head in lexicon.words("title_prefixes"))


def gender_of(word: str) -> Gender | None:
    """The gender that an honorific, title or role states, by itself."""
    lower = bare(word.lower())
    for name in ("honorifics", "titles", "roles"):
        if lower in lexicon.genders(name):
            return lexicon.genders(name)[lower]
    return None


@lru_cache(maxsize=65_536)
def gender_of_given(given: str) -> Gender | None:
    """The gender of most bearers of the given name `given`; None where the name or its ending does not tell."""
    key = fold(given)
    known = lexicon.genders("given_names").get(key)
    if known is not None or key in lexicon.words("given_names"):
        return known
    return Gender.FEMALE if len(key) > _ENDING_MIN_CHARS and key.endswith(_FEMALE_ENDINGS) else None


def initials(text: str) -> str:
    """The first letters of the capitalised words of `text`: “North Atlantic Treaty Organization” → “NATO”."""
    return "".join(word[0] for word in _SPLIT.split(text) if word and word[0].isupper())


def compatible(a: Name, b: Name) -> bool:
    """True where `a` and `b` may name one person: the same family name and given names that do not exclude each other.

    A missing part excludes nothing; an initial fits every name that begins with it.
    """
    if not _same_family(a, b) or not _same_middle(a, b):
        return a.is_full and b.is_full and fold(a.text) == fold(b.text)
    if a.suffix and b.suffix and fold(a.suffix) != fold(b.suffix):
        return False
    if a.honorific and b.honorific:
        genders = {gender_of(a.honorific.split()[0]), gender_of(b.honorific.split()[0])} - {None}
        if len(genders) > 1:
            return False
    return _given_fits(fold(a.given), fold(b.given))


def _same_family(a: Name, b: Name) -> bool:
    left, right = fold(a.family), fold(b.family)
    if left == right:
        return bool(left)
    same_given = bool(a.given) and fold(a.given) == fold(b.given)
    return same_given and min(len(left), len(right)) > 4 and fuzz.ratio(left, right) >= _SPELLING_MIN


def _same_middle(a: Name, b: Name) -> bool:
    return all(_given_fits(fold(left), fold(right)) for left, right in zip(a.middle, b.middle, strict=False))


def _given_fits(left: str, right: str) -> bool:
    if not left or not right or left == right:
        return True
    short, long = sorted((left, right), key=len)
    if len(short) == 1:
        return long.startswith(short)
    return _is_misspelt(left, right)


def _is_misspelt(left: str, right: str) -> bool:
    """True for “Kristin” and “Kristen”: one letter inside a long name; “Andrew” and “Andrea” are two names."""
    if len(left) != len(right) or len(left) < _MISSPELT_MIN_CHARS or left[0] != right[0] or left[-1] != right[-1]:
        return False
    return Hamming.distance(left, right) == 1
