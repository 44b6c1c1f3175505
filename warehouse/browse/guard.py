"""What keeps the local server local: this machine's names as Host only, no foreign forms, nothing from elsewhere."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HOSTS = ("127.0.0.1", "localhost", "::1")
_MOST_BYTES = 65_536  # of a form
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class FormRefused(ValueError):
    """A form that was not sent from a page of this server."""


class Guard:
    """Refuses requests under another host's name (a web site that points its name here) and foreign POSTs."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        headers = Headers(scope=scope)
        if _host_name(headers.get("host", "")) not in _HOSTS:
            refused = PlainTextResponse("Open this page as http://127.0.0.1 or http://localhost.\n", 421)
            await refused(scope, receive, send_guarded)
        elif scope["method"] == "POST" and not _is_own(headers):
            await PlainTextResponse("Refused: sent from another site.\n", 403)(scope, receive, send_guarded)
        else:
            await self._app(scope, receive, send_guarded)


class FormToken:
    """A secret that every form of this server holds: no other site can read a page, so none knows it."""

    def __init__(self) -> None:
        self.value = secrets.token_urlsafe(24)

    async def fields_of(self, request: Request) -> Mapping[str, str]:
        """The fields of the form that was sent.

        Raises:
            FormRefused: it is too large, no form, or holds another token.
        """
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MOST_BYTES:
                raise FormRefused("The form is too large.")
        try:
            given = parse_qs(body.decode("utf-8"), keep_blank_values=True, strict_parsing=bool(body), max_num_fields=20)
        except ValueError as error:
            raise FormRefused("This is no form.") from error
        fields = {name: values[0] for name, values in given.items()}
        if not secrets.compare_digest(fields.pop("token", "").encode(), self.value.encode()):
            raise FormRefused("The page was made before the server was started anew: load it again, then judge.")
        return fields


def local_path(path: str) -> str:
    """`path` where it is an address of this server, else its first page: a form may not lead elsewhere."""
    parts = urlsplit(path)
    is_local = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return path if is_local and path.isprintable() else "/"


def _host_name(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower()


def _is_own(headers: Headers) -> bool:
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return False
    return origin is None or urlsplit(origin).netloc == headers.get("host")
