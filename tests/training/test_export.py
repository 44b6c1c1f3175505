"""What is shipped answers as what was trained."""

import pytest

torch = pytest.importorskip("torch", reason="only with the extra `train`")
pytest.importorskip("onnx", reason="only with the extra `train`")

from training.encoder.export import folded  # noqa: E402
from training.encoder.model import Shape  # noqa: E402
from training.reader.model import ReaderNet  # noqa: E402
from transforms.reader.passages import FEATURE_SIZES  # noqa: E402


def test_a_folded_net_answers_the_same() -> None:
    torch.manual_seed(3)
    net = ReaderNet(Shape(pieces=9, layers=2, width=24, attention_heads=2, inner=16)).eval()
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
