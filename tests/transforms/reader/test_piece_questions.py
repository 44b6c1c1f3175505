"""Questions in word pieces: nothing of the text is lost, and the target stands behind it."""

import pytest

from transforms.reader.piece_questions import PLACES, in_pieces
from transforms.reader.vocabulary import PAD, START, UNKNOWN
from transforms.text.scores import StanceQuestion
from transforms.text.spans import Span

PIECES = in_pieces((PAD, UNKNOWN, START, "ada", "li", "##m", "backs", "the", "da", "|", "bo", "ek", "and", "."))
TEXT = "Ada Lim backs the dam and Bo Ek."
DAM, BO = Span(14, 21), Span(26, 31)


def question(target: Span | None, text: str = TEXT) -> StanceQuestion:
    return StanceQuestion(text, speaker=Span(0, 7), target=target)


@pytest.mark.parametrize(
    ("asked", "shown", "target"),
    [
        (question(BO), "ada li ##m backs the da ##m and bo ek . | bo ek", "bo ek"),
        (question(Span(0, 7)), "ada li ##m backs the da ##m and bo ek . | ada li ##m", "ada li ##m"),
        (StanceQuestion(TEXT, target_name="Lim"), "ada li ##m backs the da ##m and bo ek . | li ##m", "li ##m"),
        (question(None), "ada li ##m backs the da ##m and bo ek . |", ""),
    ],
)
def test_pieces_are_read_and_the_target_once_more(asked: StanceQuestion, shown: str, target: str) -> None:
    other, found = PIECES.ask([question(DAM), asked])
    assert (other.numbers, found.numbers) == ([0], [1])
    assert " ".join(found.passage.words) == shown
    assert len(found.passage.features) == len(found.passage.words)
    assert " ".join(found.passage.words[slice(*found.targets[0])]) == target


def test_a_piece_is_read_as_itself() -> None:
    assert PIECES.vocabulary.pieces(["##m", "|"])[:, :2].tolist() == [[5, 0], [9, 0]]


def test_a_long_text_is_cut_to_what_the_net_can_read() -> None:
    (asked,) = PIECES.ask([question(DAM, TEXT + " Lim-Lim-Lim" * 400)])
    assert len(asked.passage.words) < PLACES
    assert len(asked.passage.features) == len(asked.passage.words)
