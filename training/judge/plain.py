"""Questions without answers, for the teacher to answer: what the pipeline asks about plain articles."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from flows.steps.annotate import annotate_articles
from training.reader.corpora import read_rows
from transforms.scores.stance import questions
from transforms.scores.targets import find_targets
from transforms.scores.watch_list import Target, WatchList
from transforms.text.scores import StanceQuestion
from transforms.text.spans import Span

# Of these corpora every so many articles.
PLAIN = {"quotes_polnear_train.jsonl": 1, "articles_bbc2225.jsonl": 4}
# Issues that news is full of: what a watch-list may hold is no entity, and the labelled corpora ask of entities only.
ISSUES = (
    "abortion", "austerity", "bailout", "ban", "bill", "budget", "ceasefire", "climate change", "deal",
    "death penalty", "deportation", "devolution", "drone strikes", "economy", "euro", "fracking", "free trade",
    "globalisation", "gun control", "health care", "healthcare", "immigration", "inflation", "interest rates",
    "invasion", "law", "marijuana", "merger", "minimum wage", "nuclear power", "peace talks", "pensions",
    "plan", "police", "privatisation", "proposal", "public spending", "reform", "refugees", "sanctions",
    "same-sex marriage", "social media", "strike", "surveillance", "tax cuts", "taxes", "terrorism", "torture",
    "tuition fees", "unions", "vaccination", "wall", "war", "welfare",
)  # fmt: skip
_TOGETHER = 200


def prepare(corpora: Path, target: Path) -> None:
    """Writes the questions to `target`, one object a line; does nothing where that is there."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".tmp")
    with unfinished.open("w", encoding="utf-8") as lines:
        for name, step in PLAIN.items():
            for question in _asked(read_rows(corpora / name)[::step]):
                row = {"text": question.text, "speaker": question.speaker, "target": question.target}
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    unfinished.replace(target)


def load(path: Path) -> list[StanceQuestion]:
    """What `prepare` wrote."""
    return [
        StanceQuestion(row["text"], speaker=_span(row["speaker"]), target=_span(row["target"]))
        for row in read_rows(path)
    ]


def _span(pair: list[int] | None) -> Span | None:
    return Span(*pair) if pair else None


def _asked(rows: Sequence[dict[str, Any]]) -> Iterator[StanceQuestion]:
    issues = WatchList(tuple(Target(issue, issue, (issue,)) for issue in ISSUES))
    for at in range(0, len(rows), _TOGETHER):
        articles = pl.DataFrame(
            [
                (f"{number:016x}", row["text"], row.get("title"), None)
                for number, row in enumerate(rows[at : at + _TOGETHER])
            ],
            schema={"article_id": pl.String, "text": pl.String, "title": pl.String, "authors": pl.String},
            orient="row",
        )
        found = annotate_articles(articles)
        quotations, sentences = found["core_quotations"], found["core_sentences"]
        targets = find_targets(quotations, found["core_mentions"], sentences, articles, issues)
        for _, question in questions(targets, quotations, found["core_attributions"], sentences, articles):
            yield question
