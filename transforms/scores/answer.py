"""Stance and targeted sentiment of rows as a user writes them: a text, a target and, where known, their offsets."""

from collections.abc import Iterable, Mapping
from typing import Any

from transforms.scores.locate import given_or_located
from transforms.text.scores import SentimentScorer, StanceLabel, StanceQuestion, StanceScorer
from transforms.text.spans import Span

NEAR_CHARS = 5_000  # read on either side of a target; far more than a sentence, and it bounds a text without full stops


def stance_rows(rows: Iterable[Mapping[str, Any]], scorer: StanceScorer) -> list[dict[str, Any]]:
    """One answer per row, in order: id, label (favor, against, neutral), score and probabilities.

    A row has id, text, speaker, speaker_start, speaker_end, target, target_start, target_end; where offsets are null
    the names are looked for in the text, and a target that is not there leaves the text to be judged as a whole.
    """
    listed = list(rows)
    judged = scorer.judge([_question(row) for row in listed])
    return [
        {
            "id": row.get("id"),
            "label": answer.label.value,
            "score": round(answer.score, 4),
            "probabilities": {
                StanceLabel.FAVOR.value: round(answer.p_favor, 4),
                StanceLabel.AGAINST.value: round(answer.p_against, 4),
                StanceLabel.NEUTRAL.value: round(answer.p_neutral, 4),
            },
        }
        for row, answer in zip(listed, judged, strict=True)
    ]


def _question(row: Mapping[str, Any]) -> StanceQuestion:
    text, speaker, target = row["text"], row.get("speaker"), row.get("target")
    by = given_or_located(row.get("speaker_start"), row.get("speaker_end"), speaker, text)
    aimed = given_or_located(row.get("target_start"), row.get("target_end"), target, text)
    near = Span(0, len(text))
    if aimed is not None and len(text) > 2 * NEAR_CHARS:
        near = Span(max(0, aimed.start - NEAR_CHARS), min(len(text), aimed.end + NEAR_CHARS))
    piece = near.slice(text)
    return StanceQuestion(
        text=piece,
        # Where the speaker does not stand in the text, the text is what he says.
        content=() if by is not None else (Span(0, len(piece)),),
        speaker=_within(by, near),
        speaker_name=speaker,
        target=_within(aimed, near),
        target_name=target,
    )


def _within(span: Span | None, near: Span) -> Span | None:
    if span is None or span.start < near.start or span.end > near.end:
        return None
    return Span(span.start - near.start, span.end - near.start)


def sentiment_rows(rows: Iterable[Mapping[str, Any]], scorer: SentimentScorer) -> list[dict[str, Any]]:
    """One answer per row, in order: id, label (-1, 0, 1), score and probabilities, null for a text judged as a whole.

    A row has id, text, target, target_start, target_end; where offsets are null the name is looked for in the text.
    """
    listed = list(rows)
    judged = scorer.judge(
        [
            (
                row["text"],
                given_or_located(row.get("target_start"), row.get("target_end"), row.get("target"), row["text"]),
            )
            for row in listed
        ]
    )
    return [
        {
            "id": row.get("id"),
            "label": int(answer.label),
            "score": round(answer.score, 4),
            "probabilities": answer.probabilities
            and {str(int(label)): round(share, 4) for label, share in answer.probabilities.items()},
        }
        for row, answer in zip(listed, judged, strict=True)
    ]
