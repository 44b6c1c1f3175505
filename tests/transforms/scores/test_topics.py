import random

import polars as pl

from transforms.scores.topics import TERMS_PER_TOPIC, find_topics

THEMES = {
    "ferry": ["ferry", "harbour", "captain", "sailing", "timetable", "passengers", "quay", "island", "ice", "boats"],
    "school": ["school", "teacher", "pupils", "classroom", "lesson", "exam", "headmaster", "books", "reading", "desks"],
    "budget": [
        "budget",
        "taxes",
        "crowns",
        "deficit",
        "council",
        "spending",
        "auditor",
        "loan",
        "interest",
        "treasury",
    ],
}


def statements(count: int = 240) -> pl.DataFrame:
    chooser = random.Random(7)
    names = [*THEMES] * (count // len(THEMES))
    return pl.DataFrame(
        {
            "statement_id": [f"{name}-{number:03}" for number, name in enumerate(names)],
            "text": [f"“The {' and the '.join(chooser.sample(THEMES[name], 6))},” she said." for name in names],
        }
    )


def test_what_is_about_the_same_thing_has_the_same_topic():
    found = find_topics(statements(), topics=3)
    by_theme = found.statements.with_columns(theme=pl.col("statement_id").str.split("-").list.first())
    assert by_theme.group_by("theme").agg(pl.col("topic").n_unique())["topic"].to_list() == [1, 1, 1]
    assert by_theme["topic"].n_unique() == 3
    for topic, terms in found.terms.group_by("topic").agg("term").iter_rows():
        theme = by_theme.filter(pl.col("topic") == topic)["theme"][0]
        assert set(terms) <= {*THEMES[theme]}, topic


def test_terms_are_ranked_by_weight_and_weights_are_shares():
    found = find_topics(statements(), topics=3)
    assert found.terms.equals(found.terms.sort("topic", "rank"))
    assert found.terms["topic"].unique().sort().to_list() == [1, 2, 3]
    assert found.terms["rank"].max() == TERMS_PER_TOPIC
    for _, weights in found.terms.group_by("topic", maintain_order=True).agg("weight").iter_rows():
        assert weights == sorted(weights, reverse=True)
    assert found.statements["topic_weight"].is_between(0, 1).all()


def test_the_order_of_the_rows_and_a_second_time_change_nothing():
    once, again = find_topics(statements(), topics=3), find_topics(statements().reverse(), topics=3)
    assert once.terms.equals(again.terms)
    assert once.statements.equals(again.statements)


def test_a_statement_without_a_word_of_any_topic_has_none():
    odd = pl.DataFrame({"statement_id": ["odd"], "text": ["“Hm,” he said."]})
    found = find_topics(pl.concat([statements(), odd]), topics=3)
    assert "odd" not in found.statements["statement_id"]


def test_few_statements_none_wanted_or_only_stop_words_give_no_topics():
    nothing = pl.DataFrame({"statement_id": [f"{n}" for n in range(100)], "text": ["It is what it is."] * 100})
    for rows, topics in ((statements(60), 3), (statements(), 0), (statements().clear(), 3), (nothing, 3)):
        found = find_topics(rows, topics=topics)
        assert found.terms.is_empty()
        assert found.statements.is_empty()
