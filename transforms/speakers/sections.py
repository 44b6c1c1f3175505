"""The parts of an article: section headings and the times of a live blog stand between them."""

import re
from typing import NamedTuple

from transforms.speakers.reading import Reading
from transforms.text.document import ParagraphRole

_TIME = re.compile(r"\s*\d{1,2}[:.h]\d{2}\b")


class Section(NamedTuple):
    """Where a sentence stands."""

    paragraph: int
    part: int
    is_told: bool  # not all of it stands in quotation marks


def read_sections(reading: Reading) -> list[Section]:
    """The place of each sentence."""
    document = reading.document
    parts: list[int] = []
    for paragraph in document.paragraphs:
        opens = paragraph.role is ParagraphRole.HEADING
        if paragraph.role is ParagraphRole.BOILERPLATE:
            opens = _TIME.match(document.text, paragraph.span.start, paragraph.span.end) is not None
        parts.append((parts[-1] if parts else 0) + opens)
    told = {word.sentence for word in reading.words if not word.is_quoted and not word.is_mark}
    return [
        Section(sentence.paragraph, parts[sentence.paragraph], index in told)
        for index, sentence in enumerate(document.sentences)
    ]
