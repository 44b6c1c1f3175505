"""Which members of the cast the article shows to be people: only those may be meant by “he” and “she”."""

import re

from transforms.speakers import lexicon
from transforms.speakers.cast import Cast, Member
from transforms.speakers.known import is_common, is_given, is_organisation_head, known_word
from transforms.speakers.names import fold, is_role, is_title
from transforms.speakers.reading import Reading
from transforms.speakers.scenes import Scenes
from transforms.speakers.words import bare
from transforms.text.records import EntityType

_INITIALS = re.compile(r"(?:[^\W\d_]\.)+|[A-Z]{2}")
_DIGIT = re.compile(r"\d")
_NAME_WORDS_MAX = 4
_AGE_MIN, _AGE_MAX = 5, 115
_AGED = frozenset({"age", "aged"})
_NEVER = frozenset({EntityType.ORGANISATION, EntityType.PLACE, EntityType.GROUP})


def mark_people(reading: Reading, cast: Cast, scenes: Scenes) -> None:
    """Sets `is_shown_human` of the members of `cast`."""
    speaking = {id(there.member) for listed in scenes.named.values() for there in listed if there.is_speaking}
    aged: set[int] = set()
    related: set[int] = set()
    definite: set[int] = set()
    for index, link in cast.links.items():
        if link.member is None:
            continue
        first, last = reading.ranges[index]
        key = id(link.member)
        if _has_age(reading, last):
            aged.add(key)
        if follows_who(reading, last):
            related.add(key)
        if reading.same_sentence(first - 1, first) and reading.words[first - 1].lower == "the":
            definite.add(key)
        if _is_according_to(reading, first):
            speaking.add(key)
    for member in cast.members:
        key = id(member)
        member.is_shown_human = _is_shown(
            member,
            aged=key in aged,
            related=key in related,
            speaking=key in speaking,
            definite=key in definite,
        )


def follows_who(reading: Reading, last: int) -> bool:
    """True where “who” or “whose” stands behind the name that ends before word `last`."""
    words = reading.words
    index = last + (reading.same_sentence(last - 1, last) and words[last].lower == ",")
    return reading.same_sentence(last - 1, index) and words[index].lower in {"who", "whose"}


def _is_shown(member: Member, *, aged: bool, related: bool, speaking: bool, definite: bool) -> bool:
    if member.entity_type in _NEVER or _DIGIT.search(member.canonical):
        return False
    if member.honorific or aged:
        return True
    if _holds_other_word(member):
        return False
    if member.stated or member.roles or related or _has_given_name(member):
        return True
    return speaking and not definite and _is_shaped(member)


def _holds_other_word(member: Member) -> bool:
    """True for the words of organisations, media and buildings; “Ada Church” is a person."""
    lowers = member.canonical.lower().split()
    surname = lexicon.words("head_surnames") if len(lowers) == 2 and is_given(lowers[0]) else frozenset[str]()
    return any(
        lower not in surname
        and (
            is_organisation_head(lower)
            or bare(lower) in lexicon.words("not_person_words")
            or (len(lowers) > 1 and lower in lexicon.words("newspaper_heads"))
        )
        for lower in lowers
    )


def _has_given_name(member: Member) -> bool:
    name = member.name
    if not name.is_full:
        return member.entity_type is EntityType.PERSON and is_given(fold(member.canonical))
    if is_given(name.given.lower()) or is_given(fold(name.given)) or is_given(fold(name.given).partition(" ")[0]):
        return True
    return member.entity_type is EntityType.PERSON and _INITIALS.fullmatch(name.given) is not None


def _is_shaped(member: Member) -> bool:
    """True for a name of two to four words, none of them an everyday word, a role or a listed place or group."""
    words = member.canonical.split()
    if not member.name.is_full or len(words) > _NAME_WORDS_MAX or not words[0][0].isupper():
        return False
    lowers = [word.lower() for word in words]
    if member.entity_type is not EntityType.PERSON and is_common(lowers[-1]):
        return False
    return not any(
        is_role(lower) or is_title(lower) or known_word(lower) in _NEVER for lower in (lowers[0], lowers[-1])
    )


def _has_age(reading: Reading, last: int) -> bool:
    """True before “, 34,” and “, aged 34”."""
    words = reading.words
    if not reading.same_sentence(last - 1, last + 1) or words[last].lower not in {",", "("}:
        return False
    index = last + 1 + (words[last + 1].lower in _AGED)
    if not reading.same_sentence(last, index) or not words[index].text.isdecimal():
        return False
    closes = not reading.same_sentence(index, index + 1) or words[index + 1].is_mark
    return closes and len(words[index].text) < 4 and _AGE_MIN <= int(words[index].text) <= _AGE_MAX


def _is_according_to(reading: Reading, first: int) -> bool:
    words = reading.words
    return reading.same_sentence(first - 2, first) and [word.lower for word in words[first - 2 : first]] == [
        "according",
        "to",
    ]
