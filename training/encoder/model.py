"""The first layers of a BERT-shaped encoder over one vector per word, in PyTorch."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor, nn

from transforms.reader.passages import WORDS_MAX

MAX_DISTANCE = 128  # words further apart are in the class of the farthest
Axes = dict[str, dict[int, str]]
# The inputs that every encoder has, and what varies in their size.
INPUTS: Axes = {
    "pieces": {0: "distinct"},
    "words": {0: "passages", 1: "words"},
    "features": {0: "passages", 1: "words"},
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of the encoder."""

    pieces: int
    layers: int
    width: int = 384
    attention_heads: int = 12
    inner: int = 1536
    looks: int = 0  # the last layers, which are computed for some words only; see `Layer.look`
    look_inner: int = 1536  # inner neurons of these: for a few words they cost little
    places: int = WORDS_MAX + 1
    distances: int = 0  # classes of how far two words are apart, of which the attention knows; see `MAX_DISTANCE`
    frozen: int = 0  # layers, with all below them, that are not trained; the features are added behind them
    head_width: int = 0  # of the queries, keys and values of a head; 0: the heads share the width of the encoder

    @property
    def full(self) -> int:
        """How many layers, the first ones, are computed for all words."""
        return self.layers - self.looks

    @property
    def attention_width(self) -> int:
        """Of the queries, keys and values of all heads."""
        return self.attention_heads * self.head_width or self.width


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self, shape: Shape, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = shape.attention_heads
        self.qkv = nn.Linear(shape.width, 3 * shape.attention_width)
        self.out = nn.Linear(shape.attention_width, shape.width)
        self.norm1 = nn.LayerNorm(shape.width, eps=1e-12)
        self.up = nn.Linear(shape.width, inner)
        self.down = nn.Linear(inner, shape.width)
        self.norm2 = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.scale = (shape.attention_width // shape.attention_heads) ** -0.5
        self.thirds: nn.ModuleList | None = None

    def fold(self) -> None:
        """Puts the scale of the attention scores into the weights of the queries: one pass over the scores less.

        What makes queries, keys and values become three matrices: nothing has to be split behind them, and `look` can
        use them one by one, each written in eight bits. What is added to all keys changes no share; what is added to
        all values comes out as it went in, and is added behind `out`.
        """
        if self.thirds is not None:
            return
        with torch.no_grad():
            for parameter in (self.qkv.weight, self.qkv.bias):
                parameter[: len(parameter) // 3] *= self.scale
            query_bias, _, value_bias = self.qkv.bias.chunk(3)
            self.out.bias += self.out.weight @ value_bias
            width, attention_width = self.qkv.in_features, self.out.in_features
            queries, keys, values = (nn.Linear(width, attention_width, bias=index == 0) for index in range(3))
            for third, weight in zip((queries, keys, values), self.qkv.weight.chunk(3), strict=True):
                third.weight.copy_(weight)
            queries.bias.copy_(query_bias)
        self.scale = 1.0
        self.thirds = nn.ModuleList((queries, keys, values))

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x` [batch, words, width]; `bias` [batch, 1, 1, words] is added to the attention scores."""
        parts = self.qkv(x).chunk(3, dim=-1) if self.thirds is None else [third(x) for third in self.thirds]
        q, k, v = map(self._in_heads, parts)
        return self._behind(x, self._shares(q, k, bias) @ v)

    def look(self, query: Tensor, x: Tensor, bias: Tensor, rows: Tensor) -> Tensor:
        """The layer for some vectors only.

        Args:
            query: [queries, width].
            x: [batch, words, width], what they look at.
            bias: [batch, words] is added to the attention scores.
            rows: [queries], the row of `x` that each looks at.
        """
        queries = query.unsqueeze(1)
        q, k, v = (
            self._in_heads(project(some)) for project, some in zip(self._projections(), (queries, x, x), strict=True)
        )
        return self._behind(queries, self._shares(q, k[rows], bias[rows, None, None, :]) @ v[rows]).squeeze(1)

    def _projections(self) -> list[Callable[[Tensor], Tensor]]:
        """What makes queries, keys and values, one by one."""
        if self.thirds is not None:
            return list(self.thirds)
        parts = zip(self.qkv.weight.chunk(3), self.qkv.bias.chunk(3), strict=True)
        return [partial(nn.functional.linear, weight=weight, bias=bias) for weight, bias in parts]

    def _in_heads(self, x: Tensor) -> Tensor:
        """[batch, words, width] as [batch, heads, words, width of a head]."""
        return x.view(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)

    def _shares(self, q: Tensor, k: Tensor, bias: Tensor) -> Tensor:
        """How much each query takes of each value: [batch, heads, queries, words]."""
        scores = q @ k.transpose(-1, -2)
        return ((scores if self.scale == 1.0 else scores * self.scale) + bias).softmax(-1)

    def _behind(self, x: Tensor, mixed: Tensor) -> Tensor:
        """`mixed` [batch, heads, words, width of a head]: what the heads took of the values."""
        x = self.norm1(x + self.dropout(self.out(mixed.transpose(1, 2).flatten(2))))
        return self.norm2(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces and features in, a vector per word out."""

    def __init__(self, shape: Shape, feature_sizes: Sequence[int], dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.pieces = nn.Embedding(shape.pieces, shape.width, padding_idx=0)
        self.positions = nn.Embedding(shape.places, shape.width)
        self.features = nn.ModuleList(nn.Embedding(size, shape.width) for size in feature_sizes)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        inners = [shape.inner] * shape.full + [shape.look_inner] * shape.looks
        self.layers = nn.ModuleList(
            Layer(shape, inner, 0.0 if index < shape.frozen else dropout) for index, inner in enumerate(inners)
        )
        self.distances = nn.Embedding(shape.distances, shape.attention_heads) if shape.distances else None
        for table in self.features:
            nn.init.zeros_(table.weight)
        if shape.frozen:
            fixed = (self.pieces, self.positions, self.norm, self.distances, *self.layers[: shape.frozen])
            for parameter in (parameter for part in fixed if part is not None for parameter in part.parameters()):
                parameter.requires_grad_(False)

    def encode(self, pieces: Tensor, words: Tensor, features: Tensor) -> Tensor:
        """The vectors behind the last layer that is computed for all words: [batch, 1 + words, width].

        Args:
            pieces: [distinct words, PIECES_MAX], row 0 is padding.
            words: [batch, 1 + words] rows of `pieces`; the first of each passage is the start mark, 0 is padding.
            features: [batch, 1 + words, number of features].
        """
        used = (pieces > 0).unsqueeze(-1).float()
        vectors = (self.pieces(pieces) * used).sum(1) / used.sum(1).clamp(min=1.0)
        x = vectors[words] + self.positions.weight[: words.shape[1]]
        if not self.shape.frozen:
            x = self._featured(x, features)
        x = self.norm(x) if self.shape.frozen else self.dropout(self.norm(x))
        bias = padding(words)[:, None, None, :]
        if self.distances is not None:
            bias = bias + self.distances(distance_classes(words.shape[1], self.shape.distances)).permute(2, 0, 1)
        for index, layer in enumerate(self.layers[: self.shape.full]):
            if index and index == self.shape.frozen:
                x = self._featured(x, features)
            x = layer(x, bias)
        return x

    def _featured(self, x: Tensor, features: Tensor) -> Tensor:
        for index, table in enumerate(self.features):
            x = x + table(features[..., index])
        return x

    def new_parameters(self) -> list[nn.Parameter]:
        """Those that no base encoder brings: they learn faster."""
        based = (self.pieces, self.positions, self.norm, self.layers, self.distances)
        known = {id(p) for part in based if part is not None for p in part.parameters()}
        return [parameter for parameter in self.parameters() if id(parameter) not in known]


def padding(words: Tensor) -> Tensor:
    """What is added to the scores of words that are only padding."""
    return (words == 0).float() * -1e4


def distance_classes(words: int, classes: int) -> Tensor:
    """[words, words]: half of the `classes` for words in front and half for those behind; the first of each half are
    one distance each, the others grow as its logarithm, up to MAX_DISTANCE.
    """
    places = torch.arange(words)
    apart = places[None, :] - places[:, None]
    half = classes // 2
    exact = half // 2
    far = torch.log(apart.abs().clamp(min=1) / exact) / math.log(MAX_DISTANCE / exact) * (half - exact)
    near = torch.where(apart.abs() < exact, apart.abs(), (exact + far.long()).clamp(max=half - 1))
    return near + (apart > 0) * half
