"""Sentences written for this training: patterns with their answers, and the names and words that fill them."""

import random
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from training.encoder.fitting import SEED
from training.judge.corpora import CLASSES, SENTIMENT, STANCE, Case
from transforms.text.scores import StanceQuestion
from transforms.text.spans import Span

CORPUS = "written"
FOLDER = Path(__file__).with_name("written")
COMPOSED = "patterns_composed.toml"  # few patterns with many fillings
FILLINGS = 3  # of each pattern, with other names; a file may ask for more


def written_cases() -> list[Case]:
    """Every row of every pattern, FILLINGS times or as often as its file says."""
    return list(chain.from_iterable(written_by_file().values()))


def written_by_file() -> dict[str, list[Case]]:
    """The `written_cases` by the name of their file."""
    draw = random.Random(SEED)
    names = tomllib.loads((FOLDER / "names.toml").read_text(encoding="utf-8"))
    return {
        path.name: list(_of_file(tomllib.loads(path.read_text(encoding="utf-8")), names, draw))
        for path in sorted(FOLDER.glob("patterns_*.toml"))
    }


def _of_file(file: dict[str, Any], names: dict[str, list[str]], draw: random.Random) -> Iterator[Case]:
    for pattern in file["patterns"]:
        for _ in range(file.get("fillings", FILLINGS)):
            yield from _filled(pattern, _words(file, draw), *_names(pattern, names, draw))


def _words(file: dict[str, Any], draw: random.Random) -> dict[str, str]:
    """What is put into the slots of a pattern that are no names, the same in all of its rows."""
    return {f"{{{slot}}}": draw.choice(listed) for slot, listed in file.get("words", {}).items()}


def _names(pattern: dict[str, Any], names: dict[str, list[str]], draw: random.Random) -> tuple[str, str]:
    """A speaker and a target that are not the same."""
    target = draw.choice(names[draw.choice(pattern["kinds"])])
    speaker = target
    while speaker == target:
        speaker = draw.choice(names[draw.choice(pattern["speakers"])])
    return speaker, target


def _filled(pattern: dict[str, Any], words: dict[str, str], speaker: str, target: str) -> Iterator[Case]:
    for side, tone, sentence in pattern["rows"]:
        text, spans = _fill(sentence, {"{S}": speaker, "{T}": target} | words)
        question = StanceQuestion(text, speaker=spans["{S}"], target=spans["{T}"])
        yield Case(CORPUS, question, (CLASSES[STANCE].index(side), CLASSES[SENTIMENT].index(str(tone))))


def _fill(sentence: str, slots: dict[str, str]) -> tuple[str, dict[str, Span]]:
    text, rest = "", sentence
    spans: dict[str, Span] = {}
    while rest:
        slot = min(slots, key=lambda slot: rest.find(slot) if slot in rest else len(rest))
        if slot not in rest:
            return text + rest, spans
        before, rest = rest.split(slot, 1)
        text += before
        filling = slots[slot]
        if not text.strip("“\"' "):
            filling = filling[0].upper() + filling[1:]
        spans[slot] = Span(len(text), len(text) + len(filling))
        text += filling
    return text, spans
