"""`onrecord evaluate stance` and `sentiment` as a user meets them, with the scorers of onrecord."""

import json
from pathlib import Path
from typing import Any

import pytest

from flows.cli import main

Row = dict[str, Any]

STANCES: list[Row] = [
    {"id": "a", "text": "Ada Lim supports the dam.", "speaker": "Ada Lim", "target": "the dam", "label": "favor"},
    {"id": "b", "text": "Ada Lim opposes the dam.", "speaker": "Ada Lim", "target": "the dam", "label": "against"},
    {"id": "c", "text": "Ada Lim opposes the dam.", "speaker": "Ada Lim", "target": "the dam", "label": "neutral"},
]
TONES: list[Row] = [
    {"id": "a", "text": "Pell is a brilliant and brave leader.", "target": "Pell", "label": 1},
    {"id": "b", "text": "Pell is a corrupt liar.", "target": "Pell", "target_start": 0, "target_end": 4, "label": "-1"},
    {"id": "c", "text": "A wonderful day.", "target": "Pell", "label": 0},
]


def gold_file(folder: Path, *lines: Row | str) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), "utf-8")
    return path


def evaluate(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as stop:
        main(["evaluate", *(str(argument) for argument in arguments)])
    return int(stop.value.code or 0)


def test_the_table_shows_every_class_of_the_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate("stance", gold_file(tmp_path, *STANCES)) == 0
    shown = capsys.readouterr().out
    rows = {label: cells for label, *cells in (line.split() for line in shown.splitlines() if line)}
    expected = [float(rows[label].pop(2)) for label in ("favor", "against", "neutral")]
    assert rows["favor"] == ["1", "1", "100.0", "100.0", "100.0"]
    assert rows["against"] == ["1", "2", "50.0", "100.0", "66.7"]
    assert rows["neutral"] == ["1", "0", "0.0", "0.0", "0.0"]
    assert sum(expected) == pytest.approx(3, abs=0.16)
    assert 0.7 < expected[0] < 1.3
    assert 1.4 < expected[1] < 2.1
    assert "accuracy 66.7, macro-F1 55.6" in shown


def test_what_is_found_and_expected_of_labels_that_the_gold_has_not_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate("stance", gold_file(tmp_path, STANCES[0])) == 0
    assert "labels that the gold has not" not in capsys.readouterr().out
    plain = STANCES[0] | {"text": "Ada Lim and others walked past the dam on Sunday."}
    assert evaluate("stance", gold_file(tmp_path, plain)) == 0
    shown = capsys.readouterr().out
    assert "(1 of labels that the gold has not)" in shown
    assert "(1.0 of labels that the gold has not)" in shown


def test_json_has_the_scores_and_every_line_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = gold_file(tmp_path, *TONES, "no json", TONES[0] | {"label": "favor"})
    assert evaluate("sentiment", path, "--format", "json") == 0
    output = capsys.readouterr()
    record = json.loads(output.out)
    assert [fault["line"] for fault in record["lines_left_out"]] == [4, 5]
    assert "not JSON: line 4;" in output.err
    assert (record["rows"], record["calibrated"]) == (3, 2)
    of_negative = record["classes"]["-1"]
    assert 0.8 < of_negative.pop("expected") < 1.2
    assert of_negative == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "gold": 1, "found": 1}
    assert record["accuracy"] == pytest.approx(2 / 3)


def test_either_judge_of_onrecord_can_be_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = gold_file(tmp_path, *TONES[:2])
    sure = {}
    for size in ("small", "large"):
        assert evaluate("sentiment", path, "--format", "json", "--judge", size) == 0
        record = json.loads(capsys.readouterr().out)
        assert record["accuracy"] == 1.0
        sure[size] = record["calibration_error"]
    assert sure["small"] != sure["large"]
    assert evaluate("sentiment", path, "--judge", "huge") == 2


def test_errors_are_the_rows_with_a_wrong_label(tmp_path: Path) -> None:
    target = tmp_path / "errors.jsonl"
    assert evaluate("stance", gold_file(tmp_path, *STANCES), "--errors", target) == 0
    (row,) = [json.loads(text) for text in target.read_text("utf-8").splitlines()]
    assert (row["id"], row["line"], row["gold_label"], row["system_label"]) == ("c", 3, "neutral", "against")
    assert row["text"] == STANCES[2]["text"]
    assert sum(row["system_probabilities"].values()) == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize(("task", "example"), [("stance", '"label": "favor"'), ("sentiment", '"label": -1')])
def test_a_file_without_a_usable_line_says_what_to_give(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], task: str, example: str
) -> None:
    assert evaluate(task, gold_file(tmp_path, '{"text": "No."}')) == 2
    assert example in capsys.readouterr().err


def test_errors_over_the_gold_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = gold_file(tmp_path, *STANCES)
    before = path.read_text("utf-8")
    assert evaluate("stance", path, "--errors", path) == 2
    assert path.read_text("utf-8") == before


def test_more_rows_than_are_predicted_at_a_time_keep_their_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate("stance", gold_file(tmp_path, *(STANCES[:2] * 300)), "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["accuracy"] == 1


def test_predictions_are_not_written_over_their_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = gold_file(tmp_path, *STANCES)
    before = path.read_text("utf-8")
    (tmp_path / "same.jsonl").symlink_to(path)
    with pytest.raises(SystemExit) as stop:
        main(["predict", "stance", str(path), str(tmp_path / "same.jsonl")])
    assert stop.value.code == 2
    assert "is the input itself" in capsys.readouterr().err
    assert path.read_text("utf-8") == before
