"""Rows by day gathered into the periods of a plot: days, months or years, with none left out between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

_MOST_DAYS, _MOST_MONTHS = 31, 48  # bars that a plot of 360 points can hold apart


@dataclass(frozen=True, slots=True)
class Period:
    """A day, month or year: `first` is its first day, `label` how it is written; `rows` fall into it."""

    first: date
    label: str
    rows: tuple[dict[str, Any], ...]

    def total(self, column: str) -> int:
        """The sum of a column."""
        return sum(row[column] or 0 for row in self.rows)

    def mean(self, column: str, weight: str) -> float | None:
        """The mean of a column weighted by another; None where there is nothing."""
        rows = [row for row in self.rows if row[column] is not None and row[weight]]
        weights = sum(row[weight] for row in rows)
        return sum(row[column] * row[weight] for row in rows) / weights if weights else None


def periods(rows: Sequence[dict[str, Any]], day: str, *, finest: str = "day") -> list[Period]:
    """The periods from the first to the last day in the column `day`, in order, none finer than `finest`."""
    if not rows:
        return []
    first, last = min(row[day] for row in rows), max(row[day] for row in rows)
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    unit = (
        "day" if finest == "day" and (last - first).days < _MOST_DAYS else "month" if months <= _MOST_MONTHS else "year"
    )
    found, at = [], _begin(first, unit)
    while at <= last:
        after = _next(at, unit)
        found.append(Period(at, _label(at, unit), tuple(row for row in rows if at <= row[day] < after)))
        at = after
    return found


def _begin(day: date, unit: str) -> date:
    return {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[unit]


def _next(day: date, unit: str) -> date:
    if unit == "day":
        return day + timedelta(days=1)
    return _begin(day + timedelta(days=31 if unit == "month" else 366), unit)


def _label(day: date, unit: str) -> str:
    return {"day": f"{day.day} {day:%b %Y}", "month": f"{day:%b %Y}", "year": f"{day:%Y}"}[unit]
