"""The shipped files of the trained models, and ONNX sessions over them."""

import hashlib
import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import onnxruntime

from transforms.text.errors import PipelineError

# On processors ONNX Runtime is slow where it joins a sum and the norm behind it into one operation: both apart save a
# tenth of the time of an encoder.
_SLOWER = ["SkipLayerNormFusion"]


class DamagedWeights(PipelineError):
    """A file of a model is not the one that was shipped."""

    def __init__(self, name: str) -> None:
        super().__init__(f"transforms/reader/model/{name} is not the file that was shipped. Install onrecord again.")


@dataclass(frozen=True, slots=True)
class Shipped:
    """A model as it came with the package."""

    name: str
    version: str
    weights: bytes
    pieces: list[str]
    described: dict[str, Any]


def shipped(model: str) -> Shipped:
    """The files that `model`.json describes.

    Raises:
        DamagedWeights: the hash of a file is not that in the description, or one is gone.
    """
    folder = files(__package__).joinpath("model")
    name = f"{model}.json"
    try:
        described: dict[str, Any] = json.loads(folder.joinpath(name).read_text(encoding="utf-8"))
        contents: dict[str, bytes] = {}
        for name, digest in described["sha256"].items():
            contents[name] = folder.joinpath(name).read_bytes()
            if hashlib.sha256(contents[name]).hexdigest() != digest:
                raise DamagedWeights(name)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise DamagedWeights(name) from error
    pieces = contents["vocabulary.txt"].decode("utf-8").splitlines()
    return Shipped(described["name"], described["version"], contents[f"{model}.onnx"], pieces, described)


def session(weights: bytes) -> Any:  # noqa: ANN401 - ONNX Runtime is untyped
    """An ONNX session that uses one thread: articles are read by several processes at once, more would only fight."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(
        weights, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER
    )
