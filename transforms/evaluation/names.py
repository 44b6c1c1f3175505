"""When two names, or two noun phrases, mean the same speaker: a judgement on their words alone."""

import re
from functools import cache
from importlib.resources import files

from transforms.evaluation.words import plain_words

_BEHIND_THE_PHRASE = re.compile(r"[,(]")


@cache
def listed(name: str) -> frozenset[str]:
    """The words of lists/`name`.txt."""
    text = files(__package__).joinpath("lists", f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def is_pronoun(text: str) -> bool:
    """True for a pronoun alone."""
    words = plain_words(text)
    return len(words) == 1 and words[0] in listed("pronouns")


def is_same_name(candidate: str, name: str) -> bool:
    """True where both end in the same word and their first names do not clash.

    Titles do not count, nor what follows a comma in `candidate`: “Mr. Ek” and “NATO Secretary-General Bo Ek, of Oslo”
    agree with “Bo Ek”, “Al Ek” does not.
    """
    parts = _name_words(name)
    return any(_agree(_name_words(short), parts) for short in (candidate, candidate.split(",")[0]))


def head(phrase: str) -> str:
    """The word that carries a noun phrase (“official” of “a senior official at the bank”), "" where there is none.

    The last word before a comma, a bracket, a preposition or a relative pronoun; of a name the surname.
    """
    words = plain_words(_BEHIND_THE_PHRASE.split(phrase)[0])
    ends = (place for place, word in enumerate(words) if place and word in listed("after_the_head"))
    inner = [word for word in words[: next(ends, len(words))] if word not in listed("determiners")]
    return (inner or words or [""])[-1]


def _name_words(name: str) -> list[str]:
    return [word for word in plain_words(name) if word not in listed("titles")]


def _agree(left: list[str], right: list[str]) -> bool:
    if not left or not right or left[-1] != right[-1]:
        return False
    if set(left) <= set(right) or set(right) <= set(left) or left[0] == right[0]:
        return True
    is_initial = 1 in (len(left[0]), len(right[0]))
    return is_initial and left[0][0] == right[0][0]
