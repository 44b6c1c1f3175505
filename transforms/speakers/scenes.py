"""Who stands where: the people and organisations of each sentence outside quotation marks, for reading pronouns.

A subject is told by what follows it (a verb) and what does not come before it (a preposition).
"""

from bisect import bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass, field

from transforms.speakers import lexicon
from transforms.speakers.cast import Cast, Member
from transforms.speakers.reading import Reading
from transforms.speakers.unnamed import nobody_named, unnamed_subjects
from transforms.text.records import EntityType, MentionKind

_PREPOSITIONS = lexicon.words("prepositions")
_VERBS = lexicon.words("subject_verbs")


_CONJUNCTIONS = frozenset({"as", "since", "before", "after", "than", "like"})
_SAID = lexicon.words("saying") - {"who"}
_QUOTED = frozenset({"quoted", "quotes", "cited", "quoting", "citing"})
_AFFILIATING = frozenset({"of", "from", "at", "for"})
_ASIDE = frozenset({",", "–", "—", "-"})
_ASIDE_MAX = 25
_PRESENT_MAX = 40  # keeps a sentence without end from taking time without end


@dataclass(frozen=True, slots=True)
class Presence:
    """One mention of `member` at words[first:last]."""

    first: int
    last: int
    member: Member
    is_subject: bool
    is_speaking: bool
    is_owner: bool  # “Sherman’s speech”
    shown: str  # the text, or for a pronoun the text that it goes back to
    is_pronoun: bool = False


@dataclass(slots=True)
class Scenes:
    """Presences by sentence: those of names and titles, and those of pronouns as they are read, each in text order."""

    named: dict[int, list[Presence]] = field(default_factory=lambda: defaultdict(list))
    pronouns: dict[int, list[Presence]] = field(default_factory=lambda: defaultdict(list))

    def before(self, sentence: int, index: int) -> list[Presence]:
        """Presences in `sentence` that end at or before word `index`, in text order; of very many, the last ones."""
        found: list[Presence] = []
        for listed in (self.named.get(sentence, ()), self.pronouns.get(sentence, ())):
            end = bisect_right(listed, index, key=lambda there: there.last)
            found.extend(listed[max(0, end - _PRESENT_MAX) : end])
        return sorted(found, key=lambda there: there.first)


def build_scenes(reading: Reading, cast: Cast) -> Scenes:
    """The scenes of all names and of titles with one holder."""
    scenes = Scenes()
    for index, mention in enumerate(reading.mentions):
        first, last = reading.ranges[index]
        if first >= last or reading.words[first].is_quoted:
            continue
        member = _member(reading, cast, index, mention.kind)
        if member is None and mention.kind is MentionKind.TITLE and is_subject(reading, first, last):
            member = nobody_named(reading, first, last)
        if member is not None:
            scenes.named[reading.words[first].sentence].append(presence(reading, first, last, member))
    for first, last, member in unnamed_subjects(reading, cast):
        shown = reading.text(first, last)
        there = Presence(first, last, member, True, _speaks(reading, first, last), False, shown)
        insort(scenes.named[reading.words[first].sentence], there, key=lambda other: other.first)
    return scenes


def presence(reading: Reading, first: int, last: int, member: Member, *, shown: str = "") -> Presence:
    """`member` at words[first:last], with what the words around tell."""
    subject = is_subject(reading, first, last)
    speaking = subject and _speaks(reading, first, last)
    owner = reading.words[last - 1].is_possessive
    return Presence(first, last, member, subject, speaking, owner, shown or reading.text(first, last), bool(shown))


def _speaks(reading: Reading, first: int, last: int) -> bool:
    if reading.same_sentence(first - 1, first) and reading.words[first - 1].lower in _SAID:
        return _is_inverted(reading, first, last)
    index = _past_apposition(reading, last)
    return any(reading.same_sentence(first, k) and reading.words[k].lower in _SAID for k in range(index, index + 3))


def _member(reading: Reading, cast: Cast, index: int, kind: MentionKind) -> Member | None:
    if kind is MentionKind.NAME:
        link = cast.links.get(index)
        return link.member if link else None
    first, last = reading.ranges[index]
    begin = first + (reading.words[first].lower in {"the", "his", "her", "its", "their", "our", "my", "this", "that"})
    holders = cast.holders(reading.text(begin, last))
    return holders[0] if len(holders) == 1 else None


def is_subject(reading: Reading, first: int, last: int) -> bool:
    """True where words[first:last] look like the subject of a verb."""
    words = reading.words
    if words[last - 1].is_possessive:
        return False
    if last - first == 1 and reading.document.text[words[first].end : words[first].end + 1] in {"’", "'"}:
        return True  # “He’s”
    before = words[first - 1].lower if reading.same_sentence(first - 1, first) else ""
    if before in {"the", "a"} and reading.same_sentence(first - 2, first):
        before = words[first - 2].lower
    if before == "and" and first - 2 in reading.at:
        return False  # “Ada Lim and Bo Ek came”: both, not the second
    if before in lexicon.words("saying") and before != "who" and _is_inverted(reading, first, last):
        return True
    if before in _QUOTED and reading.same_sentence(first, last + 1) and words[last].lower == "as":
        return words[last + 1].lower == "saying"
    if before == "," and words[last : last + 1] and words[last].lower == ",":
        return _is_verb(reading, last + 1)  # “Her sister, Ada Lim, runs”
    if before in _PREPOSITIONS:
        return before in _CONJUNCTIONS and _is_verb(reading, last)
    return _is_verb(reading, _past_apposition(reading, _past_affiliation(reading, last)))


def _past_affiliation(reading: Reading, index: int) -> int:
    """Behind “of the Halden League” where that follows."""
    words = reading.words
    if not reading.same_sentence(index - 1, index + 2) or words[index].lower not in _AFFILIATING:
        return index
    first = index + 1 + (words[index + 1].lower == "the")
    name = reading.at.get(first)
    return reading.ranges[name][1] if name is not None and reading.same_sentence(index, first) else index


def _is_inverted(reading: Reading, first: int, last: int) -> bool:
    """True for “…,” said Ada Lim; not for “Bo Ek, who came, said Ada Lim had left” or “He praised Ada Lim”."""
    words = reading.words
    if first < 2 or words[first - 1].is_initial:
        return first > 0
    return words[first - 2].is_mark and (words[first - 2].lower != "," or not _is_verb(reading, last))


def _past_apposition(reading: Reading, index: int) -> int:
    """Behind “, vice-president of the institute,” where that follows; at “who” where a relative clause does."""
    words = reading.words
    if index >= len(words) or words[index].lower not in _ASIDE or not reading.same_sentence(index - 1, index):
        return index
    if reading.same_sentence(index, index + 1) and words[index + 1].lower in {"who", "whose"}:
        return index + 1
    for k in range(index + 1, min(len(words), index + _ASIDE_MAX)):
        if not reading.same_sentence(index, k):
            return index
        if words[k].lower == words[index].lower:
            return k + 1
    return index


def _is_verb(reading: Reading, index: int) -> bool:
    if index >= len(reading.words) or not reading.same_sentence(index - 1, index):
        return False
    word = reading.words[index]
    if word.is_mark or word.is_capital:
        return False
    lower = word.lower
    if lower in _VERBS or lower in lexicon.words("saying"):
        return True
    return len(lower) > 3 and lower.endswith(("ed", "s", "n't", "n’t", "ly")) and not lower.endswith("ss")


def is_human(member: Member) -> bool:
    """True for people, and for full names whose type the article leaves open."""
    return member.entity_type is EntityType.PERSON or (member.entity_type is EntityType.UNKNOWN and member.name.is_full)
