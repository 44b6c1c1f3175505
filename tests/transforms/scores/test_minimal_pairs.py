"""Pairs of sentences that differ in little, written for this test: does the scorer see what turns the side?

One file of `minimal_pairs/` is one phenomenon. Its floors, one for each judge, are what was reached when they were last
raised: rows with the right label, and pairs of which both rows have it. These sentences are for measuring only; no
training may see them.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from transforms.evaluation.words import plain_words
from transforms.scores.answer import stance_rows
from transforms.scores.encoder_judge import shipped_judge
from transforms.scores.locate import locate
from transforms.text.scores import StanceLabel

JUDGES = ("judge", "large_judge")
FOLDER = Path(__file__).with_name("minimal_pairs")
PHENOMENA = sorted(path.stem for path in FOLDER.glob("*.toml"))


@dataclass(frozen=True, slots=True)
class Case:
    """One row and the label it should get."""

    text: str
    speaker: str
    target: str
    label: str


Pair = tuple[Case, Case]


@dataclass(frozen=True, slots=True)
class Reached:
    """How many rows, and how many whole pairs, have the right label."""

    rows: int
    pairs: int


@cache
def of_phenomenon(name: str) -> tuple[dict[str, Reached], list[Pair]]:
    """The floor of each judge and the pairs of a phenomenon."""
    stored = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    return {judge: Reached(**stored["floor"][judge]) for judge in JUDGES}, [pair(**row) for row in stored["pairs"]]


def pair(speaker: str, target: str, rows: list[list[str]], *, swapped: bool = False) -> Pair:
    (one_label, one_text), (other_label, other_text) = rows
    roles = (target, speaker) if swapped else (speaker, target)
    return Case(one_text, speaker, target, one_label), Case(other_text, *roles, other_label)


def pairs() -> Iterator[Pair]:
    for name in PHENOMENA:
        yield from of_phenomenon(name)[1]


@cache
def said(judge: str, name: str) -> list[str]:
    """The labels that a judge gives to the rows of a phenomenon."""
    cases = [case for both in of_phenomenon(name)[1] for case in both]
    rows = [{"text": case.text, "speaker": case.speaker, "target": case.target} for case in cases]
    return [answer["label"] for answer in stance_rows(rows, shipped_judge(judge))]


def reached(judge: str, name: str) -> Reached:
    cases = [case for both in of_phenomenon(name)[1] for case in both]
    right = [label == case.label for case, label in zip(cases, said(judge, name), strict=True)]
    return Reached(sum(right), sum(map(all, zip(right[::2], right[1::2], strict=True))))


def table(judge: str, shown: str) -> str:
    """What is reached in every phenomenon, and the wrong rows of the one `shown`."""
    lines = [f"{'':20}{'rows':>16}{'pairs':>16}"]
    for name in PHENOMENA:
        floors, both = of_phenomenon(name)
        floor, got = floors[judge], reached(judge, name)
        cells = (f"{got.rows}/{2 * len(both)} (≥ {floor.rows})", f"{got.pairs}/{len(both)} (≥ {floor.pairs})")
        lines.append(f"{name:20}{cells[0]:>16}{cells[1]:>16}")
    cases = [case for both in of_phenomenon(shown)[1] for case in both]
    wrong = [(case, label) for case, label in zip(cases, said(judge, shown), strict=True) if case.label != label]
    lines += [f"{case.label} → {label}: {case.speaker} on {case.target}: {case.text}" for case, label in wrong]
    return "\n".join(lines)


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("name", PHENOMENA)
def test_as_many_rows_and_pairs_are_right_as_before(judge: str, name: str) -> None:
    floor, got = of_phenomenon(name)[0][judge], reached(judge, name)
    assert got.rows >= floor.rows and got.pairs >= floor.pairs, f"\n{table(judge, name)}"


def test_speaker_and_target_stand_in_every_text_and_no_text_stands_twice() -> None:
    cases = [case for both in pairs() for case in both]
    assert len(cases) >= 480
    for case in cases:
        assert locate(case.speaker, case.text) and locate(case.target, case.text), case
    assert len({(case.text, case.speaker) for case in cases}) == len(cases)


def test_each_label_has_about_a_third_of_the_rows() -> None:
    counts = Counter(case.label for both in pairs() for case in both)
    assert set(counts) == {label.value for label in StanceLabel}
    assert all(0.28 < count / counts.total() < 0.38 for count in counts.values()), counts


def test_no_frequent_word_gives_the_label_away() -> None:
    labels: dict[str, Counter[str]] = {}
    for case in (case for both in pairs() for case in both):
        for word in set(plain_words(case.text)):
            labels.setdefault(word, Counter())[case.label] += 1
    for word, counts in labels.items():
        assert counts.total() < 12 or max(counts.values()) <= 0.7 * counts.total(), (word, counts)
