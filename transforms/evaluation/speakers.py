"""Whether a prediction gives a quotation to the right speaker, and whether it names the speaker."""

from enum import StrEnum

from transforms.evaluation.marks import MarkedSpeaker
from transforms.evaluation.names import head, is_pronoun, is_same_name, listed
from transforms.evaluation.words import Words


class Verdict(StrEnum):
    """What can be said about a speaker."""

    RIGHT = "right"
    WRONG = "wrong"
    OPEN = "open"  # the gold does not tell


def judge_speaker(words: Words, gold: MarkedSpeaker, found: MarkedSpeaker) -> Verdict:
    """Right by place, by name or by head word, whichever holds first.

    OPEN where the gold has no speaker, or only a pronoun (no other mentions, no name) while the prediction is a noun
    or name elsewhere.
    """
    if not gold.is_named:
        return Verdict.OPEN
    if not found.is_named:
        return Verdict.WRONG
    if _is_same_place(words, gold, found) or _is_same_person(gold, found) or _is_same_phrase(gold, found):
        return Verdict.RIGHT
    says_nothing = is_pronoun(gold.text) and not gold.canonical and not gold.others
    return Verdict.OPEN if says_nothing and found.text and not is_pronoun(found.text) else Verdict.WRONG


def judge_name(gold: MarkedSpeaker, found: MarkedSpeaker) -> Verdict:
    """Right where the prediction names the person: a right pronoun or title is none. OPEN: the gold has no name."""
    if not gold.canonical:
        return Verdict.OPEN
    name = found.canonical or found.text
    return Verdict.RIGHT if not is_pronoun(name) and is_same_name(name, gold.canonical) else Verdict.WRONG


def _is_same_place(words: Words, gold: MarkedSpeaker, found: MarkedSpeaker) -> bool:
    """True where the mentions share a word that is no determiner; “his” is one unless it stands alone."""
    inside = words.within(found.spans)
    empty = listed("determiners") - (listed("pronouns") if len(inside) == 1 else frozenset())
    return any(words.lower(word) not in empty for word in inside & words.within(gold.spans + gold.others))


def _is_same_person(gold: MarkedSpeaker, found: MarkedSpeaker) -> bool:
    if not gold.canonical:
        return False
    names = [found.canonical] if is_pronoun(found.text) else [found.canonical, found.text]
    return any(is_same_name(name, gold.canonical) for name in names)


def _is_same_phrase(gold: MarkedSpeaker, found: MarkedSpeaker) -> bool:
    """True where the words agree; pronouns only where the prediction says not which one it means."""
    if is_pronoun(found.text):
        return not found.spans and found.text.strip().lower() == gold.text.strip().lower()
    phrases = [gold.canonical] if is_pronoun(gold.text) else [gold.text, gold.canonical]
    carried = head(found.text)
    return bool(carried) and any(carried == head(phrase) for phrase in phrases)
