"""The chain of words that govern a target, read leftward from it."""

from dataclasses import dataclass

from transforms.scores.lexicon import Role, lines
from transforms.scores.reading import Hit, Reading
from transforms.scores.scene import NEGATION_WORDS, REACH_WORDS, Scene

STOPS = frozenset([";", ":", "but", "while", "although", "whereas", "despite", "—", "–", ")", "who", "which"])
_GOVERNORS = frozenset({Role.PHRASE, Role.SIDE_VERB, Role.NOUN, Role.ACT_VERB})
_VERBS = frozenset({Role.SIDE_VERB, Role.ACT_VERB})
_COORDINATORS = frozenset(["and", "or", ","])
_PREPOSITIONS = frozenset(
    ["to", "of", "in", "at", "on", "from", "for", "with", "into", "onto", "over", "as", "out", "that"]
)
_CLAUSES = frozenset(["that", "as", "than"])
_ALSO_NO_VERBS = frozenset(["like", "back", "just", "fire"])  # verbs only after words of lines("before_verbs")
_DETERMINERS = frozenset(["a", "an", "the", "this", "that", "his", "her", "its", "their", "no", "my", "our", "your"])


@dataclass(frozen=True, slots=True)
class Chain:
    """The words that govern the target: `sign` is the product of their signs and of the negators'."""

    sign: int
    outermost: Hit
    nearest: Hit
    takes_side: bool
    members: tuple[Hit, ...]


def chain_of(scene: Scene) -> Chain | None:
    """Walks left from the target; the first break of the clause after a governor ends the walk."""
    reading = scene.reading
    governors: list[Hit] = []
    negators: list[Hit] = []
    floor = max(reading.sentence_of(scene.target.start).start, scene.target.start - REACH_WORDS)
    for at in range(scene.target.start - 1, floor - 1, -1):
        if (governors and (reading.breaks[at] or reading.words[at] in _CLAUSES)) or reading.words[at] in STOPS:
            break
        limit = governors[-1].first if governors else scene.target.start
        for hit in reading.hits.get(at, ()):
            if hit.role in _GOVERNORS and hit.last < limit and _governs(reading, hit):
                governors.append(hit)
                break
            if hit.role is Role.NEGATOR and (not governors or limit - hit.last <= NEGATION_WORDS):
                negators.append(hit)
    if not governors:
        return None
    sign = _product(reading, governors) * (-1) ** len(negators)
    members = tuple(sorted({*governors, *negators}, key=lambda hit: hit.first))
    takes_side = any(hit.role is not Role.ACT_VERB for hit in governors)
    return Chain(sign, governors[-1], governors[0], takes_side, members)


def _governs(reading: Reading, hit: Hit) -> bool:
    """A single verb takes its object at once: one before a preposition, or after an article, is used otherwise."""
    if hit.role not in _VERBS or hit.first != hit.last:
        return True
    following = reading.words[hit.last + 1 : hit.last + 2]
    before = reading.words[hit.first - 1] if hit.first else ""
    if reading.words[hit.first] in _ALSO_NO_VERBS and before not in lines("before_verbs"):
        return False
    return following not in _AFTER_NO_VERB and before not in _DETERMINERS


_AFTER_NO_VERB = frozenset((word,) for word in _PREPOSITIONS)


def _product(reading: Reading, governors: list[Hit]) -> int:
    """Of the signs, innermost first; of words joined by “and” only the inner one counts."""
    sign = governors[0].sign
    for inner, outer in zip(governors, governors[1:], strict=False):
        if _COORDINATORS.isdisjoint(reading.words[outer.last + 1 : inner.first]):
            sign *= outer.sign
    return sign
