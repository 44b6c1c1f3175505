"""Which fields of a record hold what, and reading them: JSON, CSV and Parquet records, front matter."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from transforms.articles.formats import Fault, Found
from transforms.articles.values import names_of, text_of
from transforms.text.rejects import Reason

_MAX_DEPTH: Final = 4


class FieldNames(BaseModel):
    """Where to look for each field, best first.

    A name matches whatever its case, hyphens and underscores (`articleBody`, `article_body`); a dot goes into an object
    (`meta.source`) or the first object of a list. The defaults know Schema.org, NewsAPI, GDELT, news-please, JSON Feed,
    WordPress and the Guardian.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    text: tuple[str, ...] = (
        "text", "body", "content", "article_body", "article_text", "full_text", "main_text", "body_text", "plain_text",
        "clean_text", "cleaned_text", "content_text", "text_content", "article_content", "news_content", "main_content",
        "raw_text", "story_text", "story", "article", "paragraphs", "content_html", "body_html", "html", "raw_html",
        "fields.body_text", "fields.body", "document.text", "data.text",
    )  # fmt: skip
    title: tuple[str, ...] = (
        "title", "headline", "name", "article_title", "heading", "web_title", "head_line", "headlines", "subject",
        "fields.headline", "meta.title", "metadata.title",
    )  # fmt: skip
    published: tuple[str, ...] = (
        "published_at", "date_published", "published", "publish_date", "publication_date", "published_date", "pub_date",
        "publish_time", "published_on", "publish_at", "web_publication_date", "date", "datetime", "date_publish",
        "article_date", "release_date", "seen_date", "created_at", "created", "timestamp", "time", "meta.date",
        "metadata.date", "meta.published_at", "metadata.published_at",
    )  # fmt: skip
    url: tuple[str, ...] = (
        "canonical_url", "url", "link", "permalink", "web_url", "article_url", "source_url", "document_identifier",
        "uri", "href", "main_entity_of_page", "external_url", "meta.url", "metadata.url",
    )  # fmt: skip
    outlet: tuple[str, ...] = (
        "outlet", "publisher", "publication", "source", "source_name", "source_common_name", "site_name", "site",
        "newspaper", "source_domain", "domain", "provider", "media", "fields.publication", "meta.source", "meta.outlet",
        "metadata.source",
    )  # fmt: skip
    authors: tuple[str, ...] = (
        "authors", "author", "byline", "by_line", "creator", "writer", "author_name", "fields.byline", "meta.author",
        "metadata.author", "meta.authors", "metadata.authors",
    )  # fmt: skip

    def columns(self, names: Iterable[str]) -> list[str]:
        """Those of the column `names` that some field is looked for in, in their order."""
        wanted = {
            folded(path.partition(".")[0])
            for field in (self.text, self.title, self.published, self.url, self.outlet, self.authors)
            for path in field
        }
        return [name for name in names if folded(name) in wanted]

    def has_text(self, names: Iterable[str]) -> bool:
        """Whether one of the column `names` may hold the body."""
        first = {folded(path.partition(".")[0]) for path in self.text}
        return any(folded(name) in first for name in names)


@lru_cache(maxsize=4_096)
def folded(name: str) -> str:
    """A field name without what spellings differ in: case, hyphens, underscores, spaces."""
    return "".join(char for char in name.lower() if char.isalnum())


def read_record(record: Mapping[str, Any], names: FieldNames) -> Found | Fault:
    """What `record` says, its body as it stands.

    Returns:
        A Fault with NO_BODY where no field for the body holds text.
    """
    top = {folded(key): value for key, value in record.items()}
    text = _first(top, names.text, body_of)
    if text is None:
        return Fault(Reason.NO_BODY, "no text in any of the fields for the body")
    return read_metadata(top, names, text=text)


def read_metadata(top: Mapping[str, Any], names: FieldNames, *, text: str) -> Found:
    """`text` with the other fields of a record whose keys are `folded`."""
    return Found(
        text=text,
        title=_first(top, names.title, text_of),
        authors=_first(top, names.authors, names_of) or (),
        published=_first(top, names.published, _date_value),
        outlet=_first(top, names.outlet, _outlet),
        url=_first(top, names.url, text_of),
    )


def body_of(value: Any, depth: int = 0) -> str | None:  # noqa: ANN401 - any JSON value
    """The text of a body: itself, the paragraphs of a list, the text in an object (WordPress: `rendered`)."""
    match value:
        case str():
            return (
                value
                if value and not value.isspace() and value.strip().lower() not in {"nan", "null", "none"}
                else None
            )
        case list() if depth < _MAX_DEPTH:
            paragraphs = [text for item in value if (text := body_of(item, depth + 1)) is not None]
            return "\n\n".join(paragraphs) or None
        case Mapping() if depth < _MAX_DEPTH:
            inner = (value.get(key) for key in ("rendered", "text", "value", "content", "body", "#text"))
            return next((text for item in inner if (text := body_of(item, depth + 1)) is not None), None)
        case _:
            return None


def _first(top: Mapping[str, Any], paths: tuple[str, ...], read: Any) -> Any:  # noqa: ANN401 - what `read` returns
    for first, rest in _folded_paths(paths):
        # Of some thirty names that a field may have, a record has one or two.
        if first not in top:
            continue
        value = _at(top[first], rest)
        if value is not None:
            found = read(value)
            if found is not None and found != ():
                return found
    return None


def _at(value: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - any JSON value
    for step in path:
        if isinstance(value, list):
            value = next((item for item in value if isinstance(item, Mapping)), None)
        if not isinstance(value, Mapping):
            return None
        value = next((inner for key, inner in value.items() if folded(key) == step), None)
    return value


@lru_cache(maxsize=1_024)
def _folded_paths(paths: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Of each path its first step and the others."""
    split = [[folded(step) for step in path.split(".")] for path in paths]
    return [(first, tuple(rest)) for first, *rest in split]


def _date_value(value: Any) -> str | int | float | None:  # noqa: ANN401 - any JSON value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return text_of(value)


def _outlet(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    name = text_of(value)
    if name is None or "://" in name:
        return None
    return name.removeprefix("www.")
