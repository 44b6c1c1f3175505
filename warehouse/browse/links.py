"""Where the pages are: addresses of the local server, or files of a report. A page that is not there has no link."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol
from urllib.parse import quote, urlencode


class Links(Protocol):
    """Addresses of the pages, None where there is none."""

    is_live: bool  # whether somebody answers searches and takes judgements

    def page(self, name: str) -> str | None:
        """A page by its name: search, articles, speakers, targets, tables, judgements; also style."""
        ...

    def article(self, article_id: str, quotation_id: str | None = None) -> str | None:
        """An article, at one of its quotations."""
        ...

    def speaker(self, speaker_id: str | None) -> str | None:
        """A speaker."""
        ...

    def target(self, target_id: str | None) -> str | None:
        """A target."""
        ...

    def table(self, name: str) -> str | None:
        """A table."""
        ...

    def search(self, **filters: object) -> str | None:
        """The quotations that pass the filters."""
        ...


def anchor(quotation_id: str) -> str:
    """The id of a quotation inside the page of its article."""
    return f"q-{quotation_id.rpartition(':')[2]}"


def web_address(url: str | None) -> str | None:
    """`url` where it is one of the web: an article's may be anything, also `javascript:`."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


class LiveLinks:
    """Addresses of `onrecord browse`."""

    is_live = True
    _PAGES = {"search": "/", "style": "/style.css", "icon": "/icon.svg"}

    def page(self, name: str) -> str:
        """See Links."""
        return self._PAGES.get(name, f"/{name}")

    def article(self, article_id: str, quotation_id: str | None = None) -> str:
        """See Links."""
        return f"/articles/{quote(article_id, safe='')}" + (f"#{anchor(quotation_id)}" if quotation_id else "")

    def speaker(self, speaker_id: str | None) -> str | None:
        """See Links."""
        return f"/speakers/{quote(speaker_id, safe='')}" if speaker_id else None

    def target(self, target_id: str | None) -> str | None:
        """See Links."""
        return f"/target?{urlencode({'id': target_id})}" if target_id else None

    def table(self, name: str) -> str:
        """See Links."""
        return f"/tables/{name}"

    def search(self, **filters: object) -> str:
        """See Links."""
        return self.paged("search", filters, 1)

    def paged(self, name: str, filters: Mapping[str, object], page: int) -> str:
        """A further page of a list with the same filters."""
        given = {key: value for key, value in filters.items() if value} | ({"page": page} if page > 1 else {})
        return self.page(name) + (f"?{urlencode(given)}" if given else "")


@dataclass(frozen=True)
class FileLinks:
    """Files of a report, as seen from a page `depth` folders below its first; only what it holds is linked."""

    articles: Collection[str]
    speakers: Collection[str]
    targets: Collection[str]
    depth: int = 0
    is_live = False

    def page(self, name: str) -> str | None:
        """See Links."""
        files = {"search": "index.html", "style": "style.css", "icon": "icon.svg", "judgements": None}
        return self._at(files.get(name, f"{name}.html"))

    def article(self, article_id: str, quotation_id: str | None = None) -> str | None:
        """See Links."""
        if article_id not in self.articles:
            return None
        return f"{self._at(article_file(article_id))}" + (f"#{anchor(quotation_id)}" if quotation_id else "")

    def speaker(self, speaker_id: str | None) -> str | None:
        """See Links."""
        return self._at(speaker_file(speaker_id)) if speaker_id in self.speakers and speaker_id else None

    def target(self, target_id: str | None) -> str | None:
        """See Links."""
        return self._at(target_file(target_id)) if target_id in self.targets and target_id else None

    def table(self, name: str) -> str | None:
        """See Links."""
        return self._at(f"tables/{name}.html")

    def search(self, **filters: object) -> None:  # noqa: ARG002
        """See Links: nobody answers."""
        return

    def _at(self, file: str | None) -> str | None:
        return "../" * self.depth + file if file else None


def article_file(article_id: str) -> str:
    """The file of an article in a report. Ids are hashes, but a name of a file is made of nothing unchecked."""
    return f"articles/{_file_name(article_id)}"


def speaker_file(speaker_id: str) -> str:
    """The file of a speaker in a report."""
    return f"speakers/{_file_name(speaker_id)}"


def target_file(target_id: str) -> str:
    """The file of a target in a report: the hash of its id, which may hold any character."""
    return f"targets/{sha256(target_id.encode()).hexdigest()[:16]}.html"


def _file_name(key: str) -> str:
    return f"{key}.html" if key.replace("_", "").isalnum() and key.isascii() else target_file(key).split("/")[1]
