"""Sentence spans inside one paragraph: nupunkt's breaks, repaired for quotation marks, titles, dates and glued text."""

import re
from functools import cache
from itertools import pairwise

from nupunkt import PunktSentenceTokenizer, load

from transforms.articles.boilerplate_rules import word_list
from transforms.text.spans import Span, trim

_TITLE = re.compile(
    r"(?:^|[\s(\[“‘\"'-])(?:Mr|Mrs|Ms|Mx|Dr|Profs?|Rev|Hon|Fr|Messrs|Gens?|Maj|Lt|Col|Cpl|Sgt|Pte|Pvt|Capt|Cmdr|Cdr|Adm|Brig"
    r"|Insp|Supt|Det|Const|Govs?|Sens?|Reps?|Pres|Amb|Atty|Asst|Assoc|St|Ste|Mt|Ft|vs)\.$"
)
_INITIAL = re.compile(r"(?:^|[\s(\[“‘\"'.])[A-HJ-Z]\.$")
_STARTING_WORD = re.compile(
    r"(?:The|A|An|He|She|It|They|We|I|You|In|On|At|For|But|And|So|This|That|These|Those|If|When|As|His|Her|Its|Their|My"
    r"|Our|There|What|Who|How|Why|No|Yes|After|Before|While|With|By|To|From|Nor|Yet|Then|Now|Since|Both|Some|Many|Most)[\s’']"
)
_ENDS_IN_I = re.compile(r"\b(?:do|did|am|was|than|and|as|can|could|will|would|should|have|had|are|if|so) I\.$")
_MONTH = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.$"
)
_DAY = re.compile(r"(?:[12]?\d|3[01]|(?:19|20)\d\d)(?:st|nd|rd|th)?\b(?![-%:])")
_NUMERO = re.compile(r"\b(?:[Nn]os?|[Pp]p?|[Aa]rt|[Ss]ec|[Ff]ig|[Vv]ol|[Cc]h)\.$")
_LOWER_START = re.compile(r"(?:[–—-]+\s*)?[a-zß-öø-ÿ](?![A-Z])")
_ASKED = re.compile(r"[?!…][”’\"'»]+$")
_ATTRIBUTION = re.compile(
    r"(?:[A-Z][\w.’'-]*\s+){1,4}(?:said|says|asked|asks|wondered|cried|shouted|replied|added|wrote|demanded|exclaimed"
    r"|told\s[^.]{1,30}|joked|quipped)[,.]"
)
_CLOSERS = "”’\"'»)]"
_DANGLING = re.compile(rf"[{re.escape(_CLOSERS)}]+[.,;:]*(?=\s|$)")
_CLOSING = "”’»)]"
# Counting marks in one endless sentence would be quadratic.
_LONGEST_COUNT = 4_000

# Both patterns begin with the mark, so that the regex engine can skip from mark to mark; what stands before it follows.
# No white space after the full stop, as in text pasted from pages: “…of the week.The minister…”, “…he said.“We…”.
_GLUED = re.compile(
    r"[.!?](?:(?<=[^\W\d_A-Z]{3}[.!?])[”\"’»)]?(?=[A-ZÀ-Þ][a-zà-ÿ]+[\s,’'])"
    r"|(?<=[^\W\d_A-Z]{2}[.!?])[”»](?=[A-ZÀ-Þ“])"
    r"|(?<=[^\W\d_A-Z]{3}[.!?])(?=[“«]\w))"
)
# nupunkt knows legal abbreviations such as “reports.”, “so.” and “month.” and does not break after them.
_STOP = re.compile(r"\.(?<=[^\W\d_]\.)[”’\"'»)\]]*\s+(?=[“\"‘'«(\[]{0,2}[A-ZÀ-Þ])")
_LAST_WORD = re.compile(r"[\w.&’'-]+$")


def sentence_spans(text: str) -> list[Span]:
    """The sentences of one paragraph in characters of `text`, white space trimmed, in order, none empty."""
    return _merged(text, _cut(text, list(_splitter().span_tokenize(text))))


@cache
def _splitter() -> PunktSentenceTokenizer:
    return load("default")


def _cut(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`spans`, cut where nupunkt misses a break."""
    edges = {edge for span in spans for edge in span}
    cuts = {match.end() for match in _GLUED.finditer(text)}
    for match in _STOP.finditer(text):
        if match.end() not in edges and _ends_sentence(text, match.start(), match.end()):
            cuts.add(match.end())
    if cuts <= edges:
        return spans
    ordered = sorted(edges | cuts)
    return list(pairwise(ordered))


def _ends_sentence(text: str, stop: int, after: int) -> bool:
    """Whether the full stop at `stop`, with a capital at `after`, surely ends a sentence; not after dotted words."""
    found = _LAST_WORD.search(text, max(0, stop - 24), stop)
    word = found.group().rpartition("-")[2] if found else ""
    if "." in word:
        return False
    is_short = len(word) == 1 or (len(word) == 2 and not word.islower()) or word in word_list("abbreviations.txt")
    if not is_short:
        return True
    before = text[max(0, stop - 24) : stop + 1]
    if _STARTING_WORD.match(text, after):
        return not _TITLE.search(before)
    return bool(_ENDS_IN_I.search(before))


def _merged(text: str, spans: list[tuple[int, int]]) -> list[Span]:
    """`spans` trimmed, each closing mark with the sentence it closes, and wrong breaks undone."""
    done: list[Span] = []
    for raw in spans:
        span = trim(Span(*raw), text)
        if done and span.start < span.end and text[span.start] in _CLOSERS:
            end = _end_of_marks(text, done[-1], span)
            done[-1] = Span(done[-1].start, end)
            span = trim(Span(max(end, span.start), span.end), text)
        if span.start == span.end:
            continue
        if done and _continues(text, done[-1], span):
            done[-1] = Span(done[-1].start, span.end)
        else:
            done.append(span)
    return done


def _end_of_marks(text: str, left: Span, right: Span) -> int:
    """Where `left` ends once it has taken in the closing marks at the start of `right`.

    A typewriter mark closes `left` where it leaves an even number of them there.
    """
    marks = _DANGLING.match(text, right.start, right.end)
    if marks is None:
        return left.end
    mark = text[right.start]
    owns = mark in _CLOSING or text.count(mark, max(left.start, left.end - _LONGEST_COUNT), left.end) % 2 == 1
    return marks.end() if owns else left.end


def _continues(text: str, left: Span, right: Span) -> bool:
    """Whether the break between `left` and `right` is wrong."""
    tail = text[max(left.start, left.end - 24) : left.end]
    head = text[right.start : min(right.end, right.start + 80)]
    # Nearly every sentence begins with a capital, which settles both.
    if not "A" <= head[0] <= "Z" and (_LOWER_START.match(head) or not any(char.isalnum() for char in head)):
        return True
    if tail[-1] != ".":
        return bool(_ASKED.search(tail) and _ATTRIBUTION.match(head))
    if head[0].isdigit():
        return bool(_NUMERO.search(tail) or (_MONTH.search(tail) and _DAY.match(head)))
    if _TITLE.search(tail):
        return True
    is_initial = tail[-2:-1].isupper() and _INITIAL.search(tail)
    return bool(is_initial and head[0].isalpha() and not _STARTING_WORD.match(head))
