"""Title, authors, date, outlet and address of a web page: JSON-LD first, then meta elements."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree

from transforms.articles.canonical import canonical_url
from transforms.articles.dates import parse_date
from transforms.articles.formats import Found
from transforms.articles.values import names_of, text_of, tidy

_JSON_LD: Final = etree.XPath('//script[contains(@type, "ld+json")]')
_META: Final = etree.XPath("//meta[@content]")
_CANONICAL: Final = etree.XPath('//link[@rel="canonical"]/@href')
_TITLE: Final = etree.XPath("//title")
_H1: Final = etree.XPath("//h1")
_TIME: Final = etree.XPath("//article//time[@datetime]/@datetime | //*[@itemprop='datePublished']/@datetime")
_ARTICLE_TYPE: Final = re.compile(r"(?:Article|Posting|Report|Review|NewsStory|Analysis)$")
_SITE_SUFFIX: Final = re.compile(r"\s+(?:[|·•»]|[-–—])\s+[^|·•»–—]{2,40}$")
_MAX_SCRIPT_CHARS: Final = 1_000_000

_META_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "citation_title", "headline"),
    "authors": ("author", "byl", "parsely-author", "sailthru.author", "article:author", "dc.creator"),
    "published": (
        "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate",
        "publishdate", "publish-date", "publish_date", "cxenseparse:recs:publishtime", "dc.date.issued", "dc.date",
        "dcterms.created", "date", "citation_publication_date", "article.published",
    ),
    "outlet": ("og:site_name", "article:publisher", "application-name", "dc.publisher", "citation_journal_title"),
    "url": ("og:url", "parsely-link", "twitter:url"),
}  # fmt: skip


def page_metadata(root: etree._Element) -> Found:
    """What the page says about its article; `text` is the body that JSON-LD gives, mostly none."""
    node = _article_node(root)
    meta = _meta(root)
    authors = names_of(node.get("author")) or _meta_authors(meta)
    outlet = text_of(node.get("publisher")) or _outlet(meta)
    title = text_of(node.get("headline")) or _meta_value(meta, "title") or _title(root)
    body = node.get("articleBody")
    return Found(
        text=body.strip() if isinstance(body, str) else "",
        title=None if title is None else _without_outlet(title, outlet),
        authors=authors,
        published=_published(root, node, meta),
        outlet=outlet,
        url=_url(root, node, meta),
    )


def _article_node(root: etree._Element) -> Mapping[str, Any]:
    """The JSON-LD object that is the article; empty where there is none."""
    return next((node for node in _nodes(root) if _is_article(node)), {})


def _nodes(root: etree._Element) -> Iterator[Mapping[str, Any]]:
    for script in _JSON_LD(root):
        source = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        if not source or len(source) > _MAX_SCRIPT_CHARS:
            continue
        try:
            data = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue  # many pages have broken JSON-LD; the meta elements say the same
        for node in data if isinstance(data, list) else [data]:
            if isinstance(node, dict):
                graph = node.get("@graph")
                inner = [node, node.get("mainEntity"), *(graph if isinstance(graph, list) else [])]
                yield from (item for item in inner if isinstance(item, dict))


def _is_article(node: Mapping[str, Any]) -> bool:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and _ARTICLE_TYPE.search(name) for name in names)


def _meta(root: etree._Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in _META(root):
        content = tidy(element.get("content"))
        if content is None:
            continue
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name:
                found.setdefault(name, []).append(content)
    return found


def _meta_value(meta: Mapping[str, list[str]], field: str) -> str | None:
    return next((meta[name][0] for name in _META_NAMES[field] if name in meta), None)


def _meta_authors(meta: Mapping[str, list[str]]) -> tuple[str, ...]:
    return next((names for key in _META_NAMES["authors"] if (names := names_of(meta.get(key, [])))), ())


def _outlet(meta: Mapping[str, list[str]]) -> str | None:
    named = (meta[name][0] for name in _META_NAMES["outlet"] if name in meta)
    return next((name for name in named if "://" not in name), None)


def _title(root: etree._Element) -> str | None:
    headings = [tidy("".join(element.itertext())) for element in _H1(root)]
    if len(headings) == 1 and headings[0] is not None:
        return headings[0]
    titles = _TITLE(root)
    title = tidy(titles[0].text or "") if titles else None
    return title if title is None else _SITE_SUFFIX.sub("", title)


def _without_outlet(title: str, outlet: str | None) -> str:
    """“Headline | The Outlet” without its end, where that is the outlet's name."""
    suffix = _SITE_SUFFIX.search(title)
    return title[: suffix.start()] if suffix and outlet and _folded(suffix.group()) == _folded(outlet) else title


def _folded(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


def _published(root: etree._Element, node: Mapping[str, Any], meta: Mapping[str, list[str]]) -> str | None:
    """The first date that names a day: templates leave 0001-01-01 or nothing in some of the places."""
    named = [value for name in _META_NAMES["published"] for value in meta.get(name, [])]
    candidates = [text_of(node.get("datePublished")), *named, *(str(value) for value in _TIME(root))]
    return next((value for value in candidates if parse_date(value) is not None), None)


def _url(root: etree._Element, node: Mapping[str, Any], meta: Mapping[str, list[str]]) -> str | None:
    page = node.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    candidates = [*_CANONICAL(root), _meta_value(meta, "url"), node.get("url"), page]
    spelled = (str(value) for value in candidates if isinstance(value, str))
    return next((url for value in spelled if (url := canonical_url(value)) is not None), None)
