"""Dates in a time zone, by the patterns of Java's `SimpleDateFormat`.

The letters and their meaning are that class's (Java documentation); `Y` is the year of the week, `u` the number
of the day from Monday. Names are English whatever the language of the project: public bots in Russian look up
`Monday` to `Sunday`, and their tests on the platform count on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

__all__ = ["DateError", "find_zone", "format_date", "shifted_milliseconds"]


class DateError(Exception):
    """A zone or a pattern that nobody knows; the message names it."""


_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

_OFFSET = re.compile(r"(?:(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d{2}))?|GMT|UTC|Z)", re.IGNORECASE)
_PIECE = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|(')")


def find_zone(name: str) -> tzinfo:
    """The zone of an IANA name, or of an offset such as `GMT+3` or `+05:30`; raises `DateError`."""
    found = _OFFSET.fullmatch(name.strip())
    if found is not None:
        if found[1] is None:
            return UTC
        offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if offset >= timedelta(days=1):
            raise DateError(f"there is no time zone `{name}`")
        return timezone(-offset if found[1] == "-" else offset)
    try:
        return ZoneInfo(name.strip())
    except (KeyError, ValueError, OSError) as error:
        raise DateError(f"there is no time zone `{name}`") from error


def shifted_milliseconds(seconds: float, zone: tzinfo) -> int:
    """Milliseconds since the epoch, moved by the zone's offset from UTC, as `timeForZone` gives them."""
    offset = datetime.fromtimestamp(seconds, zone).utcoffset() or timedelta()
    return int(seconds * 1000) + int(offset.total_seconds() * 1000)


def format_date(seconds: float, zone: tzinfo, pattern: str) -> str:
    """A moment, in seconds since the epoch, by a pattern; raises `DateError` for an unknown letter.

    >>> format_date(1750000000.0, UTC, "EEE, d MMMM yyyy 'at' HH:mm")
    'Sun, 15 June 2025 at 15:06'
    """
    moment = datetime.fromtimestamp(seconds, zone)
    return "".join(_pieces(moment, pattern))


def _pieces(moment: datetime, pattern: str) -> list[str]:
    made: list[str] = []
    for piece in _PIECE.finditer(pattern):
        quoted, letter, lone = piece.groups()
        if quoted is not None:
            made.append(quoted.replace("''", "'") or "'")
        elif lone:
            raise DateError(f"the quote in the date format `{pattern}` is not closed")
        elif letter is None:
            made.append(piece[0])
        elif letter not in _LETTERS:
            raise DateError(f"the date format `{pattern}` has an unknown letter `{letter}`")
        else:
            made.append(_LETTERS[letter](moment, len(piece[0])))
    return made


_Formatter = Callable[[datetime, int], str]


def _number(value: Callable[[datetime], int]) -> _Formatter:
    return lambda moment, width: str(value(moment)).zfill(width)


def _year(value: Callable[[datetime], int]) -> _Formatter:
    def made(moment: datetime, width: int) -> str:
        year = str(value(moment))
        return year[-2:].zfill(2) if width == 2 else year.zfill(width)

    return made


def _month(moment: datetime, width: int) -> str:
    if width < 3:
        return str(moment.month).zfill(width)
    return _named(_MONTHS[moment.month - 1], width)


def _day(moment: datetime, width: int) -> str:
    return _named(_DAYS[moment.weekday()], width)


def _named(name: str, width: int) -> str:
    return name if width > 3 else name[:3]


def _offset(moment: datetime, width: int) -> str:
    """`Z`: the offset as `+0300`."""
    del width
    return moment.strftime("%z")[:5]


def _iso_offset(moment: datetime, width: int) -> str:
    """`X`: `+03`, `+0300` or `+03:00` by its width, and `Z` for UTC."""
    if not moment.utcoffset():
        return "Z"
    plain = moment.strftime("%z")
    return {1: plain[:3], 2: plain[:5]}.get(width, f"{plain[:3]}:{plain[3:5]}")


def _week_of_month(moment: datetime) -> int:
    return (moment.day + moment.replace(day=1).weekday() - 1) // 7 + 1


_LETTERS: dict[str, _Formatter] = {
    "G": lambda _moment, _width: "AD",
    "y": _year(lambda moment: moment.year),
    "Y": _year(lambda moment: moment.isocalendar().year),
    "M": _month,
    "L": _month,
    "w": _number(lambda moment: moment.isocalendar().week),
    "W": _number(_week_of_month),
    "D": _number(lambda moment: moment.timetuple().tm_yday),
    "d": _number(lambda moment: moment.day),
    "F": _number(lambda moment: (moment.day - 1) // 7 + 1),
    "E": _day,
    "u": _number(lambda moment: moment.isoweekday()),
    "a": lambda moment, _width: "AM" if moment.hour < 12 else "PM",
    "H": _number(lambda moment: moment.hour),
    "k": _number(lambda moment: moment.hour or 24),
    "K": _number(lambda moment: moment.hour % 12),
    "h": _number(lambda moment: moment.hour % 12 or 12),
    "m": _number(lambda moment: moment.minute),
    "s": _number(lambda moment: moment.second),
    "S": _number(lambda moment: moment.microsecond // 1000),
    "z": lambda moment, _width: moment.tzname() or "",
    "Z": _offset,
    "X": _iso_offset,
}
