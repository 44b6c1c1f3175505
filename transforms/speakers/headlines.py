"""Sentences in Title Case or CAPITALS, where a capital tells nothing: only names known from elsewhere count in them."""

from collections.abc import Iterable, Sequence

from transforms.speakers import lexicon
from transforms.speakers.chunks import Chunk
from transforms.speakers.known import known_at
from transforms.speakers.words import Word
from transforms.text.document import Document
from transforms.text.records import EntityType, MentionKind

_TITLE_CASE_MIN_SHARE = 0.75
_MIN_WORDS = 4
_LONG_WORD_CHARS = 4
_SMALL = lexicon.words("small_words")
_SENTENCE_ENDS = (".", "!", "?", ".”", '."', "?”", '?"', ".’", ";", ":", ",")


def headline_sentences(document: Document, words: Sequence[Word]) -> frozenset[int]:
    """Indices of the sentences written like headlines."""
    count = len(document.sentences)
    total, capitals, shouted = [0] * count, [0] * count, [0] * count
    small, plain = [0] * count, [0] * count
    for word in words:
        if word.is_mark:
            continue
        if word.lower in _SMALL:
            small[word.sentence] += word.is_capital and not word.is_initial
        else:
            plain[word.sentence] += word.text[0].islower()
        if len(word.text) < _LONG_WORD_CHARS or not word.text[0].isalpha():
            continue
        total[word.sentence] += 1
        if word.is_capital:
            capitals[word.sentence] += 1
            shouted[word.sentence] += word.text.isupper()
    return frozenset(
        index
        for index in range(count)
        if total[index] >= _MIN_WORDS
        and capitals[index] >= _TITLE_CASE_MIN_SHARE * total[index]
        and (
            shouted[index] * 2 > total[index]
            or small[index] > 0
            or plain[index] == 0
            or not _ends_like_prose(document, index)
        )
    )


def _ends_like_prose(document: Document, index: int) -> bool:
    span = document.sentences[index].span
    return document.text[max(span.start, span.end - 2) : span.end].endswith(_SENTENCE_ENDS)


def known_names(words: Sequence[Word], headlines: frozenset[int], chunks: Iterable[Chunk]) -> list[Chunk]:
    """Chunks inside headlines for names that the rest of the article or the lists know."""
    if not headlines:
        return []
    people: dict[tuple[str, ...], EntityType] = {
        tuple(words[k].lower for k in range(chunk.core, chunk.last)): chunk.entity_type
        for chunk in chunks
        if chunk.kind is MentionKind.NAME and chunk.entity_type is not EntityType.UNKNOWN
    }
    longest = max((len(core) for core in people), default=0)
    found: list[Chunk] = []
    index = 0
    while index < len(words):
        step = 1
        if words[index].sentence in headlines and words[index].is_capital:
            chunk = _known_chunk(words, index, people, longest)
            if chunk is not None:
                found.append(chunk)
                step = chunk.last - chunk.first
        index += step
    return found


def _known_chunk(
    words: Sequence[Word], index: int, people: dict[tuple[str, ...], EntityType], longest: int
) -> Chunk | None:
    sentence = words[index].sentence
    for length in range(min(longest, len(words) - index), 0, -1):
        piece = words[index : index + length]
        entity_type = people.get(tuple(word.lower for word in piece))
        if entity_type is not None and piece[-1].sentence == sentence:
            return Chunk(index, index, index + length, MentionKind.NAME, entity_type)
    known = known_at(words, index, len(words))
    if known is None or words[index + known[0] - 1].sentence != sentence:
        return None
    return Chunk(index, index, index + known[0], MentionKind.NAME, known[1])
