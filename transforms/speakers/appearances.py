"""One row per article and name: what an article says about the bearer of a name, and the node that this makes."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from transforms.speakers import lexicon
from transforms.speakers.identity import Identity, field_of, gender_mark, identify, speaker_id
from transforms.speakers.names import fold, gender_of_given
from transforms.speakers.namesakes import TRAITS, discriminate
from transforms.speakers.roles import role_key
from transforms.text.records import EntityType

_IDENTITY = {
    "key": pl.String,
    "kind": pl.String,
    "family": pl.String,
    "given": pl.String,
    "middle": pl.String,
    "is_full": pl.Boolean,
    "is_initial": pl.Boolean,
    "given_gender": pl.String,
    "is_given": pl.Boolean,
}
_APPEARANCE = ["article", "name"]


@dataclass(frozen=True, slots=True)
class Appearances:
    """What the articles say about names; articles and names are numbers, which join faster than texts.

    `rows`: one row per article and name, with the parts of the name, traits, discriminator, node (own is its number),
    outlet (a number) and dates.
    `roles`, `places`: article, name and each role (affiliation) given there, folded, in `value`.
    """

    rows: pl.DataFrame
    roles: pl.DataFrame
    places: pl.DataFrame


def identified(mentions: pl.DataFrame, apart: frozenset[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`mentions` with article and name (numbers); and the names: name, canonical, identity, sake (namesakes share it).

    is_person: some article is sure that the name is a person's; “West German”, of unknown kind, never gets a variant.

    Names in `apart` (folded) keep their middle names in the key.
    """
    found = []
    for canonical, entity_type in mentions.select("canonical", "entity_type").unique().sort(pl.all()).iter_rows():
        identity = identify(canonical, entity_type)
        folded = fold(canonical)
        key = folded if folded in apart else identity.key
        rest = (identity.family, identity.given, identity.middle, identity.is_full, identity.is_initial)
        is_given = not identity.is_full and identity.family in lexicon.words("given_names")
        found.append((canonical, entity_type, key, identity.kind, *rest, _given_gender(identity), is_given))
    schema = {"canonical": pl.String, "entity_type": pl.String, **_IDENTITY}
    frame = pl.DataFrame(found, schema=schema, orient="row")
    is_person = (pl.col("entity_type") == EntityType.PERSON.value).any().over("key", "kind")
    frame = frame.with_columns(
        (is_person & (pl.col("kind") == "person")).alias("is_person"),
        pl.struct("canonical", "kind").rank("dense").alias("name"),
        pl.struct("key", "kind").rank("dense").alias("sake"),
    )
    pairs = ["canonical", "entity_type"]
    rows = mentions.join(frame.select(*pairs, "name"), on=pairs, how="left", maintain_order="left")
    names = frame.drop("entity_type").unique("name", keep="any")
    return rows.with_columns(pl.col("article_id").rank("dense").alias("article")), names


def appearances_of(rows: pl.DataFrame, names: pl.DataFrame) -> Appearances:
    """The appearances of `rows` and `names`, which `identified` gave."""
    roles = _values(rows, "role", lambda text: role_key(text))
    fields = _values(rows, "role", field_of).rename({"value": "field"})
    genders = _values(rows, "honorific", gender_mark).rename({"value": "gender"})
    articles = rows.group_by("article").agg(pl.col("article_id", "outlet", "published_at", "admitted_no").min())
    articles = articles.with_columns(pl.col("outlet").rank("dense"))
    frame = rows.select(_APPEARANCE).unique().join(names, on="name").join(articles, on="article")
    for trait, values in (("field", fields), ("gender", genders)):
        frame = frame.join(values.group_by(_APPEARANCE).agg(pl.col(trait).max()), on=_APPEARANCE, how="left")
    is_person = pl.col("kind") == "person"
    frame = frame.with_columns(pl.when(is_person).then(pl.col(t)).fill_null("").alias(t) for t in TRAITS)
    frame = _with_nodes(discriminate(frame))
    return Appearances(frame, roles, _values(rows, "affiliation", fold))


def _given_gender(identity: Identity) -> str:
    gender = gender_of_given(identity.given) if identity.is_full and identity.kind == "person" else None
    return gender.value if gender else ""


def _values(rows: pl.DataFrame, column: str, function: Callable[[str], str]) -> pl.DataFrame:
    """article, name and `function` of each value of `column`, where that is not empty."""
    given = rows.select(*_APPEARANCE, column).drop_nulls().unique()
    texts = given[column].unique().to_list()
    mapped = [function(text) for text in texts]
    table = pl.DataFrame({column: texts, "value": mapped}, schema={column: pl.String, "value": pl.String})
    return given.join(table.filter(pl.col("value") != ""), on=column).select(*_APPEARANCE, "value").unique()


def _with_nodes(appearances: pl.DataFrame) -> pl.DataFrame:
    identity = ["sake", "discriminator"]
    unique = appearances.select(*identity, "key", "kind").unique(identity, keep="any")
    ids = [speaker_id(*row) for row in unique.select("key", "kind", "discriminator").iter_rows()]
    nodes = unique.select(*identity, pl.Series("node", ids, dtype=pl.String))
    nodes = nodes.with_columns(pl.col("node").rank("dense").alias("own"))
    return appearances.join(nodes, on=identity, how="left")
