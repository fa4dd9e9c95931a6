"""`duckling.interval`: a time from … to, as `с 5 по 10 мая`, `с 9 до 18`, `between Monday and Friday`.

The value has `from` and `to`, each such as `duckling.time` gives it. What one side leaves open is taken from the
other: `с 5 по 10 мая` is in May on both sides, and `завтра с 9 до 18` is tomorrow. The second moment is the
next one after the first. The vendor's pages name the entity and no fields; these are those of the platform's
recogniser.
"""

from __future__ import annotations

import re
from datetime import datetime

from jaicp.nlu.finder import EntityHit
from jaicp.nlu.system_entities.clock import IS_OPEN, Fields, Found, is_counted
from jaicp.nlu.system_entities.dates import resolved, when_at
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.system_entities.time_words import TimeText
from jaicp.nlu.words import Utterance

__all__ = ["find_intervals"]

_OPENING = {
    "с": ("по", "до", "и"), "со": ("по", "до", "и"), "от": ("до", "по"), "между": ("и",),
    "from": ("to", "till", "until", "-", "–", "—"), "between": ("and",),
}  # fmt: skip
"""The words that an interval begins with, each with those that its second side may begin with."""

_DASHES = ("-", "–", "—", "to", "till", "until")
"""What stands between two sides that no word introduces."""

_ENDED = re.compile(r"(\d{1,2})(?:-?(?:го|ого|е|ое|му|м)|st|nd|rd|th)")
_DATE = frozenset({"day", "days", "weekday", "month", "months", "year", "years", "week", "weeks"})


def find_intervals(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """All intervals, each as far to the right as it goes."""
    text = TimeText(utterance)
    month_first = moment.language.startswith("en")
    found: list[EntityHit] = []
    at = 0
    while at < text.count:
        hit = _interval_at(text, at, month_first, moment.now)
        if hit is None:
            at += 1
        else:
            found.append(hit)
            at = hit.end
    return found


def _interval_at(text: TimeText, at: int, month_first: bool, now: datetime) -> EntityHit | None:
    day, begin = _day_before(text, at, month_first)
    closing = _OPENING.get(text.word(begin), ())
    first = _side(text, begin + bool(closing), month_first)
    if first is None:
        return None
    middle = first[1]
    if text.word(middle) not in (closing or _DASHES):
        return None
    second = _side(text, middle + 1, month_first)
    if second is None or not _is_clear(text, first, second, bool(closing)):
        return None
    sides = _completed(first[0], second[0])
    if sides is None:
        return None
    start = resolved({**day, **sides[0]}, now)
    if start is None:
        return None
    end = resolved(_after(sides[1], day), datetime.fromtimestamp(_seconds(start), now.tzinfo))
    if end is None or _seconds(end) < _seconds(start):
        return None
    return EntityHit(at, second[1], {"type": "interval", "from": start, "to": end})


def _is_clear(text: TimeText, first: Found, second: Found, is_opened: bool) -> bool:
    """Whether two sides are a time and no other amount: `10 - 12 июля` is, `от 5 до 10 рублей` is not."""
    bare = [side for side in (first, second) if "number" in side[0]]
    if len(bare) == 2:
        return is_opened and not is_counted(text, second[1])
    return is_opened or second not in bare


def _seconds(value: dict[str, object]) -> float:
    timestamp = value["timestamp"]
    assert isinstance(timestamp, int)
    return timestamp / 1000


def _day_before(text: TimeText, at: int, month_first: bool) -> tuple[Fields, int]:
    """The day that stands before an interval of hours, as in `завтра с 9 до 18`, and where the interval begins."""
    if text.word(at) in _OPENING:
        return {}, at
    found = when_at(text, at, month_first=month_first, before=_OPENING)
    if found is None or text.word(found[1]) not in _OPENING or not found[0].keys() <= _DATE:
        return {}, at
    return found


def _side(text: TimeText, at: int, month_first: bool) -> Found | None:
    """One side: a date, a time, or a bare number, which the other side tells the meaning of."""
    found = when_at(text, at, month_first=month_first)
    if found is not None:
        return {name: value for name, value in found[0].items() if name != IS_OPEN}, found[1]
    number = text.whole(at) or _ordinal(text.word(at), at)
    return None if number is None else ({"number": number[0]}, number[1])


def _ordinal(word: str, at: int) -> tuple[int, int] | None:
    """`5-го`, `5th`."""
    found = _ENDED.fullmatch(word)
    return None if found is None else (int(found[1]), at + 1)


def _completed(first: Fields, second: Fields) -> tuple[Fields, Fields] | None:
    """Both sides, each with what only the other one tells; None where they cannot be of one kind."""
    numbers = [side["number"] for side in (first, second) if "number" in side]
    if len(numbers) == 2:
        return (
            ({"hour": numbers[0] % 24}, {"hour": numbers[1] % 24}) if max(numbers) <= 24 else None
        )
    if "number" in first:
        first = _numbered(first["number"], second)
    elif "number" in second:
        second = _numbered(second["number"], first)
    if not first or not second:
        return None
    shared = {name: value for name, value in second.items() if name in ("month", "year")}
    if "day" in first and "month" not in first:
        first = {**shared, **first}
    elif "month" in first and "year" not in first and "year" in second:
        first = {**first, "year": second["year"]}
    return first, second


def _numbered(number: int, other: Fields) -> Fields:
    """What a number means beside the other side: a day of its month, or an hour; nothing if it is neither."""
    if "hour" in other and number <= 24:
        return {name: value for name, value in other.items() if name in _DATE} | {
            "hour": number % 24
        }
    if "day" in other and 1 <= number <= 31:
        return {**other, "day": number}
    return {}


def _after(fields: Fields, day: Fields) -> Fields:
    """The second side: an hour by itself is that of the day before both sides, else the next after the first."""
    return {**day, **fields} if day and "days" not in day else fields
