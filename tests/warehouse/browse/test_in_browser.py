"""`onrecord browse` as its users meet it: a process, and Chromium in front of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = os.environ.get("ONRECORD_CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE_MS = 120_000  # machines of continuous integration are slow

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: install one, or name it in ONRECORD_CHROMIUM"
)

# The least contrast of any text on the page: of its own colour against the first opaque background below it.
LEAST_CONTRAST = """() => {
  const parts = colour => { const m = colour.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const light = colour => { const [r, g, b] = parts(colour).slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const under = node => { for (let at = node; at; at = at.parentElement) {
      const back = getComputedStyle(at).backgroundColor; if (parts(back)[3] === 1) return back; }
    return 'rgb(255,255,255)'; };
  let least = [99, ''];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some(c => c.nodeType === 3 && c.textContent.trim());
    if (!own || !node.checkVisibility() || node.closest('svg, .hidden, .skip')) continue;
    const [a, b] = [light(getComputedStyle(node).color), light(under(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < least[0]) least = [ratio, node.outerHTML.slice(0, 120)];
  }
  return least;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e '.[dev]'")
    with api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def served(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a server over a copy of the samples, and its home."""
    home = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    yield from serve(home)


@pytest.fixture(scope="module")
def served_harm(hostile_home: Path) -> Iterator[tuple[str, Path]]:
    yield from serve(hostile_home)


def serve(home: Path) -> Iterator[tuple[str, Path]]:
    command = [sys.executable, "-m", "flows.cli", "browse", "--home", str(home), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            line = server.stderr.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+", line)
            assert address is not None, line + server.stderr.read()
            yield address[0], home
        finally:
            server.terminate()


def opened(browser: Browser, width: int = 1440, **options: object) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, **options).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE_MS)
    return page


def first_link(page: Page, address: str, path: str) -> str:
    """The first address below `path` that a page links."""
    page.goto(address + path)
    href = page.locator(f"main a[href^='{path}/'], main a[href^='{path[:-1]}?id']").first.get_attribute("href")
    assert href is not None
    return href


def test_from_a_search_to_the_reasons_and_a_judgement_without_javascript(
    browser: Browser, served: tuple[str, Path]
) -> None:
    address, home = served
    page = opened(browser, java_script_enabled=False)
    page.goto(address)
    page.get_by_role("searchbox").fill("harbour")
    page.get_by_role("button", name="Search").click()
    page.locator("article.card .where a").first.click()
    assert page.locator("mark.q").count() > 3
    note = page.locator("details.note", has=page.locator(".badge.against, .badge.favor")).first
    assert not note.locator(".why").is_visible()
    note.locator("summary").first.click()
    assert note.get_by_text("Sentiment toward it").first.is_visible()
    words = note.locator("input[name=quotation]").get_attribute("value")
    note.get_by_role("button", name="Wrong: this is no quotation").click()
    page.get_by_text("judged wrong").wait_for()
    kept = [json.loads(line) for line in (home / "curated" / "judgements.jsonl").read_text("utf-8").splitlines()]
    assert [(row["verdict"], row["quotation"]) for row in kept] == [("wrong", words)]
    page.get_by_role("link", name="Judgements").click()
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("None yet").wait_for()
    page.context.close()


def test_a_note_is_opened_from_the_text_and_by_keyboard(browser: Browser, served: tuple[str, Path]) -> None:
    address, _ = served
    page = opened(browser)
    page.goto(address + first_link(page, address, "/articles"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.locator("a.note-link[href^='#why-']").first.focus()
    page.keyboard.press("Enter")
    page.locator("#why-1").wait_for(state="visible")
    summary = page.locator("details.note summary").first
    summary.focus()
    page.keyboard.press("Enter")
    page.locator("#why-1").wait_for(state="hidden")
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_pages_fit_their_width_and_can_be_read(
    browser: Browser, served: tuple[str, Path], width: int, scheme: str
) -> None:
    address, _ = served
    page = opened(browser, width, color_scheme=scheme)
    details = [first_link(page, address, path) for path in ("/articles", "/speakers", "/targets", "/tables")]
    for path in [
        "/",
        "/?q=levy&side=against",
        "/articles",
        "/speakers",
        "/targets",
        "/tables",
        "/judgements",
        *details,
    ]:
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        ratio, where = page.evaluate(LEAST_CONTRAST)
        assert ratio >= 4.5, (path, where)
    page.context.close()


def test_nothing_of_an_article_is_run_and_nothing_is_loaded_from_elsewhere(
    browser: Browser, served_harm: tuple[str, Path]
) -> None:
    address, _ = served_harm
    page = opened(browser)
    asked: set[str] = set()
    said: list[str] = []
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    for path in ("/", "/articles", "/speakers", "/targets", "/tables/out_articles"):
        page.goto(address + path)
        assert page.title() != "owned"
    page.goto(f"{address}/articles")
    articles = page.locator("main th a").evaluate_all("all => all.map(each => each.href)")
    for article in articles:
        page.goto(article)
        assert "<script>document.title='owned'</script>" in page.locator("main").inner_text()
        assert page.title() != "owned"
    assert len(articles) == 2
    assert asked == {urlsplit(address).netloc}
    assert said == []
    page.context.close()


def test_a_report_is_read_from_its_files(browser: Browser, served: tuple[str, Path], tmp_path: Path) -> None:
    _, home = served
    command = [
        sys.executable,
        "-m",
        "flows.cli",
        "report",
        str(tmp_path / "report"),
        "--home",
        str(home),
        "--articles",
        "5",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = opened(browser, 390)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((tmp_path / "report" / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.card')).borderTopStyle") == "solid"
    page.locator("article.card .where a").first.click()
    page.locator("details.note summary").first.click()
    page.locator(".why").first.wait_for(state="visible")
    page.locator(".legend a").first.click()
    assert page.locator("svg.plot").count() in (0, 3)
    assert page.locator("h1").inner_text()
    assert said == []
    page.context.close()
