"""Decoding with a reader that answers by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from transforms.quotations.attribute import attribute
from transforms.quotations.decode import decode
from transforms.quotations.find import find
from transforms.quotations.hints import features, passages
from transforms.quotations.reading import Reading, read
from transforms.reader.passages import CONTENT, CUE, SOURCE, Passage
from transforms.reader.records import Answer
from transforms.text.document import Document
from transforms.text.records import Attribution, AttributionMethod, CueKind, Quotation, QuotationKind

Parse = Callable[[str], Document]


@dataclass
class Said:
    """What the hand-built reader is to answer: a content with its cue and its source, as they stand in the text."""

    content: str
    cue: str | None = None
    source: str | None = None


def log_of(values: list[int], width: int) -> np.ndarray:
    return np.log(np.where(np.arange(width) == np.array(values)[:, None], 0.98, 0.02 / (width - 1)))


class ByHand:
    """Answers for a reading; words are found by where they stand."""

    def __init__(self, reading: Reading, said: Sequence[Said]) -> None:
        self.reading, self.said = reading, said

    def tokens(self, piece: str) -> range:
        start = self.reading.document.text.index(piece)
        return range(self.reading.token_at(start), self.reading.token_at(start + len(piece)))

    def answer(self, first: int, passage: Passage) -> Answer:
        count = len(passage.words)
        tags = {name: [0] * count for name in ("content", "cue", "source")}
        to = {name: [0] * count for name in ("cue", "source")}
        for each in self.said:
            for name, piece in (("content", each.content), ("cue", each.cue), ("source", each.source)):
                for at, token in enumerate(self.tokens(piece) if piece else ()):
                    if 0 <= token - first < count:
                        tags[name][token - first] = 2 if at else 1
            for name, piece in (("cue", each.cue), ("source", each.source)):
                if piece is None:
                    continue
                target = self.tokens(piece)[0] - first
                for token in self.tokens(each.content):
                    if 0 <= token - first < count and 0 <= target < count:
                        to[name][token - first] = target + 1
        links = [log_of(to[name], count + 1) for name in ("cue", "source")]
        return Answer(*(log_of(tags[name], 3) for name in tags), log_of([0] * count, 4), *links)


def decoded(document: Document, said: Sequence[Said]) -> list[tuple[Quotation, Attribution]]:
    reading = read(document)
    quotations = find(reading)
    attributions = attribute(reading, quotations, [])
    cut = passages(reading, features(reading, [], quotations, attributions))
    hand = ByHand(reading, said)
    answers = [hand.answer(first, passage) for first, passage in cut]
    proposed = list(zip(quotations, attributions, strict=True))
    return decode(reading, [], proposed, [first for first, _ in cut], answers)


def shown(document: Document, said: Sequence[Said]) -> list[tuple[list[str], str | None, str | None]]:
    text = document.text
    return [
        (
            [span.slice(text) for span in quotation.spans],
            quotation.cue.span.slice(text) if quotation.cue else None,
            attribution.mention.slice(text) if attribution.mention else None,
        )
        for quotation, attribution in decoded(document, said)
    ]


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        (
            "Ada Lim hopes that the dam will hold.",
            [Said("that the dam will hold", "hopes", "Ada Lim")],
            [(["the dam will hold"], "hopes", "Ada Lim")],  # without “that” and the full stop
        ),
        (
            "“We dig,” Ada Lim said. “We dig in May.”",
            [Said("“We dig,”", "said", "Ada Lim"), Said("“We dig in May.”", "said", "Ada Lim")],
            [(["“We dig,”", "“We dig in May.”"], "said", "Ada Lim")],  # one cue, one quotation
        ),
        (
            "Bo Ek called the plan “a gift to nobody at all” on Friday.",
            [Said("the plan “a gift to nobody at", "called", "Bo Ek")],
            [(["the plan “a gift to nobody at all”"], "called", "Bo Ek")],  # the marks decide where it ends
        ),
        (
            "The mayor of Orsk, a former miner, denied the claim.",
            [Said("the claim", "denied", "The mayor of Orsk, a former miner")],
            [(["the claim"], "denied", "The mayor of Orsk")],  # the apposition is no part of the mention
        ),
        (
            "Ada Lim’s demand that the dam be dug went unheard.",
            [Said("that the dam be dug", "demand", "Ada Lim’s")],
            [(["the dam be dug"], "demand", "Ada Lim")],
        ),
        ("Nobody spoke at the harbour.", [], []),
        ("Ada Lim denied it.", [Said("it", "denied", "Ada Lim")], []),  # says nothing
        (
            "What Ada Lim described as a gift to nobody.",
            [Said("What", "described", "Ada Lim"), Said("as a gift to nobody", "described", "Ada Lim")],
            [(["as a gift to nobody"], "described", "Ada Lim")],  # a crumb beside the content
        ),
        (
            "14.20 Ada Lim says schools stay shut.",
            [Said("schools stay shut", "says", "14.20 Ada Lim")],
            [(["schools stay shut"], "says", "Ada Lim")],  # the time of an entry is no part of the mention
        ),
        (
            "The ministry notes taxes rise.",
            [Said("taxes rise", "notes", "The ministry notes")],
            [(["taxes rise"], "notes", "The ministry")],
        ),
    ],
)
def test_what_the_reader_says_becomes_quotations(
    parsed: Parse, text: str, said: list[Said], expected: list[tuple[list[str], str | None, str | None]]
) -> None:
    assert shown(parsed(text), said) == expected


def test_a_quotation_that_goes_on_in_the_next_paragraph_is_one(parsed: Parse) -> None:
    text = "Ada Lim said: “We dig.\n\n“We dig in May.”"
    said = [Said("“We dig.", "said", "Ada Lim"), Said("“We dig in May.”")]
    assert shown(parsed(text), said) == [(["“We dig.", "“We dig in May.”"], "said", "Ada Lim")]


def test_words_without_a_cue_go_to_the_speaker_before(parsed: Parse) -> None:
    text = "Ada Lim said the dam would hold.\n\n“It is the best dam we ever had.”"
    pairs = decoded(
        parsed(text), [Said("the dam would hold", "said", "Ada Lim"), Said("“It is the best dam we ever had.”")]
    )
    assert [attribution.method for _, attribution in pairs] == [AttributionMethod.SUBJECT, AttributionMethod.CONTINUED]


def test_a_cue_without_a_source_names_nobody_and_says_so(parsed: Parse) -> None:
    pairs = decoded(
        parsed("Ada Lim was asked whether the dam would hold."), [Said("whether the dam would hold", "was asked")]
    )
    ((_, attribution),) = pairs
    assert attribution.mention is None
    assert attribution.reasons == ("The words around “was asked” name nobody.",)


@pytest.mark.parametrize(
    ("text", "said", "kind", "lemma", "method"),
    [
        ("Ada Lim said taxes rise.", Said("taxes rise", "said", "Ada Lim"), CueKind.VERB, "say", "subject"),
        ("Taxes rise, said Ada Lim.", Said("Taxes rise", "said", "Ada Lim"), CueKind.VERB, "say", "inverted"),
        ("Ada Lim praised the plan.", Said("the plan", "praised", "Ada Lim"), CueKind.SPEECH_ACT, "praise", "subject"),
        (
            "According to Ada Lim, taxes rise.",
            Said("taxes rise", "According to", "Ada Lim"),
            CueKind.ACCORDING,
            "according to",
            "according",
        ),
        ("Lim’s claim that taxes rise", Said("that taxes rise", "claim", "Lim’s"), CueKind.NOUN, "claim", "noun_owner"),
        ("Ada Lim hopes that taxes rise.", Said("taxes rise", "hopes", "Ada Lim"), CueKind.ATTITUDE, "hope", "subject"),
        # A verb on no list is an attitude, unless what it brings stands in marks.
        (
            "Ada Lim tooted that taxes rise.",
            Said("taxes rise", "tooted", "Ada Lim"),
            CueKind.ATTITUDE,
            "toot",
            "subject",
        ),
        ("“Taxes rise,” tooted Ada Lim.", Said("“Taxes rise,”", "tooted", "Ada Lim"), CueKind.VERB, "toot", "inverted"),
    ],
)
def test_the_kind_of_the_cue_and_the_way_to_the_speaker(
    parsed: Parse, text: str, said: Said, kind: CueKind, lemma: str, method: str
) -> None:
    ((quotation, attribution),) = decoded(parsed(text), [said])
    assert quotation.cue is not None
    assert (quotation.cue.kind, quotation.cue.lemma, attribution.method) == (kind, lemma, method)


def test_marks_make_the_kind(parsed: Parse) -> None:
    text = "Ada Lim said “We dig in May,” and Bo Ek said it was “too late” for that."
    said = [Said("“We dig in May,”", "said", "Ada Lim"), Said("it was “too late” for that", "said it", "Bo Ek")]
    assert [quotation.kind for quotation, _ in decoded(parsed(text), said)] == [
        QuotationKind.DIRECT,
        QuotationKind.MIXED,
    ]


def test_hints_tell_what_the_rules_found(parsed: Parse) -> None:
    document = parsed("Ada Lim said the dam would hold.")
    reading = read(document)
    quotations = find(reading)
    table = features(reading, [], quotations, attribute(reading, quotations, []))
    assert table[:, CONTENT].tolist() == [0, 0, 0, 1, 2, 2, 2, 0]
    assert table[:, CUE].tolist() == [0, 0, 1, 0, 0, 0, 0, 0]
    assert table[:, SOURCE].tolist() == [1, 2, 0, 0, 0, 0, 0, 0]
