"""`onrecord evaluate` as a user meets it; the predictor is a stand-in, its own tests are elsewhere."""

import json
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main

Row = dict[str, Any]

TEXT = "“The bridge stays shut,” said Ines Duarte, the engineer. She hoped that repairs would end in June."
QUOTES: list[Row] = [
    {"start": 0, "end": 24, "speaker_start": 30, "speaker_end": 41, "canonical": "Ines Duarte"},
    {"spans": [[67, 97]], "speaker_start": 57, "speaker_end": 60, "canonical": "Ines Duarte", "cue_text": "hoped"},
]


@pytest.fixture(autouse=True)
def predictor(monkeypatch: pytest.MonkeyPatch) -> list[Row]:
    """Finds the first quotation of every article; gives the rows it was shown."""
    shown: list[Row] = []

    def predict(rows: list[Row]) -> list[Row]:
        shown.extend(rows)
        broken = {"quotes": [], "error": "ValueError in read:1"}
        return [{"id": row["id"]} | (broken if row["id"] == "broken" else {"quotes": QUOTES[:1]}) for row in rows]

    monkeypatch.setattr("flows.commands.evaluate.predict_quotations", predict)
    return shown


def gold_file(folder: Path, *lines: str) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def line(key: str = "a") -> str:
    return json.dumps({"id": key, "text": TEXT, "title": "Bridge", "quotes": QUOTES})


def evaluate(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as stop:
        main(["evaluate", "quotations", *(str(argument) for argument in arguments)])
    return int(stop.value.code or 0)


def test_the_table_shows_every_kind_and_measure_in_80_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(gold_file(tmp_path, line("a"), line("b"))) == 0
    shown = capsys.readouterr().out.splitlines()
    assert max(len(row.rstrip()) for row in shown[:-4]) <= 80
    first = next(row.split() for row in shown if row.startswith("all"))
    assert first == ["all", "4", "2", "100.0", "exact", "100.0", "50.0", "66.7", "66.7–66.7"]
    for word in ("direct", "mixed", "indirect", "soft", "attr", "name"):
        assert any(word in row for row in shown)


def test_json_has_the_scores_and_every_line_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = json.dumps({"id": "c", "text": "No.", "quotes": [{"start": 0, "end": 9}]})
    path = gold_file(tmp_path, line(), "no json", line("broken"), '{"id": "b"}', outside)
    assert evaluate(path, "--format", "json") == 0
    output = capsys.readouterr()
    record = json.loads(output.out)
    assert [fault["line"] for fault in record["lines_left_out"]] == [2, 4, 5]
    assert (record["articles"], record["lines_not_read"]) == (2, [3])
    assert record["scores"]["all"]["exact"]["recall"] == 1 / 4
    assert record["scores"]["mixed"]["exact"] is None
    assert "3 of 5 lines" in output.err and "not JSON: line 2;" in output.err
    assert "nothing found: line 3" in output.err


def test_errors_are_one_object_per_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "errors.jsonl"
    assert evaluate(gold_file(tmp_path, "\ufeff" + line()), "--errors", target) == 0
    (row,) = [json.loads(text) for text in target.read_text("utf-8").splitlines()]
    assert (row["id"], row["line"], row["what"], row["kind"]) == ("a", 1, "missed", "indirect")
    assert (row["gold_text"], row["gold_speaker"], row["gold_cue"]) == ("repairs would end in June", "She", "hoped")


def test_the_predictor_sees_the_title_and_no_answers(tmp_path: Path, predictor: list[Row]) -> None:
    evaluate(gold_file(tmp_path, line()))
    assert predictor == [{"id": "a", "text": TEXT, "title": "Bridge"}]


@pytest.mark.parametrize("lines", [["secret"], ["", " "], ['{"text": "No."}']])
def test_a_file_without_a_usable_line_says_what_to_give(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: list[str]
) -> None:
    assert evaluate(gold_file(tmp_path, *lines)) == 2
    message = capsys.readouterr().err
    assert message.startswith("onrecord: ") and "Give one JSON object a line" in message


def test_a_missing_file_and_errors_over_the_gold_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(tmp_path / "none.jsonl") == 2
    path = gold_file(tmp_path, line())
    assert evaluate(path, "--errors", path) == 2
    assert path.read_text("utf-8") == line() + "\n"
    assert "another path" in capsys.readouterr().err
