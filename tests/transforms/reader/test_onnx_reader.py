"""The shipped weights: what they answer does not depend on what else is read, nor on the order."""

from importlib.resources import files

import numpy as np
import pytest

from transforms.reader import weights
from transforms.reader.onnx_reader import OnnxReader, shipped_reader
from transforms.reader.passages import FEATURE_SIZES, WORDS_MAX, Passage, shapes
from transforms.reader.records import Answer
from transforms.reader.weights import DamagedWeights

SAID = ["the", "mayor", "said", "the", "harbour", "would", "be", "dug", "deeper", "in", "may", "."]
LONG = ("the union was against it , " * WORDS_MAX).split()[:WORDS_MAX]


def passage(words: list[str]) -> Passage:
    features = np.zeros((len(words), len(FEATURE_SIZES)), dtype=np.uint8)
    features[:, 0] = shapes(words)
    return Passage(words, features)


@pytest.fixture(scope="module")
def reader() -> OnnxReader:
    return shipped_reader()


def tags(answer: Answer) -> list[list[int]]:
    return [
        getattr(answer, name).argmax(axis=1).tolist()
        for name in ("content", "cue", "source", "mention", "to_cue", "to_source")
    ]


def test_it_finds_what_was_said_and_who_said_it(reader: OnnxReader) -> None:
    answer = reader.read([passage(SAID)])[0]
    content, cue, source, mention, to_cue, to_source = tags(answer)
    assert content[3:11] == [1, *[2] * 7]
    assert cue[2] == 1
    assert source[:2] == [1, 2]
    assert mention[1] == 1
    assert set(to_cue[3:11]) == {3}  # 1 + the index of “said”
    assert set(to_source[3:11]) == {1}


def test_answers_are_probabilities_of_the_shape_that_is_promised(reader: OnnxReader) -> None:
    for words in (SAID, LONG, ["yes"]):
        answer = reader.read([passage(words)])[0]
        for name, width in (("content", 3), ("cue", 3), ("source", 3), ("mention", 4)):
            assert getattr(answer, name).shape == (len(words), width)
        for name in ("to_cue", "to_source"):
            assert getattr(answer, name).shape == (len(words), len(words) + 1)
            np.testing.assert_allclose(np.exp(getattr(answer, name)).sum(axis=1), 1, atol=1e-4)


def test_an_answer_does_not_depend_on_what_else_is_read(reader: OnnxReader) -> None:
    alone = reader.read([passage(SAID)])[0]
    among = reader.read([passage(LONG), passage(["yes"]), passage(SAID), passage(LONG)])[2]
    assert tags(alone) == tags(among)
    np.testing.assert_allclose(alone.content, among.content, atol=0.02)
    np.testing.assert_allclose(alone.to_source, among.to_source, atol=0.05)


def test_nothing_to_read_is_nothing_read(reader: OnnxReader) -> None:
    assert reader.read([]) == []


def test_one_reader_serves_the_whole_process() -> None:
    assert shipped_reader() is shipped_reader()


def test_a_damaged_file_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # noqa: ANN001
    folder = tmp_path / "model"
    folder.mkdir()
    for file in files("transforms.reader").joinpath("model").iterdir():
        content = file.read_bytes()
        damaged = content[:-1] + bytes([content[-1] ^ 1]) if file.name == "reader.onnx" else content
        (folder / file.name).write_bytes(damaged)
    monkeypatch.setattr(weights, "files", lambda _: tmp_path)
    with pytest.raises(DamagedWeights, match=r"reader\.onnx.*Install onrecord again"):
        shipped_reader.__wrapped__()
