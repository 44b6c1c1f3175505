"""After the target and right before it: what is said of it ("X is a disaster", "X was ruined", "great X")."""

from enum import Enum, auto

from transforms.scores.effects import effect_of, is_subject
from transforms.scores.lexicon import Role
from transforms.scores.reading import Hit, Reading
from transforms.scores.scene import REACH_WORDS, Evidence, Scene, is_possessor, turn

_ATTRIBUTE_WORDS = 2
_BY_WORDS = 4
_SUBJECT_WORDS = 5
_COMPLEMENT_WORDS = 7
_BACK_REFERENCES = frozenset(["this", "it", "that", "it's", "that's", "these", "those"])
_BE = frozenset(["be", "been", "being", "is", "are", "was", "were", "am", "get", "gets", "got"])
_COPULAS = _BE | frozenset(
    ["isn't", "aren't", "wasn't", "weren't", "it's", "that's", "becomes", "became", "remain", "remains", "remained",
     "seems", "looks", "sounds", "proved", "mean", "means", "amounts"]
)  # fmt: skip
_OBLIGATIONS = frozenset(["must", "should", "ought", "needs", "need", "has", "have", "deserve", "deserves", "can't",
                          "cannot", "shouldn't", "mustn't"])  # fmt: skip
_PARTICIPLE_ENDINGS = ("ed", "en", "wn", "id", "t")


class _Said(Enum):
    """What a word after the target says of it."""

    JUDGED = auto()
    DONE = auto()
    DONE_BY_SPEAKER = auto()


def predicated(scene: Scene) -> Evidence:
    """Of what is said of the target what an editor accepts as a side."""
    return [*_after(scene), *_before(scene), *_continued(scene)]


def _after(scene: Scene) -> Evidence:
    """The first judgement and the first passive after the target are about it; other verbs are its own acts."""
    reading = scene.reading
    is_passive, is_effect, sign, turned, seen = False, False, 1, list[Hit](), set[_Said]()
    found: Evidence = []
    stop = min(reading.sentence_of(scene.target.start).stop, scene.target.stop + REACH_WORDS)
    for at in range(scene.target.stop, stop):
        if reading.breaks[at]:
            break
        is_passive = is_passive or reading.words[at] in _BE
        for hit in reading.hits.get(at, ()):
            said = _said(scene, hit, is_passive=is_passive, is_effect=is_effect)
            if said is not None and said not in seen:
                seen.add(said)
                if _is_clear(scene, said, hit):
                    found += [(scene.span(each), hit.sign * sign) for each in (*turned, hit)]
            if hit.role is Role.NEGATOR:
                sign = -sign
                turned.append(hit)
            is_effect = is_effect or hit.role is Role.CAUSE
    return found


def _is_clear(scene: Scene, said: _Said, hit: Hit) -> bool:
    """A complement of “X is”, what must be done to X, what was done to X by the speaker."""
    between = scene.reading.words[scene.target.stop : hit.first]
    match said:
        case _Said.DONE_BY_SPEAKER:
            return True
        case _Said.DONE:
            is_clear = not _OBLIGATIONS.isdisjoint(between[:3])
        case _Said.JUDGED:
            is_clear = len(between) <= _COMPLEMENT_WORDS and not _COPULAS.isdisjoint(between[:3])
    return is_clear and scene.is_own and is_subject(scene)


def _said(scene: Scene, hit: Hit, *, is_passive: bool, is_effect: bool) -> _Said | None:
    if hit.role is Role.JUDGEMENT:
        return _Said.JUDGED
    is_done = is_passive and scene.reading.words[hit.first].endswith(_PARTICIPLE_ENDINGS)
    if hit.role not in (Role.SIDE_VERB, Role.ACT_VERB) or is_effect or not is_done:
        return None
    return _Said.DONE_BY_SPEAKER if _is_by(scene.reading, scene.speaker) else _Said.DONE


def _continued(scene: Scene) -> Evidence:
    """In the speaker's words, a next sentence on “this” or “it” goes on about the target."""
    reading = scene.reading
    sentence = reading.sentence_of(scene.target.start)
    is_near_start = scene.target.start - sentence.start <= _SUBJECT_WORDS
    if not (scene.is_own and is_near_start) or sentence.stop >= len(reading.words) or is_possessor(scene):
        return []
    following = reading.sentence_of(sentence.stop)
    if reading.words[following.start] not in _BACK_REFERENCES:
        return []
    hits, sign = _said_of_it(reading, following)
    return [(scene.span(hit), sign) for hit in hits] if sign else []


def _said_of_it(reading: Reading, sentence: range) -> tuple[list[Hit], int]:
    """The words of a judgement or an effect whose subject is the pronoun that begins `sentence`."""
    first = sentence.start
    if not _COPULAS.isdisjoint(reading.words[first : first + 3]):
        sign, turned = 1, list[Hit]()
        for at in range(first, min(sentence.stop, first + _COMPLEMENT_WORDS)):
            for hit in reading.hits.get(at, ()):
                if hit.role is Role.JUDGEMENT:
                    return [*turned, hit], hit.sign * sign
                if hit.role is Role.NEGATOR:
                    sign = -sign
                    turned.append(hit)
    return effect_of(reading, first + 1)


def _is_by(reading: Reading, speaker: range) -> bool:
    return bool(speaker) and "by" in reading.words[max(0, speaker.start - _BY_WORDS) : speaker.start]


def _before(scene: Scene) -> Evidence:
    """A judgement right before the target: “this disastrous X”."""
    reading = scene.reading
    if not scene.is_own or is_possessor(scene):
        return []
    floor = reading.sentence_of(scene.target.start).start
    return [
        (scene.span(hit), hit.sign * turn(reading, at, floor))
        for at in range(max(floor, scene.target.start - _ATTRIBUTE_WORDS), scene.target.start)
        for hit in reading.hits.get(at, ())
        if hit.role is Role.JUDGEMENT and hit.last + 1 == scene.target.start
    ]
