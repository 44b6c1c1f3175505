"""A home with a published run of generated articles, as large as you like, to measure readers of published runs.

    python benchmarks/published_run.py HOME --quotations 100000

Words, speakers, outlets and targets are as unevenly used as in news (Zipf); offsets are right, so that every view of
the run works; there are no tokens. The core tables are generated and then published by the pipeline's own step.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b, sha256
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import polars as pl

from flows.context import Context
from flows.home import Home
from flows.settings import Settings
from flows.steps.publish import publish
from warehouse.load import append_rows
from warehouse.store import open_store, transaction

PER_ARTICLE = 8
ARTICLES_AT_ONCE = 5000
FIRST_DAY = datetime(2023, 1, 1)
DAYS = 1000
OUTLETS = 40
TARGETS = 300
CUES = (("said", "say", "verb"), ("warned", "warn", "verb"), ("hopes", "hope", "attitude"))
LABELS = ("favor", "against", "neutral")
SYLLABLES = [a + b for a in ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "st", "tr") for b in "aeiou"]

Rows = dict[str, list[dict[str, Any]]]


class World:
    """The words, names and their frequencies that articles are drawn from."""

    def __init__(self, quotations: int, seed: int) -> None:
        self.numbers = np.random.default_rng(seed)
        self.random = Random(seed)  # several times faster than numpy for one number
        self.words = self._invented(20_000)
        self.speakers = [name.title() for name in self._invented(max(20, quotations // 50), words=2)]
        self.speaker_ids = [f"spk_{_digest(name)}" for name in self.speakers]
        self.targets = [name.title() for name in self._invented(TARGETS, words=2)]
        self.outlets = [f"{name.title()} Times" for name in self._invented(OUTLETS)]

    def draw(self, values: Sequence[str], count: int) -> list[int]:
        """Positions of `count` of the values, the first ones often."""
        places: list[int] = np.searchsorted(_shares(len(values)), self.numbers.random(count)).tolist()
        return places

    def _invented(self, count: int, words: int = 1) -> list[str]:
        made: dict[str, None] = {}
        while len(made) < count:
            made[
                " ".join("".join(self.random.choices(SYLLABLES, k=self.random.choice((2, 3)))) for _ in range(words))
            ] = None
        return list(made)


@cache
def _shares(count: int) -> Any:  # noqa: ANN401 - an array
    share = 1 / np.arange(1, count + 1)
    return np.cumsum(share) / share.sum()


def articles(world: World, quotations: int) -> Iterator[Rows]:
    """The rows of every core table for one article after the other."""
    for number in range(-(-quotations // PER_ARTICLE)):
        yield _article(world, number)


def _article(world: World, number: int) -> Rows:
    random = world.random
    article_id = _digest(f"article {number}")
    rows: Rows = {name: [] for name in _TABLES}
    text, told = "", world.draw(world.speakers, PER_ARTICLE)
    lengths = [random.randrange(6, 40) for _ in range(PER_ARTICLE)]
    words = world.draw(world.words, sum(lengths) + PER_ARTICLE)
    for paragraph, (who, length) in enumerate(zip(told, lengths, strict=True)):
        drawn = [world.words[place] for place in words[:length]]
        words = words[length:]
        target = world.draw(world.targets, 1)[0] if random.random() < 0.6 else None
        if target is not None:
            drawn.insert(len(drawn) // 2, world.targets[target])
        text = _paragraph(world, rows, article_id, paragraph, text, " ".join(drawn), who, target)
    published = FIRST_DAY + timedelta(days=random.random() * DAYS)
    outlet = world.outlets[world.draw(world.outlets, 1)[0]]
    rows["core_articles"].append({
        "article_id": article_id, "admitted_no": number, "outlet": outlet, "url": f"https://example.org/{number}",
        "title": " ".join(world.words[place] for place in words).capitalize(), "authors": None,
        "published_at": published, "language": "en", "is_analysed": True, "text": text, "text_chars": len(text),
        "text_sha256": sha256(text.encode()).hexdigest(), "source_path": "generated.jsonl", "source_record": number,
        "format": "jsonl", "duplicate_of": None, "duplicate_similarity": None,
    })  # fmt: skip
    rows["core_article_files"].append({
        "source_path": "generated.jsonl", "source_record": number, "article_id": article_id, "is_duplicate": False,
        "outlet": outlet, "url": None, "published_at": published,
    })  # fmt: skip
    rows["_fingerprints"] = [
        {"step": step, "article_id": article_id, "fingerprint": "generated", "batch": "generated"}
        for step in ("annotate", "score")
    ]
    return rows


def _paragraph(
    world: World, rows: Rows, article_id: str, paragraph: int, text: str, said: str, who: int, target: int | None
) -> str:
    """Adds one paragraph, “…,” said X., to `text` and its rows to `rows`; returns the text so far."""
    random = world.random
    cue, lemma, cue_kind = random.choices(CUES, (7, 2, 1))[0]
    quotation = f"“{said.capitalize()},”"
    start = len(text) + 2 if text else 0
    end, name = start + len(quotation), world.speakers[who]
    line = f"{quotation} {cue} {name}."
    cue_end = end + 1 + len(cue)
    mention = {"start": cue_end + 1, "end": cue_end + 1 + len(name)}
    key = {"article_id": article_id}
    quotation_id = f"{article_id}:{start}-{end}"
    span = {"start": start, "end": start + len(line)}
    rows["core_paragraphs"].append(
        {**key, "paragraph_no": paragraph, **span, "role": "text", "rule": None, "text": line}
    )
    rows["core_sentences"].append({**key, "sentence_no": paragraph, "paragraph_no": paragraph, **span, "text": line})
    rows["core_quotations"].append({
        **key, "quotation_id": quotation_id, "kind": "direct", "start": start, "end": end,
        "spans": json.dumps([[start, end]]), "text": quotation, "words": len(said.split()), "sentence_no": paragraph,
        "cue_start": end + 1, "cue_end": cue_end, "cue": cue, "cue_lemma": lemma, "cue_kind": cue_kind,
        "confidence": round(random.uniform(0.5, 1), 3),
    })  # fmt: skip
    rows["core_attributions"].append({
        **key, "quotation_id": quotation_id, "mention_start": mention["start"], "mention_end": mention["end"],
        "mention": name, "mention_kind": "name", "method": "inverted", "confidence": 0.9, "canonical": name,
        "resolution": "full_name", "resolution_confidence": 0.9, "reasons": f"{name} is the subject of {cue}",
    })  # fmt: skip
    rows["core_mentions"].append({
        **key, **mention, "text": name, "kind": "name", "entity_type": "person", "canonical": name, "role": None,
        "affiliation": None, "honorific": None, "method": "full_name", "confidence": 0.9, "reasons": "generated",
    })  # fmt: skip
    rows["core_speaker_links"].append({
        **key, **mention, "speaker_id": world.speaker_ids[who], "score": 0.9, "signals": "same name +2",
        "method": "name",
    })  # fmt: skip
    rows["core_sentiment"].append({
        **key, "unit": "quotation", "start": start, "end": end, "scorer": "vader", "version": "1",
        "value": round(max(-1.0, min(1.0, random.gauss(0.05, 0.4))), 4),
    })  # fmt: skip
    if target is not None:
        at = text_at(start, quotation, world.targets[target])
        p_favor, p_against = sorted((random.random(), random.random()))
        p_against -= p_favor
        p_neutral = 1 - p_favor - p_against
        label = max(zip((p_favor, p_against, p_neutral), LABELS, strict=True))[1]
        rows["core_stance"].append({
            **key, "quotation_id": quotation_id, "target_id": f"name:{world.targets[target].lower()}",
            "target": world.targets[target], "target_kind": "organisation", "target_start": at,
            "target_end": at + len(world.targets[target]), "sentence_no": paragraph, "label": label,
            "score": p_favor - p_against, "p_favor": p_favor, "p_against": p_against, "p_neutral": p_neutral,
            "target_sentiment": p_favor - p_against, "evidence": "" if label == "neutral" else said.split()[0],
            "scorer": "generated", "version": "1",
        })  # fmt: skip
    return f"{text}\n\n{line}" if text else line


def text_at(start: int, quotation: str, name: str) -> int:
    """Where in the article `name` stands; str.capitalize has lowered it."""
    return start + quotation.lower().index(name.lower())


_TABLES = (
    "core_articles", "core_article_files", "core_paragraphs", "core_sentences", "core_quotations",
    "core_attributions", "core_mentions", "core_speaker_links", "core_sentiment", "core_stance", "_fingerprints",
)  # fmt: skip
_SPEAKERS = """
    INSERT INTO core_speakers
    SELECT l.speaker_id, min(m.canonical), 'person', 'speaker', NULL, min(m.canonical), min(a.published_at),
           max(a.published_at), count(DISTINCT article_id), count(*)
    FROM core_speaker_links AS l
    JOIN core_mentions AS m USING (article_id, start)
    JOIN core_articles AS a USING (article_id)
    GROUP BY l.speaker_id
"""


def generate(home: Home, quotations: int, seed: int) -> Path:
    """Fills the working database of `home` and publishes it; returns the run's folder."""
    home.create()
    world = World(quotations, seed)
    made = articles(world, quotations)
    with open_store(home.database) as store:
        while some := list(islice(made, ARTICLES_AT_ONCE)):
            with transaction(store):
                for table in _TABLES:
                    rows = [row for article in some for row in article[table]]
                    if rows:
                        append_rows(store, table, pl.DataFrame(rows, infer_schema_length=None))
        store.execute(_SPEAKERS)
    report = publish(Context(home, Settings()), "generated")
    assert report.published is not None
    return report.published


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def main() -> None:
    """Generates and says where."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--quotations", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(generate(Home(options.home.absolute()), options.quotations, options.seed))


if __name__ == "__main__":
    main()
