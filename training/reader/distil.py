"""Distillation: a smaller encoder learns what the trained one says, on labelled and on plain articles.

The student is fitted to the teacher's probabilities and last vectors; where people labelled a word, to their label too.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.encoder.model import Shape
from training.encoder.students import inherit
from training.reader.corpora import Example
from training.reader.model import ReaderNet, parts
from transforms.reader.batches import by_length, collate
from transforms.reader.vocabulary import Vocabulary

TEACHER_WORDS = 4096


def student_of(teacher: ReaderNet, shape: Shape, samples: Sequence[Example], vocabulary: Vocabulary) -> ReaderNet:
    """The first layers of `teacher`, each with the `shape.inner` neurons that add most on `samples`."""
    student = ReaderNet(shape)
    inherit(student, teacher, lambda: vectors(teacher, samples, vocabulary))
    return student


def vectors(teacher: ReaderNet, examples: Sequence[Example], vocabulary: Vocabulary) -> list[NDArray[np.float16]]:
    """The teacher's last vectors for each example, float16 [1 + words, width]."""
    teacher.eval()
    found: dict[int, NDArray[np.float16]] = {}
    with torch.inference_mode():
        for batch in by_length([example.passage for example in examples], TEACHER_WORDS):
            arrays = collate([examples[index].passage for index in batch], vocabulary)
            given = [torch.from_numpy(array) for array in (arrays.pieces, arrays.words, arrays.features)]
            last = teacher.encode(*given).numpy().astype(np.float16)
            for row, index in enumerate(batch):
                found[index] = last[row, : 1 + len(examples[index].passage.words)].copy()
    return [found[index] for index in range(len(examples))]


def distillation_losses(
    teacher: ReaderNet,
    vectors: Sequence[NDArray[np.float16]],
    last: Tensor,
    words: Tensor,
    answers: tuple[Tensor, Tensor],
) -> dict[str, Tensor]:
    """How far the student's probabilities and last vectors are from its teacher's.

    Args:
        teacher: its heads are applied to its stored vectors.
        vectors: of the teacher, one array per passage of the batch.
        last: the student's vectors [batch, 1 + words, width].
        words: [batch, 1 + words]; 0 is padding.
        answers: tags and links of the student.
    """
    wanted = torch.zeros(last.shape)
    for row, array in enumerate(vectors):
        wanted[row, : len(array)] = torch.from_numpy(array.astype(np.float32))
    filled = words > 0
    with torch.no_grad():
        tags, links = teacher.answers(wanted, words)
    mine_tags, mine_links = answers
    losses = {"vectors": (last - wanted)[filled].square().mean()}
    used = filled & (torch.arange(words.shape[1]) > 0)
    mine, theirs = parts(mine_tags), parts(tags)
    soft = [_divergence(mine[name][used], theirs[name][used]) for name in theirs]
    # Where a content points matters only for words that are in one.
    in_content = 1 - theirs["content"].softmax(-1)[..., 0]
    for index in range(links.shape[1]):
        each = nn.functional.kl_div(
            mine_links[:, index].log_softmax(-1), links[:, index].log_softmax(-1), log_target=True, reduction="none"
        ).sum(-1)
        soft.append((each * in_content)[used].sum() / in_content[used].sum().clamp(min=1.0))
    losses["soft"] = torch.stack(soft).sum()
    return losses


def _divergence(mine: Tensor, theirs: Tensor) -> Tensor:
    return nn.functional.kl_div(mine.log_softmax(-1), theirs.log_softmax(-1), log_target=True, reduction="batchmean")
