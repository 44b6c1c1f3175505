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
    """`appearances` (one row per article and name; of one sake where they share it) with the column `discriminator`.

    The bearer of a name who was admitted first (then by date and article) has the empty one. Each row is told apart by
    those admitted before it alone, so articles added later, also older ones from an archive, change no id.
    """
    known = (pl.col(trait).filter(pl.col(trait) != "").n_unique().alias(trait) for trait in TRAITS)
    told = appearances.filter(pl.any_horizontal(pl.col(trait) != "" for trait in TRAITS))
    counts = told.group_by("sake").agg(known)
    disputed = counts.filter(pl.any_horizontal(pl.col(trait) > 1 for trait in TRAITS)).select("sake")
    plain = appearances.join(disputed, on="sake", how="anti", maintain_order="left")
    plain = plain.with_columns(pl.lit("").alias("discriminator"))
    rows = appearances.join(disputed, on="sake", how="semi", maintain_order="left")
    rows = rows.sort("sake", "admitted_no", "published_at", "article_id", "canonical", nulls_last=True)
    # A bearer only ever learns more, so whoever took some traits first takes them always.
    first = rows.select("sake", *TRAITS).unique(maintain_order=True)
    told_apart = first.with_columns(pl.Series("discriminator", list(_tell_apart(first.iter_rows())), dtype=pl.String))
    return pl.concat([plain, rows.join(told_apart, on=["sake", *TRAITS], how="left")])


def _tell_apart(rows: Iterable[tuple[int, str, str, str]]) -> Iterable[str]:
    current = -1
    sakes: list[_Sake] = []
    for number, *rest in rows:
        traits = tuple(rest)
        if number != current:
            current, sakes = number, []
        sake = next((known for known in sakes if known.takes(traits)), None)
        if sake is None:
            # With their names: the sex “m” and the middle initial “m” are two things.
            told = [f"{name} {value}" for name, value in zip(TRAITS, traits, strict=True) if value]
            sake = _Sake(list(traits), "/".join(told) if sakes else "")
            sakes.append(sake)
        sake.learn(traits)
        yield sake.discriminator
