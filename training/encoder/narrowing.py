"""Heads become narrower: queries, keys and values keep the directions that matter on samples.

How much a query takes of a value depends on the products of queries and keys alone, and what a layer adds on the
mixtures of values as `out` maps them. Of 32 dimensions in a head half say nearly all of either.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack

import torch
from torch import Tensor, nn

from training.encoder.model import Encoder, Layer

# Directions in which samples hardly differ: taken for this share of the largest, and for no less than the second.
_LEAST, _NOTHING = 1e-7, 1e-12


def narrow(narrowed: Encoder, whole: Encoder, run: Callable[[], object]) -> None:
    """Copies `whole` to `narrowed`, which has narrower heads and no looks; `run` runs `whole` on samples."""
    seen = _seen(whole, run)
    mine, its = narrowed.state_dict(), whole.state_dict()
    narrowed.load_state_dict({**its, **{name: mine[name] for name in mine if mine[name].shape != its[name].shape}})
    with torch.no_grad():
        for old, new, (x, mixed) in zip(whole.layers, narrowed.layers, seen, strict=True):
            _narrow_layer(old, new, x.double(), mixed.double())


def _narrow_layer(old: Layer, new: Layer, x: Tensor, mixed: Tensor) -> None:
    """The queries, keys, values and `out` of `new`, which are narrower, from those of `old`.

    Args:
        old: of whole width.
        new: of as many heads.
        x: [n, width], samples of what queries and keys are made from.
        mixed: [n, attention width of `old`], samples of what goes into its `out`.
    """
    heads, kept = old.heads, new.out.in_features // old.heads
    queries, keys, values = (part.unflatten(0, (heads, -1)) for part in old.qkv.weight.double().chunk(3))
    query_bias, _, value_bias = (part.view(heads, -1, 1) for part in old.qkv.bias.double().chunk(3))
    out = old.out.weight.double().unflatten(1, (heads, -1)).transpose(0, 1)
    k = x @ keys.mT
    to_q, to_k = _products(x @ queries.mT + query_bias.mT, k - k.mean(1, keepdim=True), kept)
    # The products of `new` are scaled by its own width.
    scale = (old.scale / new.scale) ** 0.5
    to_q, to_k = scale * to_q, scale * to_k
    taken = mixed.unflatten(1, (heads, -1)).transpose(0, 1)
    mean = taken.mean(1, keepdim=True)
    to_v, back = _mixtures(taken - mean, out, kept)
    lost = mean.mT - back @ to_v @ mean.mT
    new.qkv.weight.copy_(torch.cat([to_q @ queries, to_k @ keys, to_v @ values]).flatten(0, 1))
    key_bias = torch.zeros_like(to_k[..., :1])  # changes no share of a value
    new.qkv.bias.copy_(torch.cat([to_q @ query_bias, key_bias, to_v @ value_bias]).flatten())
    new.out.weight.copy_((out @ back).transpose(0, 1).flatten(1))
    new.out.bias.copy_(old.out.bias + (out @ lost).sum(0).squeeze(1))


def _products(q: Tensor, k: Tensor, kept: int) -> tuple[Tensor, Tensor]:
    """What queries and keys [heads, n, width] are multiplied with, for products as near as can be.

    Returns:
        [heads, kept, width], twice.
    """
    (root_q, inverse_q), (root_k, inverse_k) = _roots(q), _roots(k)
    left, sizes, right_transposed = torch.linalg.svd(root_q @ root_k)
    shares = sizes[:, None, :kept].sqrt()
    return (inverse_q @ left[..., :kept] * shares).mT, (inverse_k @ right_transposed.mT[..., :kept] * shares).mT


def _mixtures(mixed: Tensor, out: Tensor, kept: int) -> tuple[Tensor, Tensor]:
    """What makes `mixed` [heads, n, width] narrower, and what is nearest to it again for `out`.

    Returns:
        [heads, kept, width] and [heads, width, kept].
    """
    root, inverse = _roots(mixed)
    left, _, _ = torch.linalg.svd(root @ out.mT, full_matrices=False)
    return (inverse @ left[..., :kept]).mT, root @ left[..., :kept]


def _roots(vectors: Tensor) -> tuple[Tensor, Tensor]:
    """The root of the mean outer product of `vectors` [heads, n, width], and its inverse: [heads, width, width]."""
    sizes, directions = torch.linalg.eigh(vectors.mT @ vectors / vectors.shape[1])
    least = (sizes.amax(-1, keepdim=True) * _LEAST).clamp(min=_NOTHING)
    roots = torch.maximum(sizes, least).sqrt().unsqueeze(1)
    return directions * roots @ directions.mT, directions / roots @ directions.mT


def _seen(whole: Encoder, run: Callable[[], object]) -> list[tuple[Tensor, Tensor]]:
    """Per layer what went into its queries and into its `out`, [n, width], of all words that are not padding."""
    into_layers, into_outs = ([list[tuple[Tensor, ...]]() for _ in whole.layers] for _ in range(2))

    def keep(found: list[tuple[Tensor, ...]]) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
        return lambda _, given: found.append(given)

    with ExitStack() as hooks:
        for layer, into_layer, into_out in zip(whole.layers, into_layers, into_outs, strict=True):
            hooks.enter_context(layer.register_forward_pre_hook(keep(into_layer)))
            hooks.enter_context(layer.out.register_forward_pre_hook(keep(into_out)))
        run()

    def of_words(vectors: Iterable[Tensor], into_layer: Iterable[tuple[Tensor, ...]]) -> Tensor:
        return torch.cat([some[bias[:, 0, 0] == 0] for some, (_, bias) in zip(vectors, into_layer, strict=True)])

    return [
        (of_words((x for x, _ in into_layer), into_layer), of_words((mixed for (mixed,) in into_out), into_layer))
        for into_layer, into_out in zip(into_layers, into_outs, strict=True)
    ]
