"""What is shipped answers as what was trained."""

import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="only with the extra `train`")
pytest.importorskip("onnx", reason="only with the extra `train`")
pytest.importorskip("onnx_ir", reason="only with the extra `train`")

import numpy as np  # noqa: E402
import onnx  # noqa: E402
from onnxruntime import InferenceSession  # noqa: E402

from training.encoder.export import export, export_in_blocks, folded  # noqa: E402
from training.encoder.model import Shape  # noqa: E402
from training.judge.model import AXES, OUTPUTS, JudgeNet  # noqa: E402
from training.reader.model import ReaderNet  # noqa: E402
from transforms.reader.passages import FEATURE_SIZES  # noqa: E402
from transforms.reader.questions import ask, question_batch  # noqa: E402
from transforms.reader.vocabulary import Vocabulary  # noqa: E402
from transforms.text.scores import StanceQuestion  # noqa: E402


def test_a_folded_net_answers_the_same() -> None:
    torch.manual_seed(3)
    net = ReaderNet(Shape(pieces=9, layers=2, width=24, attention_heads=2, head_width=8, inner=16)).eval()
    for layer in net.layers:
        torch.nn.init.normal_(layer.qkv.bias)
    given = (
        torch.randint(1, 9, (5, 4)),
        torch.randint(1, 5, (2, 7)),
        torch.zeros(2, 7, len(FEATURE_SIZES), dtype=torch.long),
    )
    before = [answer.clone() for answer in net(*given)]
    for old, new in zip(before, folded(net)(*given), strict=True):
        torch.testing.assert_close(old, new)
    for old, new in zip(before, net(*given), strict=True):
        assert torch.equal(old, new)


def test_a_net_in_blocks_answers_nearly_the_same(tmp_path: Path) -> None:
    torch.manual_seed(4)
    shape = Shape(pieces=5, layers=2, width=64, attention_heads=2, inner=128, distances=8, frozen=1)
    net = JudgeNet(shape).eval()
    vocabulary = Vocabulary(["[PAD]", "[UNK]", "[CLS]", "dam", "bo"])
    example, batch = (
        question_batch(ask([StanceQuestion(text, target_name="bo") for text in texts]), vocabulary).named()
        for texts in (["Dam dam dam dam bo."], ["Dam dam bo.", "Bo!"])
    )
    export_in_blocks(net, AXES, OUTPUTS, tmp_path / "net.onnx", example)
    (found,) = InferenceSession(tmp_path / "net.onnx").run(None, batch)
    with torch.no_grad():
        wanted = net(*map(torch.from_numpy, batch.values())).numpy()
    assert found.shape == wanted.shape == (2, 6)
    assert np.abs(found - wanted).max() < 0.05 * np.abs(wanted).max()


def test_a_smoothed_net_is_nearer_to_what_was_trained_where_activations_are_uneven(tmp_path: Path) -> None:
    torch.manual_seed(6)
    net = JudgeNet(Shape(pieces=60, layers=2, width=64, attention_heads=2, inner=128)).eval()
    with torch.no_grad():
        for layer in net.layers:
            layer.norm1.weight[3] = layer.norm2.weight[3] = 40.0
            layer.norm2.weight[9] = 25.0
    draw = random.Random(7)
    words = [f"w{number}" for number in range(57)]
    vocabulary = Vocabulary(["[PAD]", "[UNK]", "[CLS]", *words])
    questions = [StanceQuestion(" ".join(draw.choices(words, k=12)), target_name=draw.choice(words)) for _ in range(60)]
    batch = question_batch(ask(questions), vocabulary).named()
    with torch.no_grad():
        wanted = net(*map(torch.from_numpy, batch.values())).numpy()
    apart = {}
    for smoothed in (False, True):
        export(net, AXES, OUTPUTS, tmp_path / "net.onnx", [batch], smoothed=smoothed)
        (found,) = InferenceSession(tmp_path / "net.onnx").run(None, batch)
        apart[smoothed] = np.abs(found - wanted).mean()
    assert apart[True] < apart[False] / 2


def test_only_products_with_weights_read_activations_in_eight_bits(tmp_path: Path) -> None:
    torch.manual_seed(5)
    net = JudgeNet(Shape(pieces=5, layers=2, width=64, attention_heads=2, inner=128, looks=1, look_inner=192)).eval()
    vocabulary = Vocabulary(["[PAD]", "[UNK]", "[CLS]", "dam", "bo"])
    batch = question_batch(ask([StanceQuestion("Dam dam bo.", target_name="bo")]), vocabulary).named()
    export(net, AXES, OUTPUTS, tmp_path / "net.onnx", [batch])
    with torch.no_grad():
        wanted = net(*map(torch.from_numpy, batch.values())).numpy()
    (found,) = InferenceSession(tmp_path / "net.onnx").run(None, batch)
    assert np.abs(found - wanted).max() < 0.2 * np.abs(wanted).max()
    nodes = onnx.load(tmp_path / "net.onnx").graph.node
    quantised = {output for node in nodes if node.op_type == "QuantizeLinear" for output in node.output}
    rounded = {node.output[0] for node in nodes if node.op_type == "DequantizeLinear" and node.input[0] in quantised}
    assert rounded
    assert {node.op_type for node in nodes if rounded.intersection(node.input)} == {"MatMul"}
