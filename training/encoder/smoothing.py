"""What makes activations uneven moves into the weights, so that both can be written in eight bits.

SmoothQuant (Xiao et al. 2023): what goes into a product is divided, number by number, by how large it gets, and the
weights are multiplied by it. Here the division stays an operation of its own: the norms in front of the products also
feed the sums behind them.
"""

from collections.abc import Callable
from contextlib import ExitStack

import torch
from torch import Tensor, nn

from training.encoder.model import Encoder

# How much of the unevenness moves. See decision 16 for what others did.
SHARE = 0.8
_LEAST = 1e-4  # what is hardly ever used is not divided by less


class Smoothed(nn.Module):
    """A product that answers as `product`, of activations divided by `scale`."""

    def __init__(self, product: nn.Linear, scale: Tensor) -> None:
        super().__init__()
        self.product = product
        self.register_buffer("inverse", 1.0 / scale)
        with torch.no_grad():
            product.weight *= scale

    def forward(self, x: Tensor) -> Tensor:
        """`x` [..., width] times the weights."""
        return self.product(x * self.inverse)


def smooth(net: Encoder, run: Callable[[Encoder], object]) -> None:
    """Puts a `Smoothed` product in the place of each product of matrices, which are those written in eight bits.

    Args:
        net: a net whose layers are folded: queries, keys and values have a product each.
        run: runs the net on samples.
    """
    products = {name: module for name, module in net.named_modules() if isinstance(module, nn.Linear)}
    largest: dict[str, Tensor] = {}

    def watch(name: str) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
        def hook(module: nn.Module, given: tuple[Tensor, ...]) -> None:
            (x,) = given
            if x.ndim > 2:
                here = x.abs().flatten(0, -2).amax(0)
                largest[name] = torch.maximum(largest[name], here) if name in largest else here

        return hook

    with ExitStack() as hooks, torch.inference_mode():
        for name, module in products.items():
            hooks.enter_context(module.register_forward_pre_hook(watch(name)))
        run(net)
    for name, size in largest.items():
        parent, _, own = name.rpartition(".")
        product = products[name]
        weights = product.weight.detach().abs().amax(0).clamp(min=_LEAST)
        scale = size.clamp(min=_LEAST) ** SHARE / weights ** (1 - SHARE)
        setattr(net.get_submodule(parent), own, Smoothed(product, scale))
