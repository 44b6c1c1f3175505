"""How right the shipped nets are, in per cent, and what the model card says of their training."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.encoder import mpnet
from training.encoder.fitting import SEED
from training.judge import claims, imitation, large, plain, train, written
from training.judge.annotated import ISSUES, KINDS
from training.judge.corpora import (
    CLAIMS,
    CLASSES,
    MARKED,
    PARTIES,
    SENTIMENT,
    STANCE,
    TONES,
    Case,
    answers_of,
    of_corpora,
)
from training.judge.graded import GRADED
from training.judge.nets import MODEL, NETS, fresh
from training.judge.teacher import TEACHER
from transforms.evaluation.calibration import BINS
from transforms.evaluation.label_measures import JudgedLabel, measure_labels
from transforms.scores.encoder_judge import EncoderJudge

Shares = NDArray[Any]


def standing_scores(judge: EncoderJudge, dev: Sequence[Case]) -> dict[str, dict[str, Any]]:
    """Of each corpus whose targets stand in the text, the `scores` on its dev part."""
    asked = {
        "stance_dse, dev, new sentences": (PARTIES, STANCE),
        "newsmtsc, dev": (TONES, SENTIMENT),
        **{f"{kind}, left out": (kind, STANCE) for kind in KINDS},
        f"tone of {ISSUES}, left out": (ISSUES, SENTIMENT),
    }
    cases = {corpus: of_corpora(dev, corpus) for corpus, _ in asked.values()}
    odds = {corpus: judge.odds([case.question for case in some]) for corpus, some in cases.items()}
    return {
        name: scores(*answered(judge, cases[corpus], odds[corpus], task), task)
        for name, (corpus, task) in asked.items()
    }


def answered(judge: EncoderJudge, cases: Sequence[Case], odds: Shares, task: str) -> tuple[Shares, Shares]:
    """Of the cases that have an answer for `task`: the probabilities [n, 3] and the right classes [n].

    `odds` [cases, 6] are what `judge` said of them.
    """
    known = [place for place, case in enumerate(cases) if case.knows(task)]
    some = [cases[place] for place in known]
    questions = [case.question for case in some]
    return judge.sides(questions, odds[known]) if task == STANCE else judge.tones(odds[known]), answers_of(some, task)


def scores(shares: Shares, answers: Shares, task: str) -> dict[str, Any]:
    """Of `LabelScores`, in per cent, and how sure and how right the answers are, in bins of what they are sure."""
    names, said, sure = CLASSES[task], shares.argmax(axis=1), shares.max(axis=1)
    judged = [
        JudgedLabel(names[answer], names[given], dict(zip(names, map(float, row), strict=True)))
        for answer, given, row in zip(answers, said, shares, strict=True)
    ]
    measured = measure_labels(judged, names)
    bin_of = np.minimum((sure * BINS).astype(int), BINS - 1)
    bins = [
        {"confidence": _pct(sure[here].mean()), "right": _pct((said == answers)[here].mean()), "n": int(here.sum())}
        for here in (bin_of == at for at in range(BINS))
        if here.any()
    ]
    return {
        "macro_f1": _pct(measured.macro_f1),
        "interval": [_pct(measured.macro_f1_low or 0.0), _pct(measured.macro_f1_high or 0.0)],
        "accuracy": _pct(measured.accuracy),
        "calibration_error": _pct(measured.calibration_error or 0.0),
        "classes": {
            name: {key: _pct(getattr(score, key)) for key in ("precision", "recall", "f1")}
            | {"gold": score.gold, "found": score.found}
            for name, score in measured.classes.items()
        },
        "bins": bins,
    }


def facts(
    fitted: Sequence[Case],
    graded: Sequence[Case],
    annotated: Sequence[Case],
    tuning: Sequence[Case],
    rated: Sequence[Case],
) -> dict[str, Any]:
    """What the model card says of the training."""
    return {
        "version": NETS["judge"].version,
        "large_version": NETS["large_judge"].version,
        "shares": {task: _pct(share) for task, share in fresh("large_judge").shares.items()},
        "layers": train.STUDENT["layers"],
        "inner": train.STUDENT["inner"],
        "head_width": train.STUDENT["head_width"],
        "teacher_layers": TEACHER["layers"],
        "large_layers": mpnet.SHAPE["layers"],
        "frozen": large.FROZEN,
        "seed": SEED,
        "fitted": len(of_corpora(fitted, *MARKED)),
        "debates": len(of_corpora(fitted, CLAIMS)),
        "written": len(written.written_cases()),
        "rated": len(rated),
        "graded": len(of_corpora(graded, GRADED)),
        "graded_rows": len(of_corpora(graded, PARTIES)),
        "annotated": {kind: len(of_corpora(annotated, kind)) for kind in KINDS},
        "large_written": len(of_corpora(large.lessons(fitted, rated, annotated), written.CORPUS)),
        "large_rated": len(rated[:: large.RATED_STEP]),
        "plain": " and ".join(f"1 in {step} articles of `{name}`" for name, step in plain.PLAIN.items()),
        "news": plain.NEWS_MOST,
        "news_of": ", ".join(f"`{name}`" for name in plain.NEWS),
        "tuning": len(tuning),
        "megabytes": _megabytes("judge"),
        "large_megabytes": _megabytes("large_judge"),
        "claims_layers": claims.LAYERS,
        "claims_frozen": claims.FROZEN,
        "imitated": imitation.PASSAGES,
        "imitated_of": ", ".join(f"`{name}`" for name in imitation.TEXTS),
        "claims_megabytes": _megabytes("claims"),
    }


def _megabytes(model: str) -> float:
    return round((MODEL / f"{model}.onnx").stat().st_size / 1e6, 1)


def _pct(share: float) -> float:
    return round(100 * float(share), 1)
