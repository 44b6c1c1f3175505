"""What a single word can be, from closed-class lists and endings."""

from transforms.quotations.reading import Reading
from transforms.quotations.verbs import FORMS, NOUN_LIKE, Form
from transforms.quotations.words import words

_ADJECTIVES = words("adjectives")
_ADJECTIVE_EXCEPTIONS = words("adjective_exceptions")
_ADJECTIVE_ENDINGS = ("al", "ive", "ous", "ic", "ed", "ing", "ful", "less", "ble", "ary")
_ADVERBS = words("adverbs")
# Never a noun, not even with the capital that opens a sentence.
_OPENERS = frozenset(
    ("additionally", "besides", "furthermore", "hence", "however", "likewise", "meanwhile", "moreover")
)
_COMMON_VERBS = words("common_verbs")
_NOT_ADVERBS = words("not_adverbs")
OBJECT_PRONOUNS = frozenset(("him", "them", "me", "us"))
PERSONAL_PRONOUNS = frozenset(("he", "she", "they", "i", "we", "you", "it"))
# Will Smith, May Jones: closed-class words that are first names too.
_GIVEN_NAMES = frozenset(("will", "may"))
_CLOSED = (
    words("prepositions")
    | words("conjunctions")
    | words("auxiliaries")
    | words("determiners")
    | PERSONAL_PRONOUNS
    | OBJECT_PRONOUNS
)


def is_nominal(reading: Reading, token: int) -> bool:
    """True for what can be a word of a noun phrase other than its determiner."""
    word = reading.lowers[token]
    if reading.region[token] >= 0 or not reading.is_word(token):
        return False
    if word in _GIVEN_NAMES and reading.is_capital(token) and token + 1 < len(reading.lowers):
        return reading.is_capital(token + 1)
    if reading.is_capital(token) and word not in _CLOSED and word not in _OPENERS:
        return True
    if word in _CLOSED or word in _OPENERS or word in _ADVERBS or word in _COMMON_VERBS or is_ly_adverb(word):
        return False
    return word not in FORMS or word in NOUN_LIKE or _is_agent(word)


def _is_agent(word: str) -> bool:
    return FORMS[word][0].form is Form.BASE and word in NOUN_LIKE


def is_ly_adverb(word: str) -> bool:
    """True for "flatly", not for "family"."""
    return word.endswith("ly") and len(word) > 4 and word not in _NOT_ADVERBS


def is_adjective(word: str) -> bool:
    """True for a word that asks for a noun behind it: "the latest", "the federal"."""
    return (
        word in _ADJECTIVES
        or word[0].isdigit()
        or (word.endswith(_ADJECTIVE_ENDINGS) and word not in _ADJECTIVE_EXCEPTIONS)
    )
