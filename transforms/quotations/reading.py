"""A document as the rules read it: quoted stretches as opaque blocks between the words of a frame.

A frame is a sentence seen from outside the quotation marks: full stops inside a quoted stretch do not end it.
A dateline is a frame of its own.
"""

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise

from transforms.quotations.dateline import dateline_end
from transforms.quotations.marks import Region, scan
from transforms.quotations.verbs import FORMS
from transforms.quotations.words import words
from transforms.text.document import Document
from transforms.text.spans import Span

_SENTENCE_END = frozenset(".?!…")
_STRAIGHT = str.maketrans("’‘", "''")
# How far behind a quoted stretch its verb of saying may follow a name.
_NAME_TOKENS = 6
# What follows the verb of “…?” Ann Lee asked, but not that of a new sentence: Ann Lee asked the council.
_BEHIND_TAIL = (
    words("prepositions") | words("times") | frozenset((".", ",", ";", "reporters", "me", "him", "her", "them"))
)
# The verbs that are nearly always a cue.
_SAID = frozenset(("said", "says", "told", "added", "asked", "wrote"))
# No sentence is that long; a file without full stops must not take for ever.
_MAX_FRAME_TOKENS = 600


@dataclass(frozen=True, slots=True)
class Reading:
    """One document read once; all lists but the last two run parallel to `document.tokens`.

    `region` is an index into `regions` or -1; `frames` are token ranges, end exclusive.
    """

    document: Document
    lowers: list[str]
    starts: list[int]
    ends: list[int]
    region: list[int]
    regions: list[Region]
    frames: list[tuple[int, int]]

    def is_capital(self, token: int) -> bool:
        """True where the token begins with a capital letter."""
        return self.document.text[self.starts[token]].isupper()

    def is_word(self, token: int) -> bool:
        """True where the token begins with a letter or a digit."""
        return self.document.text[self.starts[token]].isalnum()

    def span(self, first: int, last: int) -> Span:
        """From the first character of token `first` to the last of token `last`, inclusive."""
        return Span(self.starts[first], self.ends[last])

    def content_span(self, first: int, end: int) -> Span:
        """The characters of the tokens `first` to `end` (exclusive), with the marks of quoted stretches at the ends."""
        start, stop = self.starts[first], self.ends[end - 1]
        if self.region[first] >= 0:
            start = min(start, self.regions[self.region[first]].span.start)
        if self.region[end - 1] >= 0:
            stop = max(stop, self.regions[self.region[end - 1]].span.end)
        return Span(start, stop)

    def frame_at(self, token: int) -> int:
        """Index of the frame that holds `token`."""
        return bisect_left(self.frames, token + 1, key=lambda frame: frame[0]) - 1

    def token_at(self, offset: int) -> int:
        """Index of the first token that starts at or after `offset`."""
        return bisect_left(self.starts, offset)

    def paragraph_of(self, token: int) -> int:
        """Index of the paragraph that holds `token`."""
        return self.document.sentences[self.document.tokens[token].sentence].paragraph


def read(document: Document) -> Reading:
    """`document` with its quoted stretches and frames."""
    tokens = document.tokens
    starts = [token.span.start for token in tokens]
    ends = [token.span.end for token in tokens]
    lowers = [token.lower.translate(_STRAIGHT) if "’" in token.lower else token.lower for token in tokens]
    regions = [_repaired(region, starts, lowers, ends) for region in scan(document)]
    region = _region_of_tokens(starts, regions)
    reading = Reading(document, lowers, starts, ends, region, regions, [])
    reading.frames.extend(_frames(reading))
    return reading


def _repaired(region: Region, starts: list[int], lowers: list[str], ends: list[int]) -> Region:
    """A stretch whose closing mark is missing, ended at the comma before "said": “Taxes will rise, said Lee."""
    if region.is_closed or region.continues:
        return region
    first, end = bisect_left(starts, region.inner.start), bisect_left(starts, region.span.end)
    for token in range(first + 1, end):
        if lowers[token] == "," and any(word in _SAID for word in lowers[token + 1 : min(end, token + _NAME_TOKENS)]):
            return replace(
                region, span=Span(region.span.start, ends[token]), inner=Span(region.inner.start, ends[token])
            )
    return region


def _region_of_tokens(starts: list[int], regions: list[Region]) -> list[int]:
    labels = [-1] * len(starts)
    for index, region in enumerate(regions):
        for token in range(bisect_left(starts, region.span.start), bisect_left(starts, region.span.end)):
            labels[token] = index
    return labels


def _frames(reading: Reading) -> list[tuple[int, int]]:
    tokens, region = reading.document.tokens, reading.region
    cuts: list[int] = []
    for token in range(1, len(tokens)):
        before, here = tokens[token - 1], tokens[token]
        if before.sentence != here.sentence:
            if not _goes_on(reading, token):
                cuts.append(token)
        elif region[token - 1] >= 0 and region[token] != region[token - 1] and _starts_anew(reading, token):
            cuts.append(token)
    bounds = [0, *_with_datelines(reading, cuts), len(tokens)]
    return [
        (first, min(first + _MAX_FRAME_TOKENS, end))
        for start, end in pairwise(bounds)
        for first in range(start, end, _MAX_FRAME_TOKENS)
    ]


def _with_datelines(reading: Reading, cuts: list[int]) -> list[int]:
    """`cuts` with one behind every dateline and none inside: N.Y. ends no sentence there."""
    kept = set(cuts)
    for first in (0, *cuts):
        if first >= len(reading.starts) or (first and reading.paragraph_of(first) == reading.paragraph_of(first - 1)):
            continue
        paragraph = reading.document.paragraphs[reading.paragraph_of(first)]
        end = dateline_end(reading.document.text, reading.starts[first], paragraph.span.end)
        behind = reading.token_at(end) if end is not None else first
        if first < behind < len(reading.starts) and reading.region[first] < 0:
            kept.difference_update(range(first + 1, behind))
            kept.add(behind)
    return sorted(kept)


def _goes_on(reading: Reading, token: int) -> bool:
    """True where the sentence boundary before `token` is only one of the quoted words."""
    before = reading.region[token - 1]
    if before < 0:
        return False
    if before == reading.region[token]:
        return True
    sentences, tokens = reading.document.sentences, reading.document.tokens
    if sentences[tokens[token].sentence].paragraph != sentences[tokens[token - 1].sentence].paragraph:
        return False
    if reading.region[token] >= 0:
        return not _ends_sentence(reading, before) and reading.regions[before].is_closed
    if not reading.is_word(token) or reading.document.text[reading.starts[token]].islower():
        return True
    return not _ends_sentence(reading, before) or _is_tail(reading, token)


def _starts_anew(reading: Reading, token: int) -> bool:
    """True where a full stop inside the marks before `token` ends the sentence although none was cut there."""
    return (
        _ends_sentence(reading, reading.region[token - 1])
        and (reading.is_capital(token) or reading.region[token] >= 0)
        and not _is_tail(reading, token)
    )


def _ends_sentence(reading: Reading, region: int) -> bool:
    inner = reading.regions[region].inner
    return reading.document.text[inner.end - 1] in _SENTENCE_END


def _is_tail(reading: Reading, token: int) -> bool:
    """True for “…?” Ann Lee asked. and “…!” He said: a name or pronoun, its verb of saying, and little more."""
    inner = reading.regions[reading.region[token - 1]].inner
    if reading.document.text[inner.end - 1] == ".":
        return False
    for index in range(token, min(token + _NAME_TOKENS, len(reading.lowers) - 1)):
        word = reading.lowers[index]
        if index > token and word in FORMS:
            following = reading.lowers[index + 1]
            return reading.region[index + 1] >= 0 or following in _BEHIND_TAIL or following.endswith("ly")
        if not (reading.is_capital(index) or word == "." or word in words("honorifics")):
            return False
    return False
