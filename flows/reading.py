"""The order of the reading steps: cut the text up, then mentions, quotations, who utters them, whom that means."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.articles.parse import documents
from transforms.articles.segment import Segments, segment
from transforms.articles.tokenise import tokenise
from transforms.quotations.attribute import attribute
from transforms.quotations.decode import decode
from transforms.quotations.find import find
from transforms.quotations.hints import Features, features, passages
from transforms.quotations.reading import Reading as Scanned
from transforms.quotations.reading import read as scan
from transforms.quotations.transcript import turns
from transforms.reader.records import Answer, Reader
from transforms.speakers.mentions import find_mentions
from transforms.speakers.resolve import resolve
from transforms.speakers.typed import typed
from transforms.speakers.words import Word, read_words
from transforms.text.document import Document
from transforms.text.records import Attribution, Mention, Quotation, Resolution
from transforms.text.spans import Span

# Documents read together: enough to put passages of like length in one batch, few enough for the answers to stay small.
_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was found in one document; `attributions[i]` belongs to `quotations[i]`."""

    mentions: list[Mention]
    quotations: list[Quotation]
    attributions: list[Attribution]
    resolutions: dict[Span, Resolution]


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """Articles read together; `documents[i]` and `readings[i]` belong to the i-th article."""

    segments: Segments
    tokens: pl.DataFrame
    documents: list[Document]
    readings: list[Reading]


@dataclass(frozen=True, slots=True)
class Parsed:
    """Articles cut up; `documents[i]` is the i-th article."""

    segments: Segments
    tokens: pl.DataFrame
    documents: list[Document]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rules found in one document; `attributions[i]` belongs to `quotations[i]`."""

    scanned: Scanned
    words: list[Word]
    mentions: list[Mention]
    quotations: list[Quotation]
    attributions: list[Attribution]

    @property
    def is_open(self) -> bool:
        """False where the layout of a transcript has decided already."""
        return not turns(self.scanned.document)

    def hints(self) -> Features:
        """The same as features of each token, for the reader."""
        return features(self.scanned, self.mentions, self.quotations, self.attributions)


def read_documents(articles: pl.DataFrame) -> Parsed:
    """Cuts up a frame of articles (article_id, text, title, authors)."""
    segments = segment(articles)
    tokens = tokenise(articles, segments.sentences)
    return Parsed(segments, tokens, documents(articles, segments.paragraphs, segments.sentences, tokens))


def read_articles(articles: pl.DataFrame, reader: Reader) -> ReadBatch:
    """Reads a frame of articles (article_id, text, title, authors)."""
    parsed = read_documents(articles)
    return ReadBatch(parsed.segments, parsed.tokens, parsed.documents, read(parsed.documents, reader))


def read(batch: Sequence[Document], reader: Reader) -> list[Reading]:
    """The quotations of each document with their speakers, and every mention with the name it stands for."""
    return [
        found for first in range(0, len(batch), _TOGETHER) for found in _read(batch[first : first + _TOGETHER], reader)
    ]


def _read(batch: Sequence[Document], reader: Reader) -> list[Reading]:
    proposals = [propose(document) for document in batch]
    cut = [passages(proposal.scanned, proposal.hints()) if proposal.is_open else [] for proposal in proposals]
    answers = iter(reader.read([passage for some in cut for _, passage in some]))
    return [
        _decoded(proposal, [first for first, _ in some], [next(answers) for _ in some])
        for proposal, some in zip(proposals, cut, strict=True)
    ]


def propose(document: Document) -> Proposal:
    """What the rules find in `document`."""
    words = read_words(document)
    mentions = find_mentions(document, words)
    scanned = scan(document)
    quotations = find(scanned)
    return Proposal(scanned, words, mentions, quotations, attribute(scanned, quotations, mentions))


def _decoded(proposal: Proposal, firsts: list[int], answers: list[Answer]) -> Reading:
    document = proposal.scanned.document
    proposed = list(zip(proposal.quotations, proposal.attributions, strict=True))
    pairs = decode(proposal.scanned, proposal.mentions, proposed, firsts, answers) if answers else proposed
    spans = {mention.span for mention in proposal.mentions}
    spans |= {attribution.mention for _, attribution in pairs if attribution.mention is not None}
    ordered = sorted(spans)
    resolutions = dict(zip(ordered, resolve(document, proposal.words, proposal.mentions, ordered), strict=True))
    if answers:
        resolutions = typed(document, resolutions, np.concatenate([answer.mention for answer in answers]))
    return Reading(proposal.mentions, [pair[0] for pair in pairs], [pair[1] for pair in pairs], resolutions)
