"""The key under which a name is one speaker across articles, and the id made from it."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from transforms.speakers import lexicon
from transforms.speakers.judgements import ID_PREFIX
from transforms.speakers.names import fold, gender_of, split_name
from transforms.text.records import EntityType

_PEOPLE = frozenset({EntityType.PERSON.value})


@dataclass(frozen=True, slots=True)
class Identity:
    """A canonical name as a key. `family` and `initial` are for finding the full name of a short one."""

    key: str  # folded name without middle names
    kind: str  # person or collective: what the id holds of the entity type
    family: str
    given: str
    middle: str  # first letter of the first middle name
    is_full: bool  # both names, the given one more than a letter
    is_initial: bool  # “J. Stoltenberg”


@lru_cache(maxsize=262_144)
def identify(canonical: str, entity_type: str) -> Identity:
    """The key of `canonical`.

    An unknown name of two words and more counts with people, one of a single word with organisations, places and
    groups: a type that differs from article to article must not change the id.
    """
    name = split_name(canonical)
    is_person = entity_type in _PEOPLE or (entity_type == EntityType.UNKNOWN.value and name.is_full)
    if not is_person:
        key = fold(canonical).removeprefix("the ")
        return Identity(key, "collective", key, "", "", is_full=True, is_initial=False)
    given, family = fold(name.given), fold(name.family)
    key = " ".join(part for part in (given, family, fold(name.suffix)) if part)
    middle = fold(name.middle[0])[:1] if name.middle else ""
    return Identity(key, "person", family, given, middle, len(given) > 1 and bool(family), len(given) == 1)


def speaker_id(key: str, kind: str, discriminator: str) -> str:
    """The id of the speaker with this key; `discriminator` tells namesakes apart, it is empty for the first of them."""
    digest = blake2b("\x1f".join((key, kind, discriminator)).encode(), digest_size=8)
    return ID_PREFIX + digest.hexdigest()


@lru_cache(maxsize=65_536)
def field_of(role: str | None) -> str:
    """The field that a role surely belongs to (“sport” for “striker”), else nothing."""
    fields = _fields()
    for word in reversed(fold(role or "").split()):
        if word in fields:
            return fields[word]
    return ""


@lru_cache(maxsize=1)
def _fields() -> dict[str, str]:
    pairs = (entry.split() for entry in lexicon.words("role_fields"))
    return {fold(word).split()[-1]: field for word, field in pairs}


@lru_cache(maxsize=65_536)
def gender_mark(honorific: str | None) -> str:
    """“m” or “f” where the form of address says so, else nothing."""
    gender = gender_of(honorific.split()[0]) if honorific else None
    return gender.value if gender else ""
