"""The pages over the samples and over an article that means harm, asked for without a network."""

import asyncio
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from flows.home import Home
from flows.judgements import CuratedJudgements
from flows.runs import Run
from warehouse.browse.app import create_app
from warehouse.browse.run import LatestRun

HOST = "127.0.0.1:8765"
HARM = "<script>document.title='owned'</script>"
HOSTILE = {
    "title": f"{HARM}\"'><img src=x onerror=alert(1)>",
    "outlet": f"The Harm {HARM}",
    "author": f"{HARM}",
    "url": "javascript:alert(1)",
    "date": "2025-03-01",
    "text": "“We will build the dam & more,” said Ada Lim, the mayor. She said the levee would hold.",
}
# A text file is text: nothing of it is taken for markup and left out.
HOSTILE_TEXT = (
    f"“We will {HARM} build the dam & more,” said Ada Lim, the mayor.\n\n"
    f"Ada Lim {HARM} said the levee would hold. “I oppose the {{{{ 7 * 7 }}}} levee,” said Bo <b>Ek</b>.\n"
)


class Pages:
    """Asks the application itself."""

    def __init__(self, home: Path) -> None:
        self.home = Home(home)
        self.judgements = CuratedJudgements(self.home)
        self.latest = LatestRun(self.home.published)
        self._app = create_app(self.latest, self.judgements)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self._ask("GET", path, headers=headers)

    def html(self, path: str) -> str:
        response = self.get(path)
        assert response.status_code == 200, response.text
        return response.text

    def post(self, fields: dict[str, str], **headers: str) -> httpx.Response:
        """Sends a form with the token of a page."""
        token = self.token()
        return self._ask("POST", "/judgements", content=urlencode({"token": token, **fields}), headers=headers)

    def token(self) -> str:
        speaker = self.latest.current().rows("SELECT speaker_id FROM out_speakers LIMIT 1")[0]["speaker_id"]
        return self.html(f"/speakers/{speaker}").split('name="token" value="')[1].split('"')[0]

    def one(self, sql: str) -> str:
        return str(next(iter(self.latest.current().rows(sql)[0].values())))

    def _ask(self, method: str, path: str, *, content: str = "", headers: dict[str, str]) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
                return await client.request(method, path, content=content, headers=headers)

        return asyncio.run(asked())


@pytest.fixture(scope="session")
def pages(sample_home: Path) -> Iterator[Pages]:
    """The samples; tests only read them."""
    opened = Pages(sample_home)
    yield opened
    opened.latest.close()


@pytest.fixture
def own_pages(sample_home: Path, tmp_path: Path) -> Iterator[Pages]:
    """A copy of the samples that a test may judge."""
    shutil.copytree(sample_home, tmp_path / "home", symlinks=True)
    opened = Pages(tmp_path / "home")
    yield opened
    opened.latest.close()


@pytest.fixture(scope="session")
def hostile_home(tmp_path_factory: pytest.TempPathFactory, run_pipeline_on: Callable[..., Run]) -> Path:
    """A run over articles whose every field is an attack on a page that shows it."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "harm.jsonl").write_text(json.dumps(HOSTILE) + "\n", "utf-8")
    (folder / "home").mkdir()
    (folder / "home" / "targets.toml").write_text(
        '[[targets]]\nid = "levee"\nname = "The <script>levee</script>"\naliases = ["levee", "the dam"]\n', "utf-8"
    )
    (folder / "harm.txt").write_text(HOSTILE_TEXT, "utf-8")
    run_pipeline_on(folder / "home", folder / "harm.jsonl", folder / "harm.txt")
    return folder / "home"


@pytest.fixture(scope="session")
def hostile_pages(hostile_home: Path) -> Iterator[Pages]:
    opened = Pages(hostile_home)
    yield opened
    opened.latest.close()
