"""Where the content of a verb of saying begins and ends inside its frame."""

from collections.abc import Iterable

from transforms.quotations.noun_phrase import starting_at
from transforms.quotations.reading import Reading
from transforms.quotations.subjects import SaidBy
from transforms.quotations.verbs import FORMS, Takes
from transforms.quotations.word_classes import is_nominal
from transforms.quotations.words import words

_TIMES = words("times")
_FINITE = words("finite")
_PREPOSITIONS = words("prepositions")
_ADVERBS = words("adverbs")
_DETERMINERS = words("determiners")
_PRONOUNS = words("pronouns") | frozenset(("him", "them", "me", "us"))
_SKIPPED_PREPOSITIONS = frozenset(
    ["in", "on", "at", "during", "to", "of", "from", "via", "through", "after", "before", "about", "with", "by", "into"]
)
_KEPT_ADVERBS = frozenset(("both", "all", "just", "even", "now", "still", "only", "simply"))
_NO_HEARER = frozenset(("that", ":", ",", "how", "why", "what", "if", "whether"))
_HALF_TIMES = frozenset(("this", "last", "may"))
_DASHES = frozenset(("-", "–", "—"))
_QUANTIFIES = frozenset(("least", "most", "about", "over", "all"))
_SUBORDINATES = frozenset(("when", "after", "although", "though", "while", "as", "once", "because", "since"))
_SUBJECTS = (["he"], ["she"], ["they"], ["we"], ["i"], ["it"])
_CLOSERS = frozenset(".?!…;,:")
_JOINS = frozenset(("and", "but", "while", "though", "although", "as", "yet", "or", "whereas", "because", "when"))
_HEARER_TOKENS = 16
_BETWEEN_TOKENS = 25
_RELATIVE_TOKENS = 4


def content_start(reading: Reading, said: SaidBy, end: int) -> int | None:
    """The first token of what is said behind the verb; None where nothing follows.

    Hearers, times and places between ("told MPs on Monday that") are no content.
    """
    at = said.last + 1
    if said.subject.is_inverted:
        at = said.subject.phrase[1] + 1
    if said.verb.takes & Takes.HEARER:
        at = behind_hearer(reading, at, end)
    elif said.verb.lemma == "promise":
        at = _behind_promised(reading, at, end)
    if said.verb.takes & (Takes.CLAUSE | Takes.DIRECT | Takes.HEARER):
        quoted = _announced_region(reading, at, end)
        if quoted is not None:
            return quoted
        at = behind_adverbials(reading, at, end)
    if _is_intransitive(reading, at, end):
        return None
    while at < end and reading.region[at] < 0 and (reading.lowers[at] in (",", ":") or reading.lowers[at] in _DASHES):
        at += 1
    return at if at < end and not _is_closer(reading, at) else None


def _is_intransitive(reading: Reading, at: int, end: int) -> bool:
    """True for "when both agree, the plan …": a comma behind the verb and no clause of its own."""
    if at + 1 >= end or reading.lowers[at] != "," or reading.region[at] >= 0 or reading.region[at + 1] >= 0:
        return False
    word = reading.lowers[at + 1]
    return word not in _SKIPPED_PREPOSITIONS and word not in ("that", "however", "though", "too", "as", "for")


def _announced_region(reading: Reading, start: int, end: int) -> int | None:
    """The quoted sentence behind a comma or colon that ends what stands between it and the verb."""
    for token in range(start, min(end, start + _BETWEEN_TOKENS)):
        if reading.region[token] >= 0:
            before = reading.lowers[token - 1]
            inner = reading.regions[reading.region[token]].inner
            starts = reading.document.text[inner.start].isupper()
            return token if token > start and (before == ":" or (before == "," and starts)) else None
        if reading.lowers[token] == "that" or reading.lowers[token] in FORMS:
            return None
    return None


def content_end(reading: Reading, said: SaidBy, start: int, end: int, others: Iterable[SaidBy]) -> int:
    """The token behind the content that begins at `start`: the frame's end, or where another verb takes over."""
    if reading.region[start] >= 0:
        quoted = _quoted_end(reading, start, end)
        if quoted is not None:
            return quoted
    for other in others:
        if other.first <= start or other.first == said.first:
            continue
        stop = _takes_over(reading, said, other, start)
        if stop is not None:
            end = stop
            break
    is_subordinate = _opens_subordinate(reading, said)
    for token in range(start + 1, end):
        if reading.region[token] >= 0:
            continue
        if reading.lowers[token] in (";", "according") or (is_subordinate and _opens_main_clause(reading, token)):
            end = token
            break
    return trimmed(reading, start, end)


def _opens_subordinate(reading: Reading, said: SaidBy) -> bool:
    """True where the clause of the verb stands in front of the one it depends on: When Lee said …, he left."""
    before = said.opens - 1
    if before < 0 or reading.lowers[before] not in _SUBORDINATES:
        return False
    return before == 0 or not reading.is_word(before - 1) or reading.is_capital(before)


def _opens_main_clause(reading: Reading, comma: int) -> bool:
    """True at the comma before a pronoun in the subject's case."""
    return reading.lowers[comma] == "," and reading.lowers[comma + 1 : comma + 2][:1] in _SUBJECTS


def _quoted_end(reading: Reading, start: int, end: int) -> int | None:
    """Behind the quoted stretch at `start` where that is all that was said."""
    region, after = reading.region[start], start
    while after < end and reading.region[after] == region:
        after += 1
    inner = reading.regions[region].inner
    closes = reading.document.text[inner.end - 1] in ",.?!…"
    if after >= end or reading.region[after] >= 0:
        return None
    is_parted = reading.lowers[after] == "," or reading.lowers[after] in _DASHES
    if not (closes or is_parted):
        return None
    following = after + is_parted
    # “A,” “B” and “C”: a list goes on.
    is_list = following < end and (reading.region[following] >= 0 or reading.lowers[following] == "and")
    return None if is_list else after


def trimmed(reading: Reading, start: int, end: int) -> int:
    """`end` moved left over closing punctuation outside quotation marks."""
    while end > start and _is_closer(reading, end - 1):
        end -= 1
    return end


def only_adverbials(reading: Reading, start: int, end: int) -> bool:
    """True where nothing but times, places, hearers and closing punctuation stands from `start` on."""
    at = behind_adverbials(reading, start, end)
    return all(_is_closer(reading, token) for token in range(at, end))


def _is_closer(reading: Reading, token: int) -> bool:
    return reading.region[token] < 0 and not reading.is_word(token) and reading.lowers[token][0] in _CLOSERS


def _takes_over(reading: Reading, said: SaidBy, other: SaidBy, start: int) -> int | None:
    if other.opens < said.first and not other.subject.is_shared and reading.lowers[other.first - 1] == ",":
        return other.first - 1 if other.first - 1 > start else None
    relative = _relative_before(reading, other.first, start)
    if relative is not None:
        return relative
    at = other.opens
    joined = at - 1 > start and reading.lowers[at - 1] in _JOINS and reading.region[at - 1] < 0
    if joined:
        at -= 1
    if at - 1 > start and reading.lowers[at - 1] == "," and reading.region[at - 1] < 0:
        return at - 1
    same_form = other.verb.form is said.verb.form
    return at if joined and other.subject.is_shared and same_form else None


def _relative_before(reading: Reading, verb: int, start: int) -> int | None:
    """The comma of "…, who said": what follows tells of somebody in the content."""
    for token in range(verb - 1, max(start + 1, verb - _RELATIVE_TOKENS), -1):
        if reading.lowers[token] in ("who", "which") and reading.region[token] < 0:
            before = token - 1 - (reading.lowers[token - 1] == "to")
            return before if before > start and reading.lowers[before] == "," else None
    return None


def behind_hearer(reading: Reading, at: int, end: int) -> int:
    """Behind the first object of a verb of telling."""
    if at >= end or reading.region[at] >= 0 or reading.lowers[at] in _NO_HEARER:
        return at
    opener = _that_ahead(reading, at, end)
    if opener is not None:
        return opener
    phrase = starting_at(reading, at, end, inverted=True)
    return phrase[1] + 1 if phrase else at


def _behind_promised(reading: Reading, at: int, end: int) -> int:
    """Behind the hearers of "promised drivers and mechanics that she …"; not in "promised a plan that would …"."""
    opener = _that_ahead(reading, at, end)
    if opener is None or opener + 1 >= end or reading.lowers[opener + 1] in _FINITE:
        return at
    between = reading.lowers[at:opener]
    return at if any(word in _PREPOSITIONS or word in ("a", "an") for word in between) else opener


def _that_ahead(reading: Reading, at: int, end: int) -> int | None:
    """The "that" or "if" behind a list of hearers: told drivers, mechanics and their families that."""
    for token in range(at, min(end, at + _HEARER_TOKENS)):
        is_list = reading.lowers[token] == "," and token + 1 < end and is_nominal(reading, token + 1)
        if reading.region[token] >= 0 or reading.lowers[token] == ":" or reading.lowers[token] in FORMS:
            return None
        if reading.lowers[token] == "," and not is_list:
            return None
        if reading.lowers[token] in ("that", "if", "whether", "how", "why"):
            return token
    return None


def behind_adverbials(reading: Reading, at: int, end: int) -> int:
    """Behind times and places: "said on Monday in Paris that"."""
    start, end = at, min(end, at + _BETWEEN_TOKENS)
    while at < end and reading.region[at] < 0:
        word = reading.lowers[at]
        if _is_time(reading, at, end) or (word in _ADVERBS and word not in _KEPT_ADVERBS):
            at += 1
            continue
        opens = word in _SKIPPED_PREPOSITIONS and at + 1 < end and reading.lowers[at + 1] not in _QUANTIFIES
        opens = opens and not (word == "to" and is_infinitive(reading, at, end))
        phrase = starting_at(reading, at + 1, end, inverted=True) if opens else None
        if phrase is None:
            break
        at = phrase[1] + 1
    if start < at < end and reading.lowers[at] == "," and reading.region[at] < 0:
        at += 1
    return at


def is_infinitive(reading: Reading, to: int, end: int) -> bool:
    """True for "to act" and "to “act”"; not for "to Ukraine", "to the state" and "to reporters"."""
    if to + 1 >= end:
        return False
    word = reading.lowers[to + 1]
    is_noun = word in _DETERMINERS or word in _PRONOUNS or (word.endswith("s") and not word.endswith("ss"))
    return reading.region[to + 1] >= 0 or not (is_noun or reading.is_capital(to + 1))


def _is_time(reading: Reading, token: int, end: int) -> bool:
    word = reading.lowers[token]
    if word in _HALF_TIMES:
        return token + 1 < end and reading.lowers[token + 1] in _TIMES
    return word in _TIMES
