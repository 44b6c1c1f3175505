"""The verbs that announce what somebody said, with their inflected forms."""

from dataclasses import dataclass
from enum import Enum, Flag, auto

from transforms.quotations.words import entries, words

_VOWELS = "aeiou"


class Takes(Flag):
    """What may follow or precede a verb as its content."""

    CLAUSE = auto()  # said (that) taxes will rise
    HEARER = auto()  # told MPs that
    DIRECT = auto()  # “…,” he continued
    OBJECT = auto()  # praised the plan, called on members to act
    COMMIT = auto()  # vowed to fight
    THOUGHT = auto()  # believes that


class Form(Enum):
    """The inflection of one form."""

    BASE = "base"
    PRESENT = "present"  # says
    PAST = "past"  # said
    ING = "ing"  # saying
    PARTICIPLE = "participle"  # written


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One form of a verb; `particles` are the words that must follow it ("call on": ("on",))."""

    lemma: str
    form: Form
    takes: Takes
    particles: tuple[str, ...] = ()


_LISTS = (
    ("verbs_say", Takes.CLAUSE | Takes.DIRECT),
    ("verbs_tell", Takes.CLAUSE | Takes.HEARER | Takes.DIRECT),
    ("verbs_think", Takes.CLAUSE | Takes.THOUGHT),
    ("verbs_direct", Takes.DIRECT),
    ("verbs_act", Takes.OBJECT),
    ("verbs_commit", Takes.COMMIT),
)


def _inflect(verb: str, irregular: dict[str, tuple[str, ...]]) -> list[tuple[str, Form]]:
    past, participle, *ing = irregular.get(verb) or (_past(verb),) * 2
    doubled = past[:-2] if past == f"{verb}{verb[-1]}ed" else None
    stem = doubled or (verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")) else verb)
    participle_ing = ing[0] if ing else f"{stem}ing"
    forms = [(verb, Form.BASE), (_third(verb), Form.PRESENT), (past, Form.PAST), (participle_ing, Form.ING)]
    if verb in words("british_doubling"):
        forms += [(f"{verb}led", Form.PAST), (f"{verb}ling", Form.ING)]
    return forms if participle == past else [*forms, (participle, Form.PARTICIPLE)]


def _third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "go")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return f"{verb[:-1]}ies"
    return f"{verb}s"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return f"{verb[:-1]}ied"
    return f"{verb}ed"


def _table() -> dict[str, tuple[VerbForm, ...]]:
    irregular = {line.split()[0]: tuple(line.split()[1:]) for line in entries("irregular_verbs")}
    merged: dict[tuple[str, Form, str, tuple[str, ...]], Takes] = {}
    for name, takes in _LISTS:
        for phrase in entries(name):
            head, *particles = phrase.split()
            for written, form in _inflect(head, irregular):
                key = (written, form, phrase, tuple(particles))
                merged[key] = merged.get(key, takes) | takes
    table: dict[str, list[VerbForm]] = {}
    for (written, form, lemma, rest), takes in merged.items():
        table.setdefault(written, []).append(VerbForm(lemma, form, takes, rest))
    # The longest phrase first: "called on" before "called".
    return {written: tuple(sorted(found, key=lambda each: -len(each.particles))) for written, found in table.items()}


FORMS = _table()
NOUN_LIKE = frozenset(words("noun_like_forms"))
