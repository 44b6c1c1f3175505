"""What a quotation is about: entities in its content or addressed by its speech act, issues of the watch-list."""

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from transforms.scores.aliases import AliasMatch, find_aliases
from transforms.scores.folding import folded
from transforms.scores.watch_list import Target, WatchList
from transforms.text.records import CueKind, EntityType
from transforms.text.scores import TargetKind

TARGET_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "quotation_id": pl.String,
    "article_id": pl.String,
    "target_id": pl.String,
    "target": pl.String,
    "target_kind": pl.String,
    "target_start": pl.Int32,
    "target_end": pl.Int32,
    "sentence_no": pl.Int32,
    "mention_starts": pl.List(pl.Int32),
    "mention_ends": pl.List(pl.Int32),
    "target_names": pl.List(pl.String),  # folded; a speaker who bears one of them is this target
}
CUE_REACH_CHARS = 400  # sentences of news are shorter; a text without full stops must not cost the square of its length
_KIND_OF = {entity.value: TargetKind(entity.value) for entity in EntityType}
_WHERE = re.compile(r"(?i)\b(?:in|at|near|around|across|throughout|outside|inside|above|from)\s+(?:the\s+)?\Z")
_WHERE_CHARS = 24
_WITH_OBJECT = (CueKind.SPEECH_ACT.value, CueKind.NOUN.value)
Row = dict[str, Any]
Zone = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    target_id: str
    name: str
    kind: TargetKind
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Article:
    candidates: list[_Candidate]  # by start
    starts: list[int]
    sentences: list[Row]
    sentence_starts: list[int]
    contents: list[Zone]  # of all its quotations, by start


def find_targets(
    quotations: pl.DataFrame,
    mentions: pl.DataFrame,
    sentences: pl.DataFrame,
    articles: pl.DataFrame,
    watch_list: WatchList,
) -> pl.DataFrame:
    """One row per quotation and target (TARGET_SCHEMA), sorted by their keys; the speaker himself may be among them.

    Content goes before the rest of the cue's sentence, then position decides which mention gives the span; all of them
    are in `mention_starts` and `mention_ends`. An entity that is an alias of the watch-list is that target only. A
    place where something happens (“in Norport”) is no target, unless it is on the watch-list.
    """
    by_article = _by_article(quotations)
    read = _articles(by_article, mentions, sentences, articles, watch_list)
    rows = [
        found
        for article_id, quoted in by_article.items()
        for quotation in quoted
        for found in _of_quotation(quotation, read[article_id])
    ]
    return pl.DataFrame(rows, schema=TARGET_SCHEMA).sort("quotation_id", "target_id")


def _articles(
    quotations: dict[str, list[Row]],
    mentions: pl.DataFrame,
    sentences: pl.DataFrame,
    articles: pl.DataFrame,
    watch_list: WatchList,
) -> dict[str, _Article]:
    wanted = articles.filter(pl.col("article_id").is_in(list(quotations)))
    aliases = find_aliases(wanted, watch_list)
    named = _by_article(mentions.filter(pl.col("canonical").is_not_null()))
    cut = _by_article(sentences.sort("article_id", "start"))
    by_alias = watch_list.by_alias
    texts = dict(wanted.select("article_id", "text").iter_rows())
    read = {}
    for article_id, quoted in quotations.items():
        mine = named.get(article_id, [])
        candidates = _candidates(aliases.get(article_id, []), mine, by_alias, texts[article_id] if mine else "")
        rows = cut.get(article_id, [])
        read[article_id] = _Article(
            candidates,
            [candidate.start for candidate in candidates],
            rows,
            [row["start"] for row in rows],
            sorted(zone for quotation in quoted for zone in _content(quotation)),
        )
    return read


def _by_article(frame: pl.DataFrame) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in frame.iter_rows(named=True):
        grouped.setdefault(row["article_id"], []).append(row)
    return grouped


def _candidates(
    aliases: list[AliasMatch], mentions: list[Row], by_alias: dict[str, Target], text: str
) -> list[_Candidate]:
    found = {(match.start, match.end): _watched(match.start, match.end, match.target) for match in aliases}
    starts = [match.start for match in aliases]
    for row in mentions:
        start, end, name = row["start"], row["end"], folded(row["canonical"])
        target = by_alias.get(name)
        before = bisect_left(starts, end) - 1
        covered = before >= 0 and aliases[before].end >= end and aliases[before].start <= start
        if target is not None:
            found.setdefault((start, end), _watched(start, end, target))
        elif not covered and not (row["entity_type"] == EntityType.PLACE and _is_scene(start, text)):
            kind = _KIND_OF[row["entity_type"]]
            found[start, end] = _Candidate(start, end, f"name:{name}", row["canonical"], kind, (name,))
    return sorted(found.values(), key=lambda candidate: (candidate.start, candidate.end))


def _is_scene(start: int, text: str) -> bool:
    """Whether the place that begins at `start` only tells where."""
    return _WHERE.search(text, max(0, start - _WHERE_CHARS), start) is not None


def _watched(start: int, end: int, target: Target) -> _Candidate:
    return _Candidate(start, end, f"watch:{target.target_id}", target.name, target.kind, target.aliases)


def _of_quotation(quotation: Row, article: _Article) -> Iterator[Row]:
    by_target: dict[str, dict[Zone, _Candidate]] = {}
    for candidate in _in_reach(quotation, article):
        by_target.setdefault(candidate.target_id, {}).setdefault((candidate.start, candidate.end), candidate)
    for places in by_target.values():
        first = next(iter(places.values()))
        sentence = max(0, bisect_right(article.sentence_starts, first.start) - 1)
        if article.sentences:
            yield {
                "quotation_id": quotation["quotation_id"],
                "article_id": quotation["article_id"],
                "target_id": first.target_id,
                "target": first.name,
                "target_kind": first.kind.value,
                "target_start": first.start,
                "target_end": first.end,
                "sentence_no": article.sentences[sentence]["sentence_no"],
                "mention_starts": [start for start, _ in places],
                "mention_ends": [end for _, end in places],
                "target_names": list(first.names),
            }


def _in_reach(quotation: Row, article: _Article) -> Iterator[_Candidate]:
    """Candidates in the content, then those beside the cue."""
    for zone in _content(quotation):
        yield from _inside(zone, article)
    cue_end = quotation["cue_end"]
    has_object = quotation["cue_kind"] in _WITH_OBJECT
    for candidate in _inside(_cue_sentence(quotation, article), article):
        if _in_content(candidate, article.contents):
            continue
        is_watched = candidate.target_id.startswith("watch:")
        if is_watched or (has_object and cue_end is not None and candidate.start >= cue_end):
            yield candidate


def _inside(zone: Zone, article: _Article) -> Iterator[_Candidate]:
    for at in range(bisect_left(article.starts, zone[0]), bisect_left(article.starts, zone[1])):
        if article.candidates[at].end <= zone[1]:
            yield article.candidates[at]


def _in_content(candidate: _Candidate, contents: list[Zone]) -> bool:
    at = bisect_right(contents, (candidate.start, candidate.end)) - 1
    near = contents[max(0, at - 1) : at + 2]
    return any(start <= candidate.start and candidate.end <= end for start, end in near)


def _cue_sentence(quotation: Row, article: _Article) -> Zone:
    """The sentence of the cue, of a very long one only what is near; of a floating quotation nothing."""
    if quotation["cue_start"] is None or not article.sentences:
        return (0, 0)
    sentence = article.sentences[max(0, bisect_right(article.sentence_starts, quotation["cue_start"]) - 1)]
    return (
        max(sentence["start"], quotation["cue_start"] - CUE_REACH_CHARS),
        min(sentence["end"], quotation["cue_end"] + CUE_REACH_CHARS),
    )


def _content(quotation: Row) -> list[Zone]:
    return [(start, end) for start, end in json.loads(quotation["spans"])]
