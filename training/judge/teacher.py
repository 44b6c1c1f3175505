"""The teachers of the judge: the base encoder on its own word pieces, fitted to one task each.

A teacher reads a text for one question at a time, its target marked and named once more behind the text.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from training.encoder import base
from training.encoder.fitting import SEED, Plan, batches, train
from training.encoder.model import Encoder, Shape
from training.judge.balance import class_weights
from training.judge.corpora import CLASSES, SENTIMENT, STANCE, TASKS, Case
from training.judge.model import mean
from transforms.reader.passages import WORDS_MAX
from transforms.reader.questions import SPEAKER, STRAIGHT, TARGET
from transforms.reader.vocabulary import Vocabulary
from transforms.text.scores import StanceQuestion

LAYERS = 6
PLANS = {STANCE: Plan(epochs=2, rate=1e-4, new_rate=5e-4), SENTIMENT: Plan(epochs=3, rate=1e-4, new_rate=5e-4)}
SMOOTHING = 0.05
END = "[SEP]"
AGAIN = 3  # the role of the target's name behind the text
_ROLES = 4
_NAME_PIECES = 30
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A question as word pieces, and the role of each."""

    pieces: tuple[int, ...]
    roles: tuple[int, ...]


def spell(question: StanceQuestion, vocabulary: Vocabulary) -> Spelled:
    """Start mark, text, end mark, the target's name, end mark; of a long text the pieces around the target."""
    text, target, speaker = question.text.translate(STRAIGHT), question.target, question.speaker
    pieces: list[int] = []
    roles: list[int] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        found = vocabulary.spell(match.group())
        role = 0
        if target is not None and start < target.end and target.start < end:
            role = TARGET
        elif speaker is not None and start < speaker.end and speaker.start < end:
            role = SPEAKER
        pieces += found
        roles += [role] * len(found)
    name = (question.target_name or "") if target is None else target.slice(text)
    again = [piece for word in _WORD.findall(name.translate(STRAIGHT)) for piece in vocabulary.spell(word)][
        :_NAME_PIECES
    ]
    room = WORDS_MAX - 2 - len(again)
    if len(pieces) > room:
        at = roles.index(TARGET) if TARGET in roles else 0
        first = max(0, min(at - room // 2, len(pieces) - room))
        pieces, roles = pieces[first : first + room], roles[first : first + room]
    end = vocabulary.numbers[END]
    role = TARGET if target is None else AGAIN
    return Spelled((vocabulary.start, *pieces, end, *again, end), (0, *roles, 0, *[role] * len(again), 0))


class TeacherNet(Encoder):
    """Word pieces and roles in, log-odds of the classes of one task out."""

    def __init__(self, shape: Shape, classes: int, dropout: float = 0.1) -> None:
        super().__init__(shape, (_ROLES,), dropout)
        self.pooled = nn.Linear(3 * shape.width, shape.width)
        self.out = nn.Linear(shape.width, classes)

    def forward(self, pieces: Tensor, roles: Tensor) -> Tensor:
        """`pieces`, `roles` [questions, pieces], padded with 0; returns [questions, classes]."""
        # Row 0 of the distinct pieces is padding, also where nothing is padded.
        distinct, rows = torch.cat([pieces.new_zeros(1), pieces.flatten()]).unique(return_inverse=True)
        x = self.encode(distinct.unsqueeze(1), rows[1:].view_as(pieces), roles.unsqueeze(-1))
        seen = [x[:, 0], *(mean(x, (roles == role).float()) for role in (TARGET, SPEAKER))]
        return self.out(self.dropout(nn.functional.gelu(self.pooled(torch.cat(seen, dim=-1)))))


def teach(task: str, cases: Sequence[Case], work: Path) -> TeacherNet:
    """A teacher fitted to the answers of `cases` to `task`; goes on from the last checkpoint in `work`."""
    torch.manual_seed(SEED)
    place = TASKS.index(task)
    source = base.folder()
    pieces = base.pieces(source)
    net = TeacherNet(Shape(pieces=len(pieces), layers=LAYERS), len(CLASSES[task]))
    base.load(net, source, list(range(len(pieces))))
    weights = torch.tensor([weight[place] for weight in class_weights(cases)])
    answers = torch.tensor([case.answers[place] for case in cases])
    vocabulary = Vocabulary(pieces)
    spelled = [spell(case.question, vocabulary) for case in cases]

    def losses(batch: Sequence[int], _: float) -> dict[str, Tensor]:
        odds = net(*_tensors([spelled[index] for index in batch]))
        each = nn.functional.cross_entropy(odds, answers[batch], reduction="none", label_smoothing=SMOOTHING)
        return {task: (each * weights[batch]).sum() / len(batch)}

    train(net, [len(each.pieces) for each in spelled], losses, PLANS[task], work)
    return net


def told(net: TeacherNet, questions: Sequence[StanceQuestion]) -> NDArray[np.float32]:
    """What a teacher says, [questions, classes]."""
    net.eval()
    vocabulary = Vocabulary(base.pieces(base.folder()))
    spelled = [spell(question, vocabulary) for question in questions]
    found = np.zeros((len(questions), net.out.out_features), dtype=np.float32)
    with torch.inference_mode():
        for batch in batches([len(each.pieces) for each in spelled], random.Random(SEED)):
            found[batch] = net(*_tensors([spelled[index] for index in batch])).numpy()
    return found


def _tensors(some: Sequence[Spelled]) -> tuple[Tensor, Tensor]:
    pieces = [torch.tensor(each.pieces) for each in some]
    roles = [torch.tensor(each.roles) for each in some]
    return pad_sequence(pieces, batch_first=True), pad_sequence(roles, batch_first=True)
