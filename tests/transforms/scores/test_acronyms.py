"""An alias in capitals is an acronym: the common word of the same letters is none of it."""

import polars as pl
import pytest

from transforms.scores.aliases import find_aliases
from transforms.scores.watch_list import parse_watch_list

WATCH_LIST = parse_watch_list(
    '[[targets]]\nid = "is"\nname = "Islamic Front"\naliases = ["IF", "the front", "GMOs", "WHO"]\n'
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("If it rains, they will stay if they can.", []),
        ("Those who fight the IF are few.", ["IF"]),
        ("Two IFs were named.", ["IFs"]),
        ("The FRONT and the Front and the front.", ["The FRONT", "the Front", "the front"]),
        ("She asked the WHO who paid.", ["WHO"]),
        ("An islamic front.", ["islamic front"]),
    ],
)
def test_only_capitals_match_an_acronym(text: str, found: list[str]) -> None:
    articles = pl.DataFrame({"article_id": ["a"], "text": [text]})
    matches = find_aliases(articles, WATCH_LIST).get("a", [])
    assert [text[match.start : match.end] for match in matches] == found
