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
Zone = tuple[int, int]
Mention = tuple[int, int, str, str]  # start, end, canonical, entity type
# Of a place of a target in a quotation; a target's first place is the one in its row.
_PLACE_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    name: kind for name, kind in TARGET_SCHEMA.items() if not isinstance(kind, pl.List)
}


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    target_id: str
    name: str
    kind: TargetKind
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Quotation:
    quotation_id: str
    content: list[Zone]
    cue: Zone | None
    has_object: bool  # its speech act is done to somebody, who is named behind the cue


@dataclass(frozen=True, slots=True)
class _Article:
    candidates: list[_Candidate]  # by start
    starts: list[int]
    sentences: list[Zone]
    sentence_starts: list[int]
    sentence_nos: list[int]
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
    quoted = _quotations(quotations)
    read = _articles(quoted, mentions, sentences, articles, watch_list)
    places: list[tuple[Any, ...]] = []
    named: dict[str, tuple[str, ...]] = {}
    for article_id, some in quoted.items():
        article = read[article_id]
        for quotation in some:
            for candidate in _in_reach(quotation, article) if article.sentences else ():
                places.append((quotation.quotation_id, article_id, *_place(candidate, article)))
                named[candidate.target_id] = candidate.names
    return _rows(places, named)


def _place(candidate: _Candidate, article: _Article) -> tuple[Any, ...]:
    sentence = max(0, bisect_right(article.sentence_starts, candidate.start) - 1)
    return (
        candidate.target_id,
        candidate.name,
        candidate.kind.value,
        candidate.start,
        candidate.end,
        article.sentence_nos[sentence],
    )


def _rows(places: list[tuple[Any, ...]], named: dict[str, tuple[str, ...]]) -> pl.DataFrame:
    """The places of a quotation and target as one row; lists are made by Polars, one by one they cost half the step."""
    names = [(target_id, name) for target_id, names in named.items() for name in names]
    bearers = pl.DataFrame(names, schema={"target_id": pl.String, "target_names": pl.String}, orient="row")
    keys = ["quotation_id", "target_id"]
    return (
        pl.DataFrame(places, schema=_PLACE_SCHEMA, orient="row")
        .unique([*keys, "target_start", "target_end"], keep="first", maintain_order=True)
        .group_by(keys, maintain_order=True)
        .agg(
            pl.exclude(*keys).first(),
            mention_starts=pl.col("target_start"),
            mention_ends=pl.col("target_end"),
        )
        .join(bearers.group_by("target_id", maintain_order=True).agg("target_names"), on="target_id", how="left")
        .select(*TARGET_SCHEMA)
        .sort(keys)
    )


def _quotations(frame: pl.DataFrame) -> dict[str, list[_Quotation]]:
    grouped: dict[str, list[_Quotation]] = {}
    columns = ("article_id", "quotation_id", "spans", "cue_start", "cue_end", "cue_kind")
    for article_id, quotation_id, spans, cue_start, cue_end, cue_kind in frame.select(columns).iter_rows():
        content = [(start, end) for start, end in json.loads(spans)]
        cue = None if cue_start is None else (cue_start, cue_end)
        grouped.setdefault(article_id, []).append(
            _Quotation(quotation_id, content, cue, cue is not None and cue_kind in _WITH_OBJECT)
        )
    return grouped


def _articles(
    quotations: dict[str, list[_Quotation]],
    mentions: pl.DataFrame,
    sentences: pl.DataFrame,
    articles: pl.DataFrame,
    watch_list: WatchList,
) -> dict[str, _Article]:
    wanted = articles.filter(pl.col("article_id").is_in(list(quotations)))
    aliases = find_aliases(wanted, watch_list)
    named = _mentions(mentions)
    cut = {article_id: bounds for article_id, *bounds in _sentences(sentences).iter_rows()}
    by_alias = watch_list.by_alias
    texts = dict(wanted.select("article_id", "text").iter_rows())
    read = {}
    for article_id, quoted in quotations.items():
        mine = named.get(article_id, [])
        candidates = _candidates(aliases.get(article_id, []), mine, by_alias, texts[article_id] if mine else "")
        starts, ends, numbers = cut.get(article_id, ([], [], []))
        read[article_id] = _Article(
            candidates,
            [candidate.start for candidate in candidates],
            list(zip(starts, ends, strict=True)),
            starts,
            numbers,
            sorted(zone for quotation in quoted for zone in quotation.content),
        )
    return read


def _mentions(frame: pl.DataFrame) -> dict[str, list[Mention]]:
    named = frame.filter(pl.col("canonical").is_not_null())
    grouped: dict[str, list[Mention]] = {}
    for article_id, *mention in named.select("article_id", "start", "end", "canonical", "entity_type").iter_rows():
        grouped.setdefault(article_id, []).append((mention[0], mention[1], mention[2], mention[3]))
    return grouped


def _sentences(frame: pl.DataFrame) -> pl.DataFrame:
    return (
        frame.sort("article_id", "start").group_by("article_id", maintain_order=True).agg("start", "end", "sentence_no")
    )


def _candidates(
    aliases: list[AliasMatch], mentions: list[Mention], by_alias: dict[str, Target], text: str
) -> list[_Candidate]:
    found = {(match.start, match.end): _watched(match.start, match.end, match.target) for match in aliases}
    starts = [match.start for match in aliases]
    for start, end, canonical, entity_type in mentions:
        name = folded(canonical)
        target = by_alias.get(name)
        before = bisect_left(starts, end) - 1
        covered = before >= 0 and aliases[before].end >= end and aliases[before].start <= start
        if target is not None:
            found.setdefault((start, end), _watched(start, end, target))
        elif not covered and not (entity_type == EntityType.PLACE and _is_scene(start, text)):
            found[start, end] = _Candidate(start, end, f"name:{name}", canonical, _KIND_OF[entity_type], (name,))
    return sorted(found.values(), key=lambda candidate: (candidate.start, candidate.end))


def _is_scene(start: int, text: str) -> bool:
    """Whether the place that begins at `start` only tells where."""
    return _WHERE.search(text, max(0, start - _WHERE_CHARS), start) is not None


def _watched(start: int, end: int, target: Target) -> _Candidate:
    return _Candidate(start, end, f"watch:{target.target_id}", target.name, target.kind, target.aliases)


def _in_reach(quotation: _Quotation, article: _Article) -> Iterator[_Candidate]:
    """Candidates in the content, then those beside the cue."""
    for zone in quotation.content:
        yield from _inside(zone, article)
    if quotation.cue is None:
        return
    for candidate in _inside(_cue_sentence(quotation.cue, article), article):
        is_watched = candidate.target_id.startswith("watch:")
        is_object = quotation.has_object and candidate.start >= quotation.cue[1]
        if (is_watched or is_object) and not _in_content(candidate, article.contents):
            yield candidate


def _inside(zone: Zone, article: _Article) -> Iterator[_Candidate]:
    for at in range(bisect_left(article.starts, zone[0]), bisect_left(article.starts, zone[1])):
        if article.candidates[at].end <= zone[1]:
            yield article.candidates[at]


def _in_content(candidate: _Candidate, contents: list[Zone]) -> bool:
    at = bisect_right(contents, (candidate.start, candidate.end)) - 1
    near = contents[max(0, at - 1) : at + 2]
    return any(start <= candidate.start and candidate.end <= end for start, end in near)


def _cue_sentence(cue: Zone, article: _Article) -> Zone:
    """The sentence of the cue, of a very long one only what is near."""
    start, end = article.sentences[max(0, bisect_right(article.sentence_starts, cue[0]) - 1)]
    return max(start, cue[0] - CUE_REACH_CHARS), min(end, cue[1] + CUE_REACH_CHARS)
