import numpy as np
import pytest

from transforms.reader.vocabulary import PAD, PIECES_MAX, START, UNKNOWN, Vocabulary

PIECES = [PAD, UNKNOWN, START, "harbour", "har", "##bour", "##s", "mayor", "’", "s", "e", "##tude", "5", "$"]


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(PIECES)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("harbour", ["harbour"]),  # the longest piece wins
        ("Harbours", ["harbour", "##s"]),
        ("mayor’s", ["mayor", "’", "s"]),  # cut at marks
        ("étude", ["e", "##tude"]),  # accents do not count
        ("zyzzyva", [UNKNOWN]),
        ("$5", ["$", "5"]),
        ("s’s’s’s", ["s", "’", "s", "’"]),  # no more than four
        ("́", [UNKNOWN]),  # nothing is left of an accent alone
    ],
)
def test_words_fall_into_their_longest_pieces(vocabulary: Vocabulary, word: str, expected: list[str]) -> None:
    row = vocabulary.pieces([word])[0]
    assert [PIECES[number] for number in row if number] == expected
    assert len(row) == PIECES_MAX


def test_no_words_give_no_rows(vocabulary: Vocabulary) -> None:
    assert vocabulary.pieces([]).shape == (0, PIECES_MAX)


def test_a_word_of_a_megabyte_takes_no_longer_than_others(vocabulary: Vocabulary) -> None:
    assert np.count_nonzero(vocabulary.pieces(["h" * 1_000_000])) <= PIECES_MAX
