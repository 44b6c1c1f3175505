"""Heads become narrower: queries, keys and values keep the directions that matter on samples.

How much a query takes of a value depends on the products of queries and keys alone, and what a layer adds on the
mixtures of values as `out` maps them. Of 32 dimensions in a head half say nearly all of either.
"""

from collections.abc import Callable

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
    for old, new, (x, mixed) in zip(whole.layers, narrowed.layers, seen, strict=True):
        _narrow_layer(old, new, x, mixed)


def _narrow_layer(old: Layer, new: Layer, x: Tensor, mixed: Tensor) -> None:
    """The queries, keys, values and `out` of `new`, which are narrower, from those of `old`.

    Args:
        old: of whole width.
        new: of as many heads.
        x: [n, width], samples of what queries and keys are made from.
        mixed: [n, attention width of `old`], samples of what goes into its `out`.
    """
    x, mixed = x.double(), mixed.double()
    heads, kept = old.heads, new.out.in_features // old.heads
    queries, keys, values = (part.unflatten(0, (heads, -1)) for part in old.qkv.weight.detach().double().chunk(3))
    query_bias, _, value_bias = (part.unflatten(0, (heads, -1)) for part in old.qkv.bias.detach().double().chunk(3))
    out = old.out.weight.detach().double().unflatten(1, (heads, -1))
    # The products of `new` are scaled by its own width.
    scale = (old.scale / new.scale) ** 0.5
    with torch.no_grad():
        new.out.bias.copy_(old.out.bias)
        parts = []
        for head in range(heads):
            q, k = x @ queries[head].T + query_bias[head], x @ keys[head].T
            to_q, to_k = _products(q, k - k.mean(0), kept)
            taken = mixed.unflatten(1, (heads, -1))[:, head]
            mean = taken.mean(0)
            to_v, back = _mixtures(taken - mean, out[:, head], kept)
            parts.append(
                (
                    scale * to_q @ queries[head], scale * to_k @ keys[head], to_v @ values[head],
                    scale * to_q @ query_bias[head], torch.zeros(kept), to_v @ value_bias[head],
                    out[:, head] @ back,
                )
            )  # fmt: skip
            new.out.bias += (out[:, head] @ (mean - back @ (to_v @ mean))).float()
        q, k, v, *biases, outs = (list(column) for column in zip(*parts, strict=True))
        new.qkv.weight.copy_(torch.cat([*q, *k, *v]))
        new.qkv.bias.copy_(torch.cat([vector for column in biases for vector in column]))
        new.out.weight.copy_(torch.cat(outs, dim=1))


def _products(q: Tensor, k: Tensor, kept: int) -> tuple[Tensor, Tensor]:
    """What queries and keys [n, width] are multiplied with, [kept, width], for products as near as can be."""
    (root_q, inverse_q), (root_k, inverse_k) = _roots(q), _roots(k)
    left, sizes, right_transposed = torch.linalg.svd(root_q @ root_k)
    sizes = sizes[:kept].sqrt()
    return (inverse_q @ left[:, :kept] * sizes).T, (inverse_k @ right_transposed.T[:, :kept] * sizes).T


def _mixtures(mixed: Tensor, out: Tensor, kept: int) -> tuple[Tensor, Tensor]:
    """What makes `mixed` [n, width] narrower, [kept, width], and what is nearest to it for `out`, [width, kept]."""
    root, inverse = _roots(mixed)
    left, _, _ = torch.linalg.svd(root @ out.T, full_matrices=False)
    return (inverse @ left[:, :kept]).T, root @ left[:, :kept]


def _roots(vectors: Tensor) -> tuple[Tensor, Tensor]:
    """The root of the mean outer product of `vectors` [n, width], and its inverse: [width, width]."""
    sizes, directions = torch.linalg.eigh(vectors.T @ vectors / len(vectors))
    roots = sizes.clamp(min=max(float(sizes.max()) * _LEAST, _NOTHING)).sqrt()
    return directions * roots @ directions.T, directions / roots @ directions.T


def _seen(whole: Encoder, run: Callable[[], object]) -> list[tuple[Tensor, Tensor]]:
    """Per layer what went into its queries and into its `out`, [n, width], of all words that are not padding."""
    hooks = []
    found: list[tuple[list[Tensor], list[Tensor]]] = []
    for layer in whole.layers:
        inputs, mixtures, are_words = list[Tensor](), list[Tensor](), list[Tensor]()
        found.append((inputs, mixtures))
        hooks += [
            layer.register_forward_pre_hook(_keep_inputs(inputs, are_words)),
            layer.out.register_forward_pre_hook(_keep_mixtures(mixtures, are_words)),
        ]
    run()
    for hook in hooks:
        hook.remove()
    return [(torch.cat(inputs), torch.cat(mixtures)) for inputs, mixtures in found]


def _keep_inputs(inputs: list[Tensor], are_words: list[Tensor]) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
    def hook(_: nn.Module, given: tuple[Tensor, ...]) -> None:
        x, bias = given
        are_words.append(bias[:, 0, 0] == 0)
        inputs.append(x.detach()[are_words[-1]])

    return hook


def _keep_mixtures(mixtures: list[Tensor], are_words: list[Tensor]) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
    def hook(_: nn.Module, given: tuple[Tensor, ...]) -> None:
        mixtures.append(given[0].detach()[are_words[-1]])

    return hook
