"""Trained weights of the judge to the shipped files: calibration, scores, model card.

python -m training.judge.ship --corpora FOLDER --work build/judge
"""

import argparse
import hashlib
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from flows.judges import JUDGES
from training.encoder.export import CALIBRATION_WORDS, export, export_in_blocks
from training.encoder.fitting import SEED
from training.encoder.model import Shape
from training.judge import calibration, claims, large, objective, train
from training.judge.annotated import annotated_cases
from training.judge.calibration import DIVISORS, log_loss, temperature
from training.judge.card import model_card
from training.judge.corpora import (
    CLAIMS,
    CLASSES,
    MARKED,
    STANCE,
    TASKS,
    Case,
    answers_of,
    climate_cases,
    dev_cases,
    of_corpora,
    rated_cases,
    train_cases,
)
from training.judge.graded import graded_cases
from training.judge.metrics import Shares, answered, facts, scores, standing_scores
from training.judge.model import AXES, OUTPUTS, JudgeNet
from training.judge.nets import MODEL, NETS, fresh
from transforms.reader.batches import by_length
from transforms.reader.questions import Reading, ask, question_batch
from transforms.reader.vocabulary import Vocabulary
from transforms.scores.encoder_judge import READINGS, hinted, mixed
from transforms.scores.evidence import leaning

SHARES = tuple(share / 10 for share in range(11))
SAMPLES = 600
EXAMPLES = 8  # one batch, for an export that calibrates nothing
HERE = Path(__file__).parent


def main() -> None:
    """Writes everything that is shipped from what `training.judge.train` left in the work folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    args = parser.parse_args()
    fitted, tuning = train_cases(args.corpora)
    pieces = (MODEL / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
    annotated, left_out, annotated_dev = annotated_cases(args.corpora)
    graded, _ = graded_cases(args.corpora)
    dev, climate = [*dev_cases(args.corpora), *annotated_dev], climate_cases(args.corpora)
    of_people = of_corpora(tuning, *MARKED)
    standing = [*of_people, *left_out]
    nets = {
        "judge": trained(JudgeNet(Shape(pieces=len(pieces), **train.STUDENT)), args.work / "shipped"),
        "large_judge": trained(large.unfitted(pieces), args.work / "large"),
    }
    for model, net in nets.items():
        reading = READINGS[NETS[model].reads](pieces)
        correct_neutral(net, reading, of_people)
        ship_judge(net, [*of_corpora(fitted, *MARKED), *annotated], reading, model)
        describe_judge(model, standing)
    debates = of_corpora(fitted, CLAIMS)
    ship_claims(trained(claims.unfitted(pieces), args.work / "claims"), debates[:EXAMPLES], Vocabulary(pieces))
    describe("claims", dict.fromkeys(TASKS, 1.0), hint=0.0)
    folds = out_of_fold(args.work, climate, pieces)
    others = of_corpora(tuning, CLAIMS)
    on_others = fresh("claims").odds([case.question for case in others])
    describe("claims", claims_temperatures(np.concatenate([folds, on_others]), [*climate, *others]), hint=0.0)
    claims_judge = fresh("claims")
    metrics = {
        "facts": facts(fitted, graded, annotated, standing, rated_cases(args.corpora)),
        **{f"{name}: {size} judge": found
           for size, model in JUDGES.items() for name, found in standing_scores(fresh(model), dev).items()},
        "stance_gwsd, five folds": scores(claims_judge.sides([case.question for case in climate], folds),
                                          answers_of(climate, STANCE), STANCE),
        "stance_perspectrum, left out": scores(*answered(claims_judge, others, on_others, STANCE), STANCE),
    }  # fmt: skip
    (HERE / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    (HERE / "MODEL_CARD.md").write_text(model_card(metrics), encoding="utf-8")


def trained(net: JudgeNet, folder: Path) -> JudgeNet:
    """`net` with the weights that were fitted in `folder`."""
    net.load_state_dict(torch.load(folder / "reader.pt"))
    return net


def correct_neutral(net: JudgeNet, reading: Reading, tuning: Sequence[Case]) -> None:
    """Lets `net` say neutral as often as it is right to on `tuning`: sides were shown twice, or weighed more."""
    with torch.no_grad():
        net.sides.bias[calibration.NEUTRAL] += calibration.calibration(net, reading, tuning).neutral


def ship_judge(net: JudgeNet, fitted: Sequence[Case], reading: Reading, model: str) -> None:
    """Writes the small or the large judge, `model`.onnx, calibrated on `fitted`; the vocabulary is the reader's."""
    asked = reading.ask(case.question for case in random.Random(SEED).sample(list(fitted), SAMPLES))
    samples = [
        question_batch([asked[index] for index in batch], reading.vocabulary).named()
        for batch in by_length([each.passage for each in asked], CALIBRATION_WORDS)
    ]
    export(net, AXES, OUTPUTS, MODEL / f"{model}.onnx", samples, smoothed=NETS[model].smoothed)


def ship_claims(net: JudgeNet, examples: Sequence[Case], vocabulary: Vocabulary) -> None:
    """Writes claims.onnx; the vocabulary is the reader's."""
    example = question_batch(ask(case.question for case in examples), vocabulary).named()
    export_in_blocks(net, AXES, OUTPUTS, MODEL / "claims.onnx", example)


def describe_judge(model: str, tuning: Sequence[Case]) -> None:
    """Writes `model`.json of the small judge, or of the large one behind it, calibrated on `tuning`."""
    even = dict.fromkeys(TASKS, 1.0)
    describe(model, even, hint=0.0, shares=even)
    questions = [case.question for case in tuning]
    odds, shares = fresh(model).own_odds(questions), even
    if beside := NETS[model].beside:
        other = fresh(beside).own_odds(questions)
        shares = best_shares(odds, other, tuning)
        odds = mixed(odds, other, shares)
    describe(model, *divisors_and_hint(odds, tuning), shares)


def best_shares(own: Shares, other: Shares, cases: Sequence[Case]) -> dict[str, float]:
    """How much of the mean of the odds of two nets is `own`, for the least log loss on `cases`; both [cases, 6]."""
    answers = {task: answers_of(cases, task) for task in TASKS}
    losses = dict[str, dict[float, float]]((task, {}) for task in TASKS)
    for share in SHARES:
        both = mixed(own, other, dict.fromkeys(TASKS, share)).astype(np.float64)
        for task, odds in zip(TASKS, np.split(both, len(TASKS), axis=1), strict=True):
            losses[task][share] = log_loss(odds / temperature(odds, answers[task]), answers[task])
    return {task: min(SHARES, key=of_share.__getitem__) for task, of_share in losses.items()}


def describe(model: str, temperatures: dict[str, float], hint: float, shares: dict[str, float] | None = None) -> None:
    """Writes `model`.json: names and hashes of its files, and what its odds become.

    Args:
        model: the name of its files.
        temperatures: by what the odds of each task are divided.
        hint: what listed words for a side add to its odds.
        shares: those that the odds of the net have in the mean with those of the net beside it.
    """
    hashes = {
        name: hashlib.sha256((MODEL / name).read_bytes()).hexdigest() for name in (f"{model}.onnx", "vocabulary.txt")
    }
    net = NETS[model]
    described = {
        "name": net.name,
        "version": net.version,
        "reads": net.reads,
        "temperatures": temperatures,
        "hint": hint,
        **({"beside": net.beside, "shares": shares} if net.beside else {}),
        "sha256": hashes,
    }
    (MODEL / f"{model}.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def divisors_and_hint(odds: Shares, cases: Sequence[Case]) -> tuple[dict[str, float], float]:
    """By what the `odds` [cases, 6] of each task are divided and what listed words add, for the least log loss."""
    leanings = np.array([leaning(case.question) for case in cases])
    sides, tones = np.split(odds.astype(np.float64), len(TASKS), axis=1)
    answers = np.array([case.answers for case in cases]).T
    losses = {(divisor, hint / 10): log_loss(hinted(sides / divisor, leanings, hint / 10), answers[0])
              for divisor in DIVISORS for hint in range(0, 41, 2)}  # fmt: skip
    stance, hint = min(losses, key=lambda pair: losses[pair])
    return dict(zip(TASKS, (stance, temperature(tones, answers[1])), strict=True)), hint


def claims_temperatures(odds: Shares, cases: Sequence[Case]) -> dict[str, float]:
    """By what the `odds` [cases, 6] of the net for claims are divided; it has not seen the cases."""
    sides = odds[:, : len(CLASSES[STANCE])]
    return {**dict.fromkeys(TASKS, 1.0), STANCE: temperature(sides, answers_of(cases, STANCE))}


def out_of_fold(work: Path, cases: Sequence[Case], pieces: Sequence[str]) -> Shares:
    """The odds [n, 6] of each case from the net for claims that has not seen its text; in float32."""
    reading = Reading(Vocabulary(pieces))
    found = np.zeros((len(cases), sum(map(len, CLASSES.values()))), dtype=np.float32)
    for fold in range(claims.FOLDS):
        here = [index for index, case in enumerate(cases) if claims.fold_of(case) == fold]
        net = trained(claims.unfitted(pieces), work / f"claims-{fold}")
        found[here] = objective.odds(net, reading, [cases[index] for index in here])
    return found


if __name__ == "__main__":
    main()
