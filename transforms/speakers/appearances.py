"""One row per article and name: what an article says about the bearer of a name, and the node that this makes."""

from collections.abc import Callable

import polars as pl

from transforms.speakers.identity import field_of, gender_mark, identify, speaker_id
from transforms.speakers.names import fold
from transforms.speakers.namesakes import discriminate
from transforms.speakers.roles import role_key

_IDENTITY = {
    "key": pl.String,
    "kind": pl.String,
    "family": pl.String,
    "given": pl.String,
    "middle": pl.String,
    "is_full": pl.Boolean,
    "is_initial": pl.Boolean,
}


def identified(mentions: pl.DataFrame, apart: frozenset[str]) -> pl.DataFrame:
    """`mentions` with the identity of their names; names in `apart` (folded) keep their middle names in the key."""
    pairs = mentions.select("canonical", "entity_type").unique().sort("canonical", "entity_type")
    found = []
    for canonical, entity_type in pairs.iter_rows():
        identity = identify(canonical, entity_type)
        folded = fold(canonical)
        key = folded if folded in apart else identity.key
        rest = (identity.family, identity.given, identity.middle, identity.is_full, identity.is_initial)
        found.append((canonical, entity_type, key, identity.kind, *rest))
    schema = {"canonical": pl.String, "entity_type": pl.String, **_IDENTITY}
    frame = pl.DataFrame(found, schema=schema, orient="row")
    return mentions.join(frame, on=["canonical", "entity_type"], how="left", maintain_order="left")


def appearances_of(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per article_id, canonical, key and kind, with traits, role keys, discriminator and node."""
    traits = (
        _mapped(rows, "role", "field", field_of)
        .join(_mapped(rows, "role", "role_key", lambda role: role_key(role or "")), on="role", nulls_equal=True)
        .sort("role", nulls_last=True)
    )
    known = rows.join(traits, on="role", how="left", nulls_equal=True)
    known = known.join(_mapped(rows, "honorific", "gender", gender_mark), on="honorific", how="left", nulls_equal=True)
    known = known.join(
        _mapped(rows, "affiliation", "place_key", lambda text: fold(text or "")),
        on="affiliation",
        how="left",
        nulls_equal=True,
    )
    person = pl.col("kind") == "person"
    grouped = known.group_by("article_id", "canonical", "key", "kind").agg(
        pl.col("family").first(),
        pl.col("given").first(),
        pl.when(person).then(pl.col("middle")).otherwise(pl.lit("")).first().alias("middle"),
        pl.col("is_full").first(),
        pl.col("is_initial").first(),
        pl.col("field").max(),
        pl.col("gender").max(),
        pl.col("role_key").filter(pl.col("role_key") != "").unique().sort().alias("role_keys"),
        pl.col("place_key").filter(pl.col("place_key") != "").unique().sort().alias("place_keys"),
        pl.col("published_at").min(),
        pl.col("outlet").min(),
    )
    grouped = grouped.with_columns(
        pl.when(person).then(pl.col(trait)).otherwise(pl.lit("")).alias(trait) for trait in ("field", "gender")
    )
    return _with_nodes(discriminate(grouped)).sort("article_id", "canonical", "kind")


def _mapped(rows: pl.DataFrame, column: str, name: str, function: Callable[[str | None], str]) -> pl.DataFrame:
    values = rows[column].unique().to_list()
    mapped = [function(value) for value in values]
    return pl.DataFrame({column: values, name: mapped}, schema={column: pl.String, name: pl.String})


def _with_nodes(appearances: pl.DataFrame) -> pl.DataFrame:
    identity = ["key", "kind", "discriminator"]
    unique = appearances.select(identity).unique()
    ids = [speaker_id(*row) for row in unique.iter_rows()]
    return appearances.join(unique.with_columns(pl.Series("node", ids, dtype=pl.String)), on=identity, how="left")
