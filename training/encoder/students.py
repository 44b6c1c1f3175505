"""A student starts as some layers of its teacher, with the inner neurons that matter most."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack

import torch
from torch import Tensor, nn

from training.encoder.model import Encoder


def inherit(student: Encoder, teacher: Encoder, run: Callable[[], object], layers: Sequence[int] | None = None) -> None:
    """Copies to `student` what both have, and of each of some layers the neurons that add most.

    Args:
        student: as wide as its teacher, with as many layers or fewer, and as many inner neurons or fewer.
        teacher: where the weights come from.
        run: runs the teacher on samples.
        layers: which layers of the teacher become the student's, in order; None: the first.
    """
    mine = student.state_dict()
    kept = {
        name: value
        for name, value in teacher.state_dict().items()
        if not name.startswith("layers.") and name in mine and mine[name].shape == value.shape
    }
    student.load_state_dict(kept, strict=False)
    strengths = _strengths(teacher, run)
    for index, new in zip(layers or range(len(student.layers)), student.layers, strict=True):
        old, strength = teacher.layers[index], strengths[index]
        best = strength.topk(new.up.out_features).indices.sort().values
        state = old.state_dict()
        state["up.weight"], state["up.bias"] = state["up.weight"][best], state["up.bias"][best]
        state["down.weight"] = state["down.weight"][:, best]
        new.load_state_dict(state)


def _strengths(teacher: Encoder, run: Callable[[], object]) -> list[Tensor]:
    """Per layer and inner neuron: its mean activation times the size of what it adds."""
    sums = [torch.zeros(layer.up.out_features) for layer in teacher.layers]

    def watch(index: int) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor], None]:
        def hook(module: nn.Module, given: tuple[Tensor, ...], up: Tensor) -> None:
            sums[index] += nn.functional.gelu(up).abs().flatten(0, -2).sum(0)

        return hook

    with ExitStack() as hooks:
        for index, layer in enumerate(teacher.layers):
            hooks.enter_context(layer.up.register_forward_hook(watch(index)))
        run()
    return [total * layer.down.weight.norm(dim=0) for total, layer in zip(sums, teacher.layers, strict=True)]
