"""Where the aliases of a watch-list stand in article texts: Aho-Corasick over the whole batch at once."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.scores.folding import searchable
from transforms.scores.watch_list import Target, WatchList

_PLURALS = ("", "s", "es")


@dataclass(frozen=True, slots=True)
class AliasMatch:
    """One place of one target, in characters of the article's text."""

    start: int
    end: int
    target: Target


def find_aliases(articles: pl.DataFrame, watch_list: WatchList) -> dict[str, list[AliasMatch]]:
    """Article → the matches in its text, by position: whole words, singular or plural, longest first.

    Case does not matter, save for acronyms.
    """
    by_alias = watch_list.by_alias
    if not by_alias or articles.is_empty():
        return {}
    aliases = sorted(by_alias)
    texts = [searchable(text) for text in articles["text"]]
    found = pl.DataFrame({"text": texts}).select(
        at=pl.col("text").str.find_many(aliases, overlapping=True),
        alias=pl.col("text").str.extract_many(aliases, overlapping=True),
    )
    matches: dict[str, list[AliasMatch]] = {}
    acronyms = frozenset[str]().union(*(target.acronyms for target in watch_list.targets))
    rows = zip(articles["article_id"], articles["text"], texts, found.iter_rows(), strict=True)
    for article, written, text, (at, alias) in rows:
        if at:
            words = _whole_words(text, _characters(text, at), alias)
            places = _longest([place for place in words if place[2] not in acronyms or _is_upper(written, place)])
            matches[article] = [AliasMatch(start, end, by_alias[name]) for start, end, name in places]
    return matches


def _characters(text: str, byte_offsets: list[int]) -> list[int]:
    if text.isascii():
        return byte_offsets
    encoded = np.frombuffer(text.encode(), dtype=np.uint8)
    character_of = np.cumsum((encoded & 0xC0) != 0x80) - 1
    return [int(character) for character in character_of[byte_offsets]]


def _whole_words(text: str, starts: list[int], aliases: list[str]) -> list[tuple[int, int, str]]:
    kept = []
    for start, alias in zip(starts, aliases, strict=True):
        if start and _in_word(text[start - 1]) and _in_word(alias[0]):
            continue
        for ending in _PLURALS:
            end = start + len(alias) + len(ending)
            if text.startswith(ending, start + len(alias)) and not (end < len(text) and _in_word(text[end])):
                kept.append((start, end, alias))
                break
    return kept


def _is_upper(text: str, place: tuple[int, int, str]) -> bool:
    return text[place[0] : place[1]].rstrip("s").isupper()


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _longest(places: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Of places that overlap only the longest, the first of equals."""
    kept: list[tuple[int, int, str]] = []
    for place in sorted(places):
        if kept and place[0] < kept[-1][1]:
            if place[1] - place[0] > kept[-1][1] - kept[-1][0]:
                kept[-1] = place
        else:
            kept.append(place)
    return kept
