import random
import subprocess
import sys

import polars as pl
import pytest

from transforms.articles.near_duplicates import bands, near_duplicates, signatures

SCHEMA = {"article_id": pl.String, "text": pl.String}


def story(seed: int, *, words: int = 200) -> str:
    chooser = random.Random(seed)
    return " ".join(f"word{chooser.randrange(5000)}" for _ in range(words))


def signed(texts: dict[str, str], *, start: int = 0) -> pl.DataFrame:
    found = signatures(pl.DataFrame(list(texts.items()), schema=SCHEMA, orient="row"))
    return found.with_columns(order=pl.int_range(start, start + pl.len(), dtype=pl.Int64))


def links(new: pl.DataFrame, known: pl.DataFrame | None = None) -> dict[str, str]:
    known = new.clear() if known is None else known
    return dict(near_duplicates(new, known).select("article_id", "duplicate_of").iter_rows())


def test_wire_copy_with_another_dateline_is_linked_to_the_earlier_article():
    wire = story(1)
    new = signed({"a": wire, "b": f"VELL (Wire) — {wire} More soon.", "c": story(2)})
    assert links(new) == {"b": "a"}


def test_different_stories_are_not_linked():
    assert links(signed({str(seed): story(seed) for seed in range(50)})) == {}


def test_half_of_a_story_is_not_the_story():
    wire = story(3).split()
    assert links(signed({"a": " ".join(wire), "b": " ".join(wire[:100]) + " " + story(4, words=100)})) == {}


def test_case_and_punctuation_do_not_count():
    assert links(signed({"a": "The quay is shut until Friday, it said.", "b": "the QUAY is shut until friday it said"}))


def test_similarity_is_one_for_the_same_words():
    found = near_duplicates(signed({"a": story(5), "b": story(5)}), signed({}))
    assert found["similarity"].to_list() == [1.0]


@pytest.mark.parametrize("text", ["", " … ", "!!!"])
def test_texts_without_words_have_no_signature(text: str):
    assert signatures(pl.DataFrame([("a", text)], schema=SCHEMA, orient="row")).is_empty()


def test_short_texts_are_equal_only_to_themselves():
    assert links(signed({"a": "quay shut", "b": "quay shut", "c": "quay open"})) == {"b": "a"}


def test_the_order_of_rows_changes_nothing():
    new = signed({f"{seed}-{copy}": story(seed) + f" {copy}" for seed in range(10) for copy in range(4)})
    assert links(new) == links(new.sample(fraction=1.0, shuffle=True, seed=7)) != {}


def test_a_known_article_comes_before_an_earlier_new_one():
    known, new = signed({"z": story(6)}, start=9), signed({"a": story(6)}, start=0)
    assert links(new, known) == {"a": "z"}


def test_a_copy_of_a_known_copy_is_linked_to_the_first_of_the_group():
    known = signed({"a": story(7), "b": story(7)}).with_columns(duplicate_of=pl.Series([None, "a"], dtype=pl.String))
    assert links(signed({"c": story(7)}, start=2), known) == {"c": "a"}


def test_known_articles_are_never_reported():
    known = signed({"a": story(8), "b": story(8)})
    assert links(signed({"c": story(9)}, start=2), known) == {}


def test_articles_given_again_as_new_keep_what_they_were():
    known = signed({"a": story(10)})
    assert links(known, known) == {}


def test_thousands_of_copies_and_near_copies_are_one_group():
    page = story(11, words=120)
    texts = {f"{index:05}": page if index % 2 else f"{page} day {index}" for index in range(4000)}
    found = links(signed(texts))
    assert len(found) == 3999
    assert set(found.values()) == {"00000"}


def test_near_duplicates_share_a_band():
    rows = bands(signed({"a": story(12), "b": story(12) + " more"}))
    assert rows.group_by("band", "band_hash").len().filter(pl.col("len") == 2).height > 0
    assert rows.schema == {"article_id": pl.String, "band": pl.UInt8, "band_hash": pl.UInt64}


def test_signatures_are_the_same_in_another_process():
    code = (
        "import polars as pl; from transforms.articles.near_duplicates import signatures;"
        "articles = pl.DataFrame({'article_id': ['a'], 'text': ['the quay is shut until friday']});"
        "print(signatures(articles)['signature'][0].hex())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
