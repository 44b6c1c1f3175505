"""Weights to the file that is shipped: ONNX with int8 matrices and int8 embeddings."""

import warnings
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import onnx
import torch
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_dynamic,
    quantize_static,
)

from training.encoder.model import Encoder
from transforms.reader.batches import by_length, collate
from transforms.reader.passages import Passage
from transforms.reader.vocabulary import PIECES_MAX, Vocabulary

_OPSET = 17
_INPUTS = {
    "pieces": {0: "distinct"},
    "words": {0: "passages", 1: "words"},
    "features": {0: "passages", 1: "words"},
}
_CALIBRATION_WORDS = 1024
Outputs = dict[str, dict[int, str]]


def export(net: Encoder, outputs: Outputs, target: Path, samples: Sequence[Passage], vocabulary: Vocabulary) -> None:
    """Writes `net` to `target`, matrices and embeddings in int8; `outputs` names what varies in size in its answers.

    The range of the activations is fixed on `samples`: ranges taken from each batch would let the answer for one
    passage depend on what else is read with it. Weights get seven bits: with eight, processors without dot products
    of bytes (AVX2 alone) overflow in their sixteen-bit sums, and one file would read differently on two machines.
    """
    with TemporaryDirectory() as folder:
        whole, matrices = Path(folder) / "whole.onnx", Path(folder) / "matrices.onnx"
        export_whole(folded(net), outputs, whole, samples[0].features.shape[1])
        quantize_static(
            whole, matrices, _Samples(samples, vocabulary), quant_format=QuantFormat.QDQ, per_channel=True,
            reduce_range=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
            nodes_to_quantize=_weight_products(whole), calibrate_method=CalibrationMethod.MinMax,
            extra_options={"OpTypesToExcludeOutputQuantization": ["MatMul"], "WeightSymmetric": True},
        )  # fmt: skip
        quantize_dynamic(matrices, target, weight_type=QuantType.QInt8, op_types_to_quantize=["Gather"])


def folded(net: Encoder) -> Encoder:
    """A copy of `net` that answers the same with fewer operations."""
    copy = deepcopy(net)
    for layer in copy.layers:
        layer.fold_scale()
    return copy


def export_whole(net: Encoder, outputs: Outputs, target: Path, features: int) -> None:
    """Writes `net`, which takes so many `features` per word, to `target` in float32."""
    net.eval()
    example = (
        torch.ones(4, PIECES_MAX, dtype=torch.long),
        torch.ones(2, 3, dtype=torch.long),
        torch.zeros(2, 3, features, dtype=torch.long),
    )
    with warnings.catch_warnings():
        # The exporter by tracing is the one that needs no further package.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net, example, str(target), dynamo=False, opset_version=_OPSET, dynamic_axes=_INPUTS | outputs,
            input_names=list(_INPUTS), output_names=list(outputs),
        )  # fmt: skip


def _weight_products(path: Path) -> list[str]:
    """The products of activations with weights; those of the attention, of activations with each other, stay float."""
    graph = onnx.load(path).graph
    weights = {initializer.name for initializer in graph.initializer}
    return [node.name for node in graph.node if node.op_type == "MatMul" and node.input[1] in weights]


class _Samples(CalibrationDataReader):  # type: ignore[misc]
    """Passages in batches, for measuring the ranges of activations."""

    def __init__(self, samples: Sequence[Passage], vocabulary: Vocabulary) -> None:
        self._batches = self._arrays(samples, vocabulary)

    def _arrays(self, samples: Sequence[Passage], vocabulary: Vocabulary) -> Iterator[dict[str, Any]]:
        for batch in by_length(samples, _CALIBRATION_WORDS):
            arrays = collate([samples[index] for index in batch], vocabulary)
            yield {"pieces": arrays.pieces, "words": arrays.words, "features": arrays.features}

    def get_next(self) -> dict[str, Any] | None:
        """The next batch; None behind the last."""
        return next(self._batches, None)
