"""Training: the same weights from the same seed, killed in between or not; a student keeps what its teacher uses."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="only with the extra `train`")

from training.encoder import fitting  # noqa: E402
from training.encoder.fitting import Plan, train  # noqa: E402
from training.encoder.model import Shape  # noqa: E402
from training.reader.corpora import Example  # noqa: E402
from training.reader.distil import student_of, vectors  # noqa: E402
from training.reader.model import ReaderNet  # noqa: E402
from training.reader.train import label_losses, train_student  # noqa: E402
from transforms.reader.batches import collate  # noqa: E402
from transforms.reader.passages import FEATURE_SIZES, Passage  # noqa: E402
from transforms.reader.vocabulary import PAD, START, UNKNOWN, Vocabulary  # noqa: E402

WORDS = ("ada", "said", "rain", "fell", "town")
VOCABULARY = Vocabulary((PAD, UNKNOWN, START, *WORDS))
SHAPE = Shape(pieces=3 + len(WORDS), layers=2, width=24, attention_heads=2, inner=16)
PLAN = Plan(epochs=3, rate=1e-3, new_rate=1e-3)
Losses = Callable[[Sequence[int], float], dict[str, Any]]


class Killed(Exception):
    """Stands for a `kill -9`."""


def example(number: int) -> Example:
    draw = np.random.default_rng(number)
    size = int(draw.integers(4, 12))
    passage = Passage(draw.choice(WORDS, size).tolist(), np.zeros((size, len(FEATURE_SIZES)), dtype=np.uint8))
    tags = [draw.integers(0, 3, size) for _ in range(3)]
    links = [draw.integers(0, size + 1, size) for _ in range(2)]
    return Example(str(number), passage, *tags, *links, draw.integers(0, 4, size))


EXAMPLES = [example(number) for number in range(40)]
SIZES = [1 + len(each.passage.words) for each in EXAMPLES]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "BATCH_WORDS", 60)
    monkeypatch.setattr(fitting, "CHECKPOINT_STEPS", 4)


def net() -> ReaderNet:
    torch.manual_seed(1)
    return ReaderNet(SHAPE)


def losses_of(model: ReaderNet, *, killed_at: int = -1) -> Losses:
    steps = iter(range(10_000))

    def losses(batch: Sequence[int], _: float) -> dict[str, Any]:
        if next(steps) == killed_at:
            raise Killed
        some = [EXAMPLES[index] for index in batch]
        arrays = collate([each.passage for each in some], VOCABULARY)
        given = [torch.from_numpy(array) for array in (arrays.pieces, arrays.words, arrays.features)]
        return label_losses(model(*given), some)

    return losses


def assert_same(one: ReaderNet, other: ReaderNet) -> None:
    for name, value in one.state_dict().items():
        assert torch.equal(value, other.state_dict()[name]), name


@pytest.mark.parametrize("killed_at", [2, 9, 17])
def test_a_killed_training_goes_on_to_the_same_weights(tmp_path: Path, killed_at: int) -> None:
    whole, killed, resumed = net(), net(), net()
    train(whole, SIZES, losses_of(whole), PLAN, tmp_path / "whole")
    with pytest.raises(Killed):
        train(killed, SIZES, losses_of(killed, killed_at=killed_at), PLAN, tmp_path / "killed")
    train(resumed, SIZES, losses_of(resumed), PLAN, tmp_path / "killed")
    assert_same(whole, resumed)


def test_a_finished_training_is_only_loaded(tmp_path: Path) -> None:
    first, again = net(), net()
    train(first, SIZES, losses_of(first), PLAN, tmp_path)
    train(again, SIZES, losses_of(again, killed_at=0), PLAN, tmp_path)
    assert_same(first, again)


def test_a_student_of_the_same_size_says_the_same_as_its_teacher() -> None:
    teacher = net().eval()
    student = student_of(teacher, SHAPE, EXAMPLES, VOCABULARY).eval()
    assert_same(teacher, student)


def test_the_neurons_that_add_most_are_kept() -> None:
    teacher = net()
    with torch.no_grad():
        teacher.layers[0].down.weight[:, 5:] = 0.0
    student = student_of(teacher, Shape(SHAPE.pieces, 1, 24, 2, 5), EXAMPLES, VOCABULARY)
    assert torch.equal(student.layers[0].down.weight, teacher.layers[0].down.weight[:, :5])


def test_a_student_comes_nearer_to_its_teacher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.reader.train.STUDENT", {"layers": 1, "inner": 8, "width": 24, "attention_heads": 2})
    monkeypatch.setattr("training.reader.train.SAMPLES", 10)
    teacher = net().eval()
    shape = Shape(SHAPE.pieces, 1, 24, 2, 8)
    before = student_of(teacher, shape, EXAMPLES[:10], VOCABULARY)
    after = ReaderNet(shape)
    train_student(teacher, EXAMPLES, VOCABULARY, tmp_path)
    after.load_state_dict(torch.load(tmp_path / "reader.pt"))

    def distance(model: ReaderNet) -> float:
        pairs = zip(vectors(model, EXAMPLES, VOCABULARY), vectors(teacher, EXAMPLES, VOCABULARY), strict=True)
        return float(np.mean([np.square(one.astype(float) - other).mean() for one, other in pairs]))

    assert distance(after) < distance(before)
