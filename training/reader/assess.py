"""Step 5: what the reader reaches on articles it was not trained on, for the model card."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from flows.commands.predict import predict_quotations
from training.reader.calibrate import reliability
from training.reader.corpora import Row, mention_examples, read_rows
from transforms.evaluation.counts import ArticleScore, score_article
from transforms.evaluation.differences import differences
from transforms.evaluation.marks import marked_quotations
from transforms.evaluation.measures import Measure, measure
from transforms.reader.records import Reader

Scores = dict[str, Any]
TYPES = ("none", "person", "organisation", "place")


def assess(corpora: Path, reader: Reader) -> Scores:
    """Scores on the dev articles of PolNeAR, on GUM's news and on the mentions of GUM's dev documents, in per cent."""
    dev = read_rows(corpora / "quotes_polnear_dev.jsonl")
    scored = read_rows(corpora / "quotes_gum_news.jsonl")
    coreference = [row for row in read_rows(corpora / "coref_gum.jsonl") if row["split"] == "dev"]
    ids = {row["id"] for row in scored}
    return {
        "quotes_polnear_dev": quotation_scores(dev),
        "quotes_gum_news": quotation_scores(scored),
        "reliability": reliability(dev, reader),
        "coref_gum_dev": mention_scores([row for row in coreference if row["id"] not in ids], reader),
    }


def quotation_scores(rows: Sequence[Row]) -> Scores:
    """F1 of every measure and kind with the shipped reader."""
    counts = [score.counts for score in _scored(rows)]
    return {
        kind: {
            name.value: round(100 * score.f1, 1)
            for name in Measure
            for score in [scores.measures.get(name)]
            if score is not None and score.f1 is not None
        }
        for kind, scores in measure(counts).items()
    }


def all_differences(rows: Sequence[Row]) -> list[Row]:
    """Every difference between gold and prediction."""
    return [difference for score in _scored(rows) for difference in differences(score)]


def _scored(rows: Sequence[Row]) -> Iterator[ArticleScore]:
    for row, answer in zip(rows, predict_quotations(list(rows)), strict=True):
        gold, found = (marked_quotations(some, row["text"]) for some in (row["quotes"], answer["quotes"]))
        yield score_article(row["text"], gold, found)


def mention_scores(rows: Sequence[Row], reader: Reader) -> Scores:
    """F1 per type of the word tags of mentions."""
    pairs: Counter[tuple[int, int]] = Counter()
    examples = list(mention_examples(rows))
    for example, answer in zip(examples, reader.read([example.passage for example in examples]), strict=True):
        said = answer.mention.argmax(axis=1)
        pairs.update(zip(example.mention.tolist(), said.tolist(), strict=True))
    found = {}
    for number, name in enumerate(TYPES[1:], 1):
        hits = pairs[number, number]
        gold = sum(n for (a, _), n in pairs.items() if a == number)
        said = sum(n for (_, b), n in pairs.items() if b == number)
        found[name] = round(float(np.divide(200 * hits, gold + said)), 1)
    return found
