"""Transcripts: paragraphs that begin with the name of who speaks and a colon, again and again."""

import re
from collections import Counter

from transforms.text.document import Document, ParagraphRole
from transforms.text.spans import Span, trim

QUESTION_LABELS = frozenset(("Q", "A"))
_LABEL = re.compile(r"(?:Q|A|[A-Z][\w.’'-]*(?: (?:de |van |von |al-)?[A-Z][\w.’'-]*){0,3})(?= ?:\s+\S)")
# Who talks asks or says I, we or you; notes under the names of two teams do not.
_ADDRESSES = re.compile(r"\?|\b(?:[Ii]|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our)\b")
_SENTENCE_END = (".", "?", "!", "…", "”", '"')
_MIN_TURNS = 4
_MIN_REPEATED = 2


def turns(document: Document) -> list[tuple[Span, Span]]:
    """Label and words of each turn of a transcript; empty where the article is none.

    One label and one colon may be anything ("Update: …"); two speakers who both come back are a conversation.
    """
    found: list[tuple[Span, Span]] = []
    for paragraph in document.paragraphs:
        if paragraph.role is not ParagraphRole.TEXT:
            continue
        label = _LABEL.match(document.text, paragraph.span.start, paragraph.span.end)
        if label is None:
            continue
        colon = document.text.index(":", label.end())
        content = trim(Span(colon + 1, paragraph.span.end), document.text)
        found.append((Span(*label.span()), content))
    counts = Counter(label.slice(document.text) for label, _ in found)
    repeated = {label for label, count in counts.items() if count >= 2}
    if any(not _has_letter(words.slice(document.text)) for _, words in found):
        return []  # a table of results: Lee: 1,769.
    sentences = sum(words.slice(document.text).endswith(_SENTENCE_END) for _, words in found)
    is_conversation = len(found) >= _MIN_TURNS and len(repeated) >= _MIN_REPEATED and 2 * sentences >= len(found)
    spoken = sum(_ADDRESSES.search(document.text, *words) is not None for _, words in found)
    return found if is_conversation and 4 * spoken >= len(found) else []


def _has_letter(words: str) -> bool:
    return any(map(str.isalpha, words))
