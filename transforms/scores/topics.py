"""Topics of the statements: non-negative matrix factorisation of their words."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from threadpoolctl import threadpool_limits

from transforms.scores.terms import words

MIN_STATEMENTS_PER_TOPIC = 25  # with fewer a topic is one article
TERMS_PER_TOPIC = 10
_MOST_TERMS = 5_000
_FITTED_ON = 20_000  # statements, evenly over all of them; bounds time, not what gets a topic
_AT_ONCE = 20_000
_DIGITS = 4  # what is below differs from machine to machine
TOPIC_SCHEMA = {"topic": pl.Int64, "rank": pl.Int64, "term": pl.String, "weight": pl.Float64}
MEMBER_SCHEMA = {"statement_id": pl.String, "topic": pl.Int64, "topic_weight": pl.Float64}


@dataclass(frozen=True, slots=True)
class Topics:
    """`terms`: topic, rank, term, weight; `statements`: statement_id, its main topic and the share it has."""

    terms: pl.DataFrame
    statements: pl.DataFrame


def find_topics(statements: pl.DataFrame, *, topics: int) -> Topics:
    """The topics, the most frequent first; none where `topics` is 0 or there are fewer than 25 statements for each.

    A statement without a word of any topic has none. The same statements give the same topics, in any order.

    Source:
        Lee, Seung 1999, "Learning the parts of objects by non-negative matrix factorization", Nature 401.

    Args:
        statements: columns statement_id, text.
        topics: how many.
    """
    ordered = statements.sort("statement_id")
    if topics == 0 or ordered.height < topics * MIN_STATEMENTS_PER_TOPIC:
        return Topics(pl.DataFrame(schema=TOPIC_SCHEMA), pl.DataFrame(schema=MEMBER_SCHEMA))
    step = -(-ordered.height // _FITTED_ON)
    # What it counts are lists of words already.
    weigher = TfidfVectorizer(
        analyzer=list, max_features=_MOST_TERMS, min_df=5, max_df=0.5, sublinear_tf=True, dtype=np.float64
    )
    try:
        fitted_on = weigher.fit_transform(_words(ordered.gather_every(step)))
    except ValueError:  # scikit-learn's way to say that no word is left
        return find_topics(statements, topics=0)
    if min(fitted_on.shape) < topics:
        return find_topics(statements, topics=0)
    model = NMF(n_components=topics, init="nndsvd", random_state=0, max_iter=200, tol=1e-3)
    # Of matrices this narrow, the threads of the linear algebra spend more time on waiting than on computing.
    with warnings.catch_warnings(), threadpool_limits(1, user_api="blas"):
        warnings.simplefilter("ignore", ConvergenceWarning)  # a few iterations fewer give the same topics
        model.fit(fitted_on)
        parts = [model.transform(part) for part in _weighed(ordered, weigher, fitted_on if step == 1 else None)]
    return _tables(model.components_, np.concatenate(parts), weigher.get_feature_names_out(), ordered["statement_id"])


def _words(statements: pl.DataFrame) -> list[list[str]]:
    return statements.select(words()).to_series().to_list()


def _weighed(statements: pl.DataFrame, weigher: TfidfVectorizer, done: Any) -> Iterator[Any]:  # noqa: ANN401 - untyped
    """Sparse weights of the words of all statements, some after the other; `done` if that is all of them already."""
    if done is not None:
        yield done
        return
    for part in statements.iter_slices(_AT_ONCE):
        yield weigher.transform(_words(part))


def _tables(components: NDArray[Any], weights: NDArray[Any], terms: NDArray[Any], statement_id: pl.Series) -> Topics:
    """Topics numbered from 1 by how many statements have each as their main topic."""
    # The length of a component is arbitrary; with all of length one, weights can be compared.
    lengths = np.linalg.norm(components, axis=1)
    weights = weights * lengths
    total = weights.sum(axis=1)
    has_topic = total > 0
    main = weights.argmax(axis=1)
    order = np.argsort(-np.bincount(main[has_topic], minlength=len(components)), kind="stable")
    number = np.argsort(order) + 1
    members = pl.DataFrame(
        {
            "statement_id": statement_id,
            "topic": number[main],
            "topic_weight": np.round(weights.max(axis=1) / np.where(has_topic, total, 1), _DIGITS),
        },
        schema=MEMBER_SCHEMA,
    ).filter(pl.Series(has_topic))
    relative = np.round(components / np.where(lengths > 0, lengths, 1)[:, None], _DIGITS)
    return Topics(pl.concat([_terms(int(number[at]), terms, relative[at]) for at in order]), members)


def _terms(topic: int, terms: NDArray[Any], weights: NDArray[Any]) -> pl.DataFrame:
    return (
        pl.DataFrame({"term": terms.tolist(), "weight": weights})
        .filter(pl.col("weight") > 0)
        .sort("weight", "term", descending=[True, False])
        .head(TERMS_PER_TOPIC)
        .with_row_index("rank", offset=1)
        .select(pl.lit(topic).alias("topic"), "rank", "term", "weight")
        .cast({name: kind for name, kind in TOPIC_SCHEMA.items() if name != "term"})
    )
