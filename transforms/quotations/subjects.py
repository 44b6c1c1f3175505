"""Who does the verb of saying: the subject before it, behind it, or that of the clause it depends on."""

from dataclasses import dataclass

from transforms.quotations.agreement import can_be_subject
from transforms.quotations.appositions import phrase_before_comma
from transforms.quotations.noun_phrase import Phrase, before_brackets, ending_at, starting_at
from transforms.quotations.reading import Reading
from transforms.quotations.verbs import FORMS, Form, VerbForm
from transforms.quotations.word_classes import OBJECT_PRONOUNS, is_ly_adverb
from transforms.quotations.words import words

_ADVERBS = words("adverbs")
_TIMES = words("times")
_PREPOSITIONS = words("prepositions")
_DOCUMENTS = words("documents")
_HAVE = frozenset(("has", "have", "had", "'s", "'ve", "having", "did", "do", "does", "will", "'d"))
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "am", "'re", "'m"))
_UNREAL = frozenset(("would", "could", "might", "should", "can", "may", "must", "cannot", "not", "never", "n't"))
_COORDINATES = frozenset(("and", "but", "or", "then", "also"))
_NO_SHARING = frozenset(("than", "of", "about", "for", "from", "to", "against", "the", "a", "most", "without"))
_EXPLETIVES = frozenset(("it", "there", "here", "this", "that", "there's", "here's", "that's", "it's", "what"))
_HABITS = frozenset(("used", "liked", "likes", "continued", "continues", "began"))
_SUBORDINATES = frozenset(("when", "while", "although", "though", "because", "if", "once", "as"))
_FRAME_ADVERBS = words("connectives") | {"now"}
_OPENING_TIMES = (_TIMES | {"publicly", "privately"}) - {"may", "this", "last", "jan", "sun"}
_MAX_ADVERBIALS = 3
# Clauses further apart than this do not share a subject; the bound also ends chains of "and said and said".
_SHARING_TOKENS = 40


@dataclass(frozen=True, slots=True)
class Subject:
    """The noun phrase that does the verb; `is_inverted`: it follows; `is_shared`: it belongs to an earlier verb."""

    phrase: Phrase
    is_inverted: bool = False
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class SaidBy:
    """A verb of saying in its place, from token `first` to `last`, with its subject."""

    first: int
    last: int
    verb: VerbForm
    subject: Subject

    @property
    def opens(self) -> int:
        """The first token of its clause: the subject, or the verb where the subject is shared or follows."""
        return self.first if self.subject.is_shared or self.subject.is_inverted else self.subject.phrase[0]


def subject_before(reading: Reading, verb: int, lowest: int, form: VerbForm) -> Subject | None:
    """The subject that stands before the verb, or the one it shares with the clause before."""
    left = _skip_left(reading, verb, lowest)
    if left is None:
        return None
    if form.form is Form.ING and not left.has_be:
        return _of_participle(reading, left.at, verb, lowest)
    is_passive = left.has_be and form.form in (Form.PAST, Form.PARTICIPLE)
    if is_passive or (form.form is Form.PARTICIPLE and not left.has_have) or left.at < lowest:
        return None
    at = before_brackets(reading, left.at, lowest)
    word = reading.lowers[at]
    if word in _COORDINATES:
        return None if form.form is Form.BASE else _shared(reading, at, lowest)
    if word == ",":
        phrase = phrase_before_comma(reading, at, lowest)
        return Subject(phrase) if phrase else None
    if word == "to":
        return _of_infinitive(reading, at, lowest)
    if word == "who":
        phrase = _antecedent(reading, at, lowest)
        return Subject(phrase) if phrase else None
    phrase = ending_at(reading, at, lowest)
    if phrase is None:
        return None
    phrase = _without_adverbial(reading, phrase, lowest)
    is_subject = can_be_subject(reading, phrase, lowest, form, has_have=left.has_have)
    return Subject(phrase) if is_subject else None


def _of_infinitive(reading: Reading, to: int, lowest: int) -> Subject | None:
    """He went on to say; my teacher used to say."""
    before = to - 1
    if before - 1 < lowest:
        return None
    if reading.lowers[before] == "on":
        return _shared(reading, before - 1, lowest)
    phrase = ending_at(reading, before - 1, lowest) if reading.lowers[before] in _HABITS else None
    return Subject(phrase) if phrase else None


def _without_adverbial(reading: Reading, phrase: Phrase, lowest: int) -> Phrase:
    """The name alone in "In a report Ada Lim …", where the phrase runs on from the adverbial."""
    first, last = phrase
    if first <= lowest or reading.lowers[first - 1] not in _PREPOSITIONS or not reading.is_capital(last):
        return phrase
    name = last
    while name > first and reading.is_capital(name - 1):
        name -= 1
    return (name, last) if name > first and last > name else phrase


@dataclass(frozen=True, slots=True)
class _Left:
    """The token before a verb and its auxiliaries."""

    at: int
    has_be: bool
    has_have: bool


def _skip_left(reading: Reading, verb: int, lowest: int) -> _Left | None:
    """Left over adverbs, times and auxiliaries; None where these say that nothing was said (would, not)."""
    at, has_be, has_have = verb - 1, False, False
    while at >= lowest and reading.region[at] < 0:
        word = reading.lowers[at]
        if word in _UNREAL or word.endswith("n't"):
            return None
        if word in _BE:
            has_be = True
        elif word in _HAVE:
            has_have = True
        elif not _is_adverb(reading, at):
            if not (word in _TIMES and reading.is_capital(at) and at > lowest):
                break
            at -= reading.lowers[at - 1] == "on"
        at -= 1
    return _Left(at, has_be, has_have)


def _is_adverb(reading: Reading, token: int) -> bool:
    word = reading.lowers[token]
    return word in _ADVERBS or (is_ly_adverb(word) and not reading.is_capital(token))


def _antecedent(reading: Reading, relative: int, lowest: int) -> Phrase | None:
    at = relative - 1
    if at >= lowest and reading.lowers[at] == ",":
        at -= 1
    return ending_at(reading, at, lowest) if at >= lowest else None


def _of_participle(reading: Reading, at: int, verb: int, lowest: int) -> Subject | None:
    """The subject of "saying": the noun right before it (a sign saying), else that of the clause in front."""
    if at > lowest and reading.lowers[at] == "as":
        return _quoted_as(reading, at, lowest)
    if at >= lowest and (
        reading.lowers[at] in _NO_SHARING or reading.lowers[at].startswith(("avoid", "stop", "refus"))
    ):
        return None
    if at >= lowest and reading.is_word(at) and reading.region[at] < 0:
        phrase = ending_at(reading, at, lowest)
        if phrase is not None and reading.lowers[phrase[1]] not in _DOCUMENTS | _TIMES | OBJECT_PRONOUNS:
            before = reading.lowers[phrase[0] - 1] if phrase[0] > lowest else ""
            is_bare = phrase[0] > lowest and reading.region[phrase[0] - 1] >= 0
            if not is_bare and (before == "with" or before not in _PREPOSITIONS):
                return Subject(phrase)
    return _shared(reading, verb, lowest)


def _quoted_as(reading: Reading, at: int, lowest: int) -> Subject | None:
    """Who is "quoted as saying": the subject of the passive, the object of the active verb."""
    if reading.lowers[at - 1] != "quoted":
        phrase = ending_at(reading, at - 1, lowest)
        return Subject(phrase) if phrase else None
    left = _skip_left(reading, at - 1, lowest)
    phrase = ending_at(reading, left.at, lowest) if left and left.has_be and left.at >= lowest else None
    return Subject(phrase) if phrase else None


def _shared(reading: Reading, before: int, lowest: int) -> Subject | None:
    """The subject of the clause in front: that of the nearest verb of saying, else of the frame."""
    nearest = max(lowest, before - _SHARING_TOKENS)
    for index in range(before - 1, nearest, -1):
        found = FORMS.get(reading.lowers[index])
        if found and reading.region[index] < 0 and found[0].form in (Form.PAST, Form.PRESENT):
            if reading.lowers[index - 1] in _COORDINATES and reading.lowers[index - 2] in FORMS:
                return None  # said and said and said: a chain costs its length at every link
            subject = subject_before(reading, index, nearest, found[0])
            if subject is not None:
                return Subject(subject.phrase, is_shared=True)
            break
    phrase = main_subject(reading, lowest, before)
    return Subject(phrase, is_shared=True) if phrase else None


def main_subject(reading: Reading, lowest: int, highest: int) -> Phrase | None:
    """The first noun phrase of a frame behind its opening adverbials ("On Monday, Ann Lee …")."""
    at, highest = lowest, min(highest, lowest + _SHARING_TOKENS)
    for _ in range(_MAX_ADVERBIALS):
        while at < highest and (reading.region[at] >= 0 or not reading.is_word(at)):
            at += 1
        if at >= highest:
            return None
        if not _opens_adverbial(reading, at):
            if reading.lowers[at] in _OPENING_TIMES or reading.lowers[at] in _FRAME_ADVERBS:
                at += 1
                continue
            if reading.lowers[at] in _EXPLETIVES:
                return None
            return starting_at(reading, at, highest, inverted=True)
        comma = next((i for i in range(at, highest) if reading.lowers[i] == "," and reading.region[i] < 0), None)
        if comma is None:
            return None
        at = comma + 1
    return None


def _opens_adverbial(reading: Reading, token: int) -> bool:
    word = reading.lowers[token]
    return word in _PREPOSITIONS or word in _SUBORDINATES or (word.endswith("ing") and word in FORMS)


def subject_behind(reading: Reading, verb_last: int, highest: int) -> Subject | None:
    """The subject that follows its verb: said Ann Lee."""
    at = verb_last + 1
    phrase = starting_at(reading, at, highest, inverted=True) if at < highest else None
    return Subject(phrase, is_inverted=True) if phrase else None
