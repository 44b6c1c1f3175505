from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.scores.aliases import find_aliases
from transforms.scores.targets import TARGET_SCHEMA, find_targets
from transforms.scores.watch_list import WatchList, parse_watch_list

WATCHED = parse_watch_list(
    '[[targets]]\nid = "dam"\nname = "Grey-water dam"\naliases = ["the dam", "dam"]\n'
    '[[targets]]\nid = "levy"\nname = "Mayor’s levy"\naliases = ["levy", "Écotaxe"]\n'
)
Frames = dict[str, pl.DataFrame]


def found_in(text: str, watch_list: WatchList = WATCHED) -> list[str]:
    articles = pl.DataFrame({"article_id": ["a"], "text": [text]})
    return [text[match.start : match.end] for match in find_aliases(articles, watch_list).get("a", [])]


def targets_of(frames: Frames, watch_list: WatchList = WATCHED) -> pl.DataFrame:
    return find_targets(frames["quotations"], frames["mentions"], frames["sentences"], frames["articles"], watch_list)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Grey water dam", ["Grey water dam"]),
        ("the GREY-WATER DAM.", ["GREY-WATER DAM"]),
        ("two dams and a levy", ["dams", "levy"]),
        ("The dam’s wall", ["The dam"]),
        ("damage, madam, levying", []),
        ("the mayor's levy, the mayor’s levy", ["mayor's levy", "mayor’s levy"]),
        ("naïve café – «the dam»", ["the dam"]),
        ("😁 écotaxe ÉCOTAXE", ["écotaxe", "ÉCOTAXE"]),
        ("", []),
    ],
)
def test_aliases_are_found_as_whole_words_in_any_spelling_with_exact_offsets(text: str, places: list[str]):
    assert found_in(text) == places


@given(st.text(alphabet="dam levy-’é😁İ\n", max_size=60))
def test_every_place_folds_to_an_alias_or_its_plural(text: str):
    assert all(place.lower().startswith(("the dam", "dam", "levy")) for place in found_in(text))


def test_the_first_mention_in_the_content_gives_the_span(frames_of: Callable[..., Frames]):
    text = "On the dam, Ada Lim said: “We need the dam. A dam saves lives.”"
    frames = frames_of(text, content=["“We need the dam. A dam saves lives.”"], cue="said")
    (row,) = targets_of(frames).rows(named=True)
    assert row["target_id"] == "watch:dam"
    assert row["target"] == "Grey-water dam"
    assert row["target_start"] == text.index("the dam. A")
    assert len(row["mention_starts"]) == 3


def test_an_issue_beside_the_cue_counts_where_the_content_does_not_name_it(frames_of: Callable[..., Frames]):
    text = "Asked about the levy, Ada Lim said: “It is a mistake.”"
    frames = frames_of(text, content=["“It is a mistake.”"], cue="said")
    assert targets_of(frames)["target_start"].to_list() == [text.index("the levy") + 4]


@pytest.mark.parametrize(("kind", "ids"), [("speech_act", ["name:bo ek"]), ("noun", ["name:bo ek"]), ("verb", [])])
def test_an_entity_after_the_cue_counts_only_for_speech_acts_and_nouns(
    frames_of: Callable[..., Frames], kind: str, ids: list[str]
):
    text = "Ada Lim praised Bo Ek for “a brave decision”."
    frames = frames_of(
        text, content=["“a brave decision”"], cue="praised", cue_kind=kind, mentions=[("Bo Ek", "Bo Ek", "person")]
    )
    assert targets_of(frames)["target_id"].to_list() == ids


def test_an_entity_that_is_an_alias_is_the_watch_list_target_only(frames_of: Callable[..., Frames]):
    text = "Ada Lim said: “The dam is ours, and so is Norport.”"
    frames = frames_of(
        text,
        content=["“The dam is ours, and so is Norport.”"],
        cue="said",
        mentions=[("The dam", "The Dam", "organisation"), ("Norport", "Norport", "place")],
    )
    assert targets_of(frames)["target_id"].to_list() == ["name:norport", "watch:dam"]


@pytest.mark.parametrize(
    ("said", "is_target"),
    [
        ("“The people of Norport will stay.”", True),
        ("“Norport let us down.”", True),
        ("“We stand by the Norport.”", True),
        ("“It rained in Norport.”", False),
        ("“Nine died near the Norport.”", False),
        ("“Everything in it, Norport included.”", True),
    ],
)
def test_a_place_where_something_happens_is_no_target(frames_of: Callable[..., Frames], said: str, *, is_target: bool):
    text = f"Ada Lim said: {said}"
    frames = frames_of(text, content=[said], cue="said", mentions=[("Norport", "Norport", "place")])
    assert (targets_of(frames)["target_id"].to_list() == ["name:norport"]) is is_target
    watched = parse_watch_list('[[targets]]\nid = "port"\nname = "Norport"')
    assert targets_of(frames, watched)["target_id"].to_list() == ["watch:port"]


def test_a_mention_without_a_name_is_no_target(frames_of: Callable[..., Frames]):
    frames = frames_of("Ada Lim said: “She left.”", content=["“She left.”"], cue="said")
    nameless = pl.DataFrame(
        {"article_id": ["00000000000000aa"], "start": [15], "end": [18], "text": ["She"], "kind": ["pronoun"],
         "entity_type": ["person"], "canonical": [None]},
        schema=frames["mentions"].schema,
    )  # fmt: skip
    assert targets_of({**frames, "mentions": nameless}).is_empty()


def test_no_quotation_no_target_but_the_same_columns(frames_of: Callable[..., Frames]):
    frames = frames_of("Ada Lim said: “No.”", content=["“No.”"], cue="said")
    found = targets_of({**frames, "quotations": frames["quotations"].clear()})
    assert found.is_empty()
    assert found.columns == list(TARGET_SCHEMA)


def test_the_order_of_the_rows_changes_nothing(frames_of: Callable[..., Frames]):
    text = "Ada Lim said: “Bo Ek and Cy Ray want the dam. Norport does not.”"
    frames = frames_of(
        text,
        content=["“Bo Ek and Cy Ray want the dam. Norport does not.”"],
        cue="said",
        mentions=[("Bo Ek", "Bo Ek", "person"), ("Cy Ray", "Cy Ray", "person"), ("Norport", "Norport", "place")],
    )
    turned = {name: frame.reverse() for name, frame in frames.items()}
    assert targets_of(turned).equals(targets_of(frames))


def test_an_issue_far_from_the_cue_does_not_count_in_a_text_without_full_stops(frames_of: Callable[..., Frames]):
    text = "Ada Lim said: “No.”" + ", and so on" * 60 + ", the dam"
    assert targets_of(frames_of(text, content=["“No.”"], cue="said")).is_empty()
