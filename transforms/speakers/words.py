"""The words and marks of an article, as finding and resolving mentions read them.

Names need other cuts than counting words does: “Mr.”, “Maj.-Gen.” and “J.K.” are one word, a possessive ’s is none.
"""

import re
from typing import NamedTuple

from transforms.speakers import lexicon
from transforms.text.document import Document

_WORD = re.compile(
    r"(?P<dotted>(?:[^\W\d_]\.){2,8}|[^\W\d_]{1,5}\.-[^\W\d_]{2,5}\.?)"
    r"|(?P<word>[^\W\d_]\w*(?:[’'‘\-‐‑&.](?=\w)[\w]+)*)"
    r"|(?P<number>\d[\w.,]*\w|\d)"
    r"|(?P<mark>[^\w\s])"
)
_ABBREVIATIONS = lexicon.words("abbreviations")
_OPENING, _CLOSING = frozenset("“«„"), frozenset("”»")
_POSSESSIVE = ("'s", "’s", "‘s")
_CONTRACTED = re.compile(r"[’'‘](?:re|ve|ll|d|m)$", re.IGNORECASE)
_CONTRACTING = lexicon.words("contracting")
_AFTER_BREAK = frozenset('“«„"”»:•*—–-(…')


class Word(NamedTuple):
    """One word, number or mark. `end` leaves out a possessive ’s."""

    start: int
    end: int
    text: str
    lower: str
    sentence: int
    is_capital: bool  # written like a name: its first letter, and that of each hyphenated part, is a capital
    is_initial: bool  # opens a sentence or what stands in quotation marks, where a capital says nothing
    is_possessive: bool
    is_quoted: bool
    is_mark: bool


def read_words(document: Document) -> list[Word]:
    """The words, numbers and marks of the sentences of `document`, in text order."""
    found: list[Word] = []
    paragraph, quoted, straight = -1, False, False
    for index, sentence in enumerate(document.sentences):
        if sentence.paragraph != paragraph:
            paragraph, quoted, straight = sentence.paragraph, False, False
        initial = True
        for match in _WORD.finditer(document.text, sentence.span.start, sentence.span.end):
            if match.lastgroup == "mark":
                if found and match.start() < found[-1].end:
                    continue  # the full stop of the abbreviation before it
                mark = match.group()
                if mark in _OPENING:
                    quoted = True
                elif mark == '"':
                    quoted = straight = _opens(document.text, match.start(), match.end(), straight)
                found.append(_mark(match, index, quoted))
                if mark in _CLOSING:
                    quoted = False
                initial = initial or mark in _AFTER_BREAK
            else:
                found.append(_word(match, document.text, index, initial, quoted))
                initial = False
    return found


def _opens(source: str, start: int, end: int, is_open: bool) -> bool:
    """True where the straight mark opens: white space before it and none behind; where that does not tell, by turns."""
    before, behind = source[start - 1 : start], source[end : end + 1]
    free_before, free_behind = not before or before.isspace(), not behind or behind.isspace()
    return free_before if free_before != free_behind else not is_open


def _mark(match: re.Match[str], sentence: int, quoted: bool) -> Word:
    text = match.group()
    return Word(match.start(), match.end(), text, text, sentence, False, False, False, quoted, True)


def _word(match: re.Match[str], source: str, sentence: int, initial: bool, quoted: bool) -> Word:
    start, end = match.span()
    text = match.group()
    possessive = False
    if len(text) > 2 and not text.isalnum():
        if text[-2:] in _POSSESSIVE:
            text, end, possessive = text[:-2], end - 2, text[:-2].lower() not in _CONTRACTING
        elif contraction := _CONTRACTED.search(text):
            end -= len(text) - contraction.start()
            text = text[: contraction.start()]
    elif text[-1] == "s" and source[end : end + 1] in {"’", "'"} and source[end + 1 : end + 2].isspace():
        possessive = True
    lower = text.lower()
    if source[end : end + 1] == "." and match.lastgroup == "word" and _keeps_dot(text, lower):
        text, lower, end = text + ".", lower + ".", end + 1
    capital = text != lower and text != "I" and is_capitalised(text)
    return Word(start, end, text, lower, sentence, capital, initial, possessive, quoted, False)


def _keeps_dot(text: str, lower: str) -> bool:
    return (len(text) == 1 and text.isupper() and text != "I") or (text[0].isupper() and lower in _ABBREVIATIONS)


def is_capitalised(text: str) -> bool:
    """True where `text` is written like a name: Prévost, Secretary-General, al-Assad, iPhone; not Moscow-backed."""
    head = text[0]
    if not head.isupper():
        return len(text) > 3 and (text[1].isupper() or (text[:3].lower() in {"al-", "el-"} and text[3].isupper()))
    if "-" not in text:
        return True
    tail = text.rpartition("-")[2]
    return tail[:1].isupper() or not tail[:1].isalpha() or text.lower() in lexicon.words("titles")


def bare(lower: str) -> str:
    """`lower` without full stops, as the word lists have it (“mr.” → “mr”, “u.s.” stays)."""
    return lower[:-1] if lower.endswith(".") and lower.count(".") == 1 else lower
