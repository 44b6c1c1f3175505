"""Plain nouns for organisations: “the Lim administration” names itself, “the bank” is the one bank of the article."""

from transforms.speakers import lexicon
from transforms.speakers.answers import Answer, is_article, nobody
from transforms.speakers.cast import Cast, Member
from transforms.speakers.known import is_organisation_head
from transforms.speakers.names import fold
from transforms.speakers.phrases import Phrase
from transforms.speakers.reading import Reading
from transforms.speakers.scenes import Scenes, is_human
from transforms.text.records import EntityType, ResolutionMethod

_NEAR_SENTENCES = 3
_COMPANY_NOUNS = lexicon.words("company_nouns")
_HEADS = {"club": "club_heads", "newspaper": "newspaper_heads", "paper": "newspaper_heads"}
_APPOSITION_MAX = 8
_PHRASE_ENDS = lexicon.words("phrase_breaks") | lexicon.words("phrase_stops")
_INDEFINITE = frozenset({"a", "an", "another", "one", "some", "any"})


def is_collective(reading: Reading, phrase: Phrase) -> bool:
    """True for “the bank”, “the Trump administration”: one organisation by a plain noun."""
    head = reading.words[phrase.head]
    if head.lower in lexicon.words("organisation_nouns"):
        return True
    return head.is_capital and is_organisation_head(head.lower)  # “TV networks” are several


def organisation(reading: Reading, cast: Cast, scenes: Scenes, phrase: Phrase, shown: str) -> Answer:
    """“the Trump administration” names itself; “the bank” means the one bank the article names."""
    words = reading.words
    owner = any(
        reading.name_at(k) is not None or words[k].is_capital and not words[k].is_initial
        for k in range(phrase.first, phrase.head)
    )
    if owner and words[phrase.first].lower not in _INDEFINITE:
        first = phrase.first + is_article(words[phrase.first].lower)
        name = reading.text(first, phrase.head + 1)
        reason = f"“{name}” is named by what it belongs to"
        return Answer(None, ResolutionMethod.ORGANISATION, 0.7, (reason,), name, EntityType.ORGANISATION)
    if not phrase.is_definite or words[phrase.first].lower not in {"the", "this"}:
        return nobody(f"“{shown}” names no organisation", EntityType.ORGANISATION)
    member = _organisation_meant(reading, cast, scenes, phrase)
    if member is None:
        return nobody(f"“{shown}”: the article names no one organisation that it must be", EntityType.ORGANISATION)
    later = reading.ranges[member.first][0] > phrase.first
    step = f"“{shown}” → “{member.canonical}”: the one such organisation named {'after' if later else 'before'} it"
    return Answer(member, ResolutionMethod.ORGANISATION, 0.6 if later else 0.7, (step,))


def _organisation_meant(reading: Reading, cast: Cast, scenes: Scenes, phrase: Phrase) -> Member | None:
    noun = reading.words[phrase.head].lower
    known = [member for member in cast.members if member.entity_type is EntityType.ORGANISATION]
    named = [member for member in known if _has_in_name(member, noun)]
    named = named or [member for member in known if _is_introduced_as(reading, member, noun)]
    before = [member for member in named if reading.ranges[member.first][0] < phrase.first] or named
    if before:
        return before[0] if len(before) == 1 else _subject_before(reading, scenes, phrase, before)
    return _company_before(reading, scenes, phrase) if noun in _COMPANY_NOUNS else None


def _has_in_name(member: Member, noun: str) -> bool:
    parts = fold(member.canonical).split()
    return noun in parts or (noun in _HEADS and parts[-1] in lexicon.words(_HEADS[noun]))


def _is_introduced_as(reading: Reading, member: Member, noun: str) -> bool:
    """True where the words beside the first mention say so: “the union Halden”, “Halden, the dockers’ union,”."""
    words = reading.words
    first, last = reading.ranges[member.first]
    if reading.same_sentence(first - 1, first) and words[first - 1].lower == noun:
        return True
    if not reading.same_sentence(first, last + 2) or words[last].lower != "," or not is_article(words[last + 1].lower):
        return False
    for index in range(last + 2, min(last + _APPOSITION_MAX, len(words) - 1)):
        if words[index].lower == noun:
            return words[index + 1].is_mark or words[index + 1].lower in _PHRASE_ENDS
        if words[index].lower in _PHRASE_ENDS or words[index].lower in {",", ";", ":"}:
            return False
    return False


def _subject_before(reading: Reading, scenes: Scenes, phrase: Phrase, among: list[Member]) -> Member | None:
    """The one of `among` that is the subject of the sentence just before."""
    present = scenes.before(reading.words[phrase.first].sentence - 1, phrase.first)
    subjects = {id(p.member): p.member for p in present if p.is_subject}
    only = next(iter(subjects.values()), None)
    return only if len(subjects) == 1 and any(only is member for member in among) else None


def _company_before(reading: Reading, scenes: Scenes, phrase: Phrase) -> Member | None:
    """The one company that is the subject of a sentence just before."""
    sentence = reading.words[phrase.first].sentence
    for back in range(_NEAR_SENTENCES):
        present = scenes.before(sentence - back, phrase.first)
        subjects = {id(p.member): p.member for p in present if p.is_subject and not is_human(p.member)}
        if subjects:
            only = next(iter(subjects.values()))
            return only if len(subjects) == 1 and _may_be_company(only) else None
    return None


def _may_be_company(member: Member) -> bool:
    if member.entity_type not in {EntityType.ORGANISATION, EntityType.UNKNOWN}:
        return False
    return not lexicon.words("institution_heads").intersection(fold(member.canonical).split()[-1:])
