"""The cookbook: every question is one SELECT, and its kept answer is what the samples give."""

from pathlib import Path

import pytest

from flows.cookbook import Recipe, answer, recipes
from warehouse.query import open_published

RECIPES = recipes()


@pytest.mark.parametrize("recipe", RECIPES, ids=[recipe.path.stem for recipe in RECIPES])
def test_the_kept_answer_is_the_one_the_samples_give(sample_home: Path, recipe: Recipe) -> None:
    connection = open_published(sample_home / "published")
    try:
        given = answer(connection, recipe)
    finally:
        connection.close()
    assert given == recipe.answer_path.read_text("utf-8"), "look at the difference, then run `make cookbook`"


def test_there_are_twenty_questions_and_more_of_three_kinds_of_people() -> None:
    assert len(RECIPES) >= 20
    assert {recipe.asker for recipe in RECIPES} == {"Journalist", "Media monitor", "Researcher"}
    assert len({recipe.question for recipe in RECIPES}) == len(RECIPES)


def test_every_answer_has_its_question() -> None:
    assert {recipe.answer_path for recipe in RECIPES} == set(Path("docs/cookbook").glob("*.csv"))
