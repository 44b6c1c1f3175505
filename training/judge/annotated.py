"""Questions about plain articles that were answered one by one, for this training: see `annotated/GUIDE.md`.

The labelled corpora ask for the side between two parties. What a watch-list asks most, the side on an issue in the
middle of a long sentence, is in none of them.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polars as pl

from training.judge.corpora import CLASSES, SENTIMENT, STANCE, TUNING, UNLABELLED, Case, part_of
from training.reader.corpora import Row, read_rows
from transforms.text.scores import StanceQuestion
from transforms.text.spans import Span

ANSWERS = Path(__file__).with_name("annotated") / "answers.tsv"
# What is asked about: an issue or a name in a quotation; a name beside another one, in any sentence of the news.
ISSUES, NAMES, PAIRS = KINDS = ("annotated issues", "annotated names", "annotated pairs")
_KIND = dict(zip(("issue", "name", "pair"), KINDS, strict=True))
DEV = TUNING + 1


def annotated_cases(corpora: Path) -> tuple[list[Case], list[Case], list[Case]]:
    """What is fitted; one text in TUNING_SHARE for the calibration; and as many that are only scored.

    The tone toward names is left to those who know it better: of it only that toward issues counts as known.

    Args:
        corpora: folder of the articles.
    """
    fitted, tuning, dev = list[Case](), list[Case](), list[Case]()
    parts = {TUNING: tuning, DEV: dev}
    for case in _cases(corpora):
        parts.get(part_of(case.question.text), fitted).append(case)
    return fitted, tuning, dev


def _cases(corpora: Path) -> Iterator[Case]:
    for row, question in annotated_places(corpora, pl.read_csv(ANSWERS, separator="\t")):
        kind = _KIND[row["kind"]]
        tone = CLASSES[SENTIMENT].index(str(row["sentiment"])) if kind == ISSUES else UNLABELLED
        yield Case(kind, question, (CLASSES[STANCE].index(row["stance"]), tone))


def annotated_places(corpora: Path, rows: pl.DataFrame) -> Iterator[tuple[Row, StanceQuestion]]:
    """Each of the `rows` with the question whose place in the corpora it tells; the columns are those of GUIDE.md."""
    texts = cache(lambda corpus: [row["text"] for row in read_rows(corpora / f"{corpus}.jsonl")])
    for row in rows.iter_rows(named=True):
        start = row["start"]
        question = StanceQuestion(
            texts(row["corpus"])[row["article"]][start : row["end"]],
            speaker=_within(start, row["speaker_start"], row["speaker_end"]),
            target=_within(start, row["target_start"], row["target_end"]),
        )
        yield row, question


def _within(text_start: int, start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start - text_start, end - text_start)
