"""The encoder with the heads of the judge, in PyTorch."""

import torch
from torch import Tensor, nn

from training.encoder.model import Encoder, Shape
from training.judge.corpora import CLASSES
from transforms.reader.questions import ROLE_SIZES

OUTPUTS = {"sides": {0: "passages"}}
_ROLE, _TARGET = 1, 1


class JudgeNet(Encoder):
    """A text with a marked speaker and target in; log-odds of the side and of the tone out."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__(shape, ROLE_SIZES, dropout)
        self.pooled = nn.Linear(2 * shape.width, shape.width)
        self.sides = nn.Linear(shape.width, sum(len(names) for names in CLASSES.values()))

    def forward(self, pieces: Tensor, words: Tensor, features: Tensor) -> Tensor:
        """For the arguments see `Encoder.encode`.

        Returns:
            [batch, 6]: favor, against, neutral; negative, neutral, positive.
        """
        x = self.encode(pieces, words, features)
        target = (features[..., _ROLE] == _TARGET).float().unsqueeze(-1)
        mean = (x * target).sum(1) / target.sum(1).clamp(min=1.0)
        pooled = nn.functional.gelu(self.pooled(torch.cat([x[:, 0], mean], dim=-1)))
        return self.sides(self.dropout(pooled))
