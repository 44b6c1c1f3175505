from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.articles.dates import DayOrder, parse_date

Written = str | int | float | None


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2025-03-03", datetime(2025, 3, 3)),
        ("2025-03-03T10:00:00Z", datetime(2025, 3, 3, 10)),
        ("2025-03-03T10:00:00+02:00", datetime(2025, 3, 3, 8)),
        ("2025-03-03T10:00:00.000+0000", datetime(2025, 3, 3, 10)),
        ("2025-03-03 10:00:00 EST", datetime(2025, 3, 3, 15)),
        ("Mon, 3 Mar 2025 10:00:00 +0100", datetime(2025, 3, 3, 9)),
        ("Mon, 03 Mar 2025 10:00:00 GMT", datetime(2025, 3, 3, 10)),
        ("Tue Mar 04 10:20:30 2025", datetime(2025, 3, 4, 10, 20, 30)),
        ("March 3, 2025", datetime(2025, 3, 3)),
        ("Mar. 3, 2025 5:04 pm", datetime(2025, 3, 3, 17, 4)),
        ("3 March 2025", datetime(2025, 3, 3)),
        ("March 3rd, 2025", datetime(2025, 3, 3)),
        ("Published July 3, 2025 at 5:00 p.m. ET", datetime(2025, 7, 3, 21)),
        ("Thursday 6 March 2025 06.30 GMT", datetime(2025, 3, 6, 6, 30)),
        ("2025/03/03", datetime(2025, 3, 3)),
        ("13/04/2025", datetime(2025, 4, 13)),
        ("04/13/2025", datetime(2025, 4, 13)),
        ("04.04.2025", datetime(2025, 4, 4)),
        ("20250303", datetime(2025, 3, 3)),
        ("20250303101500", datetime(2025, 3, 3, 10, 15)),
        ("1741000000", datetime(2025, 3, 3, 11, 6, 40)),
        (1741000000, datetime(2025, 3, 3, 11, 6, 40)),
        (1741000000000, datetime(2025, 3, 3, 11, 6, 40)),
        (20250303, datetime(2025, 3, 3)),
    ],
)
def test_a_full_date_is_understood(written: Written, moment: datetime):
    assert parse_date(written) == moment


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        "  ",
        "today",
        "yesterday",
        "2 hours ago",
        "Tuesday",
        "10:30",
        "March 2025",
        "2025",
        "3/3/25",
        "03/04/2025",
        "2025-13-45",
        "2025-02-30",
        "31/31/2025",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-12:00",
        "3. März 2025",
        "x" * 500,
        "99999999999999999999",
        3.5,
        -5,
        0,
        float("nan"),
        float("inf"),
        True,
        10**30,
    ],
)
def test_what_is_missing_or_ambiguous_stays_unknown(written: Written):
    assert parse_date(written) is None


def test_a_setting_decides_ambiguous_days():
    assert parse_date("03/04/2025", order=DayOrder.DAY_FIRST) == datetime(2025, 4, 3)
    assert parse_date("03/04/2025 10:30", order=DayOrder.MONTH_FIRST) == datetime(2025, 3, 4, 10, 30)
    assert parse_date("13/04/2025", order=DayOrder.MONTH_FIRST) == datetime(2025, 4, 13)


@given(st.one_of(st.text(max_size=90), st.text("0123456789/-:T.+ZapmM ,", max_size=40), st.floats(), st.integers()))
def test_anything_gives_a_naive_date_or_nothing(written: Written):
    moment = parse_date(written)
    assert moment is None or moment.tzinfo is None


@given(st.datetimes(min_value=datetime(1700, 1, 1), max_value=datetime(2099, 12, 31)))
def test_iso_dates_come_back(moment: datetime):
    assert parse_date(moment.isoformat()) == moment
