"""What each paragraph is: text of the story, or navigation, caption, related headline, heading.

Precision before recall: a line of the page that is read does little harm; a sentence of the story that is not is lost.
"""

import re

from transforms.articles.boilerplate_rules import credit, rules, word_list
from transforms.text.document import Paragraph, ParagraphRole
from transforms.text.spans import Span

# Looked for from the end: a pattern that ends with $ would be tried at every character.
_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_MARKS = "”’\"'»"
_CLOSERS = f"{_MARKS})]*_{_SPACES}"
_STOPS = (".", "!", "?", "…")
_ENDINGS = (*_STOPS, ":", ";", ",", "-", "–", "—")
_ENDS_SENTENCE = re.compile(r"[\w,%][.!?]")
_QUOTED = re.compile(r"[“”\"«»]|(?:^|\s)‘")
_SAYING = re.compile(
    r"\b(?:said|says|saying|told|tells|asked|asks|added|adds|wrote|writes|replied|tweeted|according|insisted|argued|claimed|warned|stated)\b"
)
_WORD = re.compile(r"[^\W_]+(?:[’'.&-][^\W_]+)*")
_NO_END = re.compile(
    r"\b(?:(?:he|she|they|it|i|we|who)\s+\w+|to|of|in|on|at|by|for|from|with|against|and|or|but|as|than|vs|per|some|about)$",
    re.IGNORECASE,
)
_NAME_FIRST = re.compile(r"(?:\w\S*\s){0,4}\w\S*[,(]")
_PRONOUN_START = re.compile(r"(?:He|She|They|It|We|I)\b")
_HEADLINE_END = re.compile(
    r"[,:]?\s(?:says|say|warns|warn|suggests|claims|reveals|finds|shows|report|reports|study|survey|poll|officials|police|source|sources)$"
)
_PROSE = re.compile(
    r"\b(?:the|a|an|his|her|their|its|it|he|she|they|you|we|was|were|had|is|are|be|been|that"
    r"|this|these|those|which)\b"
)
_HEADLINE_MIN_WORDS, _HEADLINE_MAX_CHARS = 5, 150
_SUBHEADING_MAX_WORDS, _SUBHEADING_MAX_CHARS = 6, 50
_NAMELESS_MIN_WORDS = 7
_LONGEST_RULE = 600  # no rule looks at a longer paragraph


def mark(text: str, spans: list[Span], *, title: str | None = None) -> list[Paragraph]:
    """A paragraph for each of `spans`, with its role and the rule that gave it."""
    pieces = [text[span.start : min(span.end, span.start + _LONGEST_RULE + 1)] for span in spans]
    found = [_by_wording(piece) for piece in pieces]
    _mark_captions(pieces, found)
    _mark_title(pieces, found, title)
    _mark_related_lists(pieces, found)
    _mark_lone_lines(pieces, found)
    _mark_footer(pieces, found)
    return [Paragraph(span, *mark_) for span, mark_ in zip(spans, found, strict=True)]


_Mark = tuple[ParagraphRole, str | None]
_TEXT: _Mark = (ParagraphRole.TEXT, None)


def _by_wording(piece: str) -> _Mark:
    length = len(piece)
    if length > _LONGEST_RULE:
        return _TEXT
    # The last word of a broken line (“share.”) is no button.
    if length <= 90 and not (piece[0].islower() and piece[-1] == "."):
        plain = piece.strip(" \t.:;!?,|>»…—–-*").lower()
        if plain in word_list("boilerplate_lines.txt"):
            return ParagraphRole.BOILERPLATE, "page_line"
        if plain in word_list("related_headers.txt"):
            return ParagraphRole.RELATED, "related_header"
    for rule in rules():
        if length <= rule.max_chars and rule.hits(piece) and (rule.is_strong or not _is_speech(piece)):
            return rule.role, rule.name
    is_sentence = _ENDS_SENTENCE.fullmatch(piece.rstrip(_MARKS)[-2:])
    if not is_sentence and credit().search(piece, max(0, length - 160)):
        return ParagraphRole.CAPTION, "credit"
    return _TEXT


def _is_finished(piece: str) -> bool:
    """Whether a mark that ends a sentence or a part of one stands at the end, before any closing marks."""
    return piece.rstrip(_CLOSERS).endswith(_ENDINGS)


def _is_stopped(piece: str) -> bool:
    """The same for marks that end a sentence."""
    return piece.rstrip(_CLOSERS).endswith(_STOPS)


def _is_speech(piece: str) -> bool:
    return bool(_QUOTED.search(piece) and _SAYING.search(piece))


def _mark_captions(pieces: list[str], found: list[_Mark]) -> None:
    """The paragraph after a line that only opens a photo is its caption."""
    for index in range(1, len(pieces)):
        opened = found[index - 1][1] == "photo_link" and len(pieces[index - 1]) < 60
        piece = pieces[index]
        if opened and found[index] == _TEXT and len(piece) <= 400 and not _is_speech(piece):
            found[index] = (ParagraphRole.CAPTION, "after_photo_link")


def _mark_title(pieces: list[str], found: list[_Mark], title: str | None) -> None:
    """The title where the text repeats it; one that ends in a full stop stays, it may be the first sentence."""
    first = next((index for index, mark_ in enumerate(found) if mark_ == _TEXT), None)
    if first is None or _is_stopped(pieces[first]) or len(pieces[first]) > 300:
        return
    if title:
        if _folded(pieces[first]) == _folded(title):
            found[first] = (ParagraphRole.HEADING, "title")
        return
    following = next(
        (piece for piece, mark_ in zip(pieces[first + 1 :], found[first + 1 :], strict=True) if mark_ == _TEXT), ""
    )
    if _is_title_like(pieces[first]) and len(following) > 60 and _is_stopped(following[-20:]):
        found[first] = (ParagraphRole.HEADING, "title_like")


def _folded(line: str) -> str:
    return " ".join(_WORD.findall(line.casefold()))


def _is_title_like(line: str) -> bool:
    return len(line) <= _HEADLINE_MAX_CHARS and not _is_finished(line) and (_is_title_case(line) or _is_headline(line))


def _is_title_case(line: str) -> bool:
    """Whether nearly all longer words, at least three, begin with a capital."""
    longer = [word for word in _WORD.findall(line) if len(word) >= 4]
    return len(longer) >= 3 and sum(not word[0].islower() for word in longer) >= 0.85 * len(longer)


def _is_headline(line: str) -> bool:
    """Whether a line without final punctuation is worded as headlines are and running text is not."""
    words = line.split()
    if len(words) < _HEADLINE_MIN_WORDS or len(line) > _HEADLINE_MAX_CHARS or _NO_END.search(line):
        return False
    return _is_title_case(line) or bool(_HEADLINE_END.search(line)) or not _PROSE.search(line.lower())


def _mark_related_lists(pieces: list[str], found: list[_Mark]) -> None:
    """Open lines right after the header of a list of articles."""
    inside = False
    for index, piece in enumerate(pieces):
        inside = found[index][1] == "related_header" or (inside and not _is_finished(piece) and len(piece) <= 160)
        if inside and found[index] == _TEXT:
            found[index] = (ParagraphRole.RELATED, "related_list")


def _mark_lone_lines(pieces: list[str], found: list[_Mark]) -> None:
    """A line without final punctuation alone between finished paragraphs: a headline or a section heading.

    Several such lines in a row are a list or a table of the story.
    """
    is_open = [mark_ == _TEXT and not _is_finished(piece) for piece, mark_ in zip(pieces, found, strict=True)]
    for index in range(1, len(pieces) - 1):
        piece = pieces[index]
        if not is_open[index] or len(piece) > _HEADLINE_MAX_CHARS or _QUOTED.search(piece) or not _begins(piece):
            continue
        if not _has_ended(pieces, found, index - 1) or is_open[index + 1] or not _begins(pieces[index + 1]):
            continue
        if _is_headline(piece):
            found[index] = (ParagraphRole.RELATED, "lone_headline")
        elif _is_section_heading(piece):
            found[index] = (ParagraphRole.HEADING, "section_heading")


def _is_section_heading(line: str) -> bool:
    is_brief = len(line) <= _SUBHEADING_MAX_CHARS and len(line.split()) <= _SUBHEADING_MAX_WORDS
    return is_brief and not _PRONOUN_START.match(line)


def _has_ended(pieces: list[str], found: list[_Mark], index: int) -> bool:
    """Whether a paragraph is no part of the story, or ends a sentence that the next line cannot name the speaker of."""
    if found[index] != _TEXT:
        return True
    is_speech = pieces[index][-1] in "”\"’'»"
    return _is_stopped(pieces[index]) and not (is_speech and _may_name(pieces[index + 1]))


def _may_name(line: str) -> bool:
    """Whether a line may be a speaker's name and office, as set under a quotation."""
    return not _HEADLINE_END.search(line) and (len(line.split()) < _NAMELESS_MIN_WORDS or bool(_NAME_FIRST.match(line)))


def _begins(piece: str) -> bool:
    """Whether a new sentence can begin with `piece`."""
    return not piece[0].islower() and piece[0] not in ",;.)-–—"


def _mark_footer(pieces: list[str], found: list[_Mark]) -> None:
    """Open lines among the page furniture under the story."""
    last = max(
        (index for index, mark_ in enumerate(found) if mark_ == _TEXT and _is_finished(pieces[index])), default=-1
    )
    below = False
    for index in range(last + 1, len(pieces)):
        below = below or found[index][0] is ParagraphRole.BOILERPLATE and found[index][1] != "separator"
        if below and found[index] == _TEXT and len(pieces[index]) <= 80 and last >= 0:
            found[index] = (ParagraphRole.BOILERPLATE, "footer")
