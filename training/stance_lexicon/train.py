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
from sklearn.metrics import f1_score, log_loss, precision_recall_fscore_support
from sklearn.model_selection import GroupKFold

from training.stance_lexicon.card import model_card
from training.stance_lexicon.corpora import Labelled, directed_pairs, marked_mentions
from transforms.scores import linear
from transforms.scores.signals import signals

VERSION = "1"
PENALTIES = (0.03, 0.3)
BALANCES = (0.0, 0.3, 0.5, 0.7)  # class weight = frequency ** -balance; 0 keeps the probabilities calibrated
FOLDS = 5
MIN_ROWS = 20  # a signal seen in fewer rows gets no weight
HERE = Path(__file__).parent
Labels = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Task:
    """One set of weights. `balance` None: chosen by macro-F1 in cross-validation; else fixed."""

    weights: str
    corpus: str
    read: Callable[..., Labelled]
    balance: float | None
    plain_weight: float = 0.0  # of one row made from templates.txt; rows of the corpus weigh 1


TASKS = (
    Task("stance_weights", "stance", directed_pairs, 0.0, PLAIN_WEIGHT),  # the sides shown are read one by one: precision before F1
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
        print(
            name,
            found["chosen"],
            "cv",
            found["cross_validation"]["macro_f1"],
            "held out",
            found["held_out"]["macro_f1"],
        )


def run(task: Task, corpus: Path, folder: Path) -> dict[str, Any]:
    """Chooses by cross-validation on train, fits, writes the weights; the held-out rows are only scored."""
    train = task.read(corpus, held_out=False)
    rows = [signals(question).values for question in train.questions]
    features = _features(rows)
    matrix, labels = linear.design_matrix(rows, features), np.array(train.labels)
    tried = [_tried(matrix, labels, train.groups, penalty, balance) for penalty, balance in _settings(task)]
    best = max(tried, key=lambda result: result["macro_f1"])
    model = _fitted(matrix, labels, best["penalty"], best["balance"])
    held_out = task.read(corpus, held_out=True)
    held_rows = linear.design_matrix([signals(question).values for question in held_out.questions], features)
    training = {
        "corpus": corpus.name, "rows": len(rows), "scikit-learn": version("scikit-learn"),
        "penalty": best["penalty"], "balance": best["balance"], "folds": FOLDS,
    }  # fmt: skip
    _write(folder / f"{task.weights}.json", model, features, training)
    return {
        "chosen": {"penalty": best["penalty"], "balance": best["balance"]},
        "tried": tried,
        "cross_validation": best,
        "held_out": _scores(np.array(held_out.labels), model.predict_proba(held_rows), model.classes_),
        "rows": {"train": len(rows), "held_out": len(held_out.labels)},
        "features": len(features),
        "corpus": corpus.name,
    }


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


def _fitted(matrix: linear.Matrix, labels: Labels, penalty: float, balance: float) -> LogisticRegression:
    weights = {label: float(np.mean(labels == label) ** -balance) for label in set(labels.tolist())}
    model = LogisticRegression(C=penalty, max_iter=3000)
    return model.fit(matrix, labels, sample_weight=[weights[label] for label in labels.tolist()])


def _tried(matrix: linear.Matrix, labels: Labels, groups: list[str], penalty: float, balance: float) -> dict[str, Any]:
    guessed = np.zeros((len(labels), len(set(labels.tolist()))))
    for fitted, left_out in GroupKFold(FOLDS).split(matrix, labels, groups):
        model = _fitted(matrix[fitted], labels[fitted], penalty, balance)
        guessed[left_out] = model.predict_proba(matrix[left_out])
    return {"penalty": penalty, "balance": balance, **_scores(labels, guessed, np.unique(labels))}


def _scores(labels: Labels, guessed: linear.Matrix, classes: Labels) -> dict[str, Any]:
    said = classes[guessed.argmax(axis=1)]
    precision, recall, f1, count = precision_recall_fscore_support(labels, said, labels=classes, zero_division=0)
    per_label = {
        str(label): {"precision": _pct(p), "recall": _pct(r), "f1": _pct(f), "rows": int(n)}
        for label, p, r, f, n in zip(classes, precision, recall, f1, count, strict=True)
    }
    return {
        "macro_f1": _pct(f1_score(labels, said, average="macro")),
        "log_loss": round(float(log_loss(labels, guessed, labels=classes)), 4),
        "calibration_error": _pct(_calibration_error(labels == said, guessed.max(axis=1))),
        "labels": per_label,
    }


def _calibration_error(is_right: NDArray[np.bool_], confidence: linear.Matrix, bins: int = 10) -> float:
    """Mean gap between confidence and accuracy over ten bins of confidence, weighted by rows."""
    bin_of = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(float((is_right[bin_of == at] - confidence[bin_of == at]).sum())) for at in range(bins)]
    return sum(gaps) / len(is_right)


def _pct(share: float) -> float:
    return round(100 * float(share), 1)


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
