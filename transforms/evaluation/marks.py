"""Quotations as somebody marked them, a person in the gold or a system in its prediction, out of rows of JSON."""

from dataclasses import dataclass

from transforms.evaluation.lines import Fault, Row, UnusableLine, span_of, string_at
from transforms.text.records import QuotationKind
from transforms.text.spans import Span


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
        UnusableLine: a quotation without spans, a span outside `text`, a name that is no string.
    """
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnusableLine(Fault.NO_QUOTES)
    # Ties are broken by place, then by the rest, so that the order in the file decides nothing.
    return sorted((_quotation(row, text) for row in rows), key=_place)


def _place(quotation: MarkedQuotation) -> tuple[object, ...]:
    speaker = quotation.speaker
    return quotation.spans, speaker.spans, speaker.text, speaker.canonical, quotation.kind or "", quotation.cue


def _quotation(row: Row, text: str) -> MarkedQuotation:
    spans = _spans(row, "spans", "", text)
    if not spans:
        raise UnusableLine(Fault.NO_SPANS)
    kind = row.get("kind") or row.get("type")
    return MarkedQuotation(
        spans,
        _speaker(row, text),
        QuotationKind(kind) if kind in list(QuotationKind) else None,
        string_at(row, "cue_text") or _said(_spans(row, "cue_spans", "cue_", text), text),
        bool(row.get("optional")),
    )


def _speaker(row: Row, text: str) -> MarkedSpeaker:
    spans = _spans(row, "speaker_spans", "speaker_", text)
    return MarkedSpeaker(
        spans,
        _spans(row, "speaker_mentions", "", text, alone=True),
        _said(spans, text) or string_at(row, "speaker_text"),
        string_at(row, "canonical") or string_at(row, "speaker_canonical"),
    )


def _said(spans: tuple[Span, ...], text: str) -> str:
    return " ".join(span.slice(text) for span in spans)


def _spans(row: Row, many: str, prefix: str, text: str, *, alone: bool = False) -> tuple[Span, ...]:
    """The spans under the key `many`; where there are none, `{prefix}start` to `{prefix}end` unless `alone`."""
    listed = row.get(many)
    if not listed:
        start, end = row.get(f"{prefix}start"), row.get(f"{prefix}end")
        listed = [] if alone or (start is None and end is None) else [[start, end]]
    if not isinstance(listed, list):
        raise UnusableLine(Fault.OUTSIDE_TEXT)
    return tuple(sorted(span_of(pair, len(text)) for pair in listed))
