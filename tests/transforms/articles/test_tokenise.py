import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.articles.segment import segment
from transforms.articles.tokenise import tokenise
from transforms.schemas.core_segments import CoreTokens


def frame(*texts: str) -> pl.DataFrame:
    return pl.DataFrame(
        {"article_id": [f"{index:016x}" for index in range(len(texts))], "text": texts, "title": [None] * len(texts)},
        schema={"article_id": pl.String, "text": pl.String, "title": pl.String},
    )


def tokens(*texts: str) -> pl.DataFrame:
    articles = frame(*texts)
    return tokenise(articles, segment(articles).sentences)


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in tokens(text).select("start", "end").iter_rows()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They don’t stop.", "They|don’t|stop|."),
        ("They don't stop.", "They|don't|stop|."),
        ("The no-fly zone.", "The|no-fly|zone|."),
        ("The Secretary-General left.", "The|Secretary-General|left|."),
        ("Ida’s boat.", "Ida’s|boat|."),
        ("The sailors’ boat.", "The|sailors|’|boat|."),
        ("O’Hara spoke.", "O’Hara|spoke|."),
        ("About 1.4 per cent.", "About|1.4|per|cent|."),
        ("It had 1,200 berths.", "It|had|1,200|berths|."),
        ("It cost $5bn.", "It|cost|$|5bn|."),
        ("Some 50% fell.", "Some|50|%|fell|."),
        ("At 10:30am on 9/11.", "At|10:30am|on|9/11|."),
        ("The 72-year-old pact.", "The|72-year-old|pact|."),
        ("The 1990s were wet.", "The|1990s|were|wet|."),
        ("Mr. Okoro met Maj.-Gen. Strand.", "Mr.|Okoro|met|Maj.-Gen.|Strand|."),
        ("The U.S. fleet.", "The|U.S.|fleet|."),
        ("It left the U.S.", "It|left|the|U.S."),
        ("The U.S.-led fleet.", "The|U.S.-led|fleet|."),
        ("The non-U.S. fleet.", "The|non-U.S.|fleet|."),
        ("The U.S.’s fleet.", "The|U.S.’s|fleet|."),
        ("At 5 p.m. it closed.", "At|5|p.m.|it|closed|."),
        ("Bolt Inc., he said.", "Bolt|Inc.|,|he|said|."),
        ("He joined Bolt Inc.", "He|joined|Bolt|Inc|."),
        ("“He joined Bolt Inc.”", "“|He|joined|Bolt|Inc|.|”"),
        ("“No.” He left.", "“|No|.|”|He|left|."),
        ("At No. 10 today.", "At|No.|10|today|."),
        ("J. K. Marlow wrote.", "J.|K.|Marlow|wrote|."),
        ("We met.... I left.", "We|met|....|I|left|."),
        ("They tired … and slept.", "They|tired|…|and|slept|."),
        ("They tired . . . and slept.", "They|tired|. . .|and|slept|."),
        ("What?! No!!", "What|?!|No|!!"),
        ("“‘Go,’ she said,” he said.", "“|‘|Go|,|’|she|said|,|”|he|said|."),
        ('"Go," he said.', '"|Go|,|"|he|said|.'),
        ("'Go,' he said.", "'|Go|,|'|he|said|."),
        ("He left — or hid -- there.", "He|left|—|or|hid|--|there|."),
        ("(He left.)", "(|He|left|.|)"),
        ("See www.example.org/a?b=1.", "See|www.example.org/a?b=1|."),
        ("Ask desk@example.org now.", "Ask|desk@example.org|now|."),
        ("Ask @desk about #vell.", "Ask|@desk|about|#vell|."),
        ("Example.com’s staff.", "Example.com’s|staff|."),
        ("Prévost in Łódź.", "Prévost|in|Łódź|."),
        ("Мир и мир.", "Мир|и|мир|."),
        ("A café\u0301 opened.", "A|café\u0301|opened|."),
    ],
)
def test_tokens_are_what_a_reader_takes_for_one_word_or_mark(text: str, expected: str):
    assert pieces(text) == expected.split("|")


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("boat", "word"), ("don’t", "word"), ("U.S.", "word"), ("72-year-old", "word"), ("1.4", "number"),
        ("5bn", "number"), ("1990s", "number"), ("“", "punctuation"), ("…", "punctuation"), ("—", "punctuation"),
        ("$", "symbol"), ("%", "symbol"), ("+", "symbol"),
    ],
)  # fmt: skip
def test_kinds(token: str, kind: str):
    found = tokens(f"word {token} word").filter(pl.col("lower") == token.lower())
    assert found["kind"].to_list() == [kind]


@pytest.mark.parametrize(
    ("token", "is_stop"),
    [
        ("the", True), ("The", True), ("it’s", True), ("they'll", True), ("don’t", True), ("wasn't", True),
        ("boat", False), ("Ida’s", False), (",", False), ("5", False),
    ],
)  # fmt: skip
def test_stop_words_with_their_contractions(token: str, is_stop: bool):
    found = tokens(f"Boats {token} boats").filter(pl.col("lower") == token.lower())
    assert found["is_stop"].to_list() == [is_stop]


def test_the_frame_conforms_and_counts_positions_within_each_article():
    found = tokens("One two.\n\nThree.", "", "“Four,” said Mr. Five.")
    CoreTokens.validate(found.with_columns(quotation_id=pl.lit(None, dtype=pl.String)))
    for article in found.partition_by("article_id"):
        assert article["token_no"].to_list() == list(range(len(article)))


def test_no_sentence_gives_an_empty_frame_that_conforms():
    CoreTokens.validate(tokens("").with_columns(quotation_id=pl.lit(None, dtype=pl.String)))


def test_offsets_count_characters_and_not_bytes():
    text = "Ålesund “é” 😀 end"
    assert pieces(text) == ["Ålesund", "“", "é", "”", "😀", "end"]


@settings(max_examples=60)
@given(
    st.lists(st.text(alphabet=st.sampled_from("aZé1 .,’'“”-–…\n$@#/漢😀\u0301"), max_size=60) | st.text(max_size=40))
)
def test_tokens_are_exact_and_cover_all_but_white_space(texts: list[str]):
    articles = frame(*texts)
    sentences = segment(articles).sentences
    found = tokenise(articles, sentences)
    by_id = dict(articles.select("article_id", "text").iter_rows())
    for article_id, start, end, lower in found.select("article_id", "start", "end", "lower").iter_rows():
        assert lower == pl.Series([by_id[article_id][start:end]]).str.to_lowercase()[0] != ""
    chars = sum(
        sum(not char.isspace() for char in by_id[article_id][start:end])
        for article_id, start, end in sentences.select("article_id", "start", "end").iter_rows()
    )
    assert chars == sum(
        sum(not char.isspace() for char in by_id[article_id][start:end])
        for article_id, start, end in found.select("article_id", "start", "end").iter_rows()
    )
