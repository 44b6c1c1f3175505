"""Signals after the target and right before it: what is said of it ("X is a disaster", "X was ruined", "great X")."""

from transforms.scores.lexicon import Role
from transforms.scores.reading import Hit, Reading
from transforms.scores.scene import REACH_WORDS, Scene, Signals, balance, turn

_ATTRIBUTE_WORDS = 2
_BY_WORDS = 4
_SUBJECT_WORDS = 5
_BACK_REFERENCES = frozenset(["this", "it", "that", "it's", "that's", "these", "those"])
_BE = frozenset(["be", "been", "being", "is", "are", "was", "were", "am", "get", "gets", "got"])
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
    is_passive, is_effect, sign = False, False, 1
    stop = min(reading.sentence_of(scene.target.start).stop, scene.target.stop + REACH_WORDS)
    for at in range(scene.target.stop, stop):
        if reading.breaks[at]:
            return
        is_passive = is_passive or reading.words[at] in _BE
        for hit in reading.hits.get(at, ()):
            name = _name(scene, hit, is_passive=is_passive, is_effect=is_effect)
            if name and name not in found.values:
                found.values[name] = hit.sign * sign
                if name != "agent":
                    found.evidence.append(scene.span(hit))
            if hit.role is Role.NEGATOR:
                sign = -sign
            is_effect = is_effect or hit.role is Role.CAUSE


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
    is_subject = scene.target.start - sentence.start <= _SUBJECT_WORDS
    if not (scene.is_own and is_subject) or sentence.stop >= len(reading.words):
        return
    following = reading.sentence_of(sentence.stop)
    if reading.words[following.start] in _BACK_REFERENCES:
        total = sum(balance(reading, following))
        found.values["continued"] = (total > 0) - (total < 0)


def _is_by(reading: Reading, speaker: range) -> bool:
    return bool(speaker) and "by" in reading.words[max(0, speaker.start - _BY_WORDS) : speaker.start]


def _before(scene: Scene, found: Signals) -> None:
    floor = scene.reading.sentence_of(scene.target.start).start
    for at in range(max(floor, scene.target.start - _ATTRIBUTE_WORDS), scene.target.start):
        for hit in scene.reading.hits.get(at, ()):
            if hit.role is Role.JUDGEMENT:
                found.values["attribute"] = hit.sign * turn(scene.reading, at, floor)
                found.evidence.append(scene.span(hit))
