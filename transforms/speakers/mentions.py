"""Finding the mentions of an article: people with their titles, organisations, places, groups, and titles alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from transforms.speakers import lexicon
from transforms.speakers.chunks import Chunk, cut, read_usage
from transforms.speakers.datelines import dateline_words
from transforms.speakers.evidence import learn, settle
from transforms.speakers.headlines import headline_sentences, known_names
from transforms.speakers.names import is_honorific, is_role, is_title
from transforms.speakers.runs import find_runs
from transforms.speakers.words import Word
from transforms.text.document import Document
from transforms.text.records import EntityType, Mention, MentionKind
from transforms.text.spans import Span

_DETERMINERS = frozenset({"the", "his", "her", "its", "their", "our", "my", "this", "that"})
_PREFIX_MAX = 6
_SHOUTED_MIN = 4
_AFTER_ADJECTIVE = lexicon.words("after_noun")
_SAME_PLURAL = lexicon.words("same_plurals")


def find_mentions(document: Document, words: Sequence[Word]) -> list[Mention]:
    """The mentions of `document` in text order; none overlaps another.

    A person's name takes in the honorific, title and affiliation right before it (“NATO Secretary-General Jens
    Stoltenberg”); a title alone takes in its article (“the prime minister”). Pronouns and plain nouns are left out.

    `words` are those `read_words` reads in `document`.
    """
    headlines = headline_sentences(document, words)
    datelines = dateline_words(document, words)
    usage = read_usage(words)
    raw = [
        chunk
        for first, last in find_runs(words)
        if words[first].sentence not in headlines and first not in datelines and not _is_shouted(words[first:last])
        for chunk in cut(words, first, last, usage)
    ]
    chunks = settle(words, raw, learn(words, raw))
    chunks += known_names(words, headlines, chunks)
    chunks += _titles_in_lower_case(words, headlines)
    chunks.sort(key=lambda chunk: (chunk.first, -chunk.last))
    return [_mention(words, chunk) for chunk in _apart(_joined_left(words, chunks)) if _is_mention(words, chunk)]


def _is_shouted(run: Sequence[Word]) -> bool:
    """True for a heading in CAPITALS at the head of a sentence."""
    return len(run) >= _SHOUTED_MIN and all(word.text.isupper() and len(word.text) > 1 for word in run)


def _joined_left(words: Sequence[Word], chunks: Iterable[Chunk]) -> list[Chunk]:
    """Takes “former president”, “NATO spokeswoman” before a person's name into its chunk."""
    joined: list[Chunk] = []
    for chunk in chunks:
        if chunk.kind is MentionKind.NAME and chunk.entity_type in {EntityType.PERSON, EntityType.UNKNOWN}:
            first = _prefix_start(words, chunk)
            if first < chunk.first:
                # a plain role makes no person of an unknown name: “the company Acme” has none, “striker Owen” does
                chunk = replace(chunk, first=first, entity_type=EntityType.PERSON)
                while joined and joined[-1].first >= first:
                    joined.pop()
            if joined and joined[-1].last == chunk.first and _belongs(words, joined[-1], chunk):
                chunk = replace(chunk, first=joined.pop().first)
        joined.append(chunk)
    return joined


def _prefix_start(words: Sequence[Word], chunk: Chunk) -> int:
    first, modifiers = chunk.first, lexicon.words("title_modifiers")
    if first == 0 or not _is_prefix_word(words[first - 1], words[first]):
        return first
    index = first - 1
    while index > max(0, first - _PREFIX_MAX) and _in_phrase(words[index - 1], words[index]):
        lower = words[index - 1].lower
        if not (lower in modifiers or is_title(lower) or is_role(lower)):
            break
        index -= 1
    return index


def _is_prefix_word(word: Word, following: Word) -> bool:
    if not _in_phrase(word, following):
        return False
    return is_title(word.lower) or is_role(word.lower) or is_honorific(word.lower)


def _in_phrase(word: Word, following: Word) -> bool:
    if word.is_mark or word.is_possessive or word.is_capital:
        return False
    return word.sentence == following.sentence and word.is_quoted == following.is_quoted


def _belongs(words: Sequence[Word], before: Chunk, chunk: Chunk) -> bool:
    """True for “NATO” before “spokeswoman Oana Lungescu”: its title follows, with no possessive between."""
    if words[before.last - 1].is_possessive or before.kind is not MentionKind.NAME or chunk.core == chunk.first:
        return False
    return words[before.first].sentence == words[chunk.first].sentence and before.entity_type is not EntityType.PERSON


def _titles_in_lower_case(words: Sequence[Word], headlines: frozenset[int]) -> list[Chunk]:
    """“the prime minister”, “the former secretary-general”: a determiner, modifiers and an office."""
    found = []
    modifiers = lexicon.words("title_modifiers")
    for index in range(1, len(words)):
        word = words[index]
        if word.is_mark or word.is_capital or not is_title(word.lower) or word.sentence in headlines:
            continue
        if index + 1 < len(words) and is_title(words[index + 1].lower) and not words[index + 1].is_mark:
            continue
        last = index + 1
        if last < len(words) and words[last].lower == "general":
            last += 1
        first = index
        while first > 0 and words[first - 1].lower in modifiers and words[first - 1].sentence == word.sentence:
            first -= 1
        if first > 0 and words[first - 1].lower in _DETERMINERS and words[first - 1].sentence == word.sentence:
            found.append(Chunk(first - 1, first, last, MentionKind.TITLE, EntityType.PERSON))
    return found


def _apart(chunks: Iterable[Chunk]) -> list[Chunk]:
    kept: list[Chunk] = []
    for chunk in chunks:
        if not kept or chunk.first >= kept[-1].last:
            kept.append(chunk)
    return kept


def _is_mention(words: Sequence[Word], chunk: Chunk) -> bool:
    """False for an adjective of nationality (“Russian planes”) and for a bare title without its article (“Judge”)."""
    last = words[chunk.last - 1]
    following = words[chunk.last] if chunk.last < len(words) else None
    ends = following is None or following.is_mark or following.sentence != last.sentence
    if chunk.kind is MentionKind.NAME and chunk.entity_type is EntityType.GROUP and not last.lower.endswith("s"):
        return last.is_possessive or ends or following is None or following.lower in _AFTER_ADJECTIVE
    if chunk.kind is MentionKind.NAME and last.lower in _SAME_PLURAL:
        return ends or following is None or following.lower in _AFTER_ADJECTIVE
    return True


def _mention(words: Sequence[Word], chunk: Chunk) -> Mention:
    first = chunk.first
    is_bare = chunk.kind is MentionKind.TITLE and words[first].lower not in _DETERMINERS
    if is_bare and first > 0 and words[first - 1].lower in _DETERMINERS:
        first -= words[first - 1].sentence == words[first].sentence
    return Mention(Span(words[first].start, words[chunk.last - 1].end), chunk.kind, chunk.entity_type)
