"""Dates and spans from now: `5 мая 2021`, `12.11`, `в следующую пятницу`, `через 2 часа`, `3 days ago`."""

from __future__ import annotations

import re

from jaicp.nlu.system_entities.clock import Fields, Found
from jaicp.nlu.system_entities.time_words import (
    DAYS,
    MONTHS,
    NOW,
    PARTS,
    SHIFTS,
    UNITS,
    WEEKDAYS,
    TimeText,
)

__all__ = ["date_at", "span_at"]

_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)-(\d\d?)-(\d{4}|\d\d)")
_INTRODUCING = frozenset(
    "в во на к ко по с со до от за on in at by until since from the of".split()
)
_YEAR_WORDS = frozenset({"год", "года", "году", "годом", "г", "year"})
_VERBS_TOO = frozenset(
    {"may", "march", "mar", "мар", "май", "sun", "sat", "ср", "вс", "дек", "сен", "dec", "сб"}
)
"""Words that are a month or a weekday only where something says so."""


def date_at(text: TimeText, at: int, month_first: bool) -> Found | None:
    """The date whose first token is `at`; a preposition belongs to it.

    `month_first` reads `05/12` as the twelfth of May.
    """
    for read in (
        _written,
        _day_and_month,
        _day_number,
        _year,
        _shifted,
        _weekday,
        _near_day,
        _month,
    ):
        found = read(text, at)
        if found is not None:
            return found
    return _in_digits(text, at, month_first)


def _begin(text: TimeText, at: int) -> int:
    while text.word(at) in _INTRODUCING:
        at += 1
    return at


def _written(text: TimeText, at: int) -> Found | None:
    """`2020-06-15` and `15-06-2020`, which are single tokens."""
    begin = _begin(text, at)
    found = _ISO.fullmatch(text.word(begin))
    if found is None:
        return None
    year, month, day = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    return _valid(int(day), int(month), _full_year(year), begin + 1)


def _in_digits(text: TimeText, at: int, month_first: bool) -> Found | None:
    """`12.11.2021`, `12.11`, `12/11/21`."""
    begin = _begin(text, at)
    first, sign, second = text.word(begin), text.word(begin + 1), text.word(begin + 2)
    if sign not in (".", "/") or not (text.glued(begin) and text.glued(begin + 1)):
        return None
    if not (first.isdigit() and second.isdigit() and len(first) <= 2 and len(second) <= 2):
        return None
    end, year = begin + 3, None
    third = text.word(end + 1)
    if text.word(end) == sign and third.isdigit() and len(third) in (2, 4) and text.glued(end):
        year, end = _full_year(third), end + 2
        end += text.word(end) in _YEAR_WORDS
    elif sign == "." and len(second) < 2:
        return None
    day, month = int(first), int(second)
    if (month_first and sign == "/" and day <= 12) or month > 12:
        day, month = month, day
    return _valid(day, month, year, end)


def _full_year(text: str) -> int:
    return int(text) if len(text) > 2 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


def _valid(day: int, month: int, year: int | None, end: int) -> Found | None:
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    fields = {"month": month, "day": day}
    return (fields if year is None else {"year": year, **fields}), end


def _day(text: TimeText, at: int) -> tuple[int, int] | None:
    found = text.ordinal(at) or text.whole(at)
    return found if found is not None and 1 <= found[0] <= 31 else None


def _day_and_month(text: TimeText, at: int) -> Found | None:
    """`5 мая`, `пятого мая 2021 года`, `the 5th of May`, `May 5, 2021`."""
    begin = _begin(text, at)
    day = _day(text, begin)
    if day is not None:
        behind = day[1] + (text.word(day[1]) == "of")
        month = text.look(MONTHS, behind)
        return None if month is None else _with_year(text, day[0], month, behind + 1)
    month = text.look(MONTHS, begin)
    if month is None or not text.word(begin).isascii():
        return None
    day = _day(text, begin + 1 + (text.word(begin + 1) == "the"))
    return None if day is None else _with_year(text, day[0], month, day[1])


def _with_year(text: TimeText, day: int, month: int, end: int) -> Found | None:
    begin = end + (text.word(end) in (",", "в"))
    year = _year_number(text, begin)
    if year is None:
        return _valid(day, month, None, end)
    return _valid(day, month, year[0], year[1])


def _year_number(text: TimeText, at: int) -> tuple[int, int] | None:
    """A year of four digits, or in words behind which `года` stands."""
    word = text.word(at)
    found = text.whole(at) if word.isdigit() else text.ordinal(at)
    if found is None or not 1000 <= found[0] <= 2999:
        return None
    named = text.word(found[1]) in _YEAR_WORDS
    return (found[0], found[1] + named) if named or word.isdigit() else None


def _day_number(text: TimeText, at: int) -> Found | None:
    """`5 числа`, `двадцать первого числа следующего месяца`."""
    begin = _begin(text, at)
    day = _day(text, begin)
    if day is None or text.word(day[1]) not in ("числа", "число", "числу"):
        return None
    shift, end = text.look(SHIFTS, day[1] + 1), day[1] + 1
    if shift is not None and text.look(UNITS, end + 1) == "months":
        return {"months": shift, "day": day[0]}, end + 2
    return {"day": day[0]}, end


def _year(text: TimeText, at: int) -> Found | None:
    """`в 2021 году`, `in 2021`."""
    begin = _begin(text, at)
    found = text.whole(begin) if text.word(begin).isdigit() else text.ordinal(begin)
    if found is None or not 1000 <= found[0] <= 2999:
        return None
    if text.word(found[1]) in _YEAR_WORDS:
        return {"year": found[0]}, found[1] + 1
    return ({"year": found[0]}, found[1]) if text.word(at) == "in" else None


def _shifted(text: TimeText, at: int) -> Found | None:
    """`на следующей неделе`, `в прошлом году`, `next month`; with a weekday or a month too."""
    begin = _begin(text, at)
    shift = text.look(SHIFTS, begin)
    if shift is None:
        return None
    unit = text.look(UNITS, begin + 1)
    if unit in ("weeks", "months", "years"):
        return ({unit: shift} if unit != "weeks" else {"week": shift}), begin + 2
    if unit == "days":
        return {"days": shift}, begin + 2
    weekday = text.look(WEEKDAYS, begin + 1)
    if weekday is not None:
        return {"weekday": weekday, "weekday_shift": shift}, begin + 2
    month = text.look(MONTHS, begin + 1)
    return None if month is None else ({"month": month}, begin + 2)


def _weekday(text: TimeText, at: int) -> Found | None:
    begin = _begin(text, at)
    weekday = text.look(WEEKDAYS, begin)
    if weekday is None or (begin == at and text.word(begin) in _VERBS_TOO):
        return None
    return {"weekday": weekday}, begin + 1


def _near_day(text: TimeText, at: int) -> Found | None:
    """`завтра`, `на послезавтра`, `the day after tomorrow`, `после завтра`."""
    begin = _begin(text, at)
    if text.word(begin) == "day" and text.word(begin + 1) in ("after", "before"):
        days = {"tomorrow": 2, "yesterday": -2}.get(text.word(begin + 2))
        return None if days is None else ({"days": days}, begin + 3)
    if text.word(begin) == "после" and text.word(begin + 1) == "завтра":
        return {"days": 2}, begin + 2
    days = text.look(DAYS, begin)
    if days is None:
        return None
    is_adjective = text.word(begin) not in DAYS
    named = is_adjective and text.look(UNITS, begin + 1) == "days"
    return {"days": days}, begin + 1 + named


def _month(text: TimeText, at: int) -> Found | None:
    """`в мае`, `в мае 2021 года`, `in May`; the bare word too where it is nothing else."""
    begin = _begin(text, at)
    month = text.look(MONTHS, begin)
    if month is None or (begin == at and text.word(begin) in _VERBS_TOO):
        return None
    year = _year_number(text, begin + 1)
    if year is None:
        return {"month": month}, begin + 1
    return {"year": year[0], "month": month}, year[1]


# --- spans


def span_at(text: TimeText, at: int) -> Found | None:
    """A time counted from now: `через 2 часа 10 минут`, `неделю назад`, `in an hour`, `сейчас`."""
    if text.word(at) in NOW:
        return {"seconds": 0}, at + 1
    if text.word(at) in ("через", "спустя"):
        return lasting(text, at + 1)
    unit = text.look(UNITS, at)
    if unit is not None and text.word(at + 1) == "через":
        count = text.whole(at + 2)
        return None if count is None else ({unit: count[0]}, count[1])
    if text.word(at) == "in":
        found = lasting(text, at + 1)
        counted = text.word(at + 1) in ("a", "an") or text.part(at + 1) is not None
        return found if counted else None
    found = lasting(text, at)
    if found is None or text.word(found[1]) not in ("назад", "ago", "later", "спустя"):
        return None
    sign = -1 if text.word(found[1]) in ("назад", "ago") else 1
    return {name: sign * value for name, value in found[0].items()}, found[1] + 1


def lasting(text: TimeText, at: int) -> Found | None:
    """How long something lasts: `полтора часа`, `2 часа 10 минут`, `неделю`, `полчаса`, `half an hour`."""
    fields: Fields = {}
    end = at
    while True:
        begin = end + (bool(fields) and text.word(end) in ("и", "and"))
        found = _one_lasting(text, begin)
        if found is None or not fields.keys().isdisjoint(found[0]):
            return (fields, end) if fields else None
        fields, end = fields | found[0], found[1]


def _one_lasting(text: TimeText, at: int) -> Found | None:
    word = text.word(at)
    if word in ("полчаса", "полчасика"):
        return {"minutes": 30}, at + 1
    if word in ("полгода", "полугода"):
        return {"months": 6}, at + 1
    if word in ("half", "пол"):
        behind = at + 1 + (text.word(at + 1) in ("a", "an"))
        return _counted(0.5, text, behind)
    if word in ("a", "an"):
        return _counted(1, text, at + 1)
    part = text.part(at)
    if part is not None:
        found = _counted(part[0], text, part[1])
        if (
            found is not None
            and text.word(found[1]) == "с"
            and text.word(found[1] + 1) == "половиной"
        ):
            return _counted(part[0] + 0.5, text, part[1], 2)
        return found
    return _counted(1, text, at)


_SMALLER = {"hours": ("minutes", 60), "minutes": ("seconds", 60), "days": ("hours", 24),
            "weeks": ("days", 7), "years": ("months", 12)}  # fmt: skip


def _counted(count: float, text: TimeText, at: int, more: int = 0) -> Found | None:
    """A number of units; what is not whole is told in the next smaller one."""
    unit = text.look(UNITS, at)
    if unit is None or (
        unit == "days"
        and text.word(at) in PARTS
        and text.word(at) != "дня"
        and text.word(at) != "день"
    ):
        return None
    end = at + 1 + more
    if count != int(count):
        smaller = _SMALLER.get(unit)
        if smaller is None:
            return None
        return {smaller[0]: round(count * smaller[1])}, end
    return {unit: int(count)}, end
