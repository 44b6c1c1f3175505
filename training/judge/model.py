"""The encoder with the heads of the judge, in PyTorch."""

import torch
from torch import Tensor, nn

from training.encoder.model import INPUTS, Encoder, Shape, padding
from training.judge.corpora import CLASSES
from transforms.reader.questions import ROLE_SIZES

AXES = INPUTS | {"asked": {0: "questions"}, "targets": {0: "questions", 1: "words"}}
OUTPUTS = {"odds": {0: "questions"}}


class JudgeNet(Encoder):
    """Texts and targets in them in; log-odds of the side and of the tone out.

    With `looks` the last layer is computed for the targets only: each looks once more at its text.
    """

    def __init__(self, shape: Shape, *, looks: bool, dropout: float = 0.1) -> None:
        super().__init__(shape, ROLE_SIZES, dropout)
        self.looks = looks
        self.pooled = nn.Linear(2 * shape.width, shape.width)
        self.sides = nn.Linear(shape.width, sum(len(names) for names in CLASSES.values()))

    def forward(self, pieces: Tensor, words: Tensor, features: Tensor, asked: Tensor, targets: Tensor) -> Tensor:
        """For the arguments see `Encoder.encode` and `QuestionBatch`.

        Returns:
            [questions, 6]: favor, against, neutral; negative, neutral, positive.
        """
        full = len(self.layers) - self.looks
        x = self.encode(pieces, words, features, layers=full)
        of_target = targets.unsqueeze(1)
        seen = (of_target @ x[asked]).squeeze(1) / of_target.sum(2).clamp(min=1.0)
        if self.looks:
            seen = self.layers[-1].look(seen, x, padding(words), asked)
        pooled = nn.functional.gelu(self.pooled(torch.cat([x[asked, 0], seen], dim=-1)))
        return self.sides(self.dropout(pooled))
