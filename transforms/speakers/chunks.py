"""Cutting a run of capitalised words into the names, titles and loose words it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from transforms.speakers import lexicon
from transforms.speakers.known import (
    JOINTS,
    is_acronym,
    is_common,
    is_given,
    is_organisation_head,
    is_place_head,
    known_at,
)
from transforms.speakers.names import after_portfolio, is_capital_role, is_honorific, is_role, is_title
from transforms.speakers.words import Word, bare
from transforms.text.records import EntityType, MentionKind

_ARTICLES = frozenset({"the", "a", "an", "this", "that", "these", "those"})
_NAME_MONTHS = frozenset({"april", "may", "june", "august"})
_SHORT_DATES = frozenset({"jan", "mar", "sun", "sat", "mon", "dec", "oct", "jun", "wed", "apr"})
_PLACE_FIRST = lexicon.words("place_openers")
_LINKS = frozenset({"and", "&", "de", "van", "von", "der"})
_CORE_MAX = 5
_ADDRESSES = frozenset({"mr", "mrs", "ms", "miss"})
_NO_OPENING_NAMES = frozenset({"will", "may"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """One cut-out name or title: words[first:last]; the name itself begins at `core`."""

    first: int
    core: int
    last: int
    kind: MentionKind
    entity_type: EntityType


@dataclass(frozen=True, slots=True)
class Usage:
    """How the article writes its words: those also in lower case, and pairs with capitals inside a sentence."""

    lowered: frozenset[str]
    pairs: frozenset[tuple[str, str]]


def read_usage(words: Sequence[Word]) -> Usage:
    """The usage of an article."""
    lowered = frozenset(word.lower for word in words if not word.is_capital and not word.is_mark)
    pairs = frozenset(
        (word.lower, following.lower)
        for word, following in pairwise(words)
        if word.is_capital and following.is_capital and not word.is_initial
    )
    return Usage(lowered, pairs)


def cut(words: Sequence[Word], first: int, last: int, usage: Usage) -> Iterator[Chunk]:
    """The chunks of the run words[first:last]."""
    for start, end in _without_calendar(words, first, last):
        stop = end
        while stop > start and (words[stop - 1].lower in JOINTS or words[stop - 1].lower in _LINKS):
            stop -= 1
        begin = _trimmed(words, start, stop, usage)
        for cut_at in range(begin + 1, stop):
            if bare(words[cut_at].lower) in _ADDRESSES:  # “in California Mr Torvalds”
                yield from _segment(words, begin, cut_at)
                begin = cut_at
        if begin < stop:
            yield from _segment(words, begin, stop)


def _without_calendar(words: Sequence[Word], first: int, last: int) -> Iterator[tuple[int, int]]:
    start = first
    for index in range(first, last):
        lower = bare(words[index].lower)
        if lower not in lexicon.words("calendar"):
            continue
        if lower in _NAME_MONTHS and _is_name_here(words, index, first, last):
            continue
        if lower in _SHORT_DATES and not _is_dated(words, index):
            continue  # “Jan Bolz”, “the Sun”
        yield start, index
        start = index + 1
    yield start, last


def _is_dated(words: Sequence[Word], index: int) -> bool:
    if words[index].text.endswith("."):
        return True
    return any(0 <= k < len(words) and words[k].text[0].isdigit() for k in (index - 1, index + 1))


def _is_name_here(words: Sequence[Word], index: int, first: int, last: int) -> bool:
    """True for “Theresa May” and “April Ryan”, not for “in May” or “August 12”."""
    if index > first and (is_given(words[index - 1].lower) or is_honorific(words[index - 1].lower)):
        return True
    if words[index].is_possessive and not words[index].is_initial:
        return True
    return index + 1 < last and index == first and not words[index].is_initial


def _trimmed(words: Sequence[Word], first: int, last: int, usage: Usage) -> int:
    """The first index that may belong to a name: sentence openers and articles are dropped."""
    while first < last:
        word = words[first]
        known = known_at(words, first, last)
        if known is not None and (known[0] > 1 or not is_common(word.lower)):
            return first
        if (
            word.lower in _ARTICLES
            or word.lower in JOINTS
            or word.is_initial
            and _opens_sentence(words, first, last, usage)
        ):
            first += 1
        else:
            return first
    return first


def _opens_sentence(words: Sequence[Word], index: int, last: int, usage: Usage) -> bool:
    lower = words[index].lower
    if is_honorific(lower) and words[index].text.endswith("."):
        return False
    if len(lower) > 2 and is_acronym(words[index]):
        return False
    is_alone = index + 1 == last
    if not is_alone and (is_title(lower) or is_role(lower) or is_honorific(lower) or lower == "former"):
        return False
    if not is_alone and (lower, words[index + 1].lower) in usage.pairs:
        return False
    if is_common(lower):
        return is_alone or not is_given(lower) or lower in _NO_OPENING_NAMES
    if is_given(lower):
        return False
    if lower in usage.lowered or lower in lexicon.words("roles") or lower in lexicon.words("plurals"):
        return True
    return not is_alone and lower.endswith(("ly", "ing")) and lower not in lexicon.words("places")


def _segment(words: Sequence[Word], first: int, last: int) -> Iterator[Chunk]:
    known = known_at(words, first, last)
    if known is not None and first + known[0] == last:
        yield Chunk(first, first, last, MentionKind.NAME, known[1])
        return
    if last - first == 1:
        yield _single(words, first)
        return
    titled = _titled(words, first, last)
    if titled is not None:
        yield titled
        return
    if _is_organisation(words, first, last):
        yield Chunk(first, first, last, MentionKind.NAME, EntityType.ORGANISATION)
        return
    if is_place_head(words[last - 1].lower) or bare(words[first].lower) in _PLACE_FIRST:
        yield Chunk(first, first, last, MentionKind.NAME, EntityType.PLACE)
        return
    if known is not None and _stands_apart(words, first, first + known[0], last, known[1]):
        yield Chunk(first, first, first + known[0], MentionKind.NAME, known[1])
        yield from _segment(words, first + known[0], last)
        return
    yield Chunk(first, first, last, MentionKind.NAME, EntityType.UNKNOWN)


def _single(words: Sequence[Word], index: int) -> Chunk:
    word = words[index]
    if is_title(word.lower) and not word.text.isupper():
        return Chunk(index, index, index + 1, MentionKind.TITLE, EntityType.PERSON)
    entity_type = EntityType.ORGANISATION if is_acronym(word) else EntityType.UNKNOWN
    return Chunk(index, index, index + 1, MentionKind.NAME, entity_type)


def _titled(words: Sequence[Word], first: int, last: int) -> Chunk | None:
    """A name behind its title (“Prime Minister Justin Trudeau”), or a title alone (“Secretary of State”)."""
    marks = [k for k in range(first, last) if _is_prefix(words, k, first, last)]
    if not marks:
        return None
    if is_organisation_head(words[last - 1].lower) and not is_honorific(words[last - 2].lower):
        return None
    core = first + after_portfolio([words[k].lower for k in range(first, last)], marks[-1] + 1 - first)
    if core >= last:
        if is_given(words[first].lower) and last - first <= 3 and marks == [last - 1]:
            return Chunk(first, first, last, MentionKind.NAME, EntityType.PERSON)
        if not any(is_title(words[k].lower) for k in marks):
            return None  # “Toronto Star”: a role alone, with a capital, is part of a name
        return Chunk(first, first, last, MentionKind.TITLE, EntityType.PERSON)
    if last - core > _CORE_MAX or any(is_organisation_head(words[k].lower) for k in range(core, last - 1)):
        return None
    return Chunk(first, core, last, MentionKind.NAME, EntityType.PERSON)


def _is_prefix(words: Sequence[Word], index: int, first: int, last: int) -> bool:
    lower = words[index].lower
    if is_honorific(lower) or is_title(lower):
        # “Martin Luther King”, “Donna Brazile Major”: a title behind a given name is a family name
        return not (index > first and is_given(words[index - 1].lower) and index + 1 == last)
    if not is_role(lower) or (index > first and is_given(words[index - 1].lower)):
        return False
    opens = words[index].is_initial and is_capital_role(lower, index - first, last - first)
    return opens or (index > first and lower in lexicon.words("capital_roles"))


def _is_organisation(words: Sequence[Word], first: int, last: int) -> bool:
    if is_organisation_head(words[last - 1].lower):
        return not (is_given(words[first].lower) and last - first == 2 and words[last - 1].lower in _SURNAMES)
    inner = [words[k].lower for k in range(first, last)]
    if "&" in inner:
        return True
    joint = next((k for k in range(1, len(inner)) if inner[k] in JOINTS), None)
    return joint is not None and (
        is_organisation_head(inner[joint - 1]) or inner[joint - 1] in lexicon.words("citizens")
    )


_SURNAMES = lexicon.words("head_surnames")


def _stands_apart(words: Sequence[Word], first: int, cut_at: int, last: int, entity_type: EntityType) -> bool:
    """True where a known word and what follows it are two names: “Republican Ted Cruz”, “Iowa Democrat”."""
    following = known_at(words, cut_at, last)
    if following is not None:
        return True
    lower = words[cut_at].lower
    return entity_type is not EntityType.ORGANISATION and (is_given(lower) and last - cut_at >= 2)
