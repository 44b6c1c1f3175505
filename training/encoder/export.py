"""Weights to the file that is shipped: ONNX with int8 matrices and int8 embeddings."""

import warnings
from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import onnx
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_dynamic,
    quantize_static,
)
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
from torch import Tensor

from training.encoder.model import Axes, Encoder
from training.encoder.smoothing import smooth

CALIBRATION_WORDS = 1024
_OPSET = 17
_BLOCK = 128  # weights of a column that share a scale
Arrays = dict[str, NDArray[Any]]


def export(
    net: Encoder, inputs: Axes, outputs: Axes, target: Path, samples: Sequence[Arrays], *, smoothed: bool = False
) -> None:
    """Writes `net` to `target`, matrices and embeddings in int8.

    The range of the activations is fixed on `samples`: ranges taken from each batch would let the answer for one
    passage depend on what else is read with it. Weights get seven bits: with eight, processors without dot products
    of bytes (AVX2 alone) overflow in their sixteen-bit sums, and one file would read differently on two machines.

    Args:
        net: what is exported.
        inputs: the names of its inputs, in order, and of their dimensions that vary.
        outputs: likewise of its outputs.
        target: the file.
        samples: batches of inputs.
        smoothed: see `smooth`; for the larger encoder, whose activations are too uneven for eight bits.
    """
    ready = folded(net)
    if smoothed:
        smooth(ready, lambda it: [it(*_tensors(inputs, sample)) for sample in samples])

    def products(whole: Path, matrices: Path) -> None:
        names = _weight_products(whole)
        quantize_static(
            whole, matrices, _Samples(samples), quant_format=QuantFormat.QDQ, per_channel=True,
            reduce_range=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
            nodes_to_quantize=names, calibrate_method=CalibrationMethod.MinMax,
            extra_options={"OpTypesToExcludeOutputQuantization": ["MatMul"], "WeightSymmetric": True},
        )  # fmt: skip
        _only_in(names, matrices)

    _export(ready, inputs, outputs, target, samples[0], products)


def export_in_blocks(net: Encoder, inputs: Axes, outputs: Axes, target: Path, example: Arrays) -> None:
    """Writes `net` to `target` like `export`, but activations stay float32: the answers are those of `net`, and slow.

    For the larger encoder, whose activations are too uneven for eight bits.

    Args:
        net: what is exported.
        inputs: see `export`.
        outputs: see `export`.
        target: the file.
        example: a batch of inputs; others may have other sizes.
    """

    def products(whole: Path, matrices: Path) -> None:
        blocks = DefaultWeightOnlyQuantConfig(block_size=_BLOCK, is_symmetric=True, bits=8)
        in_blocks = MatMulNBitsQuantizer(onnx.load(whole), algo_config=blocks)
        in_blocks.process()
        in_blocks.model.save_model_to_file(str(matrices))

    _export(folded(net), inputs, outputs, target, example, products)


def _export(
    net: Encoder, inputs: Axes, outputs: Axes, target: Path, example: Arrays, products: Callable[[Path, Path], None]
) -> None:
    """`products` writes the matrices of one file in eight bits to another; the embeddings follow."""
    with TemporaryDirectory() as folder:
        whole, matrices = Path(folder) / "whole.onnx", Path(folder) / "matrices.onnx"
        export_whole(net, inputs, outputs, whole, example)
        products(whole, matrices)
        quantize_dynamic(matrices, target, weight_type=QuantType.QInt8, op_types_to_quantize=["Gather"])


def folded(net: Encoder) -> Encoder:
    """A copy of `net` that answers the same with fewer operations."""
    copy = deepcopy(net)
    for layer in copy.layers:
        layer.fold()
    return copy


def export_whole(net: Encoder, inputs: Axes, outputs: Axes, target: Path, example: Arrays) -> None:
    """Writes `net` to `target` in float32."""
    net.eval()
    with warnings.catch_warnings():
        # The exporter by tracing is the one that needs no further package.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net, _tensors(inputs, example), str(target), dynamo=False,
            opset_version=_OPSET, dynamic_axes=inputs | outputs, input_names=list(inputs), output_names=list(outputs),
        )  # fmt: skip


def _tensors(inputs: Axes, example: Arrays) -> tuple[Tensor, ...]:
    return tuple(torch.from_numpy(example[name]) for name in inputs)


def _weight_products(path: Path) -> list[str]:
    """The products of activations with weights; those of the attention, of activations with each other, stay float."""
    graph = onnx.load(path).graph
    weights = {initializer.name for initializer in graph.initializer}
    return [node.name for node in graph.node if node.op_type == "MatMul" and node.input[1] in weights]


def _only_in(products: Sequence[str], path: Path) -> None:
    """All nodes but the `products` get activations as they were, not as they are in eight bits.

    Sums and norms need no bits taken away, and everything that asks for a shape would have them put back first.
    """
    model = onnx.load(path)
    made_by = {output: node for node in model.graph.node for output in node.output}
    whole = {
        node.output[0]: made_by[node.input[0]].input[0]
        for node in model.graph.node
        if node.op_type == "DequantizeLinear" and node.input[0] in made_by
    }
    for node in model.graph.node:
        if node.name not in products:
            for place, name in enumerate(node.input):
                node.input[place] = whole.get(name, name)
    onnx.save(model, path)


class _Samples(CalibrationDataReader):  # type: ignore[misc]
    """Batches for measuring the ranges of activations."""

    def __init__(self, batches: Sequence[Arrays]) -> None:
        self._batches = iter(batches)

    def get_next(self) -> Arrays | None:
        """The next batch; None behind the last."""
        return next(self._batches, None)
