"""Noun phrases without a parser: from closed-class words, capitals and the punctuation around them.

Every function works on token indices inside one frame and returns `(first, last)`, both inclusive, or None.
"""

from transforms.quotations.reading import Reading
from transforms.quotations.word_classes import (
    OBJECT_PRONOUNS,
    PERSONAL_PRONOUNS,
    is_adjective,
    is_ly_adverb,
    is_nominal,
)
from transforms.quotations.words import words

Phrase = tuple[int, int]

_PRONOUNS = words("pronouns")
_DETERMINERS = words("determiners")
_PREPOSITIONS = words("prepositions")
_CONJUNCTIONS = words("conjunctions")
_ADVERBS = words("adverbs")
_TIMES = words("times")
_HONORIFICS = words("honorifics")
_COURTESY = frozenset(("mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss"))
_JOINS_INSIDE = frozenset(("of", "for", "at", "from", "in", "with", "on", "to", "near", "behind", "against"))
_JOINS_AFTER = frozenset(("of", "for", "from", "with", "at", "behind", "in"))
_POSSESSIVE = frozenset(("'s", "'", "s'"))
_SYMBOLS = frozenset(("&", "-", "–", "/", "#", "@"))
_NUMBERS = frozenset(("two", "three", "four", "five", "six", "others"))
_BEFORE_DETERMINERS = frozenset(("all", "both", "half", "the", "these", "those"))
_MAX_TOKENS = 30
_BRACKET_TOKENS = 10


def ending_at(reading: Reading, last: int, lowest: int) -> Phrase | None:
    """The noun phrase whose last token is `last`, not reaching below `lowest`."""
    lowest = max(lowest, last - _MAX_TOKENS)
    if last < lowest or reading.region[last] >= 0:
        return None
    word = reading.lowers[last]
    if word in PERSONAL_PRONOUNS or word == "who":
        return (last, last)
    if word in _PRONOUNS and word in _DETERMINERS:
        return (last, last)
    if word in OBJECT_PRONOUNS:
        first = left_of_preposition(reading, last - 1, lowest) if reading.lowers[last - 1] == "of" else None
        return (first, last) if first is not None else None  # one of them
    is_number = word in _NUMBERS and last > lowest and reading.lowers[last - 1] == "the"
    if not is_number and not is_nominal(reading, last) and not _is_stop_of_name(reading, last, lowest):
        return None
    if (
        word.endswith("ed")
        and not _takes_adjective(reading, last - 1)
        and last > lowest
        and not reading.is_capital(last)
    ):
        return None
    first = last
    while first > lowest:
        step = _step_left(reading, first, lowest)
        if step is None:
            break
        first = step
    first = _strip_left(reading, first, last)
    return (first, last) if first <= last else None


def before_brackets(reading: Reading, token: int, lowest: int) -> int:
    """The token before "(D-N.Y.)" where `token` closes the brackets; else `token`."""
    if reading.lowers[token] != ")":
        return token
    for at in range(token - 1, max(lowest, token - _BRACKET_TOKENS), -1):
        if reading.lowers[at] == "(":
            return at - 1
    return token


def starting_at(reading: Reading, first: int, highest: int, *, inverted: bool = False) -> Phrase | None:
    """The noun phrase whose first token is `first`, ending before `highest`; `inverted`: it follows its verb."""
    highest = min(highest, first + _MAX_TOKENS)
    if first >= highest or reading.region[first] >= 0:
        return None
    word = reading.lowers[first]
    if word in PERSONAL_PRONOUNS or word in OBJECT_PRONOUNS:
        return (first, first)
    if not (word in _DETERMINERS or word in _PRONOUNS or is_nominal(reading, first) or is_adjective(word)):
        return None
    last = first
    while last + 1 < highest:
        step = _step_right(reading, last, highest, inverted=inverted)
        if step is None:
            break
        last = step
    while last > first and reading.lowers[last] in _DETERMINERS:
        last -= 1
    return None if last == first and word in _DETERMINERS and word not in _PRONOUNS else (first, last)


def _is_stop_of_name(reading: Reading, token: int, lowest: int) -> bool:
    """True for the full stop of "Mr." or "J." where the tokeniser set it apart, and for a possessive ending."""
    if token <= lowest or reading.starts[token] != reading.ends[token - 1]:
        return False
    before = reading.lowers[token - 1]
    word = reading.lowers[token]
    return word in _POSSESSIVE or (word == "." and (before in _HONORIFICS or len(before) == 1))


def _step_left(reading: Reading, first: int, lowest: int) -> int | None:
    """The first token of the phrase made longer by one step to the left of `first`."""
    left = first - 1
    word, here = reading.lowers[left], reading.lowers[first]
    if here in _DETERMINERS and word not in _BEFORE_DETERMINERS:
        return left_of_preposition(reading, left, lowest) if word in _JOINS_INSIDE else None
    if word in _DETERMINERS and reading.region[left] < 0:
        return None if word == "that" and reading.is_capital(first) else left
    if is_nominal(reading, left):
        return left if _belongs(reading, left, first, lowest) else None
    if _is_stop_of_name(reading, left, lowest) or (word in _SYMBOLS and _touches(reading, left)):
        return left - 1 if left - 1 >= lowest else None
    if word in _JOINS_INSIDE:
        return left_of_preposition(reading, left, lowest)
    if word in ("and", "&") and left - 1 >= lowest and _joins_nouns(reading, left, first, lowest):
        return left - 1
    return None


def _belongs(reading: Reading, left: int, first: int, lowest: int) -> bool:
    """False where a new phrase begins at `first` ("… job | Mr Lee") or `left` looks like a verb ("opened | doors")."""
    if reading.lowers[first] in _COURTESY and not reading.is_capital(left):
        return False
    if not reading.lowers[left].endswith("ed") or reading.is_capital(left) or left == lowest:
        return True
    before = reading.lowers[left - 1]
    return before in _DETERMINERS or before in _PREPOSITIONS or is_adjective(before)


def left_of_preposition(reading: Reading, preposition: int, lowest: int) -> int | None:
    """The first token of the phrase that the preposition continues ("a spokesman for …"), if it continues one."""
    word = reading.lowers[preposition]
    if preposition - 1 < lowest:
        return None
    before = preposition - 1
    if reading.lowers[before] in _DETERMINERS:
        return before if word in ("of", "in", "with", "from", "at") else None
    head = ending_at(reading, before, lowest)
    if head is None or reading.lowers[head[0]] in PERSONAL_PRONOUNS:
        return None
    opens = reading.lowers[head[0]] in _DETERMINERS or reading.is_capital(head[0]) or word == "of"
    at_edge = head[0] == lowest or reading.lowers[head[0] - 1] in _CONJUNCTIONS or not reading.is_word(head[0] - 1)
    return head[0] if (opens and (word in ("of", "for", "at") or at_edge)) or at_edge else None


def _joins_nouns(reading: Reading, conjunction: int, right: int, lowest: int) -> bool:
    """True for "Smith and Jones" and for "the work and pensions secretary"."""
    left = conjunction - 1
    if not is_nominal(reading, left):
        return False
    if reading.is_capital(left):
        return reading.is_capital(right) or reading.lowers[right] in _DETERMINERS
    if reading.lowers[left].endswith(("ed", "ing")) or reading.is_capital(right) or left - 1 < lowest:
        return False
    before = left - 1
    return reading.lowers[before] in _DETERMINERS or (reading.is_capital(before) and is_nominal(reading, before))


def _touches(reading: Reading, token: int) -> bool:
    return reading.starts[token] == reading.ends[token - 1] or reading.lowers[token] == "&"


def _strip_left(reading: Reading, first: int, last: int) -> int:
    """`first` moved right over capitalised adverbs and times that only begin the sentence."""
    while first < last:
        word = reading.lowers[first]
        if word == "both":
            return first
        is_time = word in _TIMES and word not in _DETERMINERS and reading.lowers[first + 1] not in _POSSESSIVE
        if not (is_time or word in _ADVERBS or is_ly_adverb(word)):
            return first
        first += 1
    return first


def _step_right(reading: Reading, last: int, highest: int, *, inverted: bool) -> int | None:
    right = last + 1
    word, here = reading.lowers[right], reading.lowers[last]
    if reading.region[right] >= 0:
        return None
    if _is_stop_of_name(reading, right, 0):
        return right
    if word in _TIMES and reading.is_capital(right) and word != "may" and not _names_paper(reading, right, highest):
        return None
    if word in _DETERMINERS:
        return right if here in _DETERMINERS and right + 1 < highest else None
    if is_nominal(reading, right):
        is_verb = word.endswith("ed") and not reading.is_capital(right) and not _takes_adjective(reading, last)
        return None if is_verb else right
    if word in _SYMBOLS and right + 1 < highest and _touches(reading, right):
        return right + 1
    if word in _JOINS_AFTER or word == "and":
        return _right_of_joint(reading, right, highest, inverted=inverted)
    return None


def _names_paper(reading: Reading, token: int, highest: int) -> bool:
    """True for the day in "Sunday Times" and the "Morning" of a paper's name."""
    return token + 1 < highest and reading.is_capital(token + 1) and reading.lowers[token + 1] not in _TIMES


def _takes_adjective(reading: Reading, token: int) -> bool:
    word = reading.lowers[token]
    return word in _DETERMINERS or is_adjective(word) or word.endswith("'s")


def _right_of_joint(reading: Reading, joint: int, highest: int, *, inverted: bool) -> int | None:
    """Where the phrase ends that goes on behind a preposition or "and"; one step at most."""
    word = reading.lowers[joint]
    if joint + 1 >= highest or (word == "in" and inverted):
        return None
    if word == "and" and not (reading.is_capital(joint - 1) and reading.is_capital(joint + 1)):
        return None
    if reading.lowers[joint + 1] in OBJECT_PRONOUNS:
        return joint + 1
    following = joint + 1
    while following < highest and reading.lowers[following] in _DETERMINERS:
        following += 1
    return following if following < highest and is_nominal(reading, following) else None
