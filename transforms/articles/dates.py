"""Dates as records write them, to points in time; whatever is missing or ambiguous stays unknown."""

import re
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from dateutil import parser as date_parser


class DayOrder(StrEnum):
    """How to read 03/04/2025."""

    UNKNOWN = "unknown"
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


_MAX_CHARS: Final = 80
_YEARS: Final = range(1600, 2101)
# dateutil fills what a text leaves out from a default date: what changes with the default was not in the text
_DEFAULTS: Final = (datetime(2000, 1, 1), datetime(2001, 2, 2))
# a year of two digits would be placed by today's century
_HAS_YEAR: Final = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_COMPACT: Final = {8: "%Y%m%d", 14: "%Y%m%d%H%M%S"}
_NUMERIC: Final = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)(.*)", re.DOTALL)
_LABEL: Final = re.compile(
    r"(?i)^\s*(?:(?:first |last )?(?:published|posted|updated|modified|date)(?: on| at)?\s*:?\s+)"
)
_MERIDIEM: Final = re.compile(r"(?i)\b([ap])\.\s?m\.?")
_DOTTED_TIME: Final = re.compile(r"\b(\d{1,2})\.(\d{2})(?=\s?(?:[ap]m\b|[A-Z]{2,4}\b|$))")
_NOISE: Final = re.compile(r"[|•·–—]|\(.*?\)|\[.*?\]")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?$")


def parse_date(value: str | int | float | None, *, order: DayOrder = DayOrder.UNKNOWN) -> datetime | None:
    """The point in time `value` names, naive UTC; midnight where it names only a day, None where it names less.

    Understands ISO 8601, RFC 2822, seconds, milliseconds or microseconds since 1970, compact 20250303 and
    20250303101500, and dates in English words. A time without a zone is taken as UTC. A two-digit year, and 03/04/2025
    without an `order`, stay unknown. Never looks at the clock.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_epoch(value)
    text = value.strip()
    if not text or len(text) > _MAX_CHARS:
        return None
    if text.isdecimal() and text.isascii():
        return _from_digits(text)
    return _from_text(text, order)


def _from_digits(digits: str) -> datetime | None:
    layout = _COMPACT.get(len(digits))
    if layout is None:
        return _from_epoch(int(digits))
    try:
        return _plausible(datetime.strptime(digits, layout))
    except ValueError:
        return None


def _from_epoch(number: float) -> datetime | None:
    # below 10^8 (1973) it is rather a year or a compact day than seconds
    for scale, least, most in ((1, 1e8, 1e10), (1e3, 1e11, 1e13), (1e6, 1e14, 1e16)):
        if least <= number < most:
            return _plausible(datetime.fromtimestamp(number / scale, UTC))
    return _from_digits(str(int(number))) if 16_000_101 <= number <= 21_001_231 else None


def _from_text(text: str, order: DayOrder) -> datetime | None:
    if _ISO.match(text):
        try:
            return _plausible(datetime.fromisoformat(text))
        except ValueError:
            pass  # dateutil knows more spellings of the time
    text = _MERIDIEM.sub(r"\1m", _NOISE.sub(" ", _LABEL.sub("", text)))
    text = _DOTTED_TIME.sub(r"\1:\2", text.strip())
    numeric = _NUMERIC.match(text)
    if numeric:
        resolved = _in_iso_order(numeric, order)
        if resolved is None:
            return None
        text = resolved
    if not _HAS_YEAR.search(text):
        return None
    try:
        first, second = (date_parser.parse(text, default=default, tzinfos=_zone) for default in _DEFAULTS)
        return _plausible(first) if first == second else None
    except (ValueError, OverflowError, TypeError, ArithmeticError):
        return None  # dateutil documents the first two; the others come from odd numbers and offsets


def _in_iso_order(numeric: re.Match[str], order: DayOrder) -> str | None:
    first, second, year, rest = numeric.groups()
    a, b = int(first), int(second)
    if a == b or b > 12 or (order is DayOrder.MONTH_FIRST and a <= 12):
        month, day = a, b
    elif a > 12 or order is DayOrder.DAY_FIRST:
        month, day = b, a
    else:
        return None
    return f"{year}-{month:02}-{day:02}{rest}"


def _plausible(moment: datetime) -> datetime | None:
    if moment.year not in _YEARS:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _zone(name: str | None, offset: int | None) -> tzinfo | int | None:
    """What dateutil asks for the zone of a date; None for an unknown name, which is then read as UTC."""
    return offset if offset is not None else _zones().get((name or "").upper())


@cache
def _zones() -> dict[str, ZoneInfo]:
    lines = files(__package__).joinpath("time_zones.txt").read_text("utf-8").splitlines()
    pairs = (line.split() for line in lines if line and not line.startswith("#"))
    return {abbreviation: ZoneInfo(zone) for abbreviation, zone in pairs}
