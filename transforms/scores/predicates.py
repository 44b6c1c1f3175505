"""Signals after the target and right before it: what is said of it ("X is a disaster", "X was ruined", "great X")."""

from transforms.scores.effects import effect_of, is_subject
from transforms.scores.lexicon import Role
from transforms.scores.reading import Hit, Reading
from transforms.scores.scene import REACH_WORDS, Scene, Signals, balance, is_possessor, turn

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
_OF_THE_TARGET = ("judged", "effect", "passive", "attribute")


def predicated(scene: Scene, found: Signals) -> None:
    """Adds judged, effect, passive, attribute, continued, agent; those of the target once more, _own, in his words."""
    _after(scene, found)
    _before(scene, found)
    _continued(scene, found)
    if scene.is_own:
        for name in _OF_THE_TARGET:
            if name in found.values:
                found.values[f"{name}_own"] = found.values[name]


def _after(scene: Scene, found: Signals) -> None:
    """Judgements, passives and effects after the target are about it, other verbs are its own acts."""
    reading = scene.reading
    is_passive, is_effect, sign, turned = False, False, 1, list[Hit]()
    stop = min(reading.sentence_of(scene.target.start).stop, scene.target.stop + REACH_WORDS)
    for at in range(scene.target.stop, stop):
        if reading.breaks[at]:
            return
        is_passive = is_passive or reading.words[at] in _BE
        for hit in reading.hits.get(at, ()):
            name = _name(scene, hit, is_passive=is_passive, is_effect=is_effect)
            if name and name not in found.values:
                found.values[name] = hit.sign * sign
                _clear(scene, found, name, (*turned, hit))
            if hit.role is Role.NEGATOR:
                sign = -sign
                turned.append(hit)
            is_effect = is_effect or hit.role is Role.CAUSE


def _clear(scene: Scene, found: Signals, name: str, hits: tuple[Hit, ...]) -> None:
    """What an editor accepts: a complement of “X is”, what must be done to X, what was done to X by the speaker."""
    between = scene.reading.words[scene.target.stop : hits[-1].first]
    is_clear = {
        "judged": scene.is_own and len(between) <= _COMPLEMENT_WORDS and not _COPULAS.isdisjoint(between[:3]),
        "passive": scene.is_own and not _OBLIGATIONS.isdisjoint(between[:3]),
        "passive_own": True,
    }.get(name, False)
    if is_clear and (name == "passive_own" or is_subject(scene)):
        side = 1 if found.values[name] > 0 else -1
        found.values[f"{name}_clear"] = side
        found.evidence.extend((scene.span(hit), side) for hit in hits)


def _name(scene: Scene, hit: Hit, *, is_passive: bool, is_effect: bool) -> str | None:
    if hit.role is Role.JUDGEMENT:
        return "judged"
    if hit.role not in (Role.SIDE_VERB, Role.ACT_VERB):
        return None
    if is_effect:
        return "effect"
    if not (is_passive and scene.reading.words[hit.first].endswith(_PARTICIPLE_ENDINGS)):
        return "agent"
    return "passive_own" if _is_by(scene.reading, scene.speaker) else "passive"


def _continued(scene: Scene, found: Signals) -> None:
    """In the speaker's words, a next sentence on “this” or “it” goes on about the target."""
    reading = scene.reading
    sentence = reading.sentence_of(scene.target.start)
    is_near_start = scene.target.start - sentence.start <= _SUBJECT_WORDS
    if not (scene.is_own and is_near_start) or sentence.stop >= len(reading.words):
        return
    following = reading.sentence_of(sentence.stop)
    if reading.words[following.start] not in _BACK_REFERENCES:
        return
    total = sum(balance(reading, following))
    found.values["continued"] = (total > 0) - (total < 0)
    hits, sign = _said_of_it(reading, following)
    if sign and not is_possessor(scene):
        found.values["continued_clear"] = sign
        found.evidence.extend((scene.span(hit), sign) for hit in hits)


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


def _before(scene: Scene, found: Signals) -> None:
    reading = scene.reading
    floor = reading.sentence_of(scene.target.start).start
    for at in range(max(floor, scene.target.start - _ATTRIBUTE_WORDS), scene.target.start):
        for hit in reading.hits.get(at, ()):
            if hit.role is Role.JUDGEMENT:
                found.values["attribute"] = hit.sign * turn(reading, at, floor)
                if scene.is_own and hit.last + 1 == scene.target.start and not is_possessor(scene):
                    found.evidence.append((scene.span(hit), 1 if found.values["attribute"] > 0 else -1))
