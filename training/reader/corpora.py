"""The corpora as labelled passages: what stands in each passage according to people."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from flows.reading import Proposal, propose, read_documents
from transforms.quotations.hints import passages
from transforms.reader.passages import Passage

UNLABELLED = -1
OUTSIDE, BEGIN, INSIDE = range(3)
# The innermost mention a word belongs to; the other types of GUM (events, objects, times …) count as none.
MENTION_TYPES = {"person": 1, "organization": 2, "place": 3}
Row = dict[str, Any]
Cut = list[tuple[int, Passage]]
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Example:
    """One passage of `document` with its labels, int64, one per word; UNLABELLED where the corpus does not tell.

    `to_cue` and `to_source`: for a word of a content, 1 + the index of the first word of its cue or source in the
    passage, 0 where that is in none of its words.
    """

    document: str
    passage: Passage
    content: Labels
    cue: Labels
    source: Labels
    to_cue: Labels
    to_source: Labels
    mention: Labels


def read_rows(path: Path) -> list[Row]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def quotation_examples(rows: Iterable[Row]) -> Iterator[Example]:
    """Passages labelled with quotations, cues and sources."""
    for row, proposal, cut in read_cut(rows):
        labels = _quotation_labels(row, np.array(proposal.scanned.starts, dtype=np.int64))
        for first, passage in cut:
            here = slice(first, first + len(passage.words))
            content, cue, source, to_cue, to_source = (column[here] for column in labels)
            links = [_local(to, content, first, len(passage.words)) for to in (to_cue, to_source)]
            yield Example(str(row["id"]), passage, content, cue, source, links[0], links[1], _unlabelled(passage))


def mention_examples(rows: Iterable[Row]) -> Iterator[Example]:
    """Passages labelled with the types of mentions."""
    for row, proposal, cut in read_cut(rows):
        starts = np.array(proposal.scanned.starts, dtype=np.int64)
        types = np.zeros(len(starts), dtype=np.int64)
        # Outer mentions first: what is written last is the innermost.
        for mention in sorted(row["mentions"], key=lambda mention: mention["start"] - mention["end"]):
            first, end = np.searchsorted(starts, (mention["start"], mention["end"]))
            types[first:end] = MENTION_TYPES.get(mention["etype"], 0)
        for first, passage in cut:
            nothing = _unlabelled(passage)
            mention = types[first : first + len(passage.words)]
            yield Example(str(row["id"]), passage, nothing, nothing, nothing, nothing, nothing, mention)


def plain_examples(rows: Iterable[Row]) -> Iterator[Example]:
    """Passages without any label."""
    for row, _, cut in read_cut(rows):
        for _, passage in cut:
            nothing = _unlabelled(passage)
            yield Example(str(row["id"]), passage, nothing, nothing, nothing, nothing, nothing, nothing)


def read_cut(rows: Iterable[Row]) -> Iterator[tuple[Row, Proposal, Cut]]:
    """Each row with what the rules find in its text, and its passages with the index of their first token."""
    listed = list(rows)
    for at in range(0, len(listed), 100):
        some = listed[at : at + 100]
        names = ("text", "title", "author")
        articles = pl.DataFrame(
            [(f"{index:016x}", *(row.get(name) for name in names)) for index, row in enumerate(some)],
            schema={"article_id": pl.String, "text": pl.String, "title": pl.String, "authors": pl.String},
            orient="row",
        )
        for row, document in zip(some, read_documents(articles).documents, strict=True):
            proposal = propose(document)
            yield row, proposal, passages(proposal.scanned, proposal.hints())


def _quotation_labels(row: Row, starts: Labels) -> list[Labels]:
    """Per token of the document: content, cue, source; and of a content the tokens of its cue and source, or -1."""
    content, cue, source = (np.zeros(len(starts), dtype=np.int64) for _ in range(3))
    to_cue, to_source = (np.full(len(starts), -1, dtype=np.int64) for _ in range(2))
    text = row["text"]
    for quotation in row["quotes"]:
        places = {"cue": -1, "speaker": -1}
        for part, column in (("cue", cue), ("speaker", source)):
            if quotation[f"{part}_start"] is not None:
                first, end = np.searchsorted(starts, (quotation[f"{part}_start"], quotation[f"{part}_end"]))
                if end > first:
                    _tag(column, int(first), int(end))
                    places[part] = int(first)
        for start, stop in _joined(quotation["spans"], text):
            first, end = np.searchsorted(starts, (start, stop))
            if end > first:
                _tag(content, int(first), int(end))
                to_cue[first:end], to_source[first:end] = places["cue"], places["speaker"]
    return [content, cue, source, to_cue, to_source]


def _unlabelled(passage: Passage) -> Labels:
    return np.full(len(passage.words), UNLABELLED)


def _tag(column: Labels, first: int, end: int) -> None:
    column[first:end] = INSIDE
    column[first] = BEGIN


def _joined(spans: list[list[int]], text: str) -> list[tuple[int, int]]:
    """The spans of one quotation, joined where no letter or digit lies between."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((span[0], span[1]) for span in spans):
        if joined and not any(char.isalnum() for char in text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _local(to: Labels, content: Labels, first: int, size: int) -> Labels:
    """Tokens of the document as words of the passage; UNLABELLED outside contents."""
    inside = (to >= first) & (to < first + size)
    return np.where(content == OUTSIDE, UNLABELLED, np.where(inside, to - first + 1, 0))
