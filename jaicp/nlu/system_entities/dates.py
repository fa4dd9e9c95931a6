"""`duckling.time`, `duckling.date`, `duckling.time-of-day`, `zb.datetime`, `duckling.duration`.

A value is an object: `value` (ISO text without an offset, in the project's time zone), `timestamp`
(milliseconds since the epoch), `grain`, and the parts `year`, `month` (1 to 12), `day`, `hour`, `minute`,
`second`. What leaves the year, the month, the day or the half of the day open means the next time that it comes.
Source: the vendor's page on these entities for what each of them takes; the fields are those that public bots
read; for the half of the day the suites of tolstosheev_ts_bot: `с шести` is 18 o'clock at nine in the morning.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Container, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from jaicp.nlu.finder import EntityHit
from jaicp.nlu.system_entities.calendar import date_at, lasting, span_at
from jaicp.nlu.system_entities.clock import IS_OPEN, Fields, Found, part_at, time_at
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.system_entities.time_words import PARTS, TimeText
from jaicp.nlu.words import Utterance

__all__ = [
    "find_dates",
    "find_durations",
    "find_fields",
    "find_times_of_day",
    "resolved",
    "when_at",
]

_CONNECTING = frozenset({",", "в", "на", "at", "on", "-", "и"})
_SPANS = ("hours", "minutes", "seconds")
_OFFSETS = ("years", "months", "weeks", "days", "week", *_SPANS)
_GRAINS = ("second", "minute", "hour", "day", "month", "year")
_UNSAID = ("weekday_shift", IS_OPEN)
_FARTHEST = 2999


class _When(NamedTuple):
    start: int
    end: int
    fields: Fields


def _all(utterance: Utterance, moment: Moment) -> Iterator[_When]:
    text = TimeText(utterance)
    at = 0
    while at < text.count:
        found = when_at(text, at, month_first=moment.language.startswith("en"))
        if found is None:
            at += 1
        else:
            yield _When(at, found[1], found[0])
            at = found[1]


def when_at(
    text: TimeText, at: int, *, month_first: bool, before: Container[str] = ()
) -> Found | None:
    """Parts of a date and a time that follow each other and do not contradict, as one.

    What begins with one of the words `before` is no part of it, unless it is the first.
    """
    fields: Fields = {}
    end = at
    while True:
        begin = end
        found = None if fields and text.word(begin) in before else _piece(text, begin, month_first)
        if found is None and fields and text.word(begin) in _CONNECTING:
            begin += 1
            found = _piece(text, begin, month_first)
        if found is None or not _fit(fields, found[0]):
            return (_turned(fields), end) if fields else None
        fields, end = fields | found[0], found[1]


def _turned(fields: Fields) -> Fields:
    """Fields with the hour that a part of the day means, or that it turns a given hour to."""
    part = fields.get("part")
    if part is None:
        return fields
    hour = fields.get("hour")
    if hour is None:
        hour = part
    elif part >= 12 and hour < 12:
        hour += 12
    return {k: v for k, v in fields.items() if k not in ("part", IS_OPEN)} | {"hour": hour}


def _piece(text: TimeText, at: int, month_first: bool) -> Found | None:
    if at >= text.count:
        return None
    return (
        span_at(text, at)
        or date_at(text, at, month_first)
        or time_at(text, at)
        or part_at(text, at)
    )


def _fit(fields: Fields, more: Fields) -> bool:
    """Whether two pieces can tell of one moment: nothing twice, and no hours from now with an hour of a day."""
    if not fields.keys().isdisjoint(more):
        return False
    both = fields.keys() | more.keys()
    if both & {"hour", "minute", "part"} and both & set(_SPANS):
        return False
    is_exact = "day" in both and "month" in both
    return not (is_exact and both & {"days", "weeks", "week"})


# --- entities


def find_dates(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """Dates, times, and both together."""
    return _hits(utterance, moment, _OFFSETS + _GRAINS + ("weekday",))


def find_times_of_day(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """Times of day, with or without a date."""
    return _hits(utterance, moment, ("hour", *_SPANS))


def _hits(utterance: Utterance, moment: Moment, wanted: tuple[str, ...]) -> list[EntityHit]:
    found: list[EntityHit] = []
    for when in _all(utterance, moment):
        if when.fields.keys() & set(wanted):
            value = resolved(when.fields, moment.now)
            if value is not None:
                found.append(EntityHit(when.start, when.end, value))
    return found


def find_fields(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """`zb.datetime`: the parts as they were said, without the moment that they mean."""
    names = {"weekday": "weekDay", "week": "weeks"}
    return [
        EntityHit(
            when.start,
            when.end,
            {names.get(k, k): v for k, v in when.fields.items() if k not in _UNSAID},
        )
        for when in _all(utterance, moment)
    ]


_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400, "weeks": 604800,
            "months": 2592000, "years": 31536000}  # fmt: skip


def find_durations(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """How long something lasts: `value` of the `unit`, and in seconds.

    Of several units the smallest counts them all, as far as it can be told.
    """
    del moment
    text, found, at = TimeText(utterance), list[EntityHit](), 0
    while at < text.count:
        one = lasting(text, at)
        if one is None or not _is_duration(text, at, one):
            at += 1
            continue
        fields, end = one
        seconds = sum(_SECONDS[name] * count for name, count in fields.items())
        smallest = min(fields, key=_SECONDS.__getitem__)
        value = round(seconds / _SECONDS[smallest])
        unit = smallest.removesuffix("s")
        normalized = {"value": seconds, "unit": "second"}
        amount = {"value": value, "unit": unit, unit: value, "normalized": normalized}
        found.append(EntityHit(at, end, amount))
        at = end
    return found


_ONE = frozenset(
    "неделю неделька недельку минуту минутку секунду секундочку сутки полчаса полчасика полгода".split()
)
"""Words that tell by themselves that something lasts so long."""


def _is_duration(text: TimeText, at: int, found: Found) -> bool:
    """Whether a span is neither a bare name of a unit, nor a year, nor an hour of the day."""
    fields, end = found
    if fields.get("years", 0) >= 1000 or text.look(PARTS, end) is not None:
        return False
    return end > at + 1 or text.word(at) in _ONE


# --- the moment that is meant


def resolved(fields: Fields, now: datetime) -> dict[str, object] | None:
    """The value for some fields; None where there is no such day."""
    try:
        when = _moment(fields, now)
    except (ValueError, OverflowError):
        return None
    grain = next((g for g in _GRAINS if g in fields or g + "s" in fields), "day")
    if "week" in fields or "weeks" in fields:
        grain = "week" if not fields.keys() & {"hour", "weekday"} else grain
    value: dict[str, object] = {
        "value": when.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0"),
        "grain": grain,
        "timestamp": int(when.timestamp() * 1000),
        "year": when.year,
        "month": when.month,
        "day": when.day,
        "hour": when.hour,
        "minute": when.minute,
        "second": when.second,
    }
    return value


def _moment(fields: Fields, now: datetime) -> datetime:
    if fields.keys() & set(_SPANS):
        delta = timedelta(**{name: fields.get(name, 0) for name in _SPANS})
        return _shifted(now, fields).replace(microsecond=0) + delta
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    day = _day(fields, midnight)
    when = day.replace(
        hour=fields.get("hour", 0), minute=fields.get("minute", 0), second=fields.get("second", 0)
    )
    is_dated = bool(fields.keys() - {"hour", "minute", "second", IS_OPEN})
    now = now.replace(second=0)
    later = when + timedelta(hours=12)
    if IS_OPEN in fields and when < now and (later >= now or (is_dated and day == midnight)):
        return later
    return when if is_dated or when >= now else when + timedelta(days=1)


def _shifted(day: datetime, fields: Fields) -> datetime:
    """So many years, months, weeks and days on or back; the last day of a month where it is shorter."""
    month = day.month - 1 + fields.get("months", 0)
    year = day.year + fields.get("years", 0) + month // 12
    month = month % 12 + 1
    if not 1 <= year <= _FARTHEST:
        raise ValueError(year)
    last = months.monthrange(year, month)[1]
    moved = day.replace(year=year, month=month, day=min(day.day, last))
    return moved + timedelta(days=fields.get("days", 0) + 7 * fields.get("weeks", 0))


def _day(fields: Fields, today: datetime) -> datetime:
    """The day that is meant, at midnight."""
    day = _shifted(today, fields)
    if "week" in fields:
        day = day - timedelta(days=day.weekday()) + timedelta(days=7 * fields["week"])
    if "weekday" in fields and not fields.keys() & {"day", "days"}:
        return _weekday(fields, day)
    if not fields.keys() & {"year", "month", "day"}:
        return day
    return _dated(fields, day, today)


def _weekday(fields: Fields, day: datetime) -> datetime:
    """The next such day after today; `прошлый` the last one, `следующий` that of the next week."""
    ahead = fields["weekday"] - 1 - day.weekday()
    if "week" in fields:
        return day + timedelta(days=fields["weekday"] - 1)
    shift = fields.get("weekday_shift")
    if shift is not None and shift != 0:
        monday = day - timedelta(days=day.weekday())
        return monday + timedelta(days=7 * shift + fields["weekday"] - 1)
    return day + timedelta(days=ahead if ahead > 0 else ahead + 7)


def _dated(fields: Fields, day: datetime, today: datetime) -> datetime:
    """A date of which the year, the month or the day may be missing: the next one that comes."""
    year, month = fields.get("year", day.year), fields.get("month")
    if month is None:
        if "day" not in fields:
            return day.replace(year=year, month=1, day=1)
        is_open = not fields.keys() & {"year", "years", "months"}
        if is_open and fields["day"] < today.day:
            day = _shifted(today.replace(day=1), {"months": 1})
        return day.replace(day=fields["day"])
    found = day.replace(year=year, month=month, day=fields.get("day", 1))
    is_past = found < today if "day" in fields else (year, month) < (today.year, today.month)
    open_year = "year" not in fields and "years" not in fields
    return found.replace(year=year + 1) if open_year and is_past else found
