"""The report: the same pages as files, whole, with no link that leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import dataframely as dy
import pytest

from transforms.schemas.out_relations import OutWhoAboutWhom
from transforms.schemas.tables import Table
from warehouse.browse import run
from warehouse.browse.links import article_file, target_file
from warehouse.browse.report import FolderInUse, write_report
from warehouse.run_folders import OlderRun

if TYPE_CHECKING:
    from tests.warehouse.browse.conftest import Pages


def test_every_link_of_a_report_is_one_of_its_files(pages: Pages, tmp_path: Path) -> None:
    written = write_report(pages.home.published, tmp_path / "report", 5)
    files = sorted((tmp_path / "report").rglob("*.html"))
    assert len(files) == written > 30
    for file in files:
        html = file.read_text("utf-8")
        assert "<form" not in html and "<script" not in html
        for href in re.findall(r'href="([^"]+)"', html):
            path, _, anchor = href.partition("#")
            if path and not path.startswith(("http://", "https://")):
                linked = (file.parent / path).resolve()
                assert linked.is_relative_to((tmp_path / "report").resolve())
                assert linked.is_file(), (file, href)
                if anchor:
                    assert f'id="{anchor}"' in linked.read_text("utf-8"), (file, href)


def test_a_report_holds_the_newest_articles_and_no_more(pages: Pages, tmp_path: Path) -> None:
    write_report(pages.home.published, tmp_path / "report", 3)
    rows = pages.latest.current().rows(
        "SELECT article_id FROM out_articles WHERE is_analysed "
        "ORDER BY published_on DESC NULLS LAST, admitted_no DESC LIMIT 3"
    )
    names = {path.name for path in (tmp_path / "report" / "articles").iterdir()}
    assert names == {Path(article_file(row["article_id"])).name for row in rows}


def test_a_report_is_replaced_and_anything_else_is_left_alone(pages: Pages, tmp_path: Path) -> None:
    write_report(pages.home.published, tmp_path / "report", 3)
    write_report(pages.home.published, tmp_path / "report", 1)
    assert len(list((tmp_path / "report" / "articles").iterdir())) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x", "utf-8")
    with pytest.raises(FolderInUse):
        write_report(pages.home.published, tmp_path / "mine", 1)
    assert (tmp_path / "mine" / "thesis.txt").read_text("utf-8") == "x"


def test_a_report_escapes_what_an_article_says(hostile_pages: Pages, tmp_path: Path) -> None:
    write_report(hostile_pages.home.published, tmp_path / "report", 5)
    for file in (tmp_path / "report").rglob("*.html"):
        assert "<script" not in file.read_text("utf-8").lower()


def test_a_target_of_any_name_has_a_file_of_a_plain_one() -> None:
    assert re.fullmatch(r"targets/[0-9a-f]{16}\.html", target_file("name:../../a/b\0"))
    assert ".." not in article_file("../../secret")


def test_a_run_without_a_column_of_this_version_says_what_to_do(
    pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Later(OutWhoAboutWhom):
        """What a later version publishes."""

        irony = dy.Float64(description="Not yet.")

    monkeypatch.setattr(run, "PUBLISHED", (Table("out_who_about_whom", Later, "publish"),))
    with pytest.raises(OlderRun, match=r"holds no out_who_about_whom\.irony.*Run `onrecord run` again"):
        write_report(pages.home.published, tmp_path / "report", 3)
    assert not (tmp_path / "report").exists()
