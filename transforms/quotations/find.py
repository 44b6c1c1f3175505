"""Find the quotations of a document: direct, mixed and indirect, in text order."""

from bisect import bisect_right
from dataclasses import replace

from transforms.quotations.confidence import Family, confidence_of
from transforms.quotations.cues import verbs_in
from transforms.quotations.direct import (
    is_utterance,
    label_after,
    label_before,
    label_behind,
    label_cue,
    region_end,
    stands_alone,
    tail_cue,
    verb_cue,
)
from transforms.quotations.indirect import reports_in
from transforms.quotations.kinds import kind_of
from transforms.quotations.nested import owns_marks
from transforms.quotations.reading import Reading
from transforms.quotations.report import Report
from transforms.quotations.subjects import SaidBy
from transforms.quotations.transcript import turns
from transforms.quotations.voices import is_too_short, spoken_parts
from transforms.text.records import Cue, CueKind, Quotation, QuotationKind
from transforms.text.spans import Span

_JOINTS = frozenset((",", ":", "—", "–", "-", "--", ";"))


def find(reading: Reading) -> list[Quotation]:
    """All quotations of the TEXT paragraphs of `reading` in text order; their contents do not overlap.

    A quotation inside another is part of it. Scare quotes and titles are none.
    """
    finder = _Finder(reading)
    document = reading.document
    starts = [paragraph.span.start for paragraph in document.paragraphs]
    spoken = turns(document)
    for label, content in spoken:
        finder.turn(label, content)
    taken = {bisect_right(starts, content.start) - 1 for _, content in spoken}
    for index, (first, _) in enumerate(finder.reading.frames):
        if not taken or finder.reading.paragraph_of(first) not in taken:
            finder.frame(index)
    return sorted(finder.found, key=lambda quotation: quotation.spans[0].start)


class _Finder:
    """Goes through the frames in order and remembers whose words went before."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.found: list[Quotation] = []
        self._end = 0  # behind the last content found
        self._utterance: int | None = None  # index in `found` of the quotation that quoted words may continue
        self._utterance_frame = -1  # its last frame

    def turn(self, label: Span, content: Span) -> None:
        """A turn of a transcript: the layout stands in place of the marks."""
        cue = Cue(Span(label.end, label.end + 1), ":", CueKind.LAYOUT)
        self.found.append(Quotation((content,), QuotationKind.DIRECT, cue, confidence_of(Family.LAYOUT)))

    def frame(self, index: int) -> None:
        """All quotations of one frame."""
        start, end = self.reading.frames[index]
        if self.reading.region[start] < 0 or not self._opens_quoted(index, start, end):
            self._reported(index, start, end)

    def _opens_quoted(self, index: int, start: int, end: int) -> bool:
        """True where the frame opens with quoted words that have been dealt with."""
        reading = self.reading
        rest = region_end(reading, start, end)
        region = reading.region[start]
        if not any(reading.is_word(token) or reading.region[token] >= 0 for token in range(rest, end)):
            self._alone(index, region)
            return True
        said = tail_cue(reading, rest - 1, end)
        if said is not None:
            self._with_tail(index, start, end, said)
            return True
        label = label_behind(reading, rest - 1, end)
        if label is not None and is_utterance(reading, region):
            self._add((reading.regions[region].span,), label_cue(reading, label), Family.LAYOUT)
            return True
        return False

    def _with_tail(self, index: int, start: int, end: int, said: SaidBy) -> None:
        """“…,” she said, “….”"""
        reading = self.reading
        spans = [reading.regions[reading.region[start]].span]
        rest = max(said.last, said.subject.phrase[1]) + 1
        second = next((token for token in range(rest, end) if reading.region[token] >= 0), None)
        goes_on = second is not None and (second == rest or self._goes_on_at(second))
        if second is not None and goes_on and not verbs_in(reading, rest, second, start):
            spans.append(reading.regions[reading.region[second]].span)
            rest = region_end(reading, second, end)
        self._add(tuple(spans), verb_cue(reading, said), Family.TAIL)
        self._may_go_on(index)
        for report in reports_in(reading, rest, end, start) if rest < end - 1 else []:
            if report.family not in (Family.ACCORDING, Family.FINAL):
                self._add_report(report)

    def _goes_on_at(self, token: int) -> bool:
        """True behind a comma or dash, and behind a full stop that was taken for that of an abbreviation."""
        before = self.reading.lowers[token - 1]
        is_sentence = before.endswith(".") and stands_alone(self.reading, self.reading.region[token])
        return self.reading.region[token - 1] < 0 and (before in _JOINTS or is_sentence)

    def _alone(self, index: int, region: int) -> None:
        """Quoted words that fill the frame: the same utterance going on, or one without a cue."""
        reading = self.reading
        span = reading.regions[region].span
        if self._continues(index, region):
            self._extend(index, span)
            return
        if not is_utterance(reading, region):
            return
        cue = self._colon_before(index)
        label = label_after(reading, reading.frames[index + 1]) if index + 1 < len(reading.frames) else None
        if cue is not None:
            self._add((span,), cue, Family.HEAD)
        elif label is not None:
            self._add((span,), label_cue(reading, label), Family.LAYOUT)
        elif self.found or stands_alone(reading, region):
            self._add((span,), None, Family.FLOATING)
        else:
            return
        self._may_go_on(index)

    def _continues(self, index: int, region: int) -> bool:
        """True where the same words go on: marks opened again, or the next sentence behind a cue."""
        if self._utterance is None:
            return False
        reading = self.reading
        last = self.found[self._utterance]
        before = reading.regions[region - 1] if region else None
        if before is not None and before.continues and last.spans[-1].end == before.span.end:
            return True
        first = reading.frames[index][0]
        return self._utterance_frame == index - 1 and reading.paragraph_of(first) == reading.paragraph_of(first - 1)

    def _extend(self, index: int, span: Span) -> None:
        if self._utterance is not None and span.start >= self._end:
            last = self.found[self._utterance]
            spans = (*last.spans, span)
            self.found[self._utterance] = replace(last, spans=spans, kind=kind_of(self.reading, spans))
            self._end, self._utterance_frame = span.end, index

    def _may_go_on(self, index: int) -> None:
        self._utterance, self._utterance_frame = len(self.found) - 1, index

    def _colon_before(self, index: int) -> Cue | None:
        """The cue of "Lee went on:" in the frame before."""
        reading = self.reading
        start, end = reading.frames[index - 1] if index else (0, 0)
        if index == 0 or reading.lowers[end - 1] != ":" or reading.starts[start] < self._end:
            return None
        verbs = verbs_in(reading, start, end, start)
        return verb_cue(reading, verbs[-1]) if verbs else Cue(reading.span(end - 1, end - 1), ":", CueKind.LAYOUT)

    def _reported(self, index: int, start: int, end: int) -> None:
        """What stands behind, before or around its cue inside one frame."""
        reading = self.reading
        quoted = next((token for token in range(start, end) if reading.region[token] >= 0), None)
        if quoted is not None and quoted > start:
            label = label_before(reading, start, quoted)
            if label is not None and is_utterance(reading, reading.region[quoted]):
                self._add((reading.regions[reading.region[quoted]].span,), label_cue(reading, label), Family.LAYOUT)
                self._may_go_on(index)
                return
            said = tail_cue(reading, region_end(reading, quoted, end) - 1, end)
            if said is not None and reading.lowers[quoted - 1] == ":":
                self._with_tail(index, quoted, end, said)
                return
        for report in reports_in(reading, start, end, start):
            self._add_report(report)
            if reading.region[report.parts[-1][1] - 1] >= 0:
                self._may_go_on(index)
        if quoted is not None and quoted > start and reading.lowers[quoted - 1] == ":":
            self._behind_colon(index, quoted)

    def _behind_colon(self, index: int, quoted: int) -> None:
        """Quoted words behind a colon that no verb of saying accounts for."""
        reading = self.reading
        region = reading.region[quoted]
        if is_utterance(reading, region) and reading.regions[region].span.start >= self._end:
            cue = Cue(reading.span(quoted - 1, quoted - 1), ":", CueKind.LAYOUT)
            self._add((reading.regions[region].span,), cue, Family.HEAD)
            self._may_go_on(index)

    def _add_report(self, report: Report) -> None:
        reading = self.reading
        parts = spoken_parts(reading, report)
        if is_too_short(reading, parts) and (not parts or report.family is not Family.ACT):
            return
        spans = tuple(reading.content_span(first, end) for first, end in parts)
        is_indirect = report.family is Family.ACT and not owns_marks(reading, report)
        self._add(spans, report.cue, report.family, kind=QuotationKind.INDIRECT if is_indirect else None)

    def _add(
        self, spans: tuple[Span, ...], cue: Cue | None, family: Family, *, kind: QuotationKind | None = None
    ) -> None:
        if spans[0].start >= self._end:
            kind = kind or kind_of(self.reading, spans)
            self.found.append(Quotation(spans, kind, cue, confidence_of(family)))
            self._end = spans[-1].end
