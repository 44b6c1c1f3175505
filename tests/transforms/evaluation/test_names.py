"""Names and noun phrases that mean the same."""

import pytest

from transforms.evaluation.names import head, is_pronoun, is_same_name


@pytest.mark.parametrize(
    ("candidate", "name", "same"),
    [
        ("Mr. Holm", "Greta Holm", True),
        ("G. Holm", "Greta Holm", True),
        ("Harbour Secretary Greta Holm", "Greta Holm", True),
        ("Greta Holm, the mayor", "Greta Holm", True),
        ("Greta Anne Holm", "Greta Holm", True),
        ("Greta Holm's", "Greta Holm", True),
        ("Nils Holm", "Greta Holm", False),
        ("N. Holm", "Greta Holm", False),
        ("Holm Foundation", "Greta Holm", False),
        ("", "Greta Holm", False),
        ("the president", "the president", False),  # a title is no name
    ],
)
def test_names_agree_where_the_last_word_does_and_first_names_do_not_clash(
    candidate: str, name: str, same: bool
) -> None:
    assert is_same_name(candidate, name) is same


@pytest.mark.parametrize(
    ("phrase", "carries"),
    [
        ("a senior official at the bank", "official"),
        ("the mayor of Port Ansel", "mayor"),
        ("Rep. Greta Holm (Green)", "holm"),
        ("Greta Holm, the mayor", "holm"),
        ("the council’s", "council"),
        ("her", "her"),
        ("…", ""),
    ],
)
def test_the_head_is_the_last_word_before_what_describes_it(phrase: str, carries: str) -> None:
    assert head(phrase) == carries


def test_a_pronoun_stands_alone() -> None:
    assert is_pronoun("She") and is_pronoun(" he ")
    assert not is_pronoun("her lawyer") and not is_pronoun("")
