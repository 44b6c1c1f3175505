"""The pages as a local web application: every page one read of the latest run, one form that writes judgements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from transforms.speakers.judgements import wrong_quotations
from transforms.text.errors import PipelineError
from warehouse.browse.article_view import article_page
from warehouse.browse.find import PAGE, Found, NoSuchFilter, Question, find, page_number, question_of, words_of
from warehouse.browse.guard import FormRefused, FormToken, Guard, local_path
from warehouse.browse.judging import Judgements, about, judge, withdraw
from warehouse.browse.links import LiveLinks
from warehouse.browse.pages import render
from warehouse.browse.run import LatestRun, PublishedRun
from warehouse.browse.speaker_view import moved_to, speaker_list, speaker_page
from warehouse.browse.table_view import article_list, overview, table_list, table_page
from warehouse.browse.target_view import target_list, target_page

STATIC = {"style.css": "text/css", "icon.svg": "image/svg+xml"}


class Browser:
    """The pages over one home's published runs."""

    def __init__(self, latest: LatestRun, judgements: Judgements) -> None:
        self._latest = latest
        self._judgements = judgements
        self._token = FormToken()
        self._links = LiveLinks()

    def routes(self) -> list[Route]:
        """Every address there is."""
        pages: dict[str, Callable[[Request], Response]] = {
            "/": self.search,
            "/articles": self.articles,
            "/articles/{article_id}": self.article,
            "/speakers": self.speakers,
            "/speakers/{speaker_id}": self.speaker,
            "/targets": self.targets,
            "/target": self.target,
            "/tables": self.tables,
            "/tables/{name}": self.table,
            "/judgements": self.kept,
        }
        return [
            *(Route(path, page, methods=["GET"]) for path, page in pages.items()),
            Route("/judgements", self.keep, methods=["POST"]),
            *(Route(f"/{name}", _static(name), methods=["GET"]) for name in STATIC),
        ]

    def search(self, request: Request) -> Response:
        """Quotations by words and filters; with none, the newest ones and what there is in all."""
        run = self._latest.current()
        try:
            question, problem = question_of(request.query_params), None
        except NoSuchFilter as error:
            question, problem = Question(), str(error)
        found = find(run, question) if problem is None else Found([], 0, 0)
        context = {
            "question": question, "found": found, "words": words_of(question.q),
            "problem": problem, "overview": overview(run) if question.is_empty and not problem else None,
            "outlets": _outlets(run), **_paging(question.page, found.quotations),
        }  # fmt: skip
        return self._page("search.html", run, request, 400 if problem else 200, **context)

    def articles(self, request: Request) -> Response:
        """Articles, newest first."""
        return self._list("articles.html", request, article_list)

    def speakers(self, request: Request) -> Response:
        """Speakers, the most quoted first."""
        return self._list("speakers.html", request, speaker_list)

    def targets(self, request: Request) -> Response:
        """Targets, those of the watch-list first."""
        return self._list("targets.html", request, target_list)

    def article(self, request: Request) -> Response:
        """One article with its quotations marked."""
        run = self._latest.current()
        page = article_page(run, request.path_params["article_id"])
        if page is None:
            raise HTTPException(404, "There is no such article in the latest run.")
        return self._page("article.html", run, request, wrong=wrong_quotations(self._judgements.kept()), **page)

    def speaker(self, request: Request) -> Response:
        """One speaker; the id of a speaker that was merged leads to the one it became."""
        run = self._latest.current()
        speaker_id = request.path_params["speaker_id"]
        page = speaker_page(run, speaker_id)
        if page is None:
            now = self._links.speaker(moved_to(run, speaker_id))
            if now is None:
                raise HTTPException(404, "There is no such speaker in the latest run.")
            return RedirectResponse(now, HTTPStatus.SEE_OTHER)
        return self._page("speaker.html", run, request, kept=about(self._judgements.kept(), page["speaker"]), **page)

    def target(self, request: Request) -> Response:
        """One target."""
        run = self._latest.current()
        page = target_page(run, request.query_params.get("id", ""))
        if page is None:
            raise HTTPException(404, "There is no such target in the latest run.")
        return self._page("target.html", run, request, **page)

    def tables(self, request: Request) -> Response:
        """The tables."""
        run = self._latest.current()
        return self._page("tables.html", run, request, tables=table_list(run))

    def table(self, request: Request) -> Response:
        """One table: its columns in words, and its rows."""
        run = self._latest.current()
        number = page_number(request.query_params)
        page = table_page(run, request.path_params["name"], number)
        if page is None:
            raise HTTPException(404, "There is no such table.")
        return self._page("table.html", run, request, **page, **_paging(number, page["found"]))

    def kept(self, request: Request) -> Response:
        """The judgements that hold from the next run on."""
        run = self._latest.current()
        return self._page("judgements.html", run, request, judgements=self._judgements.kept(), problem=None)

    async def keep(self, request: Request) -> Response:
        """Writes a judgement, or takes one back, and leads back to the page it was made on."""
        try:
            form = await self._token.fields_of(request)
        except FormRefused as error:
            raise HTTPException(403, str(error)) from error
        try:
            await run_in_threadpool(self._judge, form)
        except PipelineError as error:
            raise HTTPException(400, str(error)) from error
        return RedirectResponse(local_path(form.get("back", "/judgements")), HTTPStatus.SEE_OTHER)

    def failed(self, request: Request, error: Exception) -> Response:
        """A page for what does not exist or was refused."""
        status, detail = 500, "Something went wrong; the terminal says what."
        if isinstance(error, HTTPException):
            status, detail = error.status_code, error.detail
        elif isinstance(error, PipelineError):
            status, detail = 409, str(error)
        return self._page("error.html", self._latest.current(), request, status, detail=detail)

    def _judge(self, form: Mapping[str, str]) -> None:
        if form.get("verdict") == "withdraw":
            withdraw(self._judgements, form)
        else:
            judge(self._latest.current(), self._judgements, form)

    def _list(
        self, template: str, request: Request, rows_of: Callable[[PublishedRun, str, int], tuple[list[Any], int]]
    ) -> Response:
        run = self._latest.current()
        part, number = request.query_params.get("q", "").strip()[:200], page_number(request.query_params)
        rows, found = rows_of(run, part, number)
        return self._page(template, run, request, rows=rows, found=found, part=part, **_paging(number, found))

    def _page(
        self, template: str, run: PublishedRun, request: Request, status: int = 200, **context: object
    ) -> Response:
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        html = render(template, self._links, run=run, here=address, token=self._token.value, **context)
        return HTMLResponse(html, status)


def create_app(latest: LatestRun, judgements: Judgements) -> ASGIApp:
    """The application; whoever opened the run closes it."""
    browser = Browser(latest, judgements)
    # The guard stands around everything, also the page of an error nobody expected.
    return Guard(
        Starlette(
            routes=browser.routes(),
            exception_handlers={HTTPException: browser.failed, PipelineError: browser.failed, 500: browser.failed},
        )
    )


def static_file(name: str) -> bytes:
    """A file that every page uses."""
    return (files("warehouse.browse") / "static" / name).read_bytes()


def _static(name: str) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:  # noqa: ARG001
        return Response(static_file(name), media_type=STATIC[name])

    return answer


def _outlets(run: PublishedRun) -> list[str]:
    rows = run.rows(
        "SELECT outlet FROM out_articles WHERE outlet IS NOT NULL GROUP BY outlet "
        "ORDER BY count(*) DESC, outlet LIMIT 200"
    )
    return sorted(row["outlet"] for row in rows)


def _paging(page: int, found: int) -> dict[str, int]:
    return {"page": page, "pages": max(1, -(-found // PAGE))}
