from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.quotations import attribute, find
from transforms.quotations.reading import read
from transforms.text.document import Document

Parse = Callable[..., Document]

_MARKS = (
    "“",
    "”",
    '"',
    "'",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "''",
    "``",
    ",",
    ".",
    ":",
    ";",
    "–",
    "—",
    "(",
    ")",
    "?",
    "!",
    "…",
    "\n",
)
_WORDS = (
    "Ada",
    "Lim",
    "Mr.",
    "he",
    "she",
    "they",
    "I",
    "who",
    "the",
    "a",
    "of",
    "in",
    "on",
    "Monday",
    "and",
    "but",
    "that",
)
_CUES = (
    "said",
    "says",
    "saying",
    "told",
    "called on",
    "according to",
    "claim",
    "claims that",
    "pleas by",
    "vowed",
    "quoted as",
)
_PARTS = (
    "doesn't",
    "workers’",
    "’90s",
    "12",
    "“Go,”",
    '"Go."',
    "he’s",
    "Osei’s",
    "Name:",
    "Q:",
    "A:",
    "to",
    "by",
    "as",
)
_PIECES = _MARKS + _WORDS + _CUES + _PARTS
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(_PIECES), max_size=60).map(" ".join),
    st.lists(st.sampled_from(_PIECES), max_size=60).map("".join),
)
ANY = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(TEXTS)
@ANY
def test_spans_are_in_bounds_in_order_and_share_no_character(parsed: Parse, text: str):
    quotations = find(read(parsed(text)))
    spans = [span for quotation in quotations for span in quotation.spans]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before.end <= after.start for before, after in pairwise(sorted(spans)))
    assert [each.hull.start for each in quotations] == sorted(each.hull.start for each in quotations)
    for quotation in quotations:
        assert all(before.end <= after.start for before, after in pairwise(quotation.spans))
        assert quotation.cue is None or quotation.cue.span.slice(text)
        assert 0 <= quotation.confidence <= 1


@given(TEXTS)
@ANY
def test_attributions_stand_one_to_one_and_say_why(parsed: Parse, text: str):
    document = parsed(text)
    quotations = find(read(document))
    attributions = attribute(read(document), quotations, ())
    assert len(attributions) == len(quotations)
    for attribution in attributions:
        assert attribution.reasons and all(attribution.reasons)
        assert attribution.mention is None or attribution.mention.slice(text).strip()


@pytest.mark.parametrize(
    "unit",
    [
        "said ",
        "and said ",
        ", saying ",
        '"',
        "'a ",
        "s' ",
        "of a ",
        "“A. ",
        "he called it “x ",
        "Ann, ",
        "he praised Ann after ",
    ],
)
def test_a_line_without_end_is_read_in_linear_time(parsed: Parse, unit: str):
    # A quadratic rule would need minutes for this.
    document = parsed(unit * 3000)
    assert len(attribute(read(document), find(read(document)), ())) >= 0
