"""Dates in time zones by Java's patterns (vendor's page on `dateForZone`; Java's `SimpleDateFormat`)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.services.dates import DateError, find_zone, format_date, shifted_milliseconds

MOMENT = datetime(2025, 3, 5, 7, 4, 9, 123000, UTC).timestamp()
NEW_YEAR = datetime(2024, 12, 30, 23, 30, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("yyyy-MM-dd'T'HH:mm:ss.SSS", "2025-03-05T07:04:09.123"),
        ("d.M.yy", "5.3.25"),
        ("dd.MM", "05.03"),
        ("EEE, d MMM yyyy", "Wed, 5 Mar 2025"),
        ("EEEE, MMMM d", "Wednesday, March 5"),
        ("h:mm a", "7:04 AM"),
        ("hh K k", "07 7 7"),
        ("D w W F u", "64 10 2 1 3"),
        ("G", "AD"),
        ("Z z X", "+0000 UTC Z"),
        ("''yy'' 'o''clock'", "'25' o'clock"),
        ("", ""),
    ],
)
def test_letters_of_a_pattern(pattern: str, text: str) -> None:
    assert format_date(MOMENT, UTC, pattern) == text


def test_the_capital_y_is_the_year_of_the_week() -> None:
    assert format_date(NEW_YEAR, UTC, "yyyy YYYY") == "2024 2025"


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Europe/Moscow", "10:04 +0300 +03:00"),
        ("Asia/Kolkata", "12:34 +0530 +05:30"),
        ("America/New_York", "02:04 -0500 -05:00"),
        ("GMT+3", "10:04 +0300 +03:00"),
        ("UTC-04:30", "02:34 -0430 -04:30"),
        ("+0100", "08:04 +0100 +01:00"),
        ("GMT", "07:04 +0000 Z"),
    ],
)
def test_zones(zone: str, text: str) -> None:
    assert format_date(MOMENT, find_zone(zone), "HH:mm Z XXX") == text


@pytest.mark.parametrize("zone", ["Moon/Sea", "", "GMT+99", "../etc/passwd", "/etc/passwd", "a\0b"])
def test_zones_that_nobody_knows(zone: str) -> None:
    with pytest.raises(DateError, match="there is no time zone"):
        find_zone(zone)


@pytest.mark.parametrize("pattern", ["yyyy b", "'open", "T"])
def test_patterns_that_cannot_be_read(pattern: str) -> None:
    with pytest.raises(DateError):
        format_date(MOMENT, UTC, pattern)


def test_shifted_time_differs_by_the_offset() -> None:
    zone = find_zone("Europe/Moscow")
    assert shifted_milliseconds(MOMENT, zone) - shifted_milliseconds(MOMENT, UTC) == 3 * 3_600_000


@given(st.integers(min_value=0, max_value=4_000_000_000))
def test_a_date_can_be_read_back(seconds: int) -> None:
    text = format_date(seconds, UTC, "yyyy-MM-dd HH:mm:ss")
    assert datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC).timestamp() == seconds
