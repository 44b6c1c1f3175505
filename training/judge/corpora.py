"""The labelled rows of the corpora as questions with their answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from training.reader.corpora import Row, read_rows
from transforms.text.scores import StanceLabel, StanceQuestion
from transforms.text.spans import Span

TUNING_SHARE = 14
TUNING = 0  # the part that is left out for the calibration; see `part_of`
STANCE, SENTIMENT = "stance", "sentiment"
CLASSES = {STANCE: tuple(label.value for label in StanceLabel), SENTIMENT: ("-1", "0", "1")}
TASKS = tuple(CLASSES)
UNLABELLED = -1
UNKNOWN = (UNLABELLED, UNLABELLED)
CLAIMS = "perspectrum"
TONES = "newsmtsc"
PARTIES = "stance_dse"
# Corpora whose targets stand in the text, and their files.
MARKED = {PARTIES: "stance_dse", TONES: "targeted_sentiment_newsmtsc"}
UNRELATED_SHARE = 4
BACK_SHARE = 7
RATED = ("sentiment_vader_nyt_editorials", "sentiment_vader_tweets")
# The mean of twenty raters, -4 to 4: from where they are sure of a tone, and below what of none.
SURE, NONE = 1.0, 0.3
RAREST = 0.01  # share of annotators; a logarithm needs some


@dataclass(frozen=True, slots=True)
class Case:
    """One question with the corpus it comes from; `answers` are, per task, an index of its CLASSES or UNLABELLED."""

    corpus: str
    question: StanceQuestion
    answers: tuple[int, int] = UNKNOWN

    def knows(self, task: str) -> bool:
        """Whether its answer to `task` is known."""
        return self.answers[TASKS.index(task)] != UNLABELLED


def part_of(text: str) -> int:
    """Which of TUNING_SHARE parts a text belongs to, by its hash."""
    return crc32(text.encode()) % TUNING_SHARE


def labelled(task: str, label: str) -> tuple[int, int]:
    """The answers of a case of which only one task is known."""
    answer = CLASSES[task].index(label)
    return (answer, UNLABELLED) if task == STANCE else (UNLABELLED, answer)


def answers_of(cases: Sequence[Case], task: str) -> NDArray[np.int64]:
    """The right classes [cases]; UNLABELLED where none is known."""
    return np.array([case.answers[TASKS.index(task)] for case in cases])


def of_corpora(cases: Sequence[Case], *corpora: str) -> list[Case]:
    """The cases of some corpora."""
    return [case for case in cases if case.corpus in corpora]


NEITHER = labelled(STANCE, StanceLabel.NEUTRAL.value)


def train_cases(corpora: Path) -> tuple[list[Case], list[Case]]:
    """What is fitted (the train parts of stance_dse and NewsMTSC, all of stance_perspectrum, and what is `asked_back`),
    and one text in TUNING_SHARE of them left out for the calibration.

    Rows that stand twice, in stance_dse mostly sides, count once: else the shares of the classes are not those of news.
    """
    every = [
        *_cases(PARTIES, STANCE, _rows(corpora, MARKED[PARTIES], _is_train), directed),
        *_cases(TONES, SENTIMENT, _rows(corpora, MARKED[TONES], _is_train), marked),
        *_cases(CLAIMS, STANCE, _rows(corpora, "stance_perspectrum"), unmarked),
    ]
    cases = list(dict.fromkeys(every))
    is_left_out = [part_of(case.question.text) == TUNING for case in cases]
    fitted, tuning = (
        [case for case, out in zip(cases, is_left_out, strict=True) if out is wanted] for wanted in (False, True)
    )
    return [*fitted, *asked_back(fitted)], tuning


def dev_cases(corpora: Path) -> list[Case]:
    """What is only scored: both dev sets of NewsMTSC, and the dev rows of stance_dse with sentences new to train."""
    return [
        *_cases(PARTIES, STANCE, _rows(corpora, MARKED[PARTIES], _is_new), directed),
        *_cases(TONES, SENTIMENT, _rows(corpora, MARKED[TONES], lambda row: not _is_train(row)), marked),
    ]


def asked_back(cases: Sequence[Case]) -> list[Case]:
    """One in BACK_SHARE of the neutral rows of stance_dse asked the other way round: neutral as well.

    A speaker who stands behind the target is never neutral in stance_dse: the order would tell.
    """
    neutral = [case for case in of_corpora(cases, PARTIES) if case.answers == NEITHER]
    return [
        replace(case, question=replace(case.question, speaker=case.question.target, target=case.question.speaker))
        for case in neutral[::BACK_SHARE]
    ]


def climate_cases(corpora: Path) -> list[Case]:
    """stance_gwsd: sentences on one issue that most of them do not name."""
    return [*_cases("stance_gwsd", STANCE, _rows(corpora, "stance_gwsd"), unmarked)]


def climate_odds(corpora: Path) -> NDArray[np.float32]:
    """What the annotators of `climate_cases` say together: `odds_of_sides`."""
    shares = [[row["p"][name] for name in CLASSES[STANCE]] for row in _rows(corpora, "stance_gwsd")]
    return odds_of_sides(np.array(shares, dtype=np.float32))


def odds_of_sides(shares: NDArray[Any]) -> NDArray[np.float32]:
    """How many say each side, `shares` [cases, 3], as logarithms, none below RAREST, [cases, 6]; of the tone NaN."""
    sides = np.log(np.clip(shares, RAREST, None)).astype(np.float32)
    return np.concatenate([sides, np.full((len(sides), len(CLASSES[SENTIMENT])), np.nan, np.float32)], axis=1)


def unrelated_cases(corpora: Path) -> list[Case]:
    """Perspectives of stance_perspectrum on claims of other debates: neither for nor against. None that is left out."""
    rows = list(_rows(corpora, "stance_perspectrum"))
    claims = sorted({row["target"] for row in rows})
    place = {claim: number for number, claim in enumerate(claims)}
    half = len(claims) // 2
    return [
        Case("unrelated", StanceQuestion(row["text"], target_name=claims[place[row["target"]] - half]), NEITHER)
        for row in rows[::UNRELATED_SHARE]
        if part_of(row["text"]) != TUNING
    ]


def rated_cases(corpora: Path) -> list[Case]:
    """The tone of whole sentences, toward nobody in particular: of those whose raters were sure."""
    rated = [(row["text"], row["score"]) for name in RATED for row in _rows(corpora, name)]
    return [
        Case("rated", StanceQuestion(text), labelled(SENTIMENT, str((score > NONE) - (score < -NONE))))
        for text, score in rated
        if not NONE < abs(score) < SURE
    ]


def directed(row: Row) -> StanceQuestion:
    """The ends of `speaker` and `target` in stance_dse are cut one character off at times; those of p and q are right.

    p stands before q; the speaker is q where q speaks of p.
    """
    first, second = Span(row["p_start"], row["p_end"]), Span(row["q_start"], row["q_end"])
    speaker, target = (first, second) if row["speaker_start"] == row["p_start"] else (second, first)
    return StanceQuestion(row["text"], speaker=speaker, target=target)


def marked(row: Row) -> StanceQuestion:
    """A mention in the text, of whom nobody in particular speaks."""
    return StanceQuestion(row["text"], target=Span(row["target_start"], row["target_end"]))


def unmarked(row: Row) -> StanceQuestion:
    """A claim that does not stand in the text."""
    return StanceQuestion(row["text"], target_name=row["target"])


def _cases(corpus: str, task: str, rows: Iterable[Row], question: Callable[[Row], StanceQuestion]) -> Iterator[Case]:
    for row in rows:
        yield Case(corpus, question(row), labelled(task, str(row["label"])))


def _rows(corpora: Path, name: str, keep: Callable[[Row], bool] = lambda _: True) -> Iterator[Row]:
    return filter(keep, read_rows(corpora / f"{name}.jsonl"))


def _is_train(row: Row) -> bool:
    return bool(row["split"] == "train")


def _is_new(row: Row) -> bool:
    return not _is_train(row) and not row.get("sentence_in_train")
