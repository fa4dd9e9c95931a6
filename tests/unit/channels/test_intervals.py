"""How long a `timeout` waits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.channels.intervals import LONGEST, interval_seconds


@pytest.mark.parametrize(
    ("interval", "seconds"),
    [
        (0, 0),
        (1.5, 1.5),
        (10, 10),
        ("30", 30),
        (" 30 ", 30),
        ("5 seconds", 5),
        ("1s", 1),
        ("3 min 1 sec", 181),
        ("1h5m3s", 3903),
        ("0 h 0m 15s", 15),
        ("2 hours", 7200),
        ("99h", LONGEST),
        ("99h 59m", LONGEST),
    ],
)
def test_it_is_a_number_of_seconds_or_words(interval, seconds):
    assert interval_seconds(interval) == seconds


@pytest.mark.parametrize(
    "interval",
    [
        "",
        "soon",
        "1 day",
        "3 sec 1 min",
        "-1",
        -1,
        True,
        None,
        float("nan"),
        LONGEST + 1,
        "100h",
        [],
    ],
)
def test_anything_else_is_none(interval):
    assert interval_seconds(interval) is None


@given(st.integers(0, 98), st.integers(0, 59), st.integers(0, 59))
def test_hours_minutes_and_seconds_add_up(hours, minutes, seconds):
    text = f"{hours}h {minutes} min {seconds} sec"
    assert interval_seconds(text) == hours * 3600 + minutes * 60 + seconds
