"""The encoder with the heads of the judge, in PyTorch."""

import torch
from torch import Tensor, nn

from training.encoder.model import INPUTS, Encoder, Shape, padding
from training.judge.corpora import CLASSES
from transforms.reader.questions import ROLE, ROLE_SIZES, SPEAKER

AXES = INPUTS | {"asked": {0: "questions"}, "targets": {0: "questions", 1: "words"}}
OUTPUTS = {"odds": {0: "questions"}}


class JudgeNet(Encoder):
    """Texts and targets in them in; log-odds of the side and of the tone out.

    With `shape.looks` the last layers are computed for the targets only: in each they look once more at their texts.
    The speaker's words are then read beside those of the target.
    """

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__(shape, ROLE_SIZES, dropout)
        self.pooled = nn.Linear((2 + bool(shape.looks)) * shape.width, shape.width)
        self.sides = nn.Linear(shape.width, sum(len(names) for names in CLASSES.values()))

    def forward(self, pieces: Tensor, words: Tensor, features: Tensor, asked: Tensor, targets: Tensor) -> Tensor:
        """For the arguments see `Encoder.encode` and `QuestionBatch`.

        Returns:
            [questions, 6]: favor, against, neutral; negative, neutral, positive.
        """
        x = self.encode(pieces, words, features)
        seen = [x[asked, 0], _mean(x[asked], targets)]
        if self.shape.looks:
            for layer in self.layers[self.shape.full :]:
                seen[1] = layer.look(seen[1], x, padding(words), asked)
            seen.append(_mean(x, (features[..., ROLE] == SPEAKER).float())[asked])
        # With a dimension of one between, as a product of matrices that is written in eight bits.
        pooled = nn.functional.gelu(self.pooled(torch.cat(seen, dim=-1).unsqueeze(1))).squeeze(1)
        return self.sides(self.dropout(pooled))


def _mean(x: Tensor, mask: Tensor) -> Tensor:
    """The mean of the vectors where `mask` [rows, words] is 1; 0 where it is nowhere."""
    return (mask.unsqueeze(1) @ x).squeeze(1) / mask.sum(1, keepdim=True).clamp(min=1.0)
