"""Whether a noun phrase in front of a verb of saying can be its subject."""

from transforms.quotations.noun_phrase import Phrase
from transforms.quotations.reading import Reading
from transforms.quotations.verbs import FORMS, NOUN_LIKE, Form, VerbForm
from transforms.quotations.word_classes import is_adjective
from transforms.quotations.words import words

_ADJECTIVES = words("adjectives")
_DETERMINERS = words("determiners")
_PLURALS = words("plurals")
_PREPOSITIONS = words("prepositions")
_NOT_REAL_BEFORE = frozenset(("if", "whether", "unless", "nor", "no"))
_NOBODY = frozenset(("nobody", "none", "neither", "no"))
_OBJECT_PRONOUNS = frozenset(("him", "them", "me", "us"))
_SUBJECT_PRONOUNS = frozenset(("he", "she", "they", "i", "we", "you", "it", "who"))
_CLAUSE_PREPOSITIONS = frozenset(("after", "before", "as", "since", "until", "like", "than"))


def can_be_subject(reading: Reading, phrase: Phrase, lowest: int, form: VerbForm, *, has_have: bool) -> bool:
    """True where the phrase can do the verb; `has_have`: a form of "have" stands between them."""
    first, last = phrase
    before = reading.lowers[first - 1] if first > lowest else ""
    head = reading.lowers[last]
    if before in _NOT_REAL_BEFORE or reading.lowers[first] in _NOBODY:
        return False
    if head.endswith(("'s", "s'")) or head == "'" or (head in _OBJECT_PRONOUNS and first == last):
        return False
    if form.form is Form.BASE and before in ("to", "let"):
        return False
    if not reading.is_capital(last) and not _can_head(reading, phrase):
        return False
    if form.form is Form.BASE and not (has_have or _is_plural(reading, phrase)):
        return False
    return has_have or not _reads_as_noun(reading, phrase, before)


def _can_head(reading: Reading, phrase: Phrase) -> bool:
    """False for a phrase that ends in an adjective and has no noun: "the same", "sarcastic"."""
    first, last = phrase
    head = reading.lowers[last]
    if head in _DETERMINERS or head in _PLURALS:
        return True
    return head not in _ADJECTIVES and (first < last or not is_adjective(head))


def _is_plural(reading: Reading, phrase: Phrase) -> bool:
    """True where the phrase can go with "say": a plural, a name, or several joined by "and"."""
    first, last = phrase
    if reading.is_capital(last) or reading.lowers[last].endswith("s") or reading.lowers[last] in _PLURALS:
        return True
    return any(reading.lowers[token] in _PLURALS or reading.lowers[token] == "and" for token in range(first, last))


def _reads_as_noun(reading: Reading, phrase: Phrase, before: str) -> bool:
    """True for "the latest claims" and "rejected claims": the form is the head of the phrase, not its verb."""
    first, last = phrase
    form = reading.lowers[last + 1]
    head = reading.lowers[last]
    if form not in NOUN_LIKE:
        return before in _PREPOSITIONS and before not in _CLAUSE_PREPOSITIONS
    if reading.lowers[first] in _SUBJECT_PRONOUNS:
        return False
    if before in _PREPOSITIONS or (is_adjective(head) and not reading.is_capital(last)):
        return True
    if FORMS[form][0].form is Form.BASE:
        return not head.endswith("s") or (first == last and not reading.is_capital(last))
    is_full = reading.lowers[first] in _DETERMINERS or reading.is_capital(first)
    return not is_full and not head.endswith("s")
