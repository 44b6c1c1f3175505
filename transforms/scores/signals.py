"""What a text says for and against a target, as named signals."""

from functools import lru_cache

from transforms.scores.effects import effects, rejected_claim
from transforms.scores.governors import governed
from transforms.scores.lexicon import Role
from transforms.scores.predicates import predicated
from transforms.scores.reading import Reading
from transforms.scores.scene import REACH_WORDS, Scene, Signals, balance, first_hits, scene_of
from transforms.scores.sentiment import compound_of
from transforms.text.scores import StanceQuestion

# Means over stance_dse train, for a text that does not name the speaker.
_USUALLY_APART, _USUALLY_NAMES_BETWEEN = 0.28, 0.29
_FAR_WORDS = 40
_vader = lru_cache(maxsize=256)(compound_of)  # several targets share their sentence


def signals(question: StanceQuestion) -> Signals:
    """All signals of `question`; without a target in the text, those of the text as a whole."""
    scene = scene_of(question)
    found = Signals(is_whole_text=not scene.target)
    if found.is_whole_text:
        _whole_text(scene, found)
    else:
        if not rejected_claim(scene, found):
            governed(scene, found)
        predicated(scene, found)
        effects(scene, found)
        _surroundings(scene, found)
        _distance(scene, found)
    return found


def _whole_text(scene: Scene, found: Signals) -> None:
    """The signals that need no target, so that the weights of the sentence around a target serve here too."""
    everything = range(len(scene.reading.words))
    found.evidence.extend((scene.span(hit), hit.sign) for hit in first_hits(scene.reading, everything) if hit.sign)
    found.values.update(_tone(scene.reading, everything))
    found.values["vader_clause"] = found.values["vader_sentence"]
    found.values.update(apart=_USUALLY_APART, names_between=_USUALLY_NAMES_BETWEEN)


def _tone(reading: Reading, words: range) -> dict[str, float]:
    signs = balance(reading, words)
    return {
        "sentence": _clipped(sum(signs), 3),
        "sentence_against": _clipped(sum(sign < 0 for sign in signs), 3),
        "vader_sentence": _vader(reading.slice(words)),
    }


def _surroundings(scene: Scene, found: Signals) -> None:
    """The tone of the sentence and of the clause; whether the clause is hedged or asked."""
    reading, target = scene.reading, scene.target
    sentence, clause = reading.sentence_of(target.start), reading.clause_of(target)
    near = range(max(clause.start, target.start - REACH_WORDS), min(clause.stop, target.stop + REACH_WORDS))
    found.values.update(_tone(reading, sentence))
    found.values.update(
        vader_clause=_vader(reading.slice(near)),
        hedged=float(any(hit.role is Role.HEDGE for hit in first_hits(reading, near))),
        asked=float(reading.words[sentence.stop - 1] == "?"),
        own=float(scene.is_own),
    )


def _distance(scene: Scene, found: Signals) -> None:
    """How far the speaker stands from the target, and what stands between where he comes first in the same sentence."""
    reading, speaker, target = scene.reading, scene.speaker, scene.target
    found.values.update(apart=_USUALLY_APART, names_between=_USUALLY_NAMES_BETWEEN)
    if not speaker:
        return
    between = range(min(speaker.stop, target.stop), max(speaker.start, target.start))
    found.values["apart"] = _clipped(len(between), _FAR_WORDS)
    found.values["names_between"] = _clipped(sum(reading.is_name[between.start : between.stop]), 3)
    if speaker.start < target.start and reading.sentences[speaker.start] == reading.sentences[target.start]:
        found.values["between"] = _clipped(sum(balance(reading, between)), 2)
        found.values["vader_between"] = _vader(reading.slice(between))


def _clipped(total: int, most: int) -> float:
    """`total` as a share of `most`, in [-1, 1]."""
    return max(-most, min(most, total)) / most
