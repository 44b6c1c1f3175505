"""Signals before the target: the words that govern it ("refused to support X", "criticism of X", "against X")."""

from dataclasses import dataclass

from transforms.scores.lexicon import Role
from transforms.scores.reading import Hit, Reading
from transforms.scores.scene import NEGATION_WORDS, REACH_WORDS, Scene, Signals, turn

_NEAR_WORDS = 3
_SUBJECT_WORDS = 7
_NEGATED = 0.7  # "not against X" is less than "for X"
_GOVERNORS = frozenset({Role.PHRASE, Role.SIDE_VERB, Role.NOUN, Role.ACT_VERB})
_STOPS = frozenset([";", ":", "but", "while", "although", "whereas", "—", "–", ")", "who", "which"])
_PLACE_WORDS = frozenset(["in", "near", "at", "into", "across", "outside", "inside", "within", "during", "around"])
_PLACE_REACH = 3
_TO_DO = frozenset(["to", "for", "that"])
_COORDINATORS = frozenset(["and", "or", ","])
_FIRST_PERSON = frozenset(
    ["i", "we", "my", "our", "me", "us", "i'm", "i've", "i'd", "i'll", "we're", "we've", "we'd", "we'll"]
)
_OTHERS = frozenset(["he", "she", "they", "it", "you", "his", "her", "their"])


@dataclass(frozen=True, slots=True)
class _Chain:
    """The words that govern the target: `sign` is the product of their signs and of the negators'."""

    sign: int
    outermost: Hit
    nearest: Hit
    takes_side: bool
    negations: int
    members: tuple[Hit, ...]


def governed(scene: Scene, found: Signals) -> None:
    """Adds side_ and act_ signals, near and far; of each the part that is the speaker's own doing; what he wishes."""
    chain = _chain(scene)
    if chain is None:
        _wished_outright(scene, found)
        return
    between = range(chain.nearest.last + 1, scene.target.start)
    if "by" in scene.reading.words[between.start : between.stop]:
        found.values["agent"] = chain.sign
        return
    if _is_place(scene, chain.nearest, between):
        return
    kind = "side" if chain.takes_side else "act"
    where = "near" if len(between) <= _NEAR_WORDS and not _has_other_name(scene, between) else "far"
    strength = chain.sign * (_NEGATED if chain.negations else 1.0)
    found.values[f"{kind}_{where}"] = strength
    if _is_wished(scene, chain):
        found.values["wished"] = strength
    if chain.outermost.first in scene.cue or _speaker_is_subject(scene, chain.outermost.first):
        found.values[f"{kind}_{where}_speaker"] = strength
    found.evidence.extend(scene.span(hit) for hit in chain.members)


def _is_place(scene: Scene, nearest: Hit, between: range) -> bool:
    """Whether the target only tells where (“fighting in X”); right after a noun the preposition belongs to the noun."""
    first = max(between.start + (nearest.role is Role.NOUN), between.stop - _PLACE_REACH)
    return not _PLACE_WORDS.isdisjoint(scene.reading.words[first : between.stop])


def _has_other_name(scene: Scene, between: range) -> bool:
    """Whether somebody else is named between a governor and the target (“criticized Brandt over X”)."""
    names = scene.reading.is_name
    return any(names[at] and not names[at + 1] for at in between if at + 1 < scene.target.start)


def _wished_outright(scene: Scene, found: Signals) -> None:
    """The target is itself what is wanted: “pleas to close the skies”."""
    reading, first = scene.reading, scene.target.start
    if reading.is_name[first] or _TO_DO.isdisjoint(reading.words[max(0, first - 3) : first]):
        return
    for at in range(first - 1, max(-1, first - 1 - REACH_WORDS), -1):
        if reading.words[at] in _STOPS:
            return
        for hit in reading.hits.get(at, ()):
            if hit.role is Role.WISH:
                found.values["demanded"] = turn(reading, at, 0)
                found.evidence.append(scene.span(hit))
                return


def _chain(scene: Scene) -> _Chain | None:
    """Walks left from the target; the first break of the clause after a governor ends the walk."""
    reading = scene.reading
    governors: list[Hit] = []
    negators: list[Hit] = []
    floor = max(reading.sentence_of(scene.target.start).start, scene.target.start - REACH_WORDS)
    for at in range(scene.target.start - 1, floor - 1, -1):
        if (reading.breaks[at] and governors) or reading.words[at] in _STOPS:
            break
        limit = governors[-1].first if governors else scene.target.start
        for hit in reading.hits.get(at, ()):
            if hit.role in _GOVERNORS and hit.last < limit:
                governors.append(hit)
                break
            if hit.role is Role.NEGATOR and (not governors or limit - hit.last <= NEGATION_WORDS):
                negators.append(hit)
    if not governors:
        return None
    sign = _product(reading, governors) * (-1) ** len(negators)
    members = tuple(sorted({*governors, *negators}, key=lambda hit: hit.first))
    takes_side = any(hit.role is not Role.ACT_VERB for hit in governors)
    return _Chain(sign, governors[-1], governors[0], takes_side, len(negators), members)


def _product(reading: Reading, governors: list[Hit]) -> int:
    """Of the signs, innermost first; of words joined by “and” only the inner one counts."""
    sign = governors[0].sign
    for inner, outer in zip(governors, governors[1:], strict=False):
        if _COORDINATORS.isdisjoint(reading.words[outer.last + 1 : inner.first]):
            sign *= outer.sign
    return sign


def _is_wished(scene: Scene, chain: _Chain) -> bool:
    """Whether the speaker wants done what governs the target: a wish of his stands before it or is its cue."""
    reading = scene.reading
    for at in range(chain.nearest.first - 1, max(-1, chain.outermost.first - 1 - _SUBJECT_WORDS), -1):
        if reading.words[at] in _STOPS:
            return False
        if any(hit.role is Role.WISH for hit in reading.hits.get(at, ())):
            return scene.is_own or at in scene.cue or _speaker_is_subject(scene, at)
    return False


def _speaker_is_subject(scene: Scene, first: int) -> bool:
    """Whether the words before a governor name the speaker, or, in his own words, nobody else."""
    reading = scene.reading
    for at in range(first - 1, max(-1, first - 1 - _SUBJECT_WORDS), -1):
        if at in scene.speaker:
            return True
        if reading.breaks[at] or reading.words[at] in _FIRST_PERSON:
            return scene.is_own
        if reading.is_name[at] or reading.words[at] in _OTHERS:
            return False
    return scene.is_own
