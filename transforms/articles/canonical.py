"""Addresses in one spelling, and the keys of articles made from them."""

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

_MAX_CHARS: Final = 2_048
_DEFAULT_PORTS: Final = {80, 443}
_HOST: Final = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$|localhost$|\d+(?:\.\d+){3}$|[0-9a-f:]*:[0-9a-f:.]+$")
_NO_SCHEME: Final = re.compile(r"(?://)?(?=[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/|$))")
# …/article-about-2025/amp is the article; /gear/amp may be about amplifiers
_AMP: Final = re.compile(r"(/[^/]*[-\d][^/]*)/amp$", re.IGNORECASE)
_SLASHES: Final = re.compile("/{2,}")
_PATH_SAFE: Final = "/:@!$&'()*+,;=~-._"
_KEY_HEX: Final = 16


def canonical_url(url: str | None) -> str | None:
    """`url` in the one spelling that tells whether two records name the same page; None where it names no web page.

    https, host in lower case and ASCII, no user, default port, fragment, tracking parameter, `/amp` or trailing slash;
    other parameters sorted; percent-escapes only where needed.
    """
    if url is None or len(url) > _MAX_CHARS:
        return None
    url = "".join(url.split())
    if _NO_SCHEME.match(url):
        url = "https://" + url.lstrip("/")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    host = _ascii_host(host)
    if parts.scheme not in {"http", "https"} or not _HOST.match(host):
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port not in _DEFAULT_PORTS:
        netloc += f":{port}"
    query = _query(parts)
    return f"https://{netloc}{_path(parts)}" + (f"?{query}" if query else "")


def host_of(url: str) -> str:
    """The host of a canonical address, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def article_key(url: str | None, text: str) -> str:
    """The key of an article: a hash of its canonical address where that names a page, else of its text.

    A home page names no article: only an address with a path, or with a number in its query (`/?p=123`), counts.
    """
    return _key(url if url is not None and _names_page(url) else text)


def revision_key(url: str, text: str) -> str:
    """The key of a text that differs from the one first admitted under the same address."""
    return _key(f"{url}\n{text}")


def _names_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path not in {"", "/"} or any(char.isdigit() for char in parts.query)


def _key(content: str) -> str:
    return sha256(content.encode("utf-8")).hexdigest()[:_KEY_HEX]


def _ascii_host(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _path(parts: SplitResult) -> str:
    path = _SLASHES.sub("/", parts.path)
    try:
        decoded = unquote(path, errors="strict")
    except UnicodeDecodeError:
        decoded = None
    if decoded is None or "%2f" in path.lower():  # decoding would change what the path says
        spelled = quote(path, safe=_PATH_SAFE + "%", errors="replace")
    else:
        spelled = quote(decoded, safe=_PATH_SAFE, errors="replace")
    return _AMP.sub(r"\1", spelled.rstrip("/")) or "/"


def _query(parts: SplitResult) -> str:
    try:
        pairs = parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape", max_num_fields=100)
    except ValueError:
        return quote(parts.query, safe=_PATH_SAFE + "%?", errors="replace")
    kept = sorted((name, value) for name, value in pairs if not _is_tracking(name.lower()))
    return urlencode(kept, errors="surrogateescape")


def _is_tracking(name: str) -> bool:
    exact, prefixes = _tracking()
    return name in exact or name.startswith(prefixes)


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    lines = files(__package__).joinpath("tracking_parameters.txt").read_text("utf-8").splitlines()
    names = [line for line in lines if line and not line.startswith("#")]
    exact = frozenset(name for name in names if not name.endswith("*"))
    return exact, tuple(name.removesuffix("*") for name in names if name.endswith("*"))
