"""Before the target: the words that govern it ("refused to support X", "criticism of X", "against X")."""

from transforms.scores.chains import STOPS, Chain, chain_of
from transforms.scores.doers import Doer, doer
from transforms.scores.lexicon import Role
from transforms.scores.scene import REACH_WORDS, Evidence, Scene, has_genitive, is_possessor, turn

_FAR_WORDS = 7
_SUBJECT_WORDS = 7
_PLACE_WORDS = frozenset(["in", "near", "at", "into", "across", "outside", "inside", "within", "during", "around"])
_PLACE_REACH = 3
_TO_DO = frozenset(["to", "for", "that"])
_ASIDE = frozenset(["over", "from", "than", "because", "as", "with", "without", "among", "between", "via", "through",
                    "under", "said", "says", "is", "was", "are", "were", "will", "would", "has", "had"])  # fmt: skip
_OBJECTS = frozenset(["it", "them", "him", "me", "us", "you", "himself", "herself", "itself", "themselves", "this"])
_MODALS = frozenset(["must", "should", "ought to", "need to", "needs to", "have to", "has to", "let's", "let us"])
_PLANS = frozenset(
    ["will", "would", "'ll", "he'll", "she'll", "they'll", "we'll", "i'll", "intend", "intends", "going"]
)
_ARTICLES = frozenset(["a", "an", "the", '"', "any", "some", "new", "more"])
_BY_OTHERS = frozenset(["by", "from"])


def governed(scene: Scene) -> Evidence:
    """The words that govern the target, where they are the speaker's own doing, and what he wishes."""
    chain = chain_of(scene)
    if chain is None:
        return _wished_outright(scene)
    between = range(chain.nearest.last + 1, scene.target.start)
    is_by = "by" in scene.reading.words[between.start : between.stop]
    if is_by or _is_place(scene, chain, between) or _is_addressed(scene, chain):
        return []
    wished = _wish(scene, chain)
    is_meant = wished is Doer.SPEAKER or (chain.takes_side and not _is_unsaid(scene, chain))
    is_anothers = wished is not Doer.SPEAKER and doer(scene, chain.outermost.first) is Doer.OTHER
    if is_anothers or not is_meant or not _reaches(scene, chain, between, owns=is_possessor(scene)):
        return []
    return [(scene.span(hit), chain.sign) for hit in chain.members]


def _reaches(scene: Scene, chain: Chain, between: range, *, owns: bool) -> bool:
    """Whether the target is the object itself; of what belongs to it only praise and criticism reach it."""
    words = scene.reading.words[between.start : between.stop]
    if len(words) > _FAR_WORDS or _has_other_name(scene, between) or not _ASIDE.isdisjoint(words):
        return False
    if not _OBJECTS.isdisjoint(words[:1]) and len(words) > 1:
        return False
    if any(scene.reading.breaks[at] and scene.reading.words[at] != '"' for at in between):
        return False
    return not owns or (has_genitive(scene) and _regards(scene, chain))


def _is_unsaid(scene: Scene, chain: Chain) -> bool:
    """Whether praise or criticism only fails to be uttered: who “did not praise” is not against."""
    words = {scene.reading.words[hit.first] for hit in chain.members if hit.role is Role.NEGATOR}
    plain = [word for word in words if word in ("not", "never") or word.endswith("n't")]
    return bool(plain) and _regards(scene, chain)


def _regards(scene: Scene, chain: Chain) -> bool:
    hits = scene.reading.hits
    return any(hit.role is Role.REGARD for member in chain.members for hit in hits.get(member.first, ()))


def _is_addressed(scene: Scene, chain: Chain) -> bool:
    """Whether the target is asked to do something (“urged X to act”), which is no side on it."""
    reading, after = scene.reading, scene.target.stop
    asks = any(hit.role is Role.WISH for hit in reading.hits.get(chain.nearest.first, ()))
    return asks and "to" in reading.words[after : after + 1]


def _is_place(scene: Scene, chain: Chain, between: range) -> bool:
    """Whether the target only tells where (“fighting in X”); right after a noun the preposition belongs to the noun."""
    first = max(between.start + (chain.nearest.role is Role.NOUN), between.stop - _PLACE_REACH)
    return not _PLACE_WORDS.isdisjoint(scene.reading.words[first : between.stop])


def _has_other_name(scene: Scene, between: range) -> bool:
    """Whether somebody else is named between a governor and the target (“criticized Brandt over X”)."""
    names = scene.reading.is_name
    return any(names[at] and not names[at + 1] for at in between if at + 1 < scene.target.start)


def _wished_outright(scene: Scene) -> Evidence:
    """The target is itself what is wanted: “pleas to close the skies”."""
    reading, first = scene.reading, scene.target.start
    if reading.is_name[first] or _TO_DO.isdisjoint(reading.words[max(0, first - 3) : first]):
        return []
    for at in range(first - 1, max(-1, first - 1 - REACH_WORDS), -1):
        if reading.words[at] in STOPS:
            return []
        for hit in reading.hits.get(at, ()):
            if hit.role is Role.WISH:
                is_others = at not in scene.cue and (_is_by_another(scene, at) or doer(scene, at) is Doer.OTHER)
                is_for_it = not is_others and _is_wanted_itself(scene)
                return [(scene.span(hit), turn(reading, at, 0))] if is_for_it else []
    return []


def _is_wanted_itself(scene: Scene) -> bool:
    """“Asked for X”, “pleas to “close the skies””; not “asked the man to tell X”."""
    reading, at = scene.reading, scene.target.start - 1
    while at > 0 and reading.words[at] in _ARTICLES:
        at -= 1
    named = any(reading.is_name[word] for word in scene.target)
    return reading.words[at] == "for" or (reading.words[at] in _TO_DO and not named)


def _is_by_another(scene: Scene, wish: int) -> bool:
    """Whether the wish is told to be somebody else's: “pleas by Brandt to …”."""
    words = scene.reading.words
    for at in range(wish + 1, min(wish + 4, scene.target.start)):
        if words[at] in _BY_OTHERS:
            named = range(at + 1, scene.target.start)
            return not any(by in scene.speaker for by in named)
    return False


def _wish(scene: Scene, chain: Chain) -> Doer | None:
    """Who wants done what governs the target; None where nobody does. A plain “must” in his words is the speaker's."""
    reading = scene.reading
    for at in range(chain.nearest.first - 1, max(-1, chain.outermost.first - 1 - _SUBJECT_WORDS), -1):
        if reading.words[at] in STOPS:
            return None
        for hit in reading.hits.get(at, ()):
            if hit.role is Role.WISH:
                return _wisher(scene, at, " ".join(reading.words[hit.first : hit.last + 1]))
        if reading.words[at] in _PLANS and not chain.takes_side:
            return Doer.SPEAKER if scene.is_own and doer(scene, at) is Doer.SPEAKER else None
    return None


def _wisher(scene: Scene, at: int, wish: str) -> Doer:
    if at in scene.cue:
        return Doer.SPEAKER
    if wish in _MODALS:
        return Doer.SPEAKER if scene.is_own else Doer.OPEN
    return doer(scene, at)
