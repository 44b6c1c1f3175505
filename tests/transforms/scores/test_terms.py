import polars as pl
import pytest

from transforms.scores.terms import TERM_SCHEMA, distinctive_terms

BRIDGE = "The bridge over the river needs steel and the bridge needs paint before the winter storms arrive here."
SCHOOL = "Our school teachers need books and the school children deserve warm rooms before the winter storms arrive."


def frame(*said: tuple[str | None, str | None]) -> pl.DataFrame:
    return pl.DataFrame(said, schema={"speaker_id": pl.String, "text": pl.String}, orient="row")


BOTH = frame(*[("spk_a", BRIDGE)] * 4, *[("spk_b", SCHOOL)] * 4)


def test_what_one_speaker_says_and_the_other_does_not_comes_first():
    first = distinctive_terms(BOTH).filter(pl.col("rank") == 1)
    assert dict(zip(first["speaker_id"], first["term"], strict=True)) == {"spk_a": "bridge", "spk_b": "school"}


def test_what_both_say_alike_is_nobodys_term():
    terms = distinctive_terms(BOTH, top=1000)
    winter = terms.filter(pl.col("term") == "winter storms")
    bridge = terms.filter(pl.col("term") == "bridge")
    assert winter.is_empty() or winter["score"].max() < bridge["score"].item() / 5


def test_stop_words_and_contractions_are_no_terms():
    said = frame(*[("spk_a", f"I don’t know, it’s the bridge and we’re the bridge. {BRIDGE}")] * 4, ("spk_b", SCHOOL))
    words = {word for term in distinctive_terms(said, top=1000)["term"] for word in term.split()}
    assert words.isdisjoint({"the", "don't", "don", "it's", "we're", "re", "know"})


def test_counts_are_those_of_the_speaker_and_of_all_others():
    row = distinctive_terms(BOTH).filter(pl.col("term") == "bridge").rows(named=True)
    assert [(found["count"], found["others_count"]) for found in row] == [(8, 0)]


def test_a_speaker_of_few_words_is_left_out_but_counts_for_the_others():
    terms = distinctive_terms(frame(*BOTH.rows(), ("spk_c", "bridge bridge bridge")))
    assert "spk_c" not in terms["speaker_id"].to_list()
    assert terms.filter(pl.col("term") == "bridge")["others_count"].to_list() == [3]


def test_top_and_min_count_bound_the_rows():
    assert distinctive_terms(BOTH, top=2).group_by("speaker_id").len()["len"].to_list() == [2, 2]
    assert distinctive_terms(BOTH, min_count=9).is_empty()


def test_the_order_of_the_rows_changes_nothing():
    assert distinctive_terms(BOTH.reverse()).equals(distinctive_terms(BOTH))


@pytest.mark.parametrize(
    "said",
    [frame(), frame((None, BRIDGE)), frame(("spk_a", None)), frame(("spk_a", "the and of it")), frame(("a", ""))],
)
def test_nothing_to_say_gives_an_empty_table_with_all_columns(said: pl.DataFrame):
    terms = distinctive_terms(said)
    assert terms.is_empty()
    assert terms.schema == pl.Schema(TERM_SCHEMA)


def test_a_lone_speaker_has_no_others_to_differ_from():
    terms = distinctive_terms(frame(*[("spk_a", BRIDGE)] * 4))
    assert terms["score"].is_finite().all()
