from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.reader.passages import WORDS_MAX, cut, shape_of

LENGTHS = st.lists(st.lists(st.integers(1, 3 * WORDS_MAX), min_size=1, max_size=5), max_size=5)


@given(LENGTHS)
def test_passages_hold_every_word_once_and_stay_in_their_paragraph(paragraphs: list[list[int]]) -> None:
    lengths = [length for paragraph in paragraphs for length in paragraph]
    sentence_of = [number for number, length in enumerate(lengths) for _ in range(length)]
    paragraph_of = [number for number, paragraph in enumerate(paragraphs) for _ in range(sum(paragraph))]
    ranges = list(cut(sentence_of, paragraph_of))
    assert [word for first, end in ranges for word in range(first, end)] == list(range(len(sentence_of)))
    assert all(0 < end - first <= WORDS_MAX for first, end in ranges)
    assert all(paragraph_of[first] == paragraph_of[end - 1] for first, end in ranges)
    starts = {0, *(at for at, (a, b) in enumerate(pairwise(sentence_of), 1) if a != b)}
    for first, _ in ranges:
        begun_inside = first not in starts
        assert not begun_inside or lengths[sentence_of[first]] > WORDS_MAX  # only a sentence too long is cut


@pytest.mark.parametrize(
    ("word", "shape"),
    [("said", 0), ("Lee", 1), ("A", 1), ("NATO", 2), ("iPhone", 3), ("2nd", 4), ("1,400", 4), ("“", 5)],
)
def test_shapes_of_words(word: str, shape: int) -> None:
    assert shape_of(word) == shape
