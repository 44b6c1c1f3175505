"""The text of a tree of elements: paragraphs between blank lines, markup gone."""

import re
from html import unescape
from typing import Final

from lxml import etree, html

BLOCK_TAGS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr",
    "ul",
    # the names trafilatura gives to the blocks of a body
    "head", "item", "list", "quote", "row",
})  # fmt: skip
_WITHOUT_TEXT: Final = frozenset({
    "script", "style", "template", "noscript", "iframe", "svg", "math", "object", "select", "button", "textarea",
    "title",
})  # fmt: skip
_BREAKS: Final = frozenset({"br", "lb"})
_CELLS: Final = frozenset({"td", "th", "cell"})
_WHITE: Final = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK: Final = re.compile(r" *\n *")
_BLANK_LINES: Final = re.compile(r"\n{2,}")
_BLOCK_TAG: Final = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|li|blockquote|figure|table|tr|td|article|section|html|body)(?:\s[^<>]*|\s?/)?>",
    re.IGNORECASE,
)
_INLINE_TAG: Final = re.compile(r"</?(?:span|a|em|strong|b|i|u|img)(?:\s[^<>]*|\s?/)?>", re.IGNORECASE)
_REFERENCE: Final = re.compile(
    r"&(?:amp|quot|apos|lt|gt|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,7}|#[xX][0-9a-fA-F]{2,6});"
)
_BLANK_LINE: Final = re.compile(r"\n[ \t\r]*\n")


def parser() -> html.HTMLParser:
    """A parser for text that is decoded already; depth and entities are bounded by libxml2's own limits."""
    return html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False
    )


def plain_text(body: str) -> str:
    """A body field as plain text, whether it holds HTML or not; line breaks that HTML does not account for are kept."""
    if _BLOCK_TAG.search(body):
        return fragment_text(_BLANK_LINE.sub("<br><br>", body))
    if _INLINE_TAG.search(body):
        return fragment_text(body.replace("\r\n", "\n").replace("\n", "<br>"))
    return unescape(body) if _REFERENCE.search(body) else body


def fragment_text(markup: str) -> str:
    """The text of a piece of HTML, nothing left out but scripts and the like; empty where there is none."""
    data = f"<html><body>{markup}</body></html>".encode("utf-8", errors="replace")
    try:
        root = html.document_fromstring(data, parser=parser())
    except etree.LxmlError:
        return ""
    return block_text(root)


def block_text(root: etree._Element) -> str:
    """The text below `root`: a blank line between blocks, a newline for a line break, white space collapsed."""
    blocks: list[str] = []
    pieces: list[str] = []

    def flush() -> None:
        lines = _AROUND_BREAK.sub("\n", "".join(pieces)).strip()
        blocks.extend(block for block in _BLANK_LINES.split(lines) if block)
        pieces.clear()

    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        is_block = tag in BLOCK_TAGS
        if is_block:
            flush()
        if event == "end":
            pieces.append(_WHITE.sub(" ", element.tail or "") if element is not root else "")
        elif tag in _WITHOUT_TEXT:
            walker.skip_subtree()
        else:
            pieces.append("\n" if tag in _BREAKS else " " if tag in _CELLS else "")
            pieces.append(_WHITE.sub(" ", element.text or ""))
    flush()
    return "\n\n".join(blocks)
