"""Quotations as somebody marked them, a person in the gold or a system in its prediction, out of rows of JSON."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from transforms.text.errors import PipelineError
from transforms.text.records import QuotationKind
from transforms.text.spans import Span

Row = dict[str, Any]


class Fault(StrEnum):
    """Why a line cannot be scored."""

    NOT_JSON = "not JSON"
    NO_TEXT = "no object with a `text`"
    NO_QUOTES = "no list of `quotes` (an article without quotations has an empty one)"
    NO_SPANS = "a quotation without `spans` or `start` and `end`"
    OUTSIDE_TEXT = "a span that is empty or outside the text (null where there is none)"
    NOT_A_STRING = "a name, text or cue that is no string"


class UnusableMarks(PipelineError):
    """A quotation is marked in a way that cannot be scored."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault}; give offsets in characters of the text, end exclusive.")
        self.fault = fault


@dataclass(frozen=True, slots=True)
class MarkedSpeaker:
    """Who utters a quotation; every part may be empty.

    `spans` is the mention, `others` are further mentions of the same speaker, `text` is the mention in words and
    `canonical` the full name.
    """

    spans: tuple[Span, ...] = ()
    others: tuple[Span, ...] = ()
    text: str = ""
    canonical: str = ""

    @property
    def is_named(self) -> bool:
        """True where there is anything to compare."""
        return bool(self.text.strip() or self.canonical)


@dataclass(frozen=True, slots=True)
class MarkedQuotation:
    """One quotation; `kind` None: nobody said, the marks of the text tell. An optional one neither counts nor costs."""

    spans: tuple[Span, ...]
    speaker: MarkedSpeaker
    kind: QuotationKind | None = None
    cue: str = ""
    is_optional: bool = False


def marked_quotations(rows: object, text: str) -> list[MarkedQuotation]:
    """The `quotes` of a row of gold or of `onrecord predict`, in the order of the text.

    Raises:
        UnusableMarks: a quotation without spans, a span outside `text`, a name that is no string.
    """
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnusableMarks(Fault.NO_QUOTES)
    # Ties are broken by place, then by the rest, so that the order in the file decides nothing.
    return sorted((_quotation(row, text) for row in rows), key=_place)


def _place(quotation: MarkedQuotation) -> tuple[object, ...]:
    speaker = quotation.speaker
    return quotation.spans, speaker.spans, speaker.text, speaker.canonical, quotation.kind or "", quotation.cue


def _quotation(row: Row, text: str) -> MarkedQuotation:
    spans = _spans(row, "spans", "", text)
    if not spans:
        raise UnusableMarks(Fault.NO_SPANS)
    kind = row.get("kind") or row.get("type")
    return MarkedQuotation(
        spans,
        _speaker(row, text),
        QuotationKind(kind) if kind in list(QuotationKind) else None,
        _string(row, "cue_text") or _said(_spans(row, "cue_spans", "cue_", text), text),
        bool(row.get("optional")),
    )


def _speaker(row: Row, text: str) -> MarkedSpeaker:
    spans = _spans(row, "speaker_spans", "speaker_", text)
    return MarkedSpeaker(
        spans,
        _spans(row, "speaker_mentions", "", text, alone=True),
        _said(spans, text) or _string(row, "speaker_text"),
        _string(row, "canonical") or _string(row, "speaker_canonical"),
    )


def _said(spans: tuple[Span, ...], text: str) -> str:
    return " ".join(span.slice(text) for span in spans)


def _string(row: Row, key: str) -> str:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise UnusableMarks(Fault.NOT_A_STRING)
    return value or ""


def _spans(row: Row, many: str, prefix: str, text: str, *, alone: bool = False) -> tuple[Span, ...]:
    """The spans under the key `many`; where there are none, `{prefix}start` to `{prefix}end` unless `alone`."""
    listed = row.get(many)
    if not listed:
        start, end = row.get(f"{prefix}start"), row.get(f"{prefix}end")
        listed = [] if alone or (start is None and end is None) else [[start, end]]
    if not isinstance(listed, list):
        raise UnusableMarks(Fault.OUTSIDE_TEXT)
    return tuple(sorted(_span(pair, len(text)) for pair in listed))


def _span(pair: object, chars: int) -> Span:
    if not isinstance(pair, list | tuple) or len(pair) != 2 or not all(type(offset) is int for offset in pair):
        raise UnusableMarks(Fault.OUTSIDE_TEXT)
    if not 0 <= pair[0] < pair[1] <= chars:
        raise UnusableMarks(Fault.OUTSIDE_TEXT)
    return Span(pair[0], pair[1])
