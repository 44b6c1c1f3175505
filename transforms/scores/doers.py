"""Whose doing a word is: who is the subject of a verb, the holder of an opinion."""

from enum import StrEnum

from transforms.scores.lexicon import lines
from transforms.scores.scene import Scene

_REACH_WORDS = 14
_FIRST_PERSON = frozenset(
    ["i", "we", "me", "us", "i'm", "i've", "i'd", "i'll", "we're", "we've", "we'd", "we'll", "let's"]
)
_MINE = frozenset(["my", "our"])
_OUR_SIDE = frozenset(
    ["administration", "board", "cabinet", "campaign", "church", "city", "club", "coalition", "committee", "community",
     "company", "country", "council", "department", "firm", "government", "group", "league", "members", "ministry",
     "office", "organisation", "organization", "party", "people", "position", "side", "team", "union", "view"]
)  # fmt: skip
_PRONOUNS = frozenset(["he", "she", "they", "it", "his", "her", "their", "its", "he'd", "he'll", "she'd", "she'll",
                       "they'd", "they'll", "it'd", "it'll"])  # fmt: skip
_OTHERS = frozenset(
    ["you", "your", "you've", "you're", "those", "others", "some", "critics", "opponents", "supporters"]
)
_RELATIVE = frozenset(["who", "which", "whom"])
_TO = "to"
_ENDS = frozenset([";", ":", ".", "!", "?", "but", "while", "although", "though", "whereas", "because", "if", "when"])


class Doer(StrEnum):
    """Whose doing it is."""

    SPEAKER = "speaker"
    OTHER = "other"
    OPEN = "open"  # nobody named: “to stop the dam is right”


def doer(scene: Scene, first: int) -> Doer:
    """Who does what the word `first` tells, as far as the words before it say."""
    if first in scene.cue:
        return Doer.SPEAKER
    words = scene.reading.words
    verb_at, floor = first, _floor(scene, first)
    while first - 1 >= floor and words[first - 1] in lines("before_a_verb"):
        first -= 1
    if first - 1 < floor:
        return Doer.OPEN if scene.is_own else Doer.OTHER
    if scene.is_own and words[first - 1] in _MINE:
        return Doer.SPEAKER
    found = _nearest(scene, first, floor)
    if found is not None:
        return found
    if not scene.is_own:
        return Doer.OTHER
    return Doer.OPEN if words[first - 1] in (_TO, '"', ",", "—") or words[verb_at].endswith("ing") else Doer.OTHER


def _floor(scene: Scene, first: int) -> int:
    start = scene.reading.sentence_of(first).start
    return max(start, scene.content_start if first >= scene.content_start else 0, first - _REACH_WORDS)


def _nearest(scene: Scene, first: int, floor: int) -> Doer | None:
    """Whom the nearest name or pronoun before `first` means; None where there is none."""
    reading = scene.reading
    for at in range(first - 1, floor - 1, -1):
        word = reading.words[at]
        if at in scene.speaker:
            return Doer.SPEAKER
        if word in _ENDS:
            return None
        if scene.is_own and (word in _FIRST_PERSON or (word in _MINE and _is_our_side(reading.words[at + 1 : first]))):
            return Doer.SPEAKER
        if word in _PRONOUNS:
            found = _of_pronoun(scene, at, floor)
            if found is not None:
                return found
        elif word in _OTHERS or reading.is_name[at] or (word in _RELATIVE and at - 1 not in scene.speaker):
            return Doer.OTHER
    return None


def _is_our_side(words: tuple[str, ...]) -> bool:
    return not _OUR_SIDE.isdisjoint(words)


def _of_pronoun(scene: Scene, at: int, floor: int) -> Doer | None:
    """In a report a pronoun that begins what is said means the speaker; in his literal words it means another."""
    words = scene.reading.words
    if not scene.is_own:
        return None
    if words[scene.content_start : at].count('"') % 2 or words[at] == "it":
        begins = words[at] == "it" and at - scene.content_start <= 1 and '"' not in words[scene.content_start : at]
        return Doer.SPEAKER if begins and words[at + 1 : at + 2] in (("would",), ("will",)) else Doer.OTHER
    if at - floor > 3:
        return Doer.OTHER
    if words[at] in ("his", "her", "their", "its"):
        return Doer.SPEAKER if _is_our_side(words[at + 1 : at + 3]) else None
    return Doer.SPEAKER
