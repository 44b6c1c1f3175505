"""Step 4: how far the reader's own odds can be believed, fitted on the tuning articles."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from training.reader.corpora import Row, read_cut
from transforms.evaluation.calibration import BINS, calibration_error
from transforms.evaluation.counts import ArticleScore, score_article
from transforms.evaluation.marks import MarkedQuotation, MarkedSpeaker, marked_quotations
from transforms.evaluation.speakers import Verdict
from transforms.quotations import calibration
from transforms.quotations.decode import Decoded, decode_raw
from transforms.reader.records import Reader

Matrix = NDArray[np.float64]
CALIBRATION_FILE = Path(calibration.__file__).with_name("calibration.json")


def calibrate(rows: Sequence[Row], reader: Reader) -> None:
    """Writes transforms/quotations/calibration.json from what the reader finds in `rows`."""
    fitted = {}
    for name, (signals, is_right) in observed(rows, reader).items():
        model = LogisticRegression(C=1.0, max_iter=1000).fit(signals, is_right)
        fitted[name] = [round(float(weight), 4) for weight in (*model.coef_[0], model.intercept_[0])]
    CALIBRATION_FILE.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    calibration._weights.cache_clear()


def reliability(rows: Sequence[Row], reader: Reader) -> dict[str, Any]:
    """For quotations and mentions: the calibration error and, per tenth of confidence, how many are right, in %."""
    found = {}
    for name, (signals, is_right) in observed(rows, reader).items():
        sure = np.array([calibration.calibrated(name, row.tolist()) for row in signals])
        bin_of = np.minimum((sure * BINS).astype(int), BINS - 1)
        bins = [
            {"confidence": _pct(sure[here].mean()), "right": _pct(is_right[here].mean()), "n": int(here.sum())}
            for here in (bin_of == at for at in range(BINS))
            if here.any()
        ]
        found[name] = {"calibration_error": _pct(calibration_error(is_right, sure)), "bins": bins}
    return found


def observed(rows: Sequence[Row], reader: Reader) -> dict[str, tuple[Matrix, NDArray[np.bool_]]]:
    """Signals and whether the quotation (the mention) was right; mentions only of quotations that are."""
    quotations: list[tuple[tuple[float, ...], bool]] = []
    mentions: list[tuple[tuple[float, ...], bool]] = []
    for row, found in _decoded(rows, reader):
        score = _score(row, found)
        right = {score.matching.found[given].quotation.spans: verdict for given, verdict in _verdicts(score)}
        for decoded in found:
            verdict = right.get(decoded.quotation.spans)
            quotations.append((decoded.quotation_signals, verdict is not None))
            if verdict in (Verdict.RIGHT, Verdict.WRONG) and decoded.attribution.mention is not None:
                mentions.append((decoded.mention_signals, verdict is Verdict.RIGHT))
    return {
        name: (np.array([signals for signals, _ in some]), np.array([is_right for _, is_right in some]))
        for name, some in (("quotation", quotations), ("mention", mentions))
    }


def _decoded(rows: Sequence[Row], reader: Reader) -> Iterator[tuple[Row, list[Decoded]]]:
    for row, proposal, cut in read_cut(rows):
        answers = reader.read([passage for _, passage in cut])
        proposed = list(zip(proposal.quotations, proposal.attributions, strict=True))
        yield row, decode_raw(proposal.scanned, proposal.mentions, proposed, [first for first, _ in cut], answers)


def _score(row: Row, found: Sequence[Decoded]) -> ArticleScore:
    marked = [MarkedQuotation(each.quotation.spans, _speaker(each, row["text"]), each.quotation.kind) for each in found]
    return score_article(row["text"], marked_quotations(row["quotes"], row["text"]), marked)


def _speaker(decoded: Decoded, text: str) -> MarkedSpeaker:
    mention = decoded.attribution.mention
    return MarkedSpeaker((mention,), (), mention.slice(text)) if mention is not None else MarkedSpeaker()


def _verdicts(score: ArticleScore) -> Iterator[tuple[int, Verdict]]:
    for expected, given in score.matching.pairs.items():
        yield given, score.speakers[expected]


def _pct(share: float) -> float:
    return round(100 * float(share), 1)
