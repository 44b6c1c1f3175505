"""Web pages to articles: the body by trafilatura, the rest by what the page declares."""

import logging
import re
from dataclasses import replace
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, document_fromstring
from trafilatura import bare_extraction
from trafilatura.metadata import extract_metadata
from trafilatura.settings import Document

from transforms.articles.blocks import BLOCK_TAGS, block_text, parser, plain_text
from transforms.articles.formats import Fault, Found
from transforms.articles.page_metadata import page_metadata
from transforms.text.rejects import Reason

# what these libraries have to say about a page is said by the reject it becomes
for _library in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_library).setLevel(logging.CRITICAL)

# 100,000 paragraphs take trafilatura 4 s; the largest of 181 news pages has 11,000 elements
_MAX_ELEMENTS: Final = 100_000
# what trafilatura and htmldate raise on odd trees, beyond what they document
_EXTRACTION_ERRORS: Final = (ValueError, TypeError, AttributeError, LookupError, RecursionError, etree.LxmlError)
# htmldate's own limit is today, which would make a rerun differ; undocumented dates stay out through the fast search
_DATE_SEARCH: Final = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}

_XML_DECLARATION: Final = re.compile(r"\s*<\?xml[^<>]*>", re.IGNORECASE)
_DOCUMENT: Final = re.compile(r"<(?:html|body|frameset)[\s>]", re.IGNORECASE)
_PAGE: Final = re.compile(r"\s*(?:<\?xml[^<>]*>\s*)?(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE)
_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_AFTER_BREAK: Final = "data-after-break"
_PARAGRAPH_BREAK: Final = re.compile(r"<br\s*/?>(?:\s*<br\s*/?>)+", re.IGNORECASE)


def is_page(markup: str) -> bool:
    """Whether `markup` is a whole page rather than a piece of HTML."""
    return _PAGE.match(markup) is not None


def read_page(markup: str) -> Found | Fault:
    """The article of a page: its paragraphs between blank lines, and what the page says about it.

    Returns:
        A Fault with NO_BODY where no article text is found, TOO_LARGE above 100,000 elements, STEP_FAILED where a
        library fails on the page.
    """
    root = _parsed(markup)
    if isinstance(root, Fault):
        return root
    found = page_metadata(root)
    try:
        if found.title is None or not found.authors or found.published is None:
            found = _completed(found, root, markup)
        page = bare_extraction(root, fast=True, include_comments=False)
    except _EXTRACTION_ERRORS as error:
        return Fault(Reason.STEP_FAILED, f"trafilatura: {type(error).__name__}")
    text = block_text(page.body) if isinstance(page, Document) and page.body is not None else ""
    text = text or plain_text(found.text)  # pages drawn by a script may still declare their text
    return replace(found, text=text) if text else Fault(Reason.NO_BODY, "no article text in the page")


def _parsed(markup: str) -> HtmlElement | Fault:
    markup = _PARAGRAPH_BREAK.sub(f"</p><p {_AFTER_BREAK}>", _XML_DECLARATION.sub("", markup, count=1))
    if not _DOCUMENT.search(markup):
        markup = f"<html><body>{markup}</body></html>"
    try:
        root = document_fromstring(markup.encode("utf-8", errors="replace"), parser=parser())
    except etree.LxmlError as error:
        return Fault(Reason.NO_BODY, f"no elements: {type(error).__name__}")
    elements = sum(1 for _ in root.iter())
    if elements > _MAX_ELEMENTS:
        return Fault(Reason.TOO_LARGE, f"{elements} elements, limit {_MAX_ELEMENTS}")
    for paragraph in root.xpath(f"//p[@{_AFTER_BREAK}]"):
        _wrap_before(paragraph)
    return root


def _wrap_before(paragraph: HtmlElement) -> None:
    """Make a paragraph of the loose text before one that began at a double line break: trafilatura would drop it."""
    loose = []
    before = paragraph.getprevious()
    while before is not None and before.tag not in BLOCK_TAGS:
        loose.append(before)
        before = before.getprevious()
    text = paragraph.getparent().text if before is None else before.tail
    if not loose and not (text or "").strip():
        return
    wrapper = paragraph.makeelement("p")
    wrapper.text = text
    if before is None:
        paragraph.getparent().text = None
    else:
        before.tail = None
    paragraph.addprevious(wrapper)
    wrapper.extend(reversed(loose))


def _completed(found: Found, root: HtmlElement, markup: str) -> Found:
    """`found` with what is missing filled in from trafilatura's own reading of the page."""
    guess = extract_metadata(root, date_config=dict(_DATE_SEARCH), extensive=False)
    authors = tuple(name for name in (guess.author or "").split("; ") if name)
    return replace(
        found,
        title=found.title or guess.title,
        authors=found.authors or authors,
        published=found.published if found.published is not None else _certain(guess.date, markup),
        outlet=found.outlet or guess.sitename,
    )


def _certain(day: str | None, markup: str) -> str | None:
    """`day` (year-month-day), unless the page only writes it in a way that could mean another: 04/05/2024, 1.2.24."""
    match = _DAY.fullmatch(day or "")
    if match is None:
        return None
    year, month, date = match.groups()
    if re.search(rf"{year}[/-]?{month}[/-]?{date}", markup):
        return day
    either = f"(?:{int(month)}[/.-]0?{int(date)}|{int(date)}[/.-]0?{int(month)})"
    written = re.search(rf"(?<![\d/.-])0?{either}[/.-]({year}|{year[2:]})(?!\d)", markup)
    is_clear = written is None or (written.group(1) == year and (int(date) > 12 or month == date))
    return day if is_clear else None
