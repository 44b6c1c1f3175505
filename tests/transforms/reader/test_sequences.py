import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from transforms.reader.sequences import best_tags

OUTSIDE, BEGINS, GOES_ON = range(3)
PASSAGES = st.lists(
    st.lists(st.tuples(*[st.floats(-9, 0)] * 3), min_size=1, max_size=5),
    min_size=1, max_size=4,
)  # fmt: skip


def is_allowed(tags: tuple[int, ...]) -> bool:
    return tags[0] != GOES_ON and all(not (a == OUTSIDE and b == GOES_ON) for a, b in itertools.pairwise(tags))


@given(PASSAGES)
def test_no_allowed_sequence_is_better(passages: list[list[tuple[float, float, float]]]) -> None:
    found = best_tags(np.array([word for words in passages for word in words]), [len(words) for words in passages])
    first = 0
    for words in passages:
        tags = tuple(found[first : first + len(words)].tolist())
        first += len(words)
        scores = np.array(words)

        def total(tags: tuple[int, ...], scores: np.ndarray = scores) -> float:
            return float(scores[np.arange(len(tags)), tags].sum())

        best = max(total(every) for every in itertools.product(range(3), repeat=len(words)) if is_allowed(every))
        assert is_allowed(tags)
        assert abs(total(tags) - best) < 1e-6
