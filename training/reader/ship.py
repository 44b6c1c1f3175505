"""Steps 3 to 6: trained weights to the shipped files, calibration, scores, model card and error analysis.

python -m training.reader.ship --corpora FOLDER --work build/reader
"""

import argparse
import hashlib
import json
import random
import shutil
from pathlib import Path

import torch

from training.encoder import base, fitting
from training.encoder.export import CALIBRATION_WORDS, export
from training.encoder.model import INPUTS, Shape
from training.reader import train
from training.reader.assess import all_differences, assess
from training.reader.calibrate import calibrate
from training.reader.card import model_card
from training.reader.corpora import read_rows
from training.reader.errors import error_page
from training.reader.model import OUTPUTS, ReaderNet
from training.reader.prepare import TUNING_DOCUMENTS, load_sets, tuning_rows
from transforms.reader import onnx_reader
from transforms.reader.batches import by_length, collate
from transforms.reader.onnx_reader import shipped_reader
from transforms.reader.vocabulary import Vocabulary

NAME, VERSION = "minilm-polnear", "2"
SAMPLES = 400
HERE = Path(__file__).parent
MODEL = Path(onnx_reader.__file__).with_name("model")
ERROR_PAGE = HERE.parent.parent / "docs" / "reader-errors.md"


def main() -> None:
    """Writes everything that is shipped from what `training.reader.train` left in the work folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    args = parser.parse_args()
    ship_weights(args.work)
    shipped_reader.cache_clear()
    reader = shipped_reader()
    rows = read_rows(args.corpora / "quotes_polnear_train.jsonl")
    calibrate(tuning_rows(rows), reader)
    metrics = {"facts": facts(args.work), **assess(args.corpora, reader)}
    (HERE / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", encoding="utf-8")
    (HERE / "MODEL_CARD.md").write_text(model_card(metrics), encoding="utf-8")
    dev = read_rows(args.corpora / "quotes_polnear_dev.jsonl")
    ERROR_PAGE.write_text(error_page(all_differences(dev)), encoding="utf-8")


def ship_weights(work: Path) -> None:
    """Writes transforms/reader/model: weights, vocabulary, and reader.json with their hashes."""
    pieces = (work / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
    net = ReaderNet(Shape(pieces=len(pieces), **train.STUDENT))
    net.load_state_dict(torch.load(work / "student" / "reader.pt"))
    sampled = random.Random(fitting.SEED).sample(load_sets(work / "sets").train, SAMPLES)
    passages, vocabulary = [example.passage for example in sampled], Vocabulary(pieces)
    samples = [
        collate([passages[index] for index in batch], vocabulary).named()
        for batch in by_length(passages, CALIBRATION_WORDS)
    ]
    MODEL.mkdir(exist_ok=True)
    export(net, INPUTS, OUTPUTS, MODEL / "reader.onnx", samples)
    shutil.copy(work / "vocabulary.txt", MODEL / "vocabulary.txt")
    hashes = {name: _sha256(MODEL / name) for name in ("reader.onnx", "vocabulary.txt")}
    described = {"name": NAME, "version": VERSION, "sha256": hashes}
    (MODEL / "reader.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def facts(work: Path) -> dict[str, object]:
    """What the model card says of the training."""
    return {
        "version": VERSION,
        "teacher": train.TEACHER | {"epochs": train.TEACHER_PLAN.epochs},
        "student": train.STUDENT | {"epochs": train.STUDENT_PLAN.epochs},
        "seed": fitting.SEED,
        "hidden": train.HIDDEN,
        "base": base.SHA256,
        "tuning": TUNING_DOCUMENTS,
        "pieces": len((work / "vocabulary.txt").read_text(encoding="utf-8").splitlines()),
        "megabytes": sum(file.stat().st_size for file in MODEL.iterdir()) / 1e6,
        "sets": json.loads((work / "sets" / "prepared.json").read_text(encoding="utf-8")),
    }


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
