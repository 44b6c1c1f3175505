"""Reading a noun phrase: is it a pronoun, a name, a title or a plain noun, and which word is its head."""

from dataclasses import dataclass
from enum import StrEnum

from transforms.speakers import lexicon
from transforms.speakers.names import is_honorific, is_role, is_title
from transforms.speakers.reading import Reading
from transforms.text.records import EntityType, MentionKind
from transforms.text.spans import Span


class Pronoun(StrEnum):
    """What a pronoun agrees with."""

    HE = "he"
    SHE = "she"
    THEY = "they"
    IT = "it"
    I = "i"  # noqa: E741
    WE = "we"
    YOU = "you"
    WHO = "who"
    OTHER = "other"


_PRONOUNS = {
    Pronoun.HE: "he him his himself",
    Pronoun.SHE: "she her hers herself",
    Pronoun.THEY: "they them their theirs themselves",
    Pronoun.IT: "it its itself",
    Pronoun.I: "i me my mine myself",
    Pronoun.WE: "we us our ours ourselves",
    Pronoun.YOU: "you your yours yourself yourselves",
    Pronoun.WHO: "who which that whom whose",
    Pronoun.OTHER: "this these those one ones another everyone everybody someone somebody anyone anybody nobody both"
    " all many most some few several others neither either each none",
}
PRONOUNS = {word: kind for kind, listed in _PRONOUNS.items() for word in listed.split()}
_BREAKS = lexicon.words("phrase_breaks")
_VERBS_OF_BEING = frozenset({"has", "had", "is", "was"})
DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their", "our"})
_DETERMINERS = DEFINITE | frozenset(["a", "an", "one", "another", "some", "any", "every", "each", "these", "those"])


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase in words[first:last]; `head` is its last word before any complement.

    `name` is the mention by name that is the phrase's head; `beside` one that stands in apposition inside it.
    """

    kind: MentionKind
    first: int
    last: int
    head: int
    pronoun: Pronoun | None = None
    name: int | None = None
    beside: int | None = None
    is_several: bool = False  # “Ada Lim and Bo Ek”
    is_definite: bool = False
    is_plural: bool = False


def read_phrase(reading: Reading, span: Span) -> Phrase | None:
    """The noun phrase at `span`; None where no word stands there."""
    first, last = reading.words_in(span)
    words = reading.words
    while first < last and words[first].is_mark:
        first += 1
    while last > first and words[last - 1].is_mark:
        last -= 1
    if first == last:
        return None
    pronoun = _pronoun(reading, first, last)
    if pronoun is not None:
        return Phrase(MentionKind.PRONOUN, first, last, first, pronoun=pronoun)
    head = _head(reading, first, last)
    name = reading.name_at(head)
    if name is not None:
        several = _names_several(reading, first, reading.ranges[name][0])
        beside = _beside(reading, head + 1, last)
        return Phrase(MentionKind.NAME, first, last, head, name=name, beside=beside, is_several=several)
    lower = words[head].lower
    definite = words[first].lower in DEFINITE or words[first].is_possessive or _has_owner(reading, first, head)
    plural = lower in lexicon.words("plurals") or _is_list(reading, first, head)
    plural = plural or (lower.endswith("s") and (is_title(lower[:-1]) or is_role(lower[:-1])))
    office = (is_title(lower) or is_honorific(lower) or is_role(lower)) and not plural
    bare_title = words[head].is_capital and is_title(lower) and words[first].lower not in _DETERMINERS
    kind = MentionKind.TITLE if office and (definite or bare_title) else MentionKind.NOMINAL
    beside = _beside(reading, head + 1, last) if definite or last > head + 1 or not bare_title else None
    if beside is None and last > head + 1:
        marks = (k for k in range(head + 2, last + 1) if k < len(words) and words[k].lower == ",")
        beside = next((name for k in marks if (name := _beside(reading, k, last)) is not None), None)
    return Phrase(kind, first, last, head, beside=beside, is_definite=definite, is_plural=plural)


def _pronoun(reading: Reading, first: int, last: int) -> Pronoun | None:
    words = reading.words
    if len(words[first].text) > 1 and words[first].text.isupper() and reading.name_at(first) is not None:
        return None  # WHO, US
    kind = PRONOUNS.get(words[first].lower)
    if kind is None:
        return None
    if last - first == 1:
        return kind
    return kind if all(PRONOUNS.get(words[k].lower) for k in range(first + 1, last)) else None


def _head(reading: Reading, first: int, last: int) -> int:
    """The last word before a comma, a preposition or a relative clause that is not inside a mention."""
    words = reading.words
    head = first
    for index in range(first, last):
        inside = reading.at.get(index)
        if inside is not None and reading.ranges[inside][0] < index:
            head = index
            continue
        if index > first and (words[index].is_mark or words[index].lower in _BREAKS):
            if words[index].lower in {"“", "”", '"', "'", "’"}:
                continue
            break
        head = index
    return head


def _has_owner(reading: Reading, first: int, head: int) -> bool:
    return any(reading.words[k].is_possessive or reading.name_at(k) is not None for k in range(first, head))


def _names_several(reading: Reading, first: int, name: int) -> bool:
    """True for “Ada Lim and Bo Ek”, not for “writer and historian Ada Lim”."""
    words = reading.words
    for index in range(first + 1, name):
        before = words[index - 1]
        if words[index].lower in {"and", "or", "&"} and (
            reading.name_at(index - 1) is not None or before.lower in lexicon.words("plurals")
        ):
            return True
    return False


def _is_list(reading: Reading, first: int, head: int) -> bool:
    return any(reading.words[k].lower in {"and", "both", "several", "many", "some"} for k in range(first, head))


def _beside(reading: Reading, first: int, last: int) -> int | None:
    """A person's name right behind a comma or dash: “the coach, Alireza Mehraban”."""
    if (
        first + 1 >= len(reading.words)
        or not reading.words[first].is_mark
        or not reading.same_sentence(first, first + 1)
    ):
        return None
    if reading.words[first].lower not in {",", "–", "—", "-", "("}:
        return None
    name = reading.name_at(first + 1)
    if name is None or reading.ranges[name][0] != first + 1:
        return None
    if reading.mentions[name].entity_type not in {EntityType.PERSON, EntityType.UNKNOWN}:
        return None
    end = reading.ranges[name][1]
    if (
        not _closes(reading, end)
        or reading.words[end - 1].is_possessive
        or (reading.mentions[name].entity_type is EntityType.UNKNOWN and end - first < 3)
    ):
        return None
    return name


def _closes(reading: Reading, end: int) -> bool:
    """An apposition ends in a mark, in a verb of saying, or with the sentence: “Queen, Kate Bush and …” is none."""
    if not reading.same_sentence(end - 1, end):
        return True
    following = reading.words[end]
    return following.is_mark or following.lower in lexicon.words("saying") or following.lower in _VERBS_OF_BEING
