"""The encoder with the heads of the reader, in PyTorch."""

from torch import Tensor, nn

from training.encoder.model import Encoder, Shape, padding
from transforms.reader.passages import FEATURE_SIZES

HEADS = {"content": 3, "cue": 3, "source": 3, "mention": 4}
LINKS = ("to_cue", "to_source")
OUTPUTS = {"tags": {0: "passages", 1: "words"}, "links": {0: "passages", 2: "from", 3: "to"}}
_LINK_WIDTH = 96


class ReaderNet(Encoder):
    """Word pieces and features in; log-odds per word and per pair of words out."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__(shape, FEATURE_SIZES, dropout)
        self.tags = nn.Linear(shape.width, sum(HEADS.values()))
        self.ask = nn.Linear(shape.width, len(LINKS) * _LINK_WIDTH)
        self.answer = nn.Linear(shape.width, len(LINKS) * _LINK_WIDTH)

    def forward(self, pieces: Tensor, words: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """Tag scores and link scores; for the arguments see `Encoder.encode`.

        Returns:
            tags [batch, 1 + words, 13] (HEADS side by side) and links [batch, 2, 1 + words, 1 + words] (from, to).
        """
        return self.answers(self.encode(pieces, words, features), words)

    def answers(self, x: Tensor, words: Tensor) -> tuple[Tensor, Tensor]:
        """Tags and links of the vectors `x` of `encode`; see `forward`."""
        batch, size, _ = x.shape
        ask = self.ask(x).view(batch, size, len(LINKS), _LINK_WIDTH).transpose(1, 2)
        answer = self.answer(x).view(batch, size, len(LINKS), _LINK_WIDTH).transpose(1, 2)
        return self.tags(x), ask @ answer.transpose(-1, -2) * _LINK_WIDTH**-0.5 + padding(words)[:, None, None, :]
