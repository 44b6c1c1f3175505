"""What an article itself tells about its names: which capitalised words are people, and which are no names at all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.speakers import lexicon
from transforms.speakers.chunks import Chunk
from transforms.speakers.known import is_acronym, is_common, is_given, is_organisation_head, known_word
from transforms.speakers.names import is_honorific, is_role, is_title
from transforms.speakers.words import Word, bare
from transforms.text.records import EntityType, MentionKind

_PERSON_MIN = 2
_NAME_WORDS_MAX = 4
_PLACE_BEFORE = frozenset({"in", "at", "near", "across", "outside", "inside", "throughout"})
_ORGANISATION_AFTER = frozenset(
    {"shares", "stock", "shareholders", "subsidiary", "profits", "headquarters", "employees", "customers"}
)


@dataclass(frozen=True, slots=True)
class Learned:
    """Names seen in this article, in lower case."""

    people: frozenset[tuple[str, ...]]  # full names that stand behind a title or honorific
    families: frozenset[str]  # family names that stand behind a title or honorific
    alone: Counter[str]  # single capitalised words, not at the start of a sentence
    openers: Counter[str]  # single capitalised words at the start of a sentence


def learn(words: Sequence[Word], chunks: Sequence[Chunk]) -> Learned:
    """What `chunks` show before their types are settled."""
    people: set[tuple[str, ...]] = set()
    families: set[str] = set()
    alone: Counter[str] = Counter()
    openers: Counter[str] = Counter()
    for chunk in chunks:
        core = core_words(words, chunk)
        if chunk.kind is MentionKind.NAME and chunk.entity_type is EntityType.PERSON:
            families.add(family(core))
            if len(core) > 1:
                people.add(core)
        elif chunk.last - chunk.first == 1 and chunk.entity_type is EntityType.UNKNOWN:
            (openers if words[chunk.first].is_initial else alone)[words[chunk.first].lower] += 1
    return Learned(frozenset(people), frozenset(families), alone, openers)


def settle(words: Sequence[Word], chunks: Sequence[Chunk], learned: Learned) -> list[Chunk]:
    """`chunks` with their types settled; capitalised words that are no names are left out."""
    typed = [_settle_long(words, chunk, learned) for chunk in chunks]
    families = set(learned.families)
    givens: set[str] = set()
    for chunk in typed:
        if chunk.kind is MentionKind.NAME and chunk.entity_type is EntityType.PERSON:
            core = core_words(words, chunk)
            families.add(family(core))
            if len(core) > 1:
                givens.add(core[0])
    settled = (_settle_single(words, chunk, learned, families, givens) for chunk in typed)
    return [chunk for chunk in settled if chunk is not None]


def core_words(words: Sequence[Word], chunk: Chunk) -> tuple[str, ...]:
    """The name of `chunk` without titles, word by word in lower case."""
    return tuple(words[k].lower for k in range(chunk.core, chunk.last))


def family(core: Sequence[str]) -> str:
    """The last word of `core` that is no suffix like “Jr.”."""
    if len(core) > 1 and bare(core[-1]) in lexicon.words("name_suffixes"):
        return core[-2]
    return core[-1]


def _settle_long(words: Sequence[Word], chunk: Chunk, learned: Learned) -> Chunk:
    if chunk.kind is not MentionKind.NAME or chunk.entity_type is not EntityType.UNKNOWN:
        return chunk
    if chunk.last - chunk.first < 2:
        return chunk
    core = core_words(words, chunk)
    if core[0] in {"st", "st.", "saint"} and len(core) == 2:
        owns = words[chunk.last - 1].is_possessive  # “the drive to St. Ita’s”: the hospital, the school
        return replace(chunk, entity_type=EntityType.ORGANISATION if owns else EntityType.PLACE)
    if words[chunk.first].is_initial and len(core) > 2 and is_given(core[1]) and not is_given(core[0]):
        # “Backbencher Ada Lim”: what stands before a given name at the start of a sentence is no name
        return replace(chunk, core=chunk.first + 1, first=chunk.first + 1, entity_type=EntityType.PERSON)
    begin = _behind_position(words, chunk, core)
    if begin is not None:
        return replace(chunk, core=begin, first=begin, entity_type=EntityType.PERSON)
    if core in learned.people or _person_score(words, chunk, core, learned) >= _PERSON_MIN:
        return replace(chunk, entity_type=EntityType.PERSON)
    if any(is_acronym(words[k]) for k in range(chunk.first, chunk.last)):
        return replace(chunk, entity_type=EntityType.ORGANISATION)
    return chunk


def _behind_position(words: Sequence[Word], chunk: Chunk, core: tuple[str, ...]) -> int | None:
    """Where the name begins in “Browns DL Bo Ekman”, “CBS Sports Insider Bo Ekman”; None without position.

    The position must show: an acronym, a role or a title.
    """
    if is_given(core[0]) or is_common(core[-1]) or is_organisation_head(core[-1]):
        return None
    for at in range(1, len(core) - 1):
        if not is_given(core[at]) or known_word(core[at]) is not None:
            continue
        if len(core) - at > _NAME_WORDS_MAX or any(is_organisation_head(word) for word in core[at:]):
            return None
        before = [words[k] for k in range(chunk.core, chunk.core + at)]
        shown = any(is_acronym(word) or is_role(word.lower) or is_title(word.lower) for word in before)
        is_name = any(is_acronym(words[k]) for k in range(chunk.core + at, chunk.last))
        return chunk.core + at if shown and not is_name else None
    return None


def _person_score(words: Sequence[Word], chunk: Chunk, core: tuple[str, ...], learned: Learned) -> int:
    if len(core) > 4:
        return -1
    last = family(core)
    score = 2 * is_given(core[0]) + 2 * (last in learned.families) + _form_score(core)
    if learned.alone[last] + learned.openers[last] > 0 and not is_common(last):
        score += 1 if words[chunk.first].is_initial else 2
    start = words[chunk.first].text
    if len(start) == 2 and start.isupper() and known_word(start.lower()) is None:
        score += 2  # PJ Harvey
    return score + _before_score(words, chunk.first) + _after_score(words, chunk.last)


def _form_score(core: tuple[str, ...]) -> int:
    score = 0
    if any(len(bare(word)) == 1 for word in core[:-1]) or bare(core[-1]) in lexicon.words("name_suffixes"):
        score += 2
    if any(word in lexicon.words("particles") for word in core):
        score += 1
    if any(known_word(word) is EntityType.GROUP or is_organisation_head(word) for word in core):
        score -= 3
    if not is_given(core[0]) and (is_common(core[-1]) or is_common(core[0])):
        score -= 1
    if any(known_word(word) is EntityType.PLACE and not is_given(word) for word in core):
        score -= 1
    return score


def _before_score(words: Sequence[Word], first: int) -> int:
    if first == 0 or words[first - 1].sentence != words[first].sentence:
        return 0
    before = words[first - 1].lower
    if before in {"the", "a", "an"}:
        return -3
    if before in _PLACE_BEFORE:
        return -2
    return 2 if before in lexicon.words("saying") or is_role(before) or is_title(before) or is_honorific(before) else 0


def _after_score(words: Sequence[Word], last: int) -> int:
    following = [
        words[k] for k in range(last, min(last + 6, len(words))) if words[k].sentence == words[last - 1].sentence
    ]
    if not following:
        return 0
    if following[0].lower in lexicon.words("saying"):
        return 2 if following[0].lower == "who" else 1
    if following[0].lower in _ORGANISATION_AFTER:
        return -2
    if following[0].lower in {",", "("} and len(following) > 1:
        second = following[1].lower
        if second == "who" or (second.isdigit() and 10 < int(second[:3]) < 110):
            return 3
        if any(is_role(word.lower) or is_title(word.lower) for word in following[1:] if not word.is_capital):
            return 2
    return 0


def _settle_single(
    words: Sequence[Word], chunk: Chunk, learned: Learned, families: set[str], givens: set[str]
) -> Chunk | None:
    """A single capitalised word: a known family name is a person; a sentence opener without support is nothing."""
    if chunk.last - chunk.first > 1 or chunk.kind is not MentionKind.NAME:
        return chunk
    if chunk.entity_type not in {EntityType.UNKNOWN, EntityType.PLACE}:
        return chunk
    word = words[chunk.first]
    if word.lower in families or (word.lower in givens and chunk.entity_type is EntityType.UNKNOWN):
        return replace(chunk, entity_type=EntityType.PERSON)
    if chunk.entity_type is EntityType.PLACE or not word.is_initial:
        return _person_or_same(words, chunk)
    if is_common(word.lower) or word.lower.endswith("ly"):
        return None
    if learned.alone[word.lower] or learned.openers[word.lower] > 1 or _speaks(words, chunk.last):
        return _person_or_same(words, chunk)
    return None


def _person_or_same(words: Sequence[Word], chunk: Chunk) -> Chunk | None:
    word = words[chunk.first]
    if chunk.entity_type is EntityType.UNKNOWN and (len(word.text) < 2 or _is_plain_capital(words, chunk)):
        return None
    if is_given(word.lower) and chunk.entity_type is EntityType.UNKNOWN:
        return replace(chunk, entity_type=EntityType.PERSON)
    return chunk


def _is_plain_capital(words: Sequence[Word], chunk: Chunk) -> bool:
    """An everyday word with a capital (“the Bill”, “Internet”), or one that is no name by the lists."""
    lower = words[chunk.first].lower
    return is_common(lower) or lower.replace(".", "") in lexicon.words("not_organisations")


def _speaks(words: Sequence[Word], index: int) -> bool:
    return index < len(words) and words[index].lower in lexicon.words("saying")
