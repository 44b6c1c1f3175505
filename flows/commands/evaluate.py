"""`onrecord evaluate quotations`: how well the predictions agree with articles the user has marked."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.commands.gold import Row, left_out, lines_named, predicted, print_record, usable_gold, write_errors
from flows.commands.predict import predict_quotations
from flows.commands.quotation_scores import print_scores, scores_record
from transforms.evaluation.counts import ArticleScore, score_article
from transforms.evaluation.differences import differences
from transforms.evaluation.gold import GoldArticle, read_gold
from transforms.evaluation.marks import marked_quotations
from transforms.evaluation.measures import measure

_EXAMPLE = '{"id": …, "text": "…", "quotes": [{"spans": [[start, end]], "speaker_start": …, "speaker_end": …}]}'


def evaluate_quotations(gold_file: Path, form: str, errors: Path | None) -> None:
    """Prints the scores of the predicted quotations on `gold_file`, as a table or as one JSON object.

    `errors` is written anew, one object for each difference between gold and prediction.

    Raises:
        InputMissing: the file cannot be read.
        NothingToScore: no line of it can be scored.
        ErrorsOverGold: `errors` is the gold itself.
    """
    gold = usable_gold(gold_file, errors, read_gold, _EXAMPLE)
    scores, unread = _score(gold.items)
    if unread:
        sys.stderr.write(f"onrecord: articles that could not be read count as nothing found: {lines_named(unread)}\n")
    measured = measure([score.counts for score in scores])
    if form == "json":
        lines = {"lines_left_out": left_out(gold.faults), "lines_not_read": unread}
        print_record({"articles": len(scores)} | lines | {"scores": scores_record(measured)})
    else:
        print_scores(measured, articles=len(scores))
    if errors is not None:
        write_errors(errors, _errors(gold.items, scores))


def _score(articles: Sequence[GoldArticle]) -> tuple[list[ArticleScore], list[int]]:
    """The score of each article, and the lines of those the predictor failed on."""
    scores: list[ArticleScore] = []
    unread: list[int] = []
    for article, answer in predicted(articles, predict_quotations):
        if "error" in answer:
            unread.append(article.line)
        found = marked_quotations(answer["quotes"], article.text)
        scores.append(score_article(article.text, article.quotations, found))
    return scores, unread


def _errors(articles: Sequence[GoldArticle], scores: Sequence[ArticleScore]) -> Iterator[Row]:
    for article, score in zip(articles, scores, strict=True):
        for row in differences(score):
            yield {"id": article.row.get("id"), "line": article.line} | row
