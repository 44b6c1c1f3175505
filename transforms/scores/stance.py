"""The stances of a batch: the most decided answer over the mentions of each target."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any

import dataframely as dy
import polars as pl

from transforms.schemas.core_scores import CoreStance
from transforms.scores.evidence import evidence
from transforms.scores.folding import folded
from transforms.text.errors import PipelineError
from transforms.text.scores import SentimentScorer, StanceAnswer, StanceLabel, StanceQuestion, StanceScorer
from transforms.text.spans import Span

MAX_MENTIONS = 5  # of one target in one quotation; the rest of a long quotation adds time, hardly evidence
MAX_CONTEXT_CHARS = 1500
# Least probability of a side in the tables. On the tuning cases of the small judge 83 % of the sides in favor and 81 %
# of those against are then right, instead of 70 % of either with 0.5; of the right ones three in ten fewer are found.
SIDE_FLOOR = 0.75
Row = dict[str, Any]
Judged = tuple[Row, StanceQuestion, StanceAnswer]


class NoTone(PipelineError):
    """The scorer of the stance does not tell the tone, and no other does."""

    def __init__(self) -> None:
        super().__init__("the stance scorer tells no tone toward the target: pass a tone_scorer")


def score_stance(
    targets: pl.DataFrame,
    quotations: pl.DataFrame,
    attributions: pl.DataFrame,
    sentences: pl.DataFrame,
    articles: pl.DataFrame,
    scorer: StanceScorer,
    tone_scorer: SentimentScorer | None = None,
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
        tone_scorer: judges the tone toward the targets; None: `scorer` tells it with its answers.
        side_floor: least probability of a side; below it the label is neutral.

    Raises:
        NoTone: neither scorer tells the tone.
    """
    asked = list(questions(targets, quotations, attributions, sentences, articles))
    answers = scorer.judge([question for _, question in asked])
    best: dict[tuple[str, str], Judged] = {}
    for (row, question), answer in zip(asked, answers, strict=True):
        key = (row["quotation_id"], row["target_id"])
        if key not in best or answer.p_neutral < best[key][2].p_neutral:
            best[key] = (row, question, answer)
    tones = _tones(list(best.values()), tone_scorer)
    rows = [_scored(*judged, tone, scorer, side_floor) for judged, tone in zip(best.values(), tones, strict=True)]
    frame = pl.DataFrame(rows, schema=CoreStance.create_empty().schema)
    return CoreStance.validate(frame.sort("quotation_id", "target_id"))


def questions(
    targets: pl.DataFrame,
    quotations: pl.DataFrame,
    attributions: pl.DataFrame,
    sentences: pl.DataFrame,
    articles: pl.DataFrame,
) -> Iterator[tuple[Row, StanceQuestion]]:
    """What is asked: one question per mention of a target that is not the speaker himself, with its row of `targets`.

    For the arguments see `score_stance`.
    """
    said = {row["quotation_id"]: row for row in attributions.iter_rows(named=True)}
    texts = dict(articles.select("article_id", "text").iter_rows())
    quoted = {row["quotation_id"]: row for row in quotations.iter_rows(named=True)}
    cut = _sentence_bounds(sentences)
    for row in targets.iter_rows(named=True):
        quotation, speaker = quoted[row["quotation_id"]], said.get(row["quotation_id"])
        if _is_speaker(row, speaker):
            continue
        mentions = zip(row["mention_starts"][:MAX_MENTIONS], row["mention_ends"], strict=False)
        for start, end in mentions:
            target = Span(start, end)
            context = _context(quotation, target, *cut.get(row["article_id"], ([], [])))
            yield row, _question(texts[row["article_id"]], context, quotation, speaker, target, row["target"])


def decided(answer: StanceAnswer, side_floor: float = SIDE_FLOOR) -> StanceLabel:
    """The label for the tables: a side needs a probability of `side_floor`."""
    sure = max(answer.p_favor, answer.p_against) >= side_floor
    return answer.label if sure else StanceLabel.NEUTRAL


def _tones(judged: list[Judged], scorer: SentimentScorer | None) -> list[float]:
    """The tone toward each question's target, P(positive) - P(negative)."""
    if scorer is None:
        tones = [answer.tone for _, _, answer in judged]
        if any(tone is None for tone in tones):
            raise NoTone
        return [tone.score for tone in tones if tone is not None]
    return [answer.score for answer in scorer.judge([(question.text, question.target) for _, question, _ in judged])]


def _scored(
    row: Row, question: StanceQuestion, answer: StanceAnswer, tone: float, scorer: StanceScorer, side_floor: float
) -> Row:
    kept = ("quotation_id", "target_id", "article_id", "target", "target_kind", "target_start", "target_end")
    label = decided(answer, side_floor)
    return {
        **{name: row[name] for name in kept},
        "sentence_no": row["sentence_no"],
        "label": label.value,
        "score": answer.score,
        "p_favor": answer.p_favor,
        "p_against": answer.p_against,
        "p_neutral": answer.p_neutral,
        "target_sentiment": tone,
        "evidence": " | ".join(span.slice(question.text) for span in evidence(question, label)),
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
