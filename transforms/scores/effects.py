"""What a target does in the speaker's words ("X will ruin us", "X entails war"), and what he calls it."""

from functools import cache

from transforms.scores.chains import STOPS
from transforms.scores.doers import Doer, doer
from transforms.scores.lexicon import Role, lines
from transforms.scores.reading import Hit, Reading
from transforms.scores.scene import Evidence, Scene, is_possessor

_TO_VERB_WORDS = 5
_OBJECT_WORDS = 6
_CALLED_WORDS = 9
_TO_CALL_WORDS = 5
_TO_REJECT_WORDS = 6
_PAST = ("ed",)
_PREPOSITIONS = frozenset(["in", "near", "at", "of", "for", "on", "to", "with", "from", "against", "about", "over",
                           "by", "into", "between", "around", "inside", "outside", "across", "during"])  # fmt: skip
_COSTS = "cost"
_UNDOES = ("kill", "crush", "weaken", "wreck", "destroy", "break", "erode", "disrupt", "hurt")  # ills: a good thing


def effects(scene: Scene) -> Evidence:
    """In the speaker's words, what the target does is good or bad; and what he calls it."""
    does: Evidence = []
    if scene.is_own and is_subject(scene):
        hits, sign = effect_of(scene.reading, scene.target.stop)
        does = [(scene.span(hit), sign) for hit in hits] if sign else []
    return does + _called(scene)


def is_subject(scene: Scene) -> bool:
    """Whether the target can be the subject of what follows: no preposition before it, no noun after it."""
    words, first = scene.reading.words, scene.target.start
    before = words[max(0, first - 3) : first]
    return _PREPOSITIONS.isdisjoint(before[-2:]) and not is_possessor(scene)


def effect_of(reading: Reading, first: int) -> tuple[list[Hit], int]:
    """The words of an effect told by the verb group at `first`, and whether it is good (1), bad (-1) or neither."""
    sign, is_sure, hits = 1, False, list[Hit]()
    for at in range(first, min(len(reading.words), first + _TO_VERB_WORDS)):
        found = {hit.role: hit for hit in reading.hits.get(at, ())}
        told = next((found[role] for role in (Role.EFFECT, Role.CAUSE) if role in found), None)
        word = reading.words[at]
        if told is not None or word in lines("lessening_verbs"):
            if not is_sure and word.endswith(_PAST):
                return [], 0
            polarity, more = _polarity(reading, told or Hit(at, at, Role.CAUSE, 0), found.get(Role.EFFECT))
            return [*hits, *more], polarity * sign
        if Role.NEGATOR in found:
            hits.append(found[Role.NEGATOR])
            sign = -sign
        elif word not in lines("verb_group"):
            return [], 0
        is_sure = True
    return [], 0


def _polarity(reading: Reading, verb: Hit, effect: Hit | None) -> tuple[int, list[Hit]]:
    """The sign of a verb with its object: harm to a harm is good, a cause is as good as what it brings."""
    ills = lines("ills")
    word = reading.words[verb.first]
    for at in range(verb.last + 1, min(len(reading.words), verb.last + 1 + _OBJECT_WORDS)):
        if reading.words[at] in STOPS or reading.words[at] in (".", ",", "!", "?"):
            break
        hits = reading.hits.get(at, ())
        judged = next((hit for hit in hits if hit.role is Role.JUDGEMENT), None)
        is_ill = reading.words[at] in ills
        if word in lines("lessening_verbs"):
            if is_ill:
                return 1, [verb, Hit(at, at, Role.JUDGEMENT, -1)]
        elif effect is not None and is_ill and effect.sign < 0 and not word.startswith(_COSTS):
            return 1 if word.startswith(_UNDOES) else -1, [effect, Hit(at, at, Role.JUDGEMENT, -1)]
        elif effect is None and (is_ill or judged is not None):
            sign = -1 if is_ill or judged is None else judged.sign
            return sign, [verb, Hit(at, at, Role.JUDGEMENT, sign)]
    return (effect.sign, [effect]) if effect is not None else (0, [])


def _called(scene: Scene) -> Evidence:
    """“Called X a disgrace”, “dismissed X as a stunt”: the words after the target, quoted or not."""
    reading, target = scene.reading, scene.target
    for at in range(target.start - 1, max(-1, target.start - 1 - _TO_CALL_WORDS), -1):
        if reading.words[at] in STOPS:
            return []
        if any(hit.role is Role.CALL for hit in reading.hits.get(at, ())):
            return _named(scene) if not is_possessor(scene) and doer(scene, at) is not Doer.OTHER else []
    return []


def _named(scene: Scene) -> Evidence:
    reading, sign = scene.reading, 1
    if reading.words[scene.target.stop : scene.target.stop + 1] not in (("as",), ("a",), ("an",), ('"',), ("the",)):
        return []
    loaded = _loaded_names()
    for at in range(scene.target.stop, min(len(reading.words), scene.target.stop + _CALLED_WORDS)):
        if reading.words[at] in STOPS or reading.words[at] in (".", "?"):
            return []
        hits = reading.hits.get(at, ())
        if any(hit.role is Role.NEGATOR for hit in hits):
            sign = -sign
        judged = [hit.sign for hit in hits if hit.role is Role.JUDGEMENT]
        called = judged[0] if judged else loaded.get(reading.words[at], 0)
        if called:
            return [(scene.span(Hit(at, at, Role.JUDGEMENT, called)), called * sign)]
    return []


@cache
def _loaded_names() -> dict[str, int]:
    entries = (line.split() for line in lines("name_calling"))
    return {name: 1 if sign == "+" else -1 for sign, name in entries}


def rejected_claim(scene: Scene) -> Evidence:
    """“Rejected the claim that X …” is a side with X unless the claim praises it."""
    reading, target = scene.reading, scene.target
    for at in range(target.start - 1, max(-1, target.start - 1 - _TO_CALL_WORDS), -1):
        if any(hit.role is Role.CLAIM and hit.last < target.start for hit in reading.hits.get(at, ())):
            rejects = _rejection(scene, at)
            return [(scene.span(rejects), -effect_of(reading, target.stop)[1] or 1)] if rejects is not None else []
    return []


def _rejection(scene: Scene, claim: int) -> Hit | None:
    for at in range(claim - 1, max(-1, claim - 1 - _TO_REJECT_WORDS), -1):
        if scene.reading.words[at] in STOPS:
            return None
        for hit in scene.reading.hits.get(at, ()):
            if hit.role is Role.SIDE_VERB and hit.sign < 0:
                return hit if doer(scene, at) is not Doer.OTHER else None
    return None
