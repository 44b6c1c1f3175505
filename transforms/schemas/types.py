"""Column types that recur, so that one meaning has one type, one unit and one wording everywhere."""

from enum import StrEnum

import dataframely as dy


def free_text(description: str, *, nullable: bool = False, primary_key: bool = False) -> dy.String:
    """A column of free text."""
    return dy.String(description=description, nullable=nullable, primary_key=primary_key)


def key_text(description: str, *, nullable: bool = False, primary_key: bool = False) -> dy.String:
    """A column of content hashes or other opaque text."""
    return dy.String(description=description, nullable=nullable, primary_key=primary_key, min_length=1)


def choice(
    description: str,
    values: type[StrEnum],
    *,
    nullable: bool = False,
    primary_key: bool = False,
) -> dy.String:
    """A column of text restricted to the members of a StrEnum."""
    allowed = [str(value) for value in values]
    listed = ", ".join(allowed)
    return dy.String(
        description=f"{description} One of: {listed}.",
        nullable=nullable,
        primary_key=primary_key,
        regex="^(" + "|".join(allowed) + ")$",
    )


def datetime_utc(description: str, *, nullable: bool = False) -> dy.Datetime:
    """A point in time, UTC, microseconds."""
    return dy.Datetime(description=f"{description} UTC.", nullable=nullable, time_unit="us")


def offset(description: str, *, nullable: bool = False, primary_key: bool = False) -> dy.Int32:
    """An offset in characters of the article's text."""
    return dy.Int32(
        description=f"{description} In characters of the article's text, from 0.",
        nullable=nullable,
        primary_key=primary_key,
        min=0,
    )


def length(description: str) -> dy.Int32:
    """A length in characters."""
    return dy.Int32(description=f"{description} In characters.", min=0)


def ordinal(description: str, *, nullable: bool = False, primary_key: bool = False) -> dy.Int32:
    """A position inside the article, counted from 0."""
    return dy.Int32(
        description=f"{description} Counted from 0 inside the article.",
        nullable=nullable,
        primary_key=primary_key,
        min=0,
    )


def probability(description: str, *, nullable: bool = False) -> dy.Float64:
    """A number in [0, 1]."""
    return dy.Float64(description=f"{description} In [0, 1].", nullable=nullable, min=0, max=1)


def polarity(description: str, *, nullable: bool = False) -> dy.Float64:
    """A number in [-1, 1]."""
    return dy.Float64(description=f"{description} In [-1, 1].", nullable=nullable, min=-1, max=1)


def count(description: str, *, nullable: bool = False, primary_key: bool = False) -> dy.Int64:
    """How many."""
    return dy.Int64(description=description, nullable=nullable, primary_key=primary_key, min=0)


def ArticleId(  # noqa: N802 - reads as a type in the schemas
    *,
    description: str = "Key of the article: hash of its canonical URL, else of its text.",
    nullable: bool = False,
    primary_key: bool = False,
) -> dy.String:
    """The key of an article, 16 hexadecimal characters."""
    return dy.String(
        description=description,
        nullable=nullable,
        primary_key=primary_key,
        regex="^[0-9a-f]{16}$",
    )


def date(description: str, *, nullable: bool = False, primary_key: bool = False) -> dy.Date:
    """A calendar day."""
    return dy.Date(description=description, nullable=nullable, primary_key=primary_key)
