"""Pronouns to people: the one agreeing candidate, the subject of the sentence before first; else nobody.

Gender comes from this article's own words only: Mr./Ms., “spokeswoman”, and pronouns that are already clear.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.speakers.cast import Cast, Member
from transforms.speakers.lexicon import Gender
from transforms.speakers.personhood import follows_who, mark_people
from transforms.speakers.phrases import PRONOUNS, Pronoun
from transforms.speakers.reading import Reading
from transforms.speakers.scenes import Presence, Scenes, build_scenes, presence
from transforms.speakers.sections import Section, read_sections
from transforms.text.records import EntityType

_LOOK_BACK_SENTENCES = 6
_LOOK_BACK_MAX = 14  # with the sentences that are all quotation
_NEAR_SENTENCES = 2
_NEAR_PARAGRAPHS = 2
_ACTIVE_PARAGRAPHS = 3
_PARAGRAPHS_SENTENCES = 15  # keeps paragraphs without end from taking time without end
_VOTE_MIN = 0.7
_CONTESTED_DROP = 0.2  # others stand in the same sentence, and nobody's gender is known
_GENDERS = {Pronoun.HE: Gender.MALE, Pronoun.SHE: Gender.FEMALE}
_PERHAPS_PEOPLE = frozenset({EntityType.PERSON, EntityType.UNKNOWN})
_NAMING = frozenset({"of", "after", "about", "in", "at", "near", "from", "like"})  # “the box of Ada Lim”
_NOMINATIVE = frozenset({"he", "she"})


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Whom a pronoun stands for; `member` None: `reason` says why not. `shown` is the text it goes back to."""

    member: Member | None
    confidence: float
    reason: str
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Pronouns:
    """The pronouns of one article; `found` has the antecedent of each “he” and “she” outside quotation marks."""

    reading: Reading
    scenes: Scenes
    found: dict[int, Antecedent]

    def collective(self, index: int, types: frozenset[EntityType]) -> Antecedent:
        """Which organisation or group the “it” or “they” at word `index` stands for: the one subject just before it."""
        sentence = self.reading.words[index].sentence
        for back in range(2):
            subjects = [there for there in self.scenes.before(sentence - back, index) if there.is_subject]
            if not subjects:
                continue
            if len({id(p.member) for p in subjects}) == 1 and subjects[0].member.entity_type in types:
                why = "the one subject before it that agrees"
                return Antecedent(subjects[-1].member, 0.65 - 0.1 * back, why, subjects[-1].shown)
            break
        return Antecedent(None, 0.0, "no single organisation or group stands before it")

    def relative(self, index: int) -> Antecedent:
        """Whom the “who” at word `index` stands for: the name right before it."""
        words = self.reading.words
        edge = index
        for there in reversed(self.scenes.before(words[index].sentence, index)):
            if edge - there.last > 1 or (edge - there.last == 1 and not words[there.last].is_mark):
                break
            if (
                there.member.entity_type is EntityType.PLACE
                and there.first
                and words[there.first - 1].lower in {"of", "from"}
            ):
                edge = there.first - 1  # “Sen. Ada Lim of Iowa, who”
                continue
            if words[index].lower == "who" and there.member.entity_type is EntityType.PLACE:
                break
            return _only_named(Antecedent(there.member, 0.9, "the name right before it", there.shown))
        return Antecedent(None, 0.0, "no name stands right before it")


def read_pronouns(reading: Reading, cast: Cast) -> Pronouns:
    """Reads “he” and “she” in text order, twice: what is clear the first time tells genders for the second."""
    places = [
        (index, PRONOUNS[word.lower])
        for index, word in enumerate(reading.words)
        if PRONOUNS.get(word.lower) in _GENDERS and not word.is_quoted
    ]
    scenes = build_scenes(reading, cast)
    mark_people(reading, cast, scenes)
    _vote_alone(reading, scenes, places)
    for antecedent, kind in zip(_run(reading, scenes, places).values(), (kind for _, kind in places), strict=True):
        if antecedent.member is not None and antecedent.confidence >= _VOTE_MIN:
            antecedent.member.votes[_GENDERS[kind]] += 1
    scenes = build_scenes(reading, cast)
    return Pronouns(reading, scenes, _run(reading, scenes, places))


def _vote_alone(reading: Reading, scenes: Scenes, places: Sequence[tuple[int, Pronoun]]) -> None:
    """Counts “he”, “his”, “she”, “her” for the person who is alone, and subject, in its sentence."""
    alone: dict[int, Presence | None] = {}
    for index, kind in places:
        sentence = reading.words[index].sentence
        if sentence not in alone:
            alone[sentence] = _only_person(scenes.named.get(sentence, ()))
        there = alone[sentence]
        if there is not None and there.is_subject and index >= there.last:
            there.member.votes[_GENDERS[kind]] += 1


def _only_person(present: Sequence[Presence]) -> Presence | None:
    people = [there for there in present if there.member.is_shown_human]
    return people[0] if len({id(there.member) for there in people}) == 1 else None


def _run(reading: Reading, scenes: Scenes, places: Sequence[tuple[int, Pronoun]]) -> dict[int, Antecedent]:
    sections = read_sections(reading)
    found: dict[int, Antecedent] = {}
    for index, kind in places:
        word = reading.words[index]
        answer = _personal(reading, scenes, sections, index, _GENDERS[kind])
        if answer.member is not None and word.lower in _NOMINATIVE:
            there = presence(reading, index, index + 1, answer.member, shown=answer.shown)
            scenes.pronouns[word.sentence].append(there)
        found[index] = _only_named(answer)
    return found


def _only_named(answer: Antecedent) -> Antecedent:
    if answer.member is None or answer.member.is_named:
        return answer
    return Antecedent(None, 0.0, f"it means “{answer.member.canonical}”, whom the article does not name")


def _personal(reading: Reading, scenes: Scenes, sections: Sequence[Section], index: int, gender: Gender) -> Antecedent:
    sentence = reading.words[index].sentence
    back = -1
    for at in range(sentence, max(-1, sentence - _LOOK_BACK_MAX), -1):
        back += at == sentence or sections[at].is_told
        if back >= _LOOK_BACK_SENTENCES:
            break
        fits = _fitting(reading, scenes.before(at, index), gender, is_same=at == sentence)
        if not fits:
            continue
        known = any(there.member.gender is gender for there in fits)
        if sections[sentence].part != sections[at].part and not known:
            return Antecedent(None, 0.0, "who stands before it stands in another part of the article")
        if back > _NEAR_SENTENCES and not known:
            return Antecedent(None, 0.0, "who stands before it stands too far away")
        picked = _pick(fits, gender, back)
        answer = picked if picked.member else _lone(scenes, sections, fits, index, sentence, gender) or picked
        return _only_active(reading, scenes, sections, index, answer)
    return Antecedent(None, 0.0, "nobody named before it agrees, or nothing shows that it is a person")


def _only_active(
    reading: Reading, scenes: Scenes, sections: Sequence[Section], index: int, answer: Antecedent
) -> Antecedent:
    """`answer`, unless its member does and says nothing in this paragraph and those before: “Ada Lim’s statue. She”."""
    if answer.member is None:
        return answer
    sentence = reading.words[index].sentence
    for number in range(sentence, max(-1, sentence - _PARAGRAPHS_SENTENCES), -1):
        if sections[sentence].paragraph - sections[number].paragraph > _ACTIVE_PARAGRAPHS:
            break
        for there in scenes.before(number, index):
            if there.member is answer.member and not _is_aside(reading, there):
                return answer
    return Antecedent(None, 0.0, f"“{answer.member.canonical}” is named before it, but does and says nothing there")


def _is_aside(reading: Reading, there: Presence) -> bool:
    """True for “Ada Lim’s statue” and “the statue of Ada Lim”, where she does nothing."""
    if there.is_subject or follows_who(reading, there.last):
        return False
    before = reading.words[there.first - 1].lower if reading.same_sentence(there.first - 1, there.first) else ""
    return there.is_owner or before in _NAMING


def _fitting(reading: Reading, present: Sequence[Presence], gender: Gender, *, is_same: bool) -> list[Presence]:
    """Those of one sentence who may be meant; `is_same`: it is the sentence of the pronoun."""
    fits = [
        there
        for there in present
        if there.member.is_shown_human and there.member.gender in {None, gender}
        if not is_same or reading.words[there.first - 1].lower != "by"  # “Asked by Ms. Lim, she”
    ]
    people = [there for there in fits if there.member.entity_type is EntityType.PERSON]
    return people or [there for there in fits if there.is_speaking or there.is_subject]


def _lone(
    scenes: Scenes, sections: Sequence[Section], fits: Sequence[Presence], index: int, sentence: int, gender: Gender
) -> Antecedent | None:
    """The only person who agrees in this paragraph and the two before it, in whatever place."""
    begin = sentence
    while begin > 0 and sections[sentence].paragraph - sections[begin - 1].paragraph <= _NEAR_PARAGRAPHS:
        begin -= 1
    present = [
        there
        for number in range(max(begin, sentence - _PARAGRAPHS_SENTENCES), sentence + 1)
        for there in scenes.before(number, index)
        if there.member.gender in {None, gender} and there.member.entity_type in _PERHAPS_PEOPLE
        if there.member.entity_type is EntityType.PERSON or there.is_subject
    ]
    only = fits[-1]
    if len({id(there.member) for there in (*present, *fits)}) != 1 or only.member.gender is not gender:
        return None
    if sections[sentence].part != sections[begin].part and only.member.stated is None:
        return None
    why = "the only one in this paragraph and the two before it who agrees"
    return Antecedent(only.member, 0.55, why, only.shown)


def _pick(fits: Sequence[Presence], gender: Gender, back: int) -> Antecedent:
    """The one of `fits` that a pronoun `back` sentences later means, by the first rule that leaves one."""
    subjects = [there for there in fits if there.is_subject]
    speaking = [there for there in subjects if there.is_speaking]
    sure = [there for there in fits if there.member.gender is gender]
    drop = 0.05 * back
    if _number(fits) > 1 and not sure:
        drop += _CONTESTED_DROP
    is_contested = (
        back > 0 and _number(sure) > 1 and not (subjects and subjects[0].is_pronoun)
    )  # “Ada Lim met Eve Berg. She”
    for group, why, confidence in (
        (subjects if not is_contested else [], "the one person in subject position before it that agrees", 0.87),
        (speaking, "the one who speaks before it and agrees", 0.8),
        (
            [there for there in subjects if there in sure] if not is_contested else [],
            "the one subject before it known to agree",
            0.75,
        ),
        (fits if not subjects and fits[0].is_owner else [], "the one person before it that agrees", 0.68),
        (sure if not subjects and back == 0 else [], "the one person before it known to agree", 0.62),
    ):
        if _number(group) == 1 and back <= 1:
            return Antecedent(group[-1].member, round(max(confidence - drop, 0.5), 2), why, group[-1].shown)
    names = list(dict.fromkeys(there.member.canonical for there in fits))
    if len(names) == 1:
        return Antecedent(None, 0.0, f"“{names[0]}” stands before it, but in no place that decides")
    return Antecedent(None, 0.0, "may be " + ", ".join(f"“{name}”" for name in names))


def _number(group: Sequence[Presence]) -> int:
    return len({id(there.member) for there in group})
