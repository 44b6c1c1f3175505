"""The README's example is what the pipeline does, and its commands exist."""

import re
from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner

from flows.cli import app
from warehouse.query import open_published

README = Path("README.md").read_text("utf-8")
MAKEFILE = Path("Makefile").read_text("utf-8")


def example_article() -> str:
    block = re.search(r"One article in:\n\n((?:>.*\n)+)", README)
    assert block is not None
    paragraphs = re.sub(r"^> ?", "", block[1], flags=re.M).strip().split("\n\n")
    return "\n\n".join(paragraph.replace("\n", " ") for paragraph in paragraphs) + "\n"


def table_after(words: str) -> list[list[str]]:
    lines = README.split(words, 1)[1].split("\n\n", 1)[1].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_rows_shown_are_the_rows_that_come_out(
    tmp_path: Path, new_home: Path, run_pipeline_on: Callable[..., object]
) -> None:
    (tmp_path / "article.txt").write_text(example_article(), "utf-8")
    run_pipeline_on(new_home, tmp_path / "article.txt")
    connection = open_published(new_home / "published")
    try:
        quotations = connection.execute(
            "SELECT speaker, mention, cue, cue_kind, kind, text, char_start || '–' || char_end FROM out_quotations "
            "ORDER BY char_start"
        ).fetchall()
        stances = connection.execute(
            "SELECT speaker, target, label, evidence FROM out_stances WHERE label <> 'neutral' ORDER BY target_start"
        ).fetchall()
    finally:
        connection.close()
    assert [list(row) for row in quotations] == table_after("The rows that come out")
    shown = [
        [cell.replace(" *(a target of the watch-list)*", "") for cell in row]
        for row in table_after("| he | said | verb |")
    ]
    assert [list(row) for row in stances] == shown


def test_every_command_named_exists() -> None:
    for target in set(re.findall(r"`?make (\w+)`?  ? ?#", README)):
        assert f"\n{target}:" in MAKEFILE, target
    listed = CliRunner().invoke(app, ["--help"]).output
    for command in set(re.findall(r"`onrecord (\w+)", README)):
        assert command in listed, command


def test_every_linked_page_exists() -> None:
    for page in re.findall(r"\]\(([\w./-]+)\)", README):
        assert Path(page).exists(), page
