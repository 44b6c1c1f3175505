"""Capitalised words whose type the word lists know, and what else a single word's form tells."""

from collections.abc import Sequence
from functools import lru_cache

from transforms.speakers import lexicon
from transforms.speakers.words import Word, bare
from transforms.text.records import EntityType

_LISTS = (
    ("organisations", EntityType.ORGANISATION),
    ("places", EntityType.PLACE),
    ("groups", EntityType.GROUP),
)
_ACRONYM_MAX = 6
_COMPANY_FORMS = frozenset({"inc", "corp", "ltd", "plc", "llc", "llp", "lp", "co", "gmbh", "ag", "sa", "nv", "bv"})


JOINTS = frozenset(
    {"of", "for", "on", "to", "the", "against"}
)  # small words inside the names of organisations and offices


def listed_length(lowers: Sequence[str], index: int) -> int:
    """How many of `lowers` from `index` on are one entry of the lists; 0 for none."""
    best = 1 if known_word(lowers[index]) else 0
    for name, _ in _LISTS:
        for parts in lexicon.phrases(name).get(lowers[index], ()):
            if tuple(lowers[index : index + len(parts)]) == parts:
                best = max(best, len(parts))
    return best


def known_at(words: Sequence[Word], index: int, stop: int) -> tuple[int, EntityType] | None:
    """The longest entry of the lists that begins at `index`: how many words it takes and what it is."""
    best: tuple[int, EntityType] | None = None
    lower = words[index].lower
    for name, entity_type in _LISTS:
        for parts in lexicon.phrases(name).get(lower, ()):
            length = len(parts)
            if index + length <= stop and all(words[index + k].lower == parts[k] for k in range(1, length)):
                if best is None or length > best[0]:
                    best = (length, entity_type)
                break
    if best is not None:
        return best
    single = known_word(lower)
    return (1, single) if single and _is_certain(words[index]) else None


@lru_cache(maxsize=65_536)
def known_word(lower: str) -> EntityType | None:
    """The type of a single word by the lists; plurals of peoples and parties count."""
    for name, entity_type in _LISTS:
        entries = lexicon.words(name)
        if lower in entries or (entity_type is EntityType.GROUP and lower.endswith("s") and lower[:-1] in entries):
            return entity_type
    return None


def _is_certain(word: Word) -> bool:
    """False for words that are names only in capitals (“us”, “house”, “fed”) or only inside a sentence."""
    if word.lower in {"us", "un", "eu", "who", "it"}:
        return word.text.isupper()
    return not (word.is_initial and word.lower in lexicon.words("not_names"))


def is_acronym(word: Word) -> bool:
    """True for “NATO”, “OECD”, “AT&T”, “U.N.”: capitals that stand for an organisation."""
    text = word.text
    letters = text.replace(".", "").replace("&", "")
    if not (2 <= len(letters) <= _ACRONYM_MAX and letters.isalpha()):
        return False
    if not letters.isupper() and not (letters[:-1].isupper() and letters[-1] == "s" and len(letters) > 3):
        return False
    return word.lower.replace(".", "") not in lexicon.words("not_organisations")


def is_organisation_head(lower: str) -> bool:
    """True for the word that makes a name one of an organisation: “Institute”, “Inc.”."""
    word = bare(lower)
    return word in lexicon.words("organisation_heads") or word in _COMPANY_FORMS


def is_place_head(lower: str) -> bool:
    """True for the last word of a place's name: “Valley”, “Street”."""
    return lower in lexicon.words("place_heads")


def is_common(lower: str) -> bool:
    """True for everyday words, which a capital at the start of a sentence does not make a name."""
    return lower in lexicon.words("not_names")


def is_given(lower: str) -> bool:
    """True for a given name."""
    return lower in lexicon.words("given_names")
