"""Markdown to plain text, with the metadata of its front matter.

Emphasis, links and other markup are rendered away once, at admission: all later offsets count the plain text.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from transforms.articles.blocks import fragment_text

_FENCE: Final = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_MAX_FRONT_CHARS: Final = 20_000
_PAIR: Final = re.compile(r"([A-Za-z][\w .-]{0,60}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$")
_ITEM: Final = re.compile(r"[ \t]*-[ \t]+(.*)$")
_BREAK_TAG: Final = re.compile(r"<br\b", re.IGNORECASE)
_SPACES: Final = re.compile(r" {2,}")


def front_matter(text: str) -> tuple[dict[str, str | list[str]], str]:
    """The `key: value` pairs of a leading `---` block, and the text after it; lists as `[a, b]` or as `- a` lines."""
    match = _FENCE.match(text[:_MAX_FRONT_CHARS])
    if match is None:
        return {}, text
    pairs: dict[str, str | list[str]] = {}
    key = ""
    for line in (match.group(1) or "").splitlines():
        pair, item = _PAIR.match(line), _ITEM.match(line)
        if pair is not None:
            key = pair.group(1)
            pairs[key] = _value(pair.group(2) or "")
        elif item is not None and key:
            before = pairs[key]
            pairs[key] = [*(before if isinstance(before, list) else []), _unquoted(item.group(1))]
    return pairs, text[match.end() :]


def render(markdown: str, *, title: str | None = None) -> tuple[str | None, str]:
    """Title and plain text: blocks between blank lines, images and raw markup gone.

    The title is the first block if it is a `#` heading and `title` is None or the same; it is then no part of the text.
    """
    blocks = [(tag, text) for tag, text in _blocks(_markdown().parse(markdown)) if text]
    if blocks and blocks[0][0] == "h1" and title in {None, blocks[0][1]}:
        title = blocks.pop(0)[1]
    return title, "\n\n".join(text for _, text in blocks)


def _value(written: str) -> str | list[str]:
    written = written.strip()
    if written.startswith("[") and written.endswith("]"):
        return [_unquoted(item) for item in written[1:-1].split(",")]
    return _unquoted(written)


def _unquoted(written: str) -> str:
    written = written.strip()
    is_quoted = len(written) >= 2 and written[0] == written[-1] and written[0] in "\"'"
    return written[1:-1] if is_quoted else written


def _blocks(tokens: Sequence[Token]) -> Iterable[tuple[str, str]]:
    tag = ""
    for token in tokens:
        if token.nesting == 1:
            tag = token.tag
        elif token.type == "inline":
            yield tag, _inline_text(token.children or [])
        elif token.type in {"fence", "code_block"}:
            yield token.type, token.content.strip("\n")
        elif token.type == "html_block":
            yield token.type, fragment_text(token.content)


def _inline_text(tokens: Iterable[Token]) -> str:
    pieces = []
    for token in tokens:
        match token.type:
            case "text" | "code_inline" | "text_special":
                pieces.append(token.content)
            case "softbreak":
                pieces.append(" ")
            case "hardbreak":
                pieces.append("\n")
            case "html_inline" if _BREAK_TAG.match(token.content):
                pieces.append("\n")
    return _SPACES.sub(" ", "".join(pieces)).strip()


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])
