"""`onrecord evaluate`: how well the predictions agree with a gold standard of the user's own."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from flows.commands.predict import InputMissing, predict_quotations
from flows.commands.quotation_scores import print_scores, scores_record
from transforms.evaluation.counts import ArticleScore, score_article
from transforms.evaluation.differences import differences
from transforms.evaluation.gold import FaultyLine, Gold, GoldArticle, read_gold
from transforms.evaluation.marks import Fault, marked_quotations
from transforms.evaluation.measures import measure
from transforms.text.errors import PipelineError

_BATCH = 500  # articles that are predicted at a time
_LINES_SHOWN = 10


class NothingToScore(PipelineError):
    """No line of the gold can be scored."""

    def __init__(self, path: Path, faults: list[FaultyLine]) -> None:
        why = _by_reason(faults) if faults else "it is empty"
        super().__init__(
            f"{path}: no line can be scored: {why}. Give one JSON object a line: "
            '{"id": …, "text": "…", "quotes": [{"spans": [[start, end]], "speaker_start": …, "speaker_end": …}]}, '
            "offsets in characters of the text, end exclusive."
        )


class ErrorsOverGold(PipelineError):
    """The list of errors would overwrite the gold."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is the gold itself; give --errors another path.")


def evaluate_quotations(gold_file: Path, form: str, errors: Path | None) -> None:
    """Prints the scores of the predicted quotations on `gold_file`, as a table or as one JSON object.

    `errors` is written anew, one object for each difference between gold and prediction.

    Raises:
        InputMissing: the file cannot be read.
        NothingToScore: no line of it can be scored.
        ErrorsOverGold: `errors` is the gold itself.
    """
    gold = _usable(gold_file)
    if errors is not None and errors.exists() and errors.samefile(gold_file):
        raise ErrorsOverGold(errors)
    scores, unread = _score(gold.articles)
    if unread:
        sys.stderr.write(f"onrecord: articles that could not be read count as nothing found: {_lines(unread)}\n")
    measured = measure([score.counts for score in scores])
    if form == "json":
        record = scores_record(measured, articles=len(scores), faults=gold.faults, unread=unread)
        sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    else:
        print_scores(measured, articles=len(scores))
    if errors is not None:
        _write_errors(errors, gold.articles, scores)


def _usable(path: Path) -> Gold:
    """The gold, at least one article of it; the lines that are left out are told on stderr."""
    gold = _read(path)
    if not gold.articles:
        raise NothingToScore(path, gold.faults)
    if gold.faults:
        lines = f"{len(gold.faults):,} of {len(gold.faults) + len(gold.articles):,} lines of {path}"
        sys.stderr.write(f"onrecord: {lines} are left out: {_by_reason(gold.faults)}\n")
    return gold


def _read(path: Path) -> Gold:
    try:
        # An editor of Windows puts a byte order mark in front, which would make the first line no JSON.
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            return read_gold(lines)
    except OSError as error:
        raise InputMissing(path, error) from error


def _score(articles: Sequence[GoldArticle]) -> tuple[list[ArticleScore], list[int]]:
    """The score of each article, and the lines of those the predictor failed on."""
    scores: list[ArticleScore] = []
    unread: list[int] = []
    for first in range(0, len(articles), _BATCH):
        batch = articles[first : first + _BATCH]
        for article, answer in zip(batch, predict_quotations([article.row for article in batch]), strict=True):
            if "error" in answer:
                unread.append(article.line)
            found = marked_quotations(answer["quotes"], article.text)
            scores.append(score_article(article.text, article.quotations, found))
    return scores, unread


def _write_errors(target: Path, articles: Sequence[GoldArticle], scores: Sequence[ArticleScore]) -> None:
    unfinished = target.with_name(f"{target.name}.tmp")
    # A name in the gold may hold half a surrogate pair, which no UTF-8 file can.
    with unfinished.open("w", encoding="utf-8", errors="replace") as output:
        for article, score in zip(articles, scores, strict=True):
            for row in differences(score):
                where = {"id": article.row.get("id"), "line": article.line}
                output.write(json.dumps(where | row, ensure_ascii=False) + "\n")
    unfinished.replace(target)


def _by_reason(faults: list[FaultyLine]) -> str:
    """`not JSON: lines 3, 8; no object with a `text`: line 5`."""
    lines = {reason: [fault.line for fault in faults if fault.fault is reason] for reason in Fault}
    return "; ".join(f"{reason}: {_lines(at)}" for reason, at in lines.items() if at)


def _lines(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:_LINES_SHOWN])
    more = f" and {len(numbers) - _LINES_SHOWN:,} more" if len(numbers) > _LINES_SHOWN else ""
    return f"line{'s' if len(numbers) > 1 else ''} {shown}{more}"
