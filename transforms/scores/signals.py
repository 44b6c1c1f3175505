"""The words of a text that speak for or against a target."""

from transforms.scores.effects import effects, rejected_claim
from transforms.scores.governors import governed
from transforms.scores.predicates import predicated
from transforms.scores.scene import Signals, scene_of
from transforms.text.scores import StanceQuestion


def signals(question: StanceQuestion) -> Signals:
    """The signals of `question`; none without a target in the text."""
    scene = scene_of(question)
    found = Signals()
    if scene.target:
        if not rejected_claim(scene, found):
            governed(scene, found)
        predicated(scene, found)
        effects(scene, found)
    return found
