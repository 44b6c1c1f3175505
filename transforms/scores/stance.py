"""Stance v1, lexical, and the stances of a batch: the most decided answer over the mentions of each target."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any

import dataframely as dy
import polars as pl

from transforms.schemas.core_scores import CoreStance
from transforms.scores.folding import folded
from transforms.scores.linear import load
from transforms.scores.scene import Signals
from transforms.scores.signals import signals
from transforms.scores.targeted import toward
from transforms.text.scores import StanceAnswer, StanceLabel, StanceQuestion, StanceScorer
from transforms.text.spans import Span

_EVIDENCE_SHOWN = 6
MAX_MENTIONS = 5  # of one target in one quotation; the rest of a long quotation adds time, hardly evidence
MAX_CONTEXT_CHARS = 1500
_SIDES = {StanceLabel.FAVOR: 1, StanceLabel.AGAINST: -1}
# Least probability of a side in the tables; chosen in cross-validation on stance_dse train (see the model card).
SIDE_FLOOR = 0.5
Row = dict[str, Any]


class LexicalStance:
    """Word lists, negation and the clause of the target; no model beyond some hundred weights."""

    name = "lexical"

    def __init__(self) -> None:
        self._model = load("stance_weights")
        self.version = self._model.version

    def judge(self, questions: list[StanceQuestion]) -> list[StanceAnswer]:
        """One answer per question, in order; a question without a target in its text is judged by the whole text."""
        found = [signals(question) for question in questions]
        rows = self._model.probabilities([signal.values for signal in found]).tolist()
        return [self._answer(signal, row) for signal, row in zip(found, rows, strict=True)]

    def _answer(self, signal: Signals, row: list[float]) -> StanceAnswer:
        """The evidence is only what speaks for the side the answer takes; a neutral answer has none."""
        favor, against, neutral = (row[self._model.labels.index(label)] for label in StanceLabel)
        answer = StanceAnswer(favor, against, neutral)
        side = _SIDES.get(answer.label)
        shown = sorted({span for span, sign in signal.evidence if sign == side})[:_EVIDENCE_SHOWN]
        return StanceAnswer(favor, against, neutral, tuple(shown))


def score_stance(
    targets: pl.DataFrame,
    quotations: pl.DataFrame,
    attributions: pl.DataFrame,
    sentences: pl.DataFrame,
    articles: pl.DataFrame,
    scorer: StanceScorer,
    *,
    side_floor: float = SIDE_FLOOR,
) -> dy.DataFrame[CoreStance]:
    """One row per row of `targets` (of `find_targets`) but those that are the speaker himself, sorted by their keys.

    Where a target is mentioned several times, the answer least neutral decides; its words are the evidence, and the
    sentiment is that toward this mention.

    Args:
        targets: of `find_targets`.
        quotations: core_quotations.
        attributions: core_attributions.
        sentences: core_sentences.
        articles: article_id and text.
        scorer: judges the questions.
        side_floor: least probability of a side; below it the label is neutral.
    """
    said = {row["quotation_id"]: row for row in attributions.iter_rows(named=True)}
    others = [row for row in targets.iter_rows(named=True) if not _is_speaker(row, said.get(row["quotation_id"]))]
    asked = list(_questions(others, said, quotations, sentences, articles))
    answers = scorer.judge([question for _, question in asked])
    best: dict[tuple[str, str], tuple[Row, StanceQuestion, StanceAnswer]] = {}
    for (row, question), answer in zip(asked, answers, strict=True):
        key = (row["quotation_id"], row["target_id"])
        if key not in best or answer.p_neutral < best[key][2].p_neutral:
            best[key] = (row, question, answer)
    tones = _target_sentiments([question for _, question, _ in best.values()])
    rows = [_scored(*judged, tone, scorer, side_floor) for judged, tone in zip(best.values(), tones, strict=True)]
    frame = pl.DataFrame(rows, schema=CoreStance.create_empty().schema)
    return CoreStance.validate(frame.sort("quotation_id", "target_id"))


def decided(answer: StanceAnswer, side_floor: float = SIDE_FLOOR) -> StanceLabel:
    """The label for the tables: a side needs a probability of `side_floor`, and words that bear it if the scorer can
    tell them.
    """
    label = answer.label
    if label is StanceLabel.NEUTRAL or answer.evidence == ():
        return StanceLabel.NEUTRAL
    return label if max(answer.p_favor, answer.p_against) >= side_floor else StanceLabel.NEUTRAL


def _target_sentiments(questions: list[StanceQuestion]) -> list[float]:
    """The tone toward each question's target, P(positive) - P(negative)."""
    return [score for _, score in toward([(question.text, question.target) for question in questions])]


def _scored(
    row: Row, question: StanceQuestion, answer: StanceAnswer, tone: float, scorer: StanceScorer, side_floor: float
) -> Row:
    kept = ("quotation_id", "target_id", "article_id", "target", "target_kind", "target_start", "target_end")
    label = decided(answer, side_floor).value
    evidence = (answer.evidence or ()) if label != StanceLabel.NEUTRAL else ()
    return {
        **{name: row[name] for name in kept},
        "sentence_no": row["sentence_no"],
        "label": label,
        "score": answer.score,
        "p_favor": answer.p_favor,
        "p_against": answer.p_against,
        "p_neutral": answer.p_neutral,
        "target_sentiment": tone,
        "evidence": " | ".join(span.slice(question.text) for span in evidence),
        "scorer": scorer.name,
        "version": scorer.version,
    }


def _is_speaker(target: Row, attribution: Row | None) -> bool:
    if attribution is None:
        return False
    canonical, start, end = attribution["canonical"], attribution["mention_start"], attribution["mention_end"]
    if canonical is not None and folded(canonical) in target["target_names"]:
        return True
    return start is not None and bool(start < target["target_end"] and target["target_start"] < end)


def _questions(
    targets: list[Row], said: dict[str, Row], quotations: pl.DataFrame, sentences: pl.DataFrame, articles: pl.DataFrame
) -> Iterator[tuple[Row, StanceQuestion]]:
    texts = dict(articles.select("article_id", "text").iter_rows())
    quoted = {row["quotation_id"]: row for row in quotations.iter_rows(named=True)}
    cut = _sentence_bounds(sentences)
    for row in targets:
        quotation = quoted[row["quotation_id"]]
        mentions = zip(row["mention_starts"][:MAX_MENTIONS], row["mention_ends"], strict=False)
        for start, end in mentions:
            target = Span(start, end)
            context = _context(quotation, target, *cut.get(row["article_id"], ([], [])))
            speaker = said.get(row["quotation_id"])
            yield row, _question(texts[row["article_id"]], context, quotation, speaker, target, row["target"])


def _sentence_bounds(sentences: pl.DataFrame) -> dict[str, tuple[list[int], list[int]]]:
    grouped = sentences.sort("article_id", "start").group_by("article_id", maintain_order=True).agg("start", "end")
    return {article: (starts, ends) for article, starts, ends in grouped.iter_rows()}


def _context(quotation: Row, target: Span, starts: list[int], ends: list[int]) -> Span:
    """The sentences of quotation, cue and target; of a long quotation the target's sentence, with the cue's if near."""
    cue = Span(quotation["cue_start"], quotation["cue_end"]) if quotation["cue_start"] is not None else target
    whole = _whole_sentences(
        min(quotation["start"], cue.start, target.start), max(quotation["end"], cue.end, target.end), starts, ends
    )
    if whole.end - whole.start <= MAX_CONTEXT_CHARS:
        return whole
    near = _whole_sentences(min(cue.start, target.start), max(cue.end, target.end), starts, ends)
    if near.end - near.start <= MAX_CONTEXT_CHARS:
        return near
    own = _whole_sentences(target.start, target.end, starts, ends)
    reach = MAX_CONTEXT_CHARS // 2
    return Span(max(own.start, target.start - reach), min(own.end, target.end + reach))


def _whole_sentences(start: int, end: int, starts: list[int], ends: list[int]) -> Span:
    first, last = bisect_right(starts, start) - 1, bisect_left(ends, end)
    return Span(min(start, starts[first]) if first >= 0 else start, max(end, ends[last]) if last < len(ends) else end)


def _question(
    text: str, context: Span, quotation: Row, attribution: Row | None, target: Span, target_name: str
) -> StanceQuestion:
    content = tuple(
        Span(max(start, context.start) - context.start, min(end, context.end) - context.start)
        for start, end in json.loads(quotation["spans"])
        if start < context.end and context.start < end
    )
    speaker = attribution or {"mention_start": None, "mention_end": None, "canonical": None}
    return StanceQuestion(
        text=context.slice(text),
        content=content,
        cue=_inside(quotation["cue_start"], quotation["cue_end"], context),
        cue_lemma=quotation["cue_lemma"],
        speaker=_inside(speaker["mention_start"], speaker["mention_end"], context),
        speaker_name=speaker["canonical"],
        target=_inside(*target, context),
        target_name=target_name,
    )


def _inside(start: int | None, end: int | None, context: Span) -> Span | None:
    if start is None or end is None or start < context.start or end > context.end:
        return None
    return Span(start - context.start, end - context.start)
