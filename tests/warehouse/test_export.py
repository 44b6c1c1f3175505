"""Exported files as a spreadsheet reads them: texts stay texts, limits are kept, nothing else is changed."""

import csv
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from transforms.schemas.tables import PUBLISHED, table
from warehouse import export, workbook
from warehouse.export import MOST_CHARS, export_csv, measured, shortened
from warehouse.run_folders import OlderRun

QUOTATIONS = table("out_quotations")


def run_with(folder: Path, **columns: list[object]) -> Path:
    """A published run of out_speaker_terms with these columns; texts are what matters here."""
    rows = len(next(iter(columns.values())))
    given = {
        "speaker_id": [f"spk_{number}" for number in range(rows)],
        "term": ["term"] * rows,
        "speaker": ["Ada Lim"] * rows,
        "rank": list(range(1, rows + 1)),
        "uses": [1] * rows,
        "others_uses": [0] * rows,
        "score": [-1.5] * rows,
    } | columns
    folder.mkdir()
    pl.DataFrame(given).write_parquet(folder / "out_speaker_terms.parquet")
    return folder


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-2 points", "'-2 points"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =HYPERLINK(1)", "'  =HYPERLINK(1)"),
        ("\t=1", "'\t=1"),
        ("＝1+1", "'＝1+1"),  # full width, a sign as good as the other
        ("a = b", "a = b"),
        ("– he said", "– he said"),  # a dash is no minus
        ("", ""),
    ],
)
def test_a_text_that_would_be_a_formula_is_one_no_longer(tmp_path: Path, text: str, cell: str) -> None:
    run = run_with(tmp_path / "run", speaker=[text])
    export_csv(run, [table("out_speaker_terms")], tmp_path / "out")
    [row] = read_csv(tmp_path / "out" / "out_speaker_terms.csv")
    assert row["speaker"] == cell
    assert row["score"] == "-1.5"  # a number is a number


def test_csv_files_are_the_published_tables(tmp_path: Path, sample_home: Path) -> None:
    run = (sample_home / "published" / "latest").resolve()
    exported = export_csv(run, PUBLISHED, tmp_path)
    assert [found.table for found in exported] == [entry.name for entry in PUBLISHED]
    for entry, found in zip(PUBLISHED, exported, strict=True):
        content = (tmp_path / f"{entry.name}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf"), entry.name  # without the mark Excel reads another encoding
        rows = read_csv(tmp_path / f"{entry.name}.csv")
        assert len(rows) == found.rows
    frame = pl.read_parquet(run / "out_quotations.parquet")
    rows = read_csv(tmp_path / "out_quotations.csv")
    assert [row["quotation_id"] for row in rows] == frame["quotation_id"].to_list()
    assert [row["text"].removeprefix("'") for row in rows] == frame["text"].to_list()
    assert [row["published_on"] or None for row in rows] == [
        None if day is None else day.isoformat() for day in frame["published_on"]
    ]


def test_every_exported_column_is_in_the_dictionary(tmp_path: Path, sample_home: Path) -> None:
    export_csv((sample_home / "published" / "latest").resolve(), PUBLISHED, tmp_path)
    described = {(row["table"], row["column"]) for row in read_csv(tmp_path / "columns.csv") if row["what it holds"]}
    for entry in PUBLISHED:
        with (tmp_path / f"{entry.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert {(entry.name, column) for column in next(csv.reader(file))} <= described


def test_a_cell_longer_than_excel_holds_is_counted_and_whole_in_csv(tmp_path: Path) -> None:
    run = run_with(tmp_path / "run", speaker=["x" * MOST_CHARS, "y" * (MOST_CHARS + 1), "🌊" * (MOST_CHARS // 2 + 1)])
    [found] = export_csv(run, [table("out_speaker_terms")], tmp_path / "out")
    assert found.long_cells == 2  # Excel counts UTF-16 units, two for a wave
    rows = read_csv(tmp_path / "out" / "out_speaker_terms.csv")
    assert [len(row["speaker"]) for row in rows] == [MOST_CHARS, MOST_CHARS + 1, MOST_CHARS // 2 + 1]


def test_a_cut_text_fits_and_says_how_long_it_was() -> None:
    texts = ["y" * 40_000, "🌊" * 20_000, "short", None]
    cut = shortened(pl.LazyFrame({"text": texts})).collect()["text"].to_list()
    assert cut[2:] == ["short", None]
    for text, whole in zip(cut[:2], texts[:2], strict=True):
        assert len(text.encode("utf-16-le")) // 2 <= MOST_CHARS
        assert text.endswith(f" … [cut; it has {len(whole or ''):,} characters]".replace(",", ""))


def test_a_run_without_the_table_is_told_to_run_again(tmp_path: Path) -> None:
    run = run_with(tmp_path / "run", speaker=["Ada Lim"])
    with pytest.raises(OlderRun, match="onrecord run"):
        export_csv(run, [QUOTATIONS], tmp_path / "out")


def test_a_workbook_holds_values_of_their_types(tmp_path: Path, sample_home: Path) -> None:
    pytest.importorskip("xlsxwriter")
    openpyxl = pytest.importorskip("openpyxl")
    run = (sample_home / "published" / "latest").resolve()
    workbook.export_xlsx(run, [QUOTATIONS, table("out_articles")], tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx", read_only=True)
    assert book.sheetnames == ["columns", "out_quotations", "out_articles"]
    head, *rows = book["out_quotations"].iter_rows(values_only=True)
    assert list(head) == list(QUOTATIONS.schema.columns())
    assert len(rows) == pl.read_parquet(run / "out_quotations.parquet").height
    first = dict(zip(head, rows[0], strict=True))
    assert isinstance(first["published_on"], datetime | date)
    assert isinstance(first["confidence"], float)
    book.close()


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    openpyxl = pytest.importorskip("openpyxl")
    run = run_with(tmp_path / "run", speaker=["=1+1", "@x", '=HYPERLINK("http://x.example")', "http://x.example"])
    workbook.export_xlsx(run, [table("out_speaker_terms")], tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["out_speaker_terms"]
    cells = [sheet.cell(row, 3) for row in range(2, 6)]
    assert [cell.value for cell in cells][:2] == ["=1+1", "@x"]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells] == [True, True, True, False]
    assert all(cell.hyperlink is None for cell in cells)


def test_a_table_that_no_sheet_holds_is_left_out_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("xlsxwriter")
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.setattr(export, "MOST_ROWS", 1)
    run = run_with(tmp_path / "run", speaker=["Ada Lim", "Bo Ek"])
    [found] = workbook.export_xlsx(run, [table("out_speaker_terms")], tmp_path / "book.xlsx")
    assert (found.rows, found.fits) == (2, False)
    assert openpyxl.load_workbook(tmp_path / "book.xlsx").sheetnames == ["columns"]


def test_slices_of_a_long_table_are_all_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("xlsxwriter")
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.setattr(workbook, "_SLICE", 2)
    run = run_with(tmp_path / "run", speaker=[f"speaker {number}" for number in range(5)])
    workbook.export_xlsx(run, [table("out_speaker_terms")], tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["out_speaker_terms"]
    assert [sheet.cell(row, 3).value for row in range(2, 7)] == [f"speaker {number}" for number in range(5)]


def test_without_the_extra_the_user_is_told_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    run = run_with(tmp_path / "run", speaker=["Ada Lim"])
    with pytest.raises(workbook.ExcelExtraMissing, match=r"onrecord\[excel\]"):
        workbook.export_xlsx(run, [table("out_speaker_terms")], tmp_path / "book.xlsx")
    assert not (tmp_path / "book.xlsx").exists()


def test_measured_counts_rows(tmp_path: Path) -> None:
    run = run_with(tmp_path / "run", speaker=["Ada Lim"] * 3)
    found = measured(table("out_speaker_terms"), export.scan(run, table("out_speaker_terms")))
    assert (found.rows, found.long_cells, found.fits) == (3, 0, True)
