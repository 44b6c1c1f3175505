"""What the words are that the reader takes for a cue: their dictionary form and their kind."""

from transforms.quotations.reading import Reading
from transforms.quotations.verbs import FORMS, Takes, VerbForm
from transforms.quotations.words import words
from transforms.text.records import Cue, CueKind

_SPEAKS = Takes.CLAUSE | Takes.DIRECT | Takes.COMMIT
_NOUNS = words("nouns")
_DASHES = frozenset(("–", "—", "-", "--", "―", ":"))
_BEFORE_NOUNS = words("determiners") | frozenset(("his", "her", "their", "its", "my", "our", "your"))
_ENDINGS = (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("s", ""))


def cue_of(reading: Reading, first: int, end: int) -> Cue:
    """The record of the cue in tokens `first` to `end` (exclusive).

    A verb that no list of the rules holds tells an attitude: what somebody wants, decides or opposes.
    """
    span = reading.span(first, end - 1)
    shown = reading.lowers[first:end]
    if "according" in shown:
        return Cue(span, "according to", CueKind.ACCORDING)
    if not any(reading.is_word(token) for token in range(first, end)):
        return Cue(span, shown[0], CueKind.LAYOUT)
    for token in range(end - 1, first - 1, -1):
        word = reading.lowers[token]
        is_noun = _is_noun(reading, token)
        if is_noun and word in _NOUNS:
            return Cue(span, word, CueKind.NOUN)
        if is_noun and word[:-1] in _NOUNS:
            return Cue(span, word[:-1], CueKind.NOUN)
        if not is_noun and word in FORMS:
            verb = _fitting(reading, token, end)
            return Cue(span, verb.lemma, _kind_of(verb))
    head = max(token for token in range(first, end) if reading.is_word(token))
    return Cue(span, _stem(reading.lowers[head]), CueKind.ATTITUDE)


def _kind_of(verb: VerbForm) -> CueKind:
    if verb.takes & _SPEAKS and not verb.takes & Takes.THOUGHT:
        return CueKind.VERB
    return CueKind.ATTITUDE if verb.takes & Takes.THOUGHT else CueKind.SPEECH_ACT


def _fitting(reading: Reading, token: int, end: int) -> VerbForm:
    forms = FORMS[reading.lowers[token]]
    behind = tuple(reading.lowers[token + 1 : end])
    return next((form for form in forms if behind[: len(form.particles)] == form.particles), forms[-1])


def _is_noun(reading: Reading, token: int) -> bool:
    """True behind an article or a possessive: the claim, his repeated claims, Lee's claims."""
    word = reading.lowers[token]
    if word not in FORMS and (word in _NOUNS or word[:-1] in _NOUNS):
        return True
    before = reading.lowers[token - 1] if token else ""
    return before in _BEFORE_NOUNS or before.endswith(("'s", "s'"))


def _stem(word: str) -> str:
    """A plain guess at the dictionary form of a word that no list holds."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + instead
    return word
