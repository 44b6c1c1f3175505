"""Trains the two sets of weights of transforms/scores and writes metrics.json and MODEL_CARD.md beside this script.

python -m training.stance_lexicon.train --stance stance_dse.jsonl --sentiment targeted_sentiment_newsmtsc.jsonl
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from training.stance_lexicon.card import model_card
from training.stance_lexicon.corpora import Labelled, directed_pairs, marked_mentions, plain_cases
from training.stance_lexicon.scoring import Labels, scores
from transforms.scores import linear
from transforms.scores.signals import signals

VERSION = "1"
PENALTIES = (0.03, 0.3)
BALANCES = (0.0, 0.3, 0.5, 0.7)  # class weight = frequency ** -balance; 0 keeps the probabilities calibrated
FOLDS = 5
PLAIN_WEIGHT = 1.0
MIN_ROWS = 20  # a signal seen in fewer rows gets no weight
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Task:
    """One set of weights. `balance` None: chosen in cross-validation; else fixed."""

    weights: str
    corpus: str
    read: Callable[..., Labelled]
    balance: float | None
    plain_weight: float = 0.0  # of one row made from templates.txt; rows of the corpus weigh 1


# Stance with slight class weights: the tables ask for words of evidence besides (`decided`), which makes sides precise.
TASKS = (
    Task("stance_weights", "stance", directed_pairs, 0.2, PLAIN_WEIGHT),
    Task("sentiment_weights", "sentiment", marked_mentions, None),
)


def main() -> None:
    """Trains, scores and writes everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stance", type=Path, required=True, help="stance_dse.jsonl")
    parser.add_argument("--sentiment", type=Path, required=True, help="targeted_sentiment_newsmtsc.jsonl")
    parser.add_argument("--weights", type=Path, default=Path(linear.__file__).parent, help="folder to write weights to")
    args = parser.parse_args()
    metrics = {task.weights: run(task, getattr(args, task.corpus), args.weights) for task in TASKS}
    written = json.dumps(metrics, indent=1, sort_keys=True) + "\n"
    (HERE / "metrics.json").write_text(written, encoding="utf-8")
    (HERE / "MODEL_CARD.md").write_text(model_card(metrics), encoding="utf-8")
    for name, found in metrics.items():
        print(name, found["chosen"], *(found[key]["macro_f1"] for key in ("cross_validation", "held_out")))


@dataclass(frozen=True, slots=True)
class Rows:
    """Training rows as a matrix; `is_plain` marks those made from templates, which are never part of a score."""

    matrix: linear.Matrix
    labels: Labels
    groups: list[str]
    weights: linear.Matrix
    is_plain: NDArray[np.bool_]


def run(task: Task, corpus: Path, folder: Path) -> dict[str, Any]:
    """Chooses by cross-validation on train, fits, writes the weights; the held-out rows are only scored."""
    features, train = _rows(task, corpus)
    tried = [_tried(train, penalty, balance) for penalty, balance in _settings(task)]
    best = max(tried, key=lambda result: result["macro_f1"] + result.get("plain_macro_f1", 0.0))
    model = _fitted(train, np.arange(len(train.labels)), best["penalty"], best["balance"])
    held_out = task.read(corpus, held_out=True)
    held_rows = linear.design_matrix([signals(question).values for question in held_out.questions], features)
    rows = {
        "train": int((~train.is_plain).sum()),
        "plain": int(train.is_plain.sum()),
        "held_out": len(held_out.labels),
    }
    chosen = {"penalty": best["penalty"], "balance": best["balance"]}
    training = {"corpus": corpus.name, **rows, **chosen, "folds": FOLDS, "scikit-learn": version("scikit-learn")}
    _write(folder / f"{task.weights}.json", model, features, training)
    return {
        "chosen": chosen,
        "tried": tried,
        "cross_validation": best,
        "held_out": scores(np.array(held_out.labels), model.predict_proba(held_rows), model.classes_),
        "rows": rows,
        "features": len(features),
        "corpus": corpus.name,
    }


def _rows(task: Task, corpus: Path) -> tuple[list[str], Rows]:
    read = task.read(corpus, held_out=False)
    plain = plain_cases(HERE / "templates.txt") if task.plain_weight else Labelled([], [], [])
    values = [signals(question).values for question in (*read.questions, *plain.questions)]
    features = _features(values)
    sizes = (len(read.labels), len(plain.labels))
    return features, Rows(
        matrix=linear.design_matrix(values, features),
        labels=np.array([*read.labels, *plain.labels]),
        groups=[*read.groups, *plain.groups],
        weights=np.repeat([1.0, task.plain_weight], sizes),
        is_plain=np.repeat([False, True], sizes),
    )


def _settings(task: Task) -> list[tuple[float, float]]:
    balances = BALANCES if task.balance is None else (task.balance,)
    return [(penalty, balance) for penalty in PENALTIES for balance in balances]


def _features(rows: list[dict[str, float]]) -> list[str]:
    seen: dict[str, int] = {}
    for row in rows:
        for name, value in row.items():
            if value:
                part = name + ("+" if value > 0 else "-")
                seen[part] = seen.get(part, 0) + 1
    return sorted(part for part, count in seen.items() if count >= MIN_ROWS)


def _fitted(train: Rows, chosen: NDArray[np.int64], penalty: float, balance: float) -> LogisticRegression:
    corpus_labels = train.labels[~train.is_plain]
    by_label = {label: float(np.mean(corpus_labels == label) ** -balance) for label in set(corpus_labels.tolist())}
    weights = train.weights * np.array([by_label[label] for label in train.labels.tolist()])
    model = LogisticRegression(C=penalty, max_iter=3000)
    return model.fit(train.matrix[chosen], train.labels[chosen], sample_weight=weights[chosen])


def _tried(train: Rows, penalty: float, balance: float) -> dict[str, Any]:
    labels = np.unique(train.labels)
    guessed = np.zeros((len(train.labels), len(labels)))
    for fitted, left_out in GroupKFold(FOLDS).split(train.matrix, train.labels, train.groups):
        guessed[left_out] = _fitted(train, fitted, penalty, balance).predict_proba(train.matrix[left_out])
    found = {"penalty": penalty, "balance": balance}
    if train.is_plain.any():
        plain = scores(train.labels[train.is_plain], guessed[train.is_plain], labels)
        found["plain_macro_f1"] = plain["macro_f1"]
    return {**found, **scores(train.labels[~train.is_plain], guessed[~train.is_plain], labels)}


def _write(path: Path, model: LogisticRegression, features: list[str], training: dict[str, Any]) -> None:
    stored = {
        "version": VERSION,
        "labels": [str(label) for label in model.classes_],
        "features": features,
        "coefficients": np.round(model.coef_, 4).tolist(),
        "intercepts": np.round(model.intercept_, 4).tolist(),
        "training": training,
    }
    path.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
