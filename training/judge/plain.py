"""Questions without answers, for the teachers to answer: what the pipeline asks about plain articles, and about whom
sentences of the news speak.
"""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from flows.steps.annotate import annotate_articles
from training.encoder.fitting import SEED
from training.judge.corpora import MARKED
from training.reader.corpora import read_rows
from transforms.scores.stance import questions
from transforms.scores.targets import find_targets
from transforms.scores.watch_list import Target, WatchList
from transforms.text.scores import StanceQuestion
from transforms.text.spans import Span

# Of these corpora every so many articles.
PLAIN = {"quotes_polnear_train.jsonl": 1, "articles_bbc2225.jsonl": 4}
NEWS = {"quotes_polnear_train.jsonl": 1, "articles_bbc2225.jsonl": 3, "articles_fnc1.jsonl": 2}
# Of the sentences of NEWS: so many words, at most so many of whom they speak, and at most so many questions in all.
NEWS_WORDS, NEWS_TARGETS, NEWS_MOST = range(8, 46), 2, 54_563
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
    """Writes what the pipeline asks to `target`, one question a line; does nothing where that is there."""
    _write(target, (question for name, step in PLAIN.items() for question in _asked(read_rows(corpora / name)[::step])))


def prepare_news(corpora: Path, target: Path) -> None:
    """Like `prepare`: at most NEWS_MOST questions about the tone toward whoever and whatever is named, or called he or
    she, in sentences of the news; in none that stands in a corpus of MARKED.
    """

    def drawn() -> Iterator[StanceQuestion]:
        draw = random.Random(SEED)
        labelled = {row["text"] for name in MARKED.values() for row in read_rows(corpora / f"{name}.jsonl")}
        found = [
            question
            for name, step in NEWS.items()
            for question in _spoken_of(read_rows(corpora / name)[::step], draw)
            if question.text not in labelled
        ]
        yield from draw.sample(found, min(len(found), NEWS_MOST))

    _write(target, drawn())


def load(path: Path) -> list[StanceQuestion]:
    """What `prepare` or `prepare_news` wrote."""
    return [
        StanceQuestion(row["text"], speaker=_span(row["speaker"]), target=_span(row["target"]))
        for row in read_rows(path)
    ]


def _span(pair: list[int] | None) -> Span | None:
    return Span(*pair) if pair else None


def _write(path: Path, written: Iterable[StanceQuestion]) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".tmp")
    with unfinished.open("w", encoding="utf-8") as lines:
        for question in written:
            row = {"text": question.text, "speaker": question.speaker, "target": question.target}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    unfinished.replace(path)


def _asked(rows: Sequence[dict[str, Any]]) -> Iterator[StanceQuestion]:
    issues = WatchList(tuple(Target(issue, issue, (issue,)) for issue in ISSUES))
    for articles, found in _annotated(rows):
        quotations, sentences = found["core_quotations"], found["core_sentences"]
        targets = find_targets(quotations, found["core_mentions"], sentences, articles, issues)
        for _, question in questions(targets, quotations, found["core_attributions"], sentences, articles):
            yield question


def _spoken_of(rows: Sequence[dict[str, Any]], draw: random.Random) -> Iterator[StanceQuestion]:
    """Mentions that begin with a capital, in sentences of one line."""
    for _, found in _annotated(rows):
        sentences = found["core_sentences"].select("article_id", "text", first="start", last="end")
        mentions = found["core_mentions"].join(sentences, on="article_id", suffix="_around")
        inside = mentions.filter(pl.col("start") >= pl.col("first"), pl.col("end") <= pl.col("last")).select(
            pl.col("text_around").alias("sentence"), pl.col("start") - pl.col("first"), pl.col("end") - pl.col("first")
        )
        in_order = inside.unique().sort("sentence", "start", "end")
        for text, *places in in_order.group_by("sentence", maintain_order=True).agg("start", "end").iter_rows():
            spans = [Span(*span) for span in zip(*places, strict=True) if text[span[0]].isupper()]
            if "\n" not in text and len(text.split()) in NEWS_WORDS:
                for span in draw.sample(spans, min(len(spans), NEWS_TARGETS)):
                    yield StanceQuestion(text, target=span)


def _annotated(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[pl.DataFrame, dict[str, pl.DataFrame]]]:
    """Some articles at a time, with the tables that are found in them."""
    for at in range(0, len(rows), _TOGETHER):
        articles = pl.DataFrame(
            [
                (f"{number:016x}", row["text"], row.get("title"), None)
                for number, row in enumerate(rows[at : at + _TOGETHER])
            ],
            schema={"article_id": pl.String, "text": pl.String, "title": pl.String, "authors": pl.String},
            orient="row",
        )
        yield articles, annotate_articles(articles)
