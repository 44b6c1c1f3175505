"""The word lists: which words take a side, turn round or report."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Role(StrEnum):
    """What a listed word does to what it governs."""

    SIDE_VERB = "side_verb"  # praise, condemn: the subject takes a side on the object
    ACT_VERB = "act_verb"  # fund, ban: an act for or against the object
    NOUN = "noun"  # support for, criticism of
    PHRASE = "phrase"  # in favor of, against
    JUDGEMENT = "judgement"  # is a disaster, is essential
    NEGATOR = "negator"
    REPORT = "report"
    WISH = "wish"  # must, called on: an act that follows is wanted
    CAUSE = "cause"  # leads to, means: what follows is blamed on or credited to the subject
    EFFECT = "effect"  # protects, poisons: what the subject does tells what the speaker thinks of it
    CALL = "call"  # called, branded: the words after the object are what the speaker thinks of it
    CLAIM = "claim"  # the claim that: who rejects it takes the side of what it is about
    REGARD = "regard"  # praise, blame: the side reaches from the thing regarded to its owner


@dataclass(frozen=True, slots=True)
class Entry:
    """One listed word or phrase; `sign` is 1 for, -1 against, 0 where the role takes no side."""

    words: tuple[str, ...]
    role: Role
    sign: int


_LISTS = (
    ("support_verbs", Role.SIDE_VERB, 1),
    ("oppose_verbs", Role.SIDE_VERB, -1),
    ("help_verbs", Role.ACT_VERB, 1),
    ("harm_verbs", Role.ACT_VERB, -1),
    ("support_nouns", Role.NOUN, 1),
    ("oppose_nouns", Role.NOUN, -1),
    ("support_phrases", Role.PHRASE, 1),
    ("oppose_phrases", Role.PHRASE, -1),
    ("good_words", Role.JUDGEMENT, 1),
    ("bad_words", Role.JUDGEMENT, -1),
    ("negators", Role.NEGATOR, 0),
    ("reporting_verbs", Role.REPORT, 0),
    ("wishes", Role.WISH, 0),
    ("causes", Role.CAUSE, 0),
    ("good_effects", Role.EFFECT, 1),
    ("bad_effects", Role.EFFECT, -1),
    ("calling_verbs", Role.CALL, 0),
    ("claim_nouns", Role.CLAIM, 0),
    ("regard_verbs", Role.REGARD, 0),
)
_VERBS = frozenset({Role.SIDE_VERB, Role.ACT_VERB, Role.REPORT, Role.CAUSE, Role.EFFECT, Role.CALL, Role.REGARD})
_VOWELS = "aeiou"


@cache
def entries() -> dict[str, tuple[Entry, ...]]:
    """First word → the entries that begin with it, longest first; every inflected form is an entry of its own."""
    index: dict[str, set[Entry]] = {}
    for name, role, sign in _LISTS:
        for line in lines(name):
            for words in _forms(line) if role in _VERBS else (tuple(line.split()),):
                index.setdefault(words[0], set()).add(Entry(words, role, sign))
    return {first: tuple(sorted(found, key=_longest_first)) for first, found in index.items()}


def _longest_first(entry: Entry) -> tuple[int, int, str, int]:
    return -len(entry.words), -abs(entry.sign), entry.role, entry.sign


@cache
def lines(name: str) -> frozenset[str]:
    """The entries of the list `name`."""
    text = (files(__package__) / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _forms(line: str) -> set[tuple[str, ...]]:
    """All forms of a verb line: `verb | particle words | irregular forms`, the last two optional."""
    head, tail, irregular = ([part.split() for part in line.split("|")] + [[], []])[:3]
    verb = head[0]
    forms = {verb, f"{verb}s", _with_ending(verb, "ing"), *irregular}
    forms.add(_third_person(verb))
    if not irregular or all(form.endswith("ing") for form in irregular):
        forms.add(_with_ending(verb, "ed"))
    return {(form, *tail) for form in forms}


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return f"{verb[:-1]}ies"
    return f"{verb}s"


def _with_ending(verb: str, ending: str) -> str:
    if verb.endswith("e") and not (ending == "ing" and verb.endswith("ee")):
        return verb[:-1] + ending
    if ending == "ed" and verb.endswith("y") and verb[-2] not in _VOWELS:
        return f"{verb[:-1]}ied"
    return verb + ending
