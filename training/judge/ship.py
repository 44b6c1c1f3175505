"""Trained weights of the judge to the shipped files: calibration, scores on dev, model card.

python -m training.judge.ship --corpora FOLDER --work build/judge
"""

import argparse
import hashlib
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from training.encoder.export import export
from training.encoder.fitting import SEED
from training.encoder.model import Shape
from training.judge.card import model_card
from training.judge.corpora import CLASSES, Case, dev_cases, train_cases
from training.judge.model import OUTPUTS, JudgeNet
from training.judge.train import PLAN, SHAPE
from transforms.reader import weights
from transforms.reader.questions import passage_of
from transforms.reader.vocabulary import Vocabulary
from transforms.scores.encoder_judge import EncoderJudge, shipped_judge

NAME, VERSION = "minilm-judge", "1"
SAMPLES = 600
BINS = 10
HERE = Path(__file__).parent
MODEL = Path(weights.__file__).with_name("model")


def main() -> None:
    """Writes everything that is shipped from what `training.judge.train` left in the work folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    args = parser.parse_args()
    fitted, tuning = train_cases(args.corpora)
    ship_weights(args.work, fitted, dict.fromkeys(CLASSES, 1.0))
    judge = shipped_judge.__wrapped__()
    describe({task: temperature(judge, [case for case in tuning if case.task == task]) for task in CLASSES})
    judge = shipped_judge.__wrapped__()
    dev = dev_cases(args.corpora)
    metrics: dict[str, Any] = {
        "facts": {
            "version": VERSION, "layers": SHAPE["layers"], "epochs": PLAN.epochs, "seed": SEED, "fitted": len(fitted),
            "tuning": len(tuning), "megabytes": round((MODEL / "judge.onnx").stat().st_size / 1e6, 1),
        },
        **{
            corpus: scores(judge, [case for case in dev if case.corpus == corpus])
            for corpus in sorted({case.corpus for case in dev})
        },
    }  # fmt: skip
    (HERE / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    (HERE / "MODEL_CARD.md").write_text(model_card(metrics), encoding="utf-8")


def ship_weights(work: Path, fitted: Sequence[Case], temperatures: dict[str, float]) -> None:
    """Writes judge.onnx and its description; the vocabulary is the reader's."""
    pieces = (MODEL / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
    net = JudgeNet(Shape(pieces=len(pieces), **SHAPE))
    net.load_state_dict(torch.load(work / "reader.pt"))
    samples = [passage_of(case.question) for case in random.Random(SEED).sample(list(fitted), SAMPLES)]
    export(net, OUTPUTS, MODEL / "judge.onnx", samples, Vocabulary(pieces))
    describe(temperatures)


def describe(temperatures: dict[str, float]) -> None:
    """Writes judge.json: names, hashes, and by what the odds of each task are divided."""
    hashes = {
        name: hashlib.sha256((MODEL / name).read_bytes()).hexdigest() for name in ("judge.onnx", "vocabulary.txt")
    }
    described = {"name": NAME, "version": VERSION, "temperatures": temperatures, "sha256": hashes}
    (MODEL / "judge.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def temperature(judge: EncoderJudge, cases: Sequence[Case]) -> float:
    """What the odds are divided by for the least log loss on `cases`."""
    shares, answers = answered(judge, cases)
    odds = np.log(np.maximum(shares, 1e-9))

    def loss(divisor: float) -> float:
        scaled = odds / divisor
        scaled -= np.log(np.exp(scaled).sum(axis=1, keepdims=True))
        return -float(scaled[np.arange(len(answers)), answers].mean())

    return min((divisor / 100 for divisor in range(30, 301)), key=loss)


def scores(judge: EncoderJudge, cases: Sequence[Case]) -> dict[str, Any]:
    """Macro-F1, precision, recall and F1 per class, and the expected calibration error, in per cent."""
    shares, answers = answered(judge, cases)
    said = shares.argmax(axis=1)
    names = CLASSES[cases[0].task]
    classes = {}
    for number, name in enumerate(names):
        hits = int(((said == number) & (answers == number)).sum())
        precision, recall = hits / max(1, int((said == number).sum())), hits / max(1, int((answers == number).sum()))
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        classes[name] = {
            "precision": _pct(precision), "recall": _pct(recall), "f1": _pct(f1), "n": int((answers == number).sum())
        }  # fmt: skip
    sure = shares.max(axis=1)
    bin_of = np.minimum((sure * BINS).astype(int), BINS - 1)
    bins = [
        {"confidence": _pct(sure[here].mean()), "right": _pct((said == answers)[here].mean()), "n": int(here.sum())}
        for here in (bin_of == at for at in range(BINS))
        if here.any()
    ]
    gap = sum(row["n"] * abs(row["confidence"] - row["right"]) for row in bins) / len(answers)
    return {
        "macro_f1": round(float(np.mean([found["f1"] for found in classes.values()])), 1),
        "accuracy": _pct((said == answers).mean()),
        "calibration_error": round(gap, 1),
        "classes": classes,
        "bins": bins,
    }


def answered(judge: EncoderJudge, cases: Sequence[Case]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The probabilities [n, 3] of the classes of the cases' task, and the right classes [n]."""
    tasks = dict(zip(CLASSES, judge.probabilities([case.question for case in cases]), strict=True))
    return tasks[cases[0].task], np.array([case.answer for case in cases])


def _pct(share: float) -> float:
    return round(100 * float(share), 1)


if __name__ == "__main__":
    main()
