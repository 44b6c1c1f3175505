from datetime import date, timedelta

import polars as pl
import pytest

from transforms.scores.statements import statements

DAY = date(2031, 3, 5)
LONG = "“The ferry will sail every hour all summer and nobody on this island will wait in the rain again,”"
SCHEMA = {
    "quotation_id": pl.String, "article_id": pl.String, "char_start": pl.Int32, "speaker_id": pl.String,
    "published_on": pl.Date, "cue_kind": pl.String, "kind": pl.String, "text": pl.String,
}  # fmt: skip


def said(
    key: str, text: str, *, speaker: str | None = "lim", days: int | None = 0, cue: str = "verb", kind: str = "direct"
) -> tuple[object, ...]:
    """A quotation `article:start`, published so many days after DAY."""
    article, start = key.split(":")
    published_on = None if days is None else DAY + timedelta(days)
    return key, article, int(start), speaker, published_on, cue, kind, text


def frame(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def clusters(*rows: tuple[object, ...]) -> set[tuple[str, ...]]:
    """The quotations of each statement, the first copy first."""
    found = statements(frame(*rows)).group_by("statement_id").agg(pl.col("quotation_id").sort())
    return {(first, *(key for key in keys if key != first)) for first, keys in found.iter_rows()}


def test_three_outlets_with_the_same_words_have_one_statement_named_by_the_first():
    assert clusters(said("b:0", LONG, days=1), said("a:0", LONG, days=2), said("c:0", LONG)) == {("c:0", "a:0", "b:0")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We can’t close the old harbour in May,”", "We can't close the old harbor in May."),
        ("“I will close the old harbour in May,”", "he would close the old harbour in May"),
        ("“It was the worst storm in living memory.”", "it had been the worst storm, in living memory"),
        (LONG, LONG.replace("all summer", "all through summer")),
    ],
)
def test_grammar_spelling_marks_and_a_word_in_a_long_text_make_no_difference(one: str, other: str):
    assert clusters(said("a:0", one), said("b:0", other, kind="indirect")) == {("a:0", "b:0")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("we will close the old harbour in May", "we will not close the old harbour in May"),
        ("we must increase spending on schools", "we must decrease spending on schools"),
        ("we support the new harbour plan", "we oppose the new harbour plan"),
        ("The strike cost the city 300 jobs this year", "The strike cost the city 500 jobs this year"),
        (LONG, LONG.replace("will sail", "will not sail")),
        ("raise taxes on fuel next year", "we will never raise taxes on fuel next year"),
        (LONG, "“Whoever builds a bridge here has never seen what the ice does to a pier in a hard winter,”"),
    ],
)
def test_what_means_something_else_is_another_statement(one: str, other: str):
    assert clusters(said("a:0", one), said("b:0", other)) == {("a:0",), ("b:0",)}


def test_a_part_of_a_longer_quotation_belongs_to_it():
    part = said("b:0", "“wait in the rain again”", kind="mixed", days=-1)
    assert clusters(said("a:0", LONG), part) == {("b:0", "a:0")}


def test_a_part_quoted_long_after_is_another_statement_unless_a_date_is_missing():
    part = "“nobody on this island will wait”"
    assert clusters(said("a:0", LONG), said("b:0", part, days=15)) == {("a:0",), ("b:0",)}
    assert clusters(said("a:0", LONG), said("b:0", part, days=None)) == {("a:0", "b:0")}


def test_a_long_text_is_the_same_statement_however_late_and_a_short_one_is_not():
    late = said("b:0", LONG, days=400)
    assert clusters(said("a:0", LONG), late) == {("a:0", "b:0")}
    short = "“We will win this election,”"
    assert clusters(said("a:0", short), said("b:0", short, days=3), said("c:0", short, days=400)) == {
        ("a:0", "b:0"),
        ("c:0",),
    }


def test_two_statements_do_not_become_one_by_a_phrase_they_share():
    other = "“Whoever promises that nobody on this island will wait has not seen the timetable of the northern line,”"
    part = said("c:0", "“nobody on this island will wait”", days=2)
    assert clusters(said("a:0", LONG), said("b:0", other, days=2), part) == {("a:0",), ("b:0", "c:0")}


def test_a_few_indirect_words_are_no_part_of_everything_that_holds_them():
    few = said("b:0", "the northern ferry line", kind="indirect")
    whole = said("a:0", "“I grew up on the northern ferry line and I will die there,”")
    assert clusters(whole, few) == {("a:0",), ("b:0",)}


def test_two_speakers_never_share_a_statement():
    assert clusters(said("a:0", LONG), said("b:0", LONG, speaker="ek"), said("c:0", LONG, speaker=None)) == {
        ("a:0",),
        ("b:0",),
        ("c:0",),
    }


def test_without_a_speaker_only_long_texts_are_copies_and_join_the_one_who_said_them():
    short = "“Nobody was hurt in the fire,”"
    assert clusters(said("a:0", short, speaker=None), said("b:0", short, speaker=None)) == {("a:0",), ("b:0",)}
    unnamed = [said("a:0", LONG, speaker=None), said("b:0", LONG, speaker=None)]
    assert clusters(*unnamed) == {("a:0", "b:0")}
    assert clusters(*unnamed, said("c:0", LONG)) == {("a:0", "b:0", "c:0")}


def test_an_attitude_is_no_copy_of_what_was_said():
    words = "close the old harbour in May"
    assert clusters(said("a:0", words), said("b:0", words, cue="attitude")) == {("a:0",), ("b:0",)}


def test_every_short_answer_of_an_article_is_one_of_its_own_and_a_copy_of_that_in_another_article():
    answers = [said("a:0", "“No.”"), said("a:9", "“No,”"), said("b:0", "“No,”", days=1), said("b:9", "“No.”", days=1)]
    assert clusters(*answers) == {("a:0", "b:0"), ("a:9", "b:9")}


def test_texts_without_words_stay_apart():
    assert clusters(said("a:0", "“…”"), said("b:0", "“…”")) == {("a:0",), ("b:0",)}


def test_the_order_of_the_rows_and_of_the_arrival_changes_nothing():
    part, late = said("d:0", "“wait in the rain again”", days=3), said("e:0", LONG, days=None)
    rows = [said("b:0", LONG, days=1), said("a:0", LONG, days=2), said("c:0", LONG + " he said"), part, late]
    expected = statements(frame(*rows))
    assert statements(frame(*rows[::-1])).equals(expected)
    assert statements(frame(*rows[2:], *rows[:2])).equals(expected)


def test_a_thousand_sentences_of_one_pattern_stay_as_many_statements():
    rows = [said(f"a{n}:0", f"unit {n} of the northern fire brigade was called to street {n}") for n in range(1000)]
    assert statements(frame(*rows))["statement_id"].n_unique() == 1000


def test_no_quotation_no_statement():
    assert statements(frame()).is_empty()
