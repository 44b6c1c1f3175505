"""`onrecord predict`: the readers and scorers on rows of a JSON Lines file, without a warehouse."""

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from flows.annotations import content
from flows.isolate import isolate
from flows.reading import Reading, read_articles
from flows.settings import Settings
from transforms.evaluation.gold_labels import check_names
from transforms.evaluation.lines import UnusableLine
from transforms.reader.onnx_reader import shipped_reader
from transforms.text.document import Document
from transforms.text.errors import PipelineError
from transforms.text.records import Attribution, Quotation

Row = dict[str, Any]
Predictor = Callable[[list[Row]], list[Row]]
_BATCH = 500


class InputMissing(PipelineError):
    """The input file cannot be read."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"{path}: {error.strerror}. Give a JSON Lines file: objects with at least id and text.")


class OutputOverInput(PipelineError):
    """The predictions would overwrite what they are made of."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is the input itself; give another path for the predictions.")


def is_same_file(one: Path, other: Path) -> bool:
    """Whether both are there, and writing to one would overwrite the other."""
    return one.exists() and other.exists() and one.samefile(other)


def predict_command(task: str, source: Path, target: Path, settings: Settings) -> None:
    """Writes one line to `target` for each line of `source`, in order; a line that cannot be read gets an `error`.

    Raises:
        InputMissing: `source` cannot be read.
        OutputOverInput: `target` is `source`.
        PipelineError: the model that `settings` name cannot be used.
    """
    if is_same_file(target, source):
        raise OutputOverInput(target)
    predict = predictor(task, settings)
    failed = 0
    try:
        lines = source.open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise InputMissing(source, error) from error
    unfinished = target.with_name(f"{target.name}.tmp")
    with lines, unfinished.open("w", encoding="utf-8") as output:
        for rows in _batches(lines):
            if task != "quotations":
                rows = [_named(row) for row in rows]
            good = [row for row in rows if "error" not in row]
            answers = iter(predict(good))
            for row in rows:
                answer = row if "error" in row else next(answers)
                failed += "error" in answer
                output.write(json.dumps(answer, ensure_ascii=False) + "\n")
    unfinished.replace(target)
    if failed:
        sys.stderr.write(f"onrecord: {failed} lines without a prediction; each has an `error` in {target}\n")


def _batches(lines: Iterator[str]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        batch.append(_row(line, number))
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _row(line: str, number: int) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": f"line {number} is not JSON"}
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        key = row.get("id") if isinstance(row, dict) else None
        return {"id": key, "error": f"line {number} is not an object with a `text`"}
    # Half a surrogate pair may stand in JSON but in no UTF-8 file; a question mark keeps the offsets.
    return row | {"text": row["text"].encode("utf-8", "replace").decode("utf-8")}


def _named(row: Row) -> Row:
    """`row`, or an error where its speaker or target cannot be used."""
    try:
        if "error" not in row:
            check_names(row)
    except UnusableLine as error:
        return {"id": row.get("id"), "error": error.fault.value}
    return row


def predict_quotations(rows: list[Row]) -> list[Row]:
    """For each {"id", "text"} the quotations with speaker and cue, offsets in characters of `text`."""
    articles = pl.DataFrame(
        {
            "article_id": [f"{index:016x}" for index in range(len(rows))],
            "text": [row["text"] for row in rows],
            "title": [row.get("title") for row in rows],
            "authors": [row.get("author") for row in rows],
        },
        schema={"article_id": pl.String, "text": pl.String, "title": pl.String, "authors": pl.String},
        strict=False,
    )
    results, rejects = isolate(_read, articles, step="predict")
    found = {key: quotes for result in results for key, quotes in result.items()}
    failures = {reject.key: reject.detail for reject in rejects}
    return [
        {"id": row.get("id"), "quotes": found[key]}
        if key in found
        else {"id": row.get("id"), "quotes": [], "error": failures[key]}
        for key, row in zip(articles["article_id"].to_list(), rows, strict=True)
    ]


def _read(articles: pl.DataFrame) -> dict[str, list[Row]]:
    batch = read_articles(articles, shipped_reader())
    return {
        key: _quotes(document, reading)
        for key, document, reading in zip(
            articles["article_id"].to_list(), batch.documents, batch.readings, strict=True
        )
    }


def _quotes(document: Document, reading: Reading) -> list[Row]:
    pairs = zip(reading.quotations, reading.attributions, strict=True)
    return [_quote(document, quotation, attribution, reading) for quotation, attribution in pairs]


def _quote(document: Document, quotation: Quotation, attribution: Attribution, reading: Reading) -> Row:
    mention = attribution.mention
    resolution = reading.resolutions.get(mention) if mention else None
    start, end = quotation.hull
    return {
        "start": start,
        "end": end,
        "spans": [list(span) for span in quotation.spans],
        "kind": quotation.kind.value,
        "text": content(document, quotation),
        "speaker_start": mention.start if mention else None,
        "speaker_end": mention.end if mention else None,
        "speaker_text": mention.slice(document.text) if mention else None,
        "canonical": resolution.canonical if resolution else None,
        "cue_start": quotation.cue.span.start if quotation.cue else None,
        "cue_end": quotation.cue.span.end if quotation.cue else None,
        "confidence": round(quotation.confidence * attribution.confidence, 4),
        "reasons": list(attribution.reasons + (resolution.reasons if resolution else ())),
    }


def predictor(task: str, settings: Settings) -> Predictor:
    """What predicts for `task`: stance and sentiment with the scorers that `settings` name."""
    from flows.scorers import sentiment_scorer, stance_scorer
    from transforms.scores.answer import sentiment_rows, stance_rows

    if task == "stance":
        return partial(stance_rows, scorer=stance_scorer(settings.stance))
    if task == "sentiment":
        return partial(sentiment_rows, scorer=sentiment_scorer(settings.sentiment))
    return predict_quotations
