"""Step 1: corpora to labelled passages, kept as one compressed file of flat arrays."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from training.reader.corpora import Example, Row, mention_examples, plain_examples, quotation_examples, read_rows
from transforms.reader.passages import Passage

LABELS = ("content", "cue", "source", "to_cue", "to_source", "mention")
TUNING_DOCUMENTS = 40
# Of these corpora each fourth article, for the teacher to label.
PLAIN, PLAIN_SHARE = ("articles_bbc2225.jsonl", "articles_fnc1.jsonl"), 4


@dataclass(frozen=True, slots=True)
class Sets:
    """`train` is fitted, and `plain`, without labels, too; `tuning`, articles of train left out, sets the calibration;
    `dev` is only scored.
    """

    train: list[Example]
    plain: list[Example]
    tuning: list[Example]
    dev: list[Example]


def prepare(corpora: Path, folder: Path) -> None:
    """Writes train, plain, tuning and dev to `folder`; does nothing where they are there."""
    if (folder / "prepared.json").exists():
        return
    rows = read_rows(corpora / "quotes_polnear_train.jsonl")
    tuning = {row["id"] for row in tuning_rows(rows)}
    scored = {row["id"] for row in read_rows(corpora / "quotes_gum_news.jsonl")}
    coreference = [row for row in read_rows(corpora / "coref_gum.jsonl") if row["id"] not in scored]
    sets = {
        "train": [
            *quotation_examples(row for row in rows if row["id"] not in tuning),
            *mention_examples(row for row in coreference if row["split"] != "dev"),
        ],
        "plain": [*plain_examples(row for name in PLAIN for row in read_rows(corpora / name)[::PLAIN_SHARE])],
        "tuning": [*quotation_examples(row for row in rows if row["id"] in tuning)],
        "dev": [
            *quotation_examples(read_rows(corpora / "quotes_polnear_dev.jsonl")),
            *mention_examples(row for row in coreference if row["split"] == "dev"),
        ],
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, examples in sets.items():
        save(folder / f"{name}.npz", examples)
    counts = {name: {"passages": len(some), "words": _words(some)} for name, some in sets.items()}
    (folder / "prepared.json").write_text(json.dumps(counts, indent=1), encoding="utf-8")


def tuning_rows(rows: Sequence[Row]) -> list[Row]:
    """The articles of quotes_polnear_train that are not trained on."""
    return list(rows[:: len(rows) // TUNING_DOCUMENTS])


def load_sets(folder: Path) -> Sets:
    """What `prepare` wrote."""
    return Sets(*(load(folder / f"{name}.npz") for name in ("train", "plain", "tuning", "dev")))


def save(path: Path, examples: Sequence[Example]) -> None:
    """Writes examples as flat arrays."""
    flat: dict[str, Any] = {
        label: np.concatenate([getattr(example, label) for example in examples]).astype(np.int16) for label in LABELS
    }
    flat["features"] = np.concatenate([example.passage.features for example in examples])
    flat["words"] = np.array([word for example in examples for word in example.passage.words], dtype=np.str_)
    flat["ends"] = np.cumsum([len(example.passage.words) for example in examples])
    flat["documents"] = np.array([example.document for example in examples], dtype=np.str_)
    np.savez_compressed(path, **flat)


def load(path: Path) -> list[Example]:
    """Reads what `save` wrote."""
    with np.load(path) as stored:
        flat = {name: stored[name] for name in stored.files}
    words = flat["words"].tolist()
    examples = []
    first = 0
    for document, end in zip(flat["documents"].tolist(), flat["ends"].tolist(), strict=True):
        passage = Passage(words[first:end], flat["features"][first:end])
        examples.append(Example(document, passage, *(flat[label][first:end].astype(np.int64) for label in LABELS)))
        first = end
    return examples


def _words(examples: Iterable[Example]) -> int:
    return sum(len(example.passage.words) for example in examples)
