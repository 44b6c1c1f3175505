"""Cues in a frame: verbs of saying with a subject, "according to", and nouns of saying."""

from transforms.quotations.noun_phrase import ending_at
from transforms.quotations.reading import Reading
from transforms.quotations.subjects import SaidBy, Subject, subject_before, subject_behind
from transforms.quotations.verbs import FORMS, NOUN_LIKE, Form, Takes, VerbForm
from transforms.quotations.words import entries, words

_IDIOMS: dict[str, list[tuple[str, ...]]] = {}
for _phrase in entries("idioms"):
    for _word in set(_phrase.split()) & FORMS.keys():
        _IDIOMS.setdefault(_word, []).append(tuple(_phrase.split()))
_NAMES = frozenset(("call", "dub", "label", "brand"))
# An outlet's name is not longer.
_NAME_TOKENS = 8
_AFTER_NOUN = (words("prepositions") | words("auxiliaries") | {"and", "or", "but", "who", "which"}) - {"like", "as"}


def verbs_in(reading: Reading, first: int, end: int, lowest: int) -> list[SaidBy]:
    """The verbs of saying between the tokens `first` and `end` that have a subject in front, left to right."""
    found: list[SaidBy] = []
    for token in range(first, end):
        if reading.region[token] < 0 and reading.lowers[token] in FORMS:
            said = verb_at(reading, token, lowest, end)
            if said is not None:
                found.append(said)
    return found


def verb_at(reading: Reading, token: int, lowest: int, end: int) -> SaidBy | None:
    """The verb of saying at `token` with the subject in front of it."""
    if is_idiom(reading, token) or _is_name_part(reading, token, lowest) or _is_plural_noun(reading, token, end):
        return None
    for form in FORMS[reading.lowers[token]]:
        last = particles_end(reading, token, end, form)
        if last is None:
            continue
        if _is_reduced_passive(reading, last + 1, end, form):
            return None
        subject = subject_before(reading, token, lowest, form)
        if subject is not None and not _is_named_thing(reading, subject, form):
            return SaidBy(token, last, form, subject)
    return None


def _is_reduced_passive(reading: Reading, after: int, end: int, form: VerbForm) -> bool:
    """True for "words described by him" and "a man reported to have left": the noun in front does not speak."""
    if form.form is not Form.PAST or after >= end or reading.region[after] >= 0:
        return False
    if reading.lowers[after] == "by":
        return not form.particles
    return reading.lowers[after] == "to" and after + 1 < end and reading.lowers[after + 1] in ("have", "be")


def _is_named_thing(reading: Reading, subject: Subject, form: VerbForm) -> bool:
    """True for "a café called Chez Lim"."""
    return form.form is Form.PAST and form.lemma in _NAMES and reading.lowers[subject.phrase[0]] in ("a", "an")


def _is_name_part(reading: Reading, token: int, lowest: int) -> bool:
    """True for "the United States" and "the Labour Call": a capital inside a sentence."""
    return token > lowest and reading.is_capital(token)


def _is_plural_noun(reading: Reading, token: int, end: int) -> bool:
    """True for a form that is as often a noun and is followed by what follows a noun: "Trump attacks on …"."""
    word = reading.lowers[token]
    if word not in NOUN_LIKE or FORMS[word][0].form not in (Form.BASE, Form.PRESENT) or token + 1 >= end:
        return False
    after = reading.lowers[token + 1]
    followed = (
        after in _AFTER_NOUN
        or (after in FORMS and after not in NOUN_LIKE)
        or (after in (".", ",", ")", ";") and reading.lowers[token - 1] != ",")
    )
    is_name = reading.is_capital(token - 1) and not reading.lowers[token - 1].endswith(("'s", "'"))
    if after == "to" and is_name and any(form.takes & Takes.COMMIT for form in FORMS[word]):
        return False  # Ann Lee promises to act
    if after in (".", ",") and _closes_sentence(reading, token, end):
        return False
    phrasal = any(form.particles[:1] == (after,) for form in FORMS[word])
    return reading.region[token + 1] < 0 and followed and not phrasal


def _closes_sentence(reading: Reading, token: int, end: int) -> bool:
    """True for "…, the Daily Post reports.": a name behind a comma, and nothing behind the verb."""
    if token + 2 < end or not reading.is_capital(token - 1) or not FORMS[reading.lowers[token]][0].takes & Takes.CLAUSE:
        return False
    phrase = ending_at(reading, token - 1, max(0, token - _NAME_TOKENS))
    before = phrase[0] - 1 if phrase else 0
    return before > 0 and (reading.lowers[before] == "," or reading.region[before] >= 0)


def inverted_at(reading: Reading, token: int, end: int) -> SaidBy | None:
    """The verb of saying at `token` with its subject behind it: said Ann Lee."""
    for form in FORMS.get(reading.lowers[token], ()):
        if form.form not in (Form.PAST, Form.PRESENT) or not form.takes & (Takes.CLAUSE | Takes.DIRECT):
            continue
        last = particles_end(reading, token, end, form)
        if last is None:
            continue
        subject = subject_behind(reading, last, end)
        return SaidBy(token, last, form, subject) if subject else None
    return None


def particles_end(reading: Reading, token: int, end: int, form: VerbForm) -> int | None:
    """The last token of the verb with its particles; None where they are missing."""
    last = token + len(form.particles)
    if last >= end or any(reading.region[i] >= 0 for i in range(token, last + 1)):
        return None
    return last if tuple(reading.lowers[token + 1 : last + 1]) == form.particles else None


def is_idiom(reading: Reading, token: int) -> bool:
    """True inside a phrase such as "needless to say"."""
    word = reading.lowers[token]
    for phrase in _IDIOMS.get(word, ()):
        first = token - phrase.index(word)
        if first >= 0 and tuple(reading.lowers[first : first + len(phrase)]) == phrase:
            return phrase != ("that", "said") or _stands_alone(reading, first, first + 2)
    return False


def _stands_alone(reading: Reading, first: int, after: int) -> bool:
    ends = after < len(reading.lowers) and reading.lowers[after] == ","
    return ends and (first == 0 or not reading.is_word(first - 1))
