import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.speakers.judgements import (
    ContradictoryJudgements,
    Judgement,
    MalformedJudgement,
    Verdict,
    about_speakers,
    parse_judgements,
    wrong_quotations,
)
from transforms.text.errors import PipelineError


def test_each_verdict_is_read_with_its_line():
    lines = [
        '{"verdict": "same", "left": "Ada Lim", "right": "A. Lim", "by": "mk", "on": "2026-03-01", "note": "mayor"}',
        "",
        "# from the meeting in March",
        '{"verdict": "rename", "speaker": "spk_0123456789abcdef", "name": "Ada Lim-Ek"}',
    ]
    assert parse_judgements(lines) == [
        Judgement(Verdict.SAME, "Ada Lim", "A. Lim", 1, "mk", "2026-03-01", "mayor"),
        Judgement(Verdict.RENAME, "spk_0123456789abcdef", "Ada Lim-Ek", 4),
    ]


def test_what_is_judged_wrong_names_its_place_and_words_and_no_speaker():
    lines = [
        '{"verdict": "wrong", "quotation": "0123456789abcdef:17-42", "text": "“the levy”"}',
        '{"verdict": "same", "left": "Ada Lim", "right": "A. Lim"}',
    ]
    kept = parse_judgements(lines)
    assert wrong_quotations(kept) == [("0123456789abcdef:17-42", "“the levy”")]
    assert [judgement.verdict for judgement in about_speakers(kept)] == [Verdict.SAME]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ('{"left": "a"}', "verdict"),
        ('{"verdict": "maybe", "left": "a", "right": "b"}', "maybe"),
        ('{"verdict": ["same"], "left": "a", "right": "b"}', "verdict"),
        ('{"verdict": "same", "left": "a"}', "right"),
        ('{"verdict": "same", "left": "a", "right": " "}', "right"),
        ('{"verdict": "rename", "speaker": "a", "name": 3}', "name"),
        ('{"verdict": "wrong", "quotation": "0123456789abcdef:17-42"}', "text"),
        ('{"verdict": "same", "left": "a", "right": "b", "because": "x"}', "because"),
        ('{"verdict": "same", "left": "a", "right": "b", "by": 7}', "by"),
    ],
)
def test_a_malformed_line_is_named_with_its_number(line: str, problem: str):
    with pytest.raises(MalformedJudgement, match=r"line 2.*mend or delete") as caught:
        parse_judgements(["", line])
    assert problem in str(caught.value)
    assert isinstance(caught.value, PipelineError)


def test_the_same_pair_judged_same_and_different_is_named():
    same = '{"verdict": "same", "left": "%s", "right": "%s"}'
    different = '{"verdict": "different", "left": "C", "right": "a"}'
    with pytest.raises(ContradictoryJudgements, match="line 1"):
        parse_judgements([different, same % ("A", "b"), same % ("B", "c")])


@given(st.lists(st.one_of(st.text(), st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))))
def test_any_lines_are_read_or_named(lines: list[str]):
    try:
        parse_judgements(lines)
    except PipelineError as error:
        assert "line" in str(error)
