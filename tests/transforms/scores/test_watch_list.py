from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.scores.folding import folded, searchable
from transforms.scores.watch_list import BadWatchList, WatchList, parse_watch_list
from transforms.text.errors import PipelineError
from transforms.text.scores import TargetKind

GOOD = """
[[targets]]
id = "dam"
name = "The new dam"
aliases = ["river dam", "River-Dam"]

[[targets]]
id = "lim"
name = "Ada Lim"
kind = "person"
"""


def test_a_watch_list_keeps_order_names_and_folded_aliases():
    dam, lim = parse_watch_list(GOOD).targets
    assert (dam.target_id, dam.name, dam.aliases, dam.kind) == (
        "dam", "The new dam", ("the new dam", "river dam"), TargetKind.WATCH_LIST,
    )  # fmt: skip
    assert (lim.aliases, lim.kind) == (("ada lim",), TargetKind.PERSON)


@pytest.mark.parametrize("toml", ["", "\n", "# nothing yet\n"])
def test_a_file_without_any_key_is_the_empty_watch_list(toml: str):
    assert parse_watch_list(toml) == WatchList()


@pytest.mark.parametrize(
    ("toml", "word"),
    [
        ("[[targets]", "TOML"),
        ("targets = []", "no target"),
        ("targets = 3", "no target"),
        ("targets = [3]", "not a table"),
        ('[[target]]\nid = "a"', "unknown keys: target"),
        ('[[targets]]\nid = "a"\nname = "A"\nalias = ["b"]', "unknown keys: alias"),
        ('[[targets]]\nname = "A"', "id is missing"),
        ('[[targets]]\nid = "a"\nname = " "', "name is missing"),
        ('[[targets]]\nid = 3\nname = "A"', "id is missing"),
        ('[[targets]]\nid = "a"\nname = "A"\naliases = "b"', "aliases must be"),
        ('[[targets]]\nid = "a"\nname = "A"\naliases = [""]', "aliases must be"),
        ('[[targets]]\nid = "a"\nname = "A"\naliases = [3]', "aliases must be"),
        ('[[targets]]\nid = "a"\nname = "A"\nkind = "thing"', "'thing' is not known"),
        ('[[targets]]\nid = "a"\nname = "A"\n[[targets]]\nid = "a"\nname = "B"', "given twice"),
        ('[[targets]]\nid = "a"\nname = "A b"\n[[targets]]\nid = "c"\nname = "C"\naliases = ["a-B"]', "belongs to"),
    ],
)
def test_a_bad_watch_list_is_refused_with_what_is_wrong_and_what_to_do(toml: str, word: str):
    with pytest.raises(BadWatchList, match=word) as caught:
        parse_watch_list(toml)
    assert isinstance(caught.value, PipelineError)
    assert str(caught.value).rstrip().endswith((".", '".'))


@given(st.text())
def test_any_text_is_a_watch_list_or_refused_by_name(text: str):
    with suppress(BadWatchList):
        parse_watch_list(text)


@pytest.mark.parametrize("spelling", ["No-fly zone", "no fly  zone", "NO‑FLY\nZONE", " no-fly zone "])
def test_folding_ignores_case_hyphens_and_white_space(spelling: str):
    assert folded(spelling) == "no fly zone"


@given(st.text())
def test_searchable_text_is_as_long_as_the_text(text: str):
    assert len(searchable(text)) == len(text)
