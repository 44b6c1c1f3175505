"""Who stands where: the people and organisations of each sentence outside quotation marks, for reading pronouns.

A subject is told by what follows it (a verb) and what does not come before it (a preposition).
"""

from collections import defaultdict
from dataclasses import dataclass, field

from transforms.speakers import lexicon
from transforms.speakers.cast import Cast, Member
from transforms.speakers.reading import Reading
from transforms.text.records import EntityType, MentionKind

_PREPOSITIONS = lexicon.words("prepositions")
_VERBS = lexicon.words("subject_verbs")


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


@dataclass(slots=True)
class Scenes:
    """Presences by sentence, in text order."""

    by_sentence: dict[int, list[Presence]] = field(default_factory=lambda: defaultdict(list))

    def add(self, sentence: int, presence: Presence) -> None:
        """Adds a presence behind those already known in its sentence."""
        self.by_sentence[sentence].append(presence)


def build_scenes(reading: Reading, cast: Cast) -> Scenes:
    """The scenes of all names and of titles with one holder."""
    scenes = Scenes()
    for index, mention in enumerate(reading.mentions):
        first, last = reading.ranges[index]
        if first >= last or reading.words[first].is_quoted:
            continue
        member = _member(reading, cast, index, mention.kind)
        if member is not None:
            scenes.add(reading.words[first].sentence, presence(reading, first, last, member))
    return scenes


def presence(reading: Reading, first: int, last: int, member: Member, *, shown: str = "") -> Presence:
    """`member` at words[first:last], with what the words around tell."""
    subject = is_subject(reading, first, last)
    speaking = subject and _speaks(reading, first, last)
    owner = reading.words[last - 1].is_possessive
    return Presence(first, last, member, subject, speaking, owner, shown or reading.text(first, last))


def _speaks(reading: Reading, first: int, last: int) -> bool:
    said = lexicon.words("saying")
    if reading.same_sentence(first - 1, first) and reading.words[first - 1].lower in said:
        return True
    index = _past_apposition(reading, last)
    return any(reading.same_sentence(first, k) and reading.words[k].lower in said for k in range(index, index + 3))


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
    if reading.same_sentence(first - 1, first):
        before = words[first - 1].lower
        if (
            before in lexicon.words("saying")
            and before != "who"
            and first >= 2
            and (words[first - 2].is_mark or words[first - 2].is_initial)
        ):
            return True
        if before in _PREPOSITIONS or (before in {"the", "a"} and words[first - 2].lower in _PREPOSITIONS):
            return before == "as" and _is_verb(reading, last)
    return _is_verb(reading, _past_apposition(reading, last))


def _past_apposition(reading: Reading, index: int) -> int:
    """Behind “, vice-president of the institute,” where that follows."""
    words = reading.words
    if index >= len(words) or words[index].lower != "," or not reading.same_sentence(index - 1, index):
        return index
    for k in range(index + 1, min(len(words), index + 25)):
        if not reading.same_sentence(index, k):
            return index
        if words[k].lower == ",":
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
