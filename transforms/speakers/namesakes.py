"""Telling namesakes apart: the appearances of one name that cannot be one person get a discriminator."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

TRAITS = ("field", "gender", "middle")


@dataclass(slots=True)
class _Sake:
    """One of several bearers of a name; an empty trait is not known yet."""

    traits: list[str]
    discriminator: str

    def takes(self, traits: tuple[str, ...]) -> bool:
        return all(not mine or not other or mine == other for mine, other in zip(self.traits, traits, strict=True))

    def learn(self, traits: tuple[str, ...]) -> None:
        self.traits = [mine or other for mine, other in zip(self.traits, traits, strict=True)]


def discriminate(appearances: pl.DataFrame) -> pl.DataFrame:
    """`appearances` (one row per article and name) with the column `discriminator`.

    The bearer of a name who appears first (by date, then article) has the empty one, so later articles change no id.
    """
    disputed = (
        appearances.group_by("key", "kind")
        .agg(pl.col(trait).filter(pl.col(trait) != "").n_unique().alias(trait) for trait in TRAITS)
        .filter(pl.any_horizontal(pl.col(trait) > 1 for trait in TRAITS))
        .select("key", "kind")
    )
    plain = appearances.join(disputed, on=["key", "kind"], how="anti", maintain_order="left")
    plain = plain.with_columns(pl.lit("").alias("discriminator"))
    rows = appearances.join(disputed, on=["key", "kind"], how="semi", maintain_order="left")
    rows = rows.sort("key", "kind", "published_at", "article_id", "canonical", nulls_last=True)
    told = list(_tell_apart(rows.select("key", "kind", *TRAITS).iter_rows()))
    rows = rows.with_columns(pl.Series("discriminator", told, dtype=pl.String))
    return pl.concat([plain, rows])


def _tell_apart(rows: Iterable[tuple[str, ...]]) -> Iterable[str]:
    current: tuple[str, str] | None = None
    sakes: list[_Sake] = []
    for key, kind, *rest in rows:
        traits = tuple(rest)
        if (key, kind) != current:
            current, sakes = (key, kind), []
        sake = next((known for known in sakes if known.takes(traits)), None)
        if sake is None:
            sake = _Sake(list(traits), "/".join(filter(None, traits)) if sakes else "")
            sakes.append(sake)
        sake.learn(traits)
        yield sake.discriminator
