"""The pipeline's rows on the samples against what a careful reader found there (expected.jsonl).

Floors are what was reached when they were last raised; they fall only on purpose.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from warehouse.query import open_published

Row = dict[str, Any]
EXPECTED = [json.loads(line) for line in Path(__file__).with_name("expected.jsonl").read_text("utf-8").splitlines()]
READ = [entry for entry in EXPECTED if entry["outcome"] in ("article", "near_duplicate")]
WORD = re.compile(r"\w+(?:[’'\-]\w+)*")

# kind → (expected, found with exactly these words, of the found: named as the article names them)
# Lower than with the rules alone (102, 40 and 121 exact, 8 extra), which were written while looking at these articles;
# the reader was not, and on articles that neither saw it finds half as much again.
FLOORS = {"direct": (103, 97, 94), "mixed": (44, 35, 40), "indirect": (132, 114, 103)}
MOST_EXTRA = 20
MOST_WRONG_NAMES = 3
# Version 6 of the judge had 21 right and 2 wrong, version 7 17 and 2, version 8 18 and 3, version 9 18 and 2.
FEWEST_SIDES_RIGHT = 18
MOST_SIDES_WRONG = 2


@pytest.fixture(scope="module")
def tables(sample_home: Path) -> Iterator[dict[str, list[Row]]]:
    connection = open_published(sample_home / "published")
    found = {}
    for name in ("articles", "article_files", "paragraphs", "quotations", "stances", "rejects"):
        relation = connection.sql(f"SELECT * FROM out_{name}")
        found[name] = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    connection.close()
    return found


def words(text: str) -> list[str]:
    found = [word.lower() for word in WORD.findall(text)]
    return found[1:] if found[:1] == ["that"] else found


def article_of(tables: dict[str, list[Row]], entry: Row) -> Row:
    return article_at(tables, f"{entry['file']}#{entry['record']}")


def article_at(tables: dict[str, list[Row]], place: str) -> Row:
    key = next(
        row["article_id"] for row in tables["article_files"] if f"{row['source_path']}#{row['source_record']}" == place
    )
    return next(row for row in tables["articles"] if row["article_id"] == key)


def matched(tables: dict[str, list[Row]]) -> Iterator[tuple[Row, Row | None]]:
    """Every expected quotation with the row that shares at least half of its words, if there is one."""
    for entry in READ:
        key = article_of(tables, entry)["article_id"]
        rows = [row for row in tables["quotations"] if row["article_id"] == key]
        for quotation in entry["quotations"]:
            wanted = set(words(quotation.get("text") or " ".join(quotation["spans"])))

            def shared(row: Row, wanted: set[str] = wanted) -> float:
                got = set(words(row["text"]))
                return len(got & wanted) / len(got | wanted)

            best = max(rows, key=shared, default=None)
            yield quotation, best if best is not None and shared(best) >= 0.5 else None


@pytest.mark.parametrize("entry", EXPECTED, ids=lambda entry: f"{entry['file']}#{entry['record']}")
def test_every_record_becomes_what_a_reader_expects(tables: dict[str, list[Row]], entry: Row) -> None:
    if entry["outcome"] == "reject":
        assert f"{entry['file']}#{entry['record']}" in {row["key"] for row in tables["rejects"]}
        return
    article = article_of(tables, entry)
    if entry["outcome"] == "not_english":
        assert not article["is_analysed"]
    if entry["outcome"] == "near_duplicate":
        # Which of two is stored first, and so repeated by the other, depends on the order of the files.
        original = article_at(tables, entry["of"])
        assert article["article_id"] == original["duplicate_of"] or original["article_id"] == article["duplicate_of"]
    if entry["outcome"] == "article":
        assert article["is_analysed"]


@pytest.mark.parametrize("entry", READ, ids=lambda entry: f"{entry['file']}#{entry['record']}")
def test_metadata_is_what_the_file_declares(tables: dict[str, list[Row]], entry: Row) -> None:
    article = article_of(tables, entry)
    allowed = {None} if entry.get("metadata") == "in_text" else set()
    for column, expected in (
        ("title", entry["title"]),
        ("outlet", entry["outlet"]),
        ("published_on", entry["published_on"]),
        ("authors", "; ".join(entry["authors"]) if entry["authors"] else None),
    ):
        value = str(article[column]) if article[column] is not None else None
        assert value in {expected, *allowed}, column


def test_quotations_are_found_and_named(tables: dict[str, list[Row]]) -> None:
    expected, exact, named = Counter[str](), Counter[str](), Counter[str]()
    for quotation, row in matched(tables):
        kind = quotation["kind"]
        expected[kind] += 1
        if row is not None:
            content = quotation.get("text") or " ".join(quotation["spans"])
            exact[kind] += words(row["text"]) == words(content)
            named[kind] += row["speaker"] == quotation["speaker"]
    for kind, (all_of_kind, fewest_exact, fewest_named) in FLOORS.items():
        assert expected[kind] == all_of_kind
        assert exact[kind] >= fewest_exact, kind
        assert named[kind] >= fewest_named, kind


def test_few_rows_are_no_quotation_and_few_names_are_wrong(tables: dict[str, list[Row]]) -> None:
    pairs = [(quotation, row) for quotation, row in matched(tables) if row is not None]
    read = {article_of(tables, entry)["article_id"] for entry in READ}
    # The expected rows leave out wishes, plans and votes; the reader marks them as attitudes.
    said = [row for row in tables["quotations"] if row["cue_kind"] != "attitude"]
    rows = {row["quotation_id"] for row in said if row["article_id"] in read}
    assert len(rows - {row["quotation_id"] for _, row in pairs}) <= MOST_EXTRA
    wrong = [row["speaker"] for quotation, row in pairs if row["speaker"] not in (None, quotation["speaker"])]
    assert len(wrong) <= MOST_WRONG_NAMES, wrong


def test_what_nobody_says_is_no_quotation(tables: dict[str, list[Row]]) -> None:
    for entry in READ:
        key = article_of(tables, entry)["article_id"]
        found = [words(row["text"]) for row in tables["quotations"] if row["article_id"] == key]
        for text in entry.get("not_quotations", []):
            assert words(text) not in found, text


def test_boilerplate_is_nobodys_words(tables: dict[str, list[Row]]) -> None:
    for entry in READ:
        key = article_of(tables, entry)["article_id"]
        said = [row["text"] for row in tables["quotations"] if row["article_id"] == key]
        for line in entry.get("boilerplate", []):
            assert not any(line in text or text in line for text in said), line


def test_sides_are_seldom_wrong(tables: dict[str, list[Row]]) -> None:
    labels = {}
    for row in tables["stances"]:
        labels[row["quotation_id"], row["target_id"]] = row["label"]
        labels[row["quotation_id"], row["target"]] = row["label"]
    right = wrong = 0
    for quotation, row in matched(tables):
        for stance in quotation.get("stances", []) if row is not None else []:
            target = stance["target"]
            label = labels.get((row["quotation_id"], f"watch:{target}"), labels.get((row["quotation_id"], target)))
            right += label == stance["label"]
            wrong += label not in (None, "neutral", stance["label"])
    assert right >= FEWEST_SIDES_RIGHT
    assert wrong <= MOST_SIDES_WRONG
