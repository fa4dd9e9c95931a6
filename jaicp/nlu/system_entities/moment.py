"""What a recogniser may know beside the text: the time where the project lives, and its language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["Moment", "time_zone"]

_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d\d))?")


@dataclass(frozen=True, slots=True)
class Moment:
    """`now` with its time zone; `language` as `ru` or `en`, empty where it is not known."""

    now: datetime
    language: str = ""

    @classmethod
    def unknown(cls) -> Moment:
        """The epoch, for recognisers that the time does not matter to."""
        return cls(datetime.fromtimestamp(0, UTC))

    @classmethod
    def at(cls, seconds: float, zone: tzinfo, language: str) -> Moment:
        """The moment so many seconds after the epoch."""
        return cls(datetime.fromtimestamp(seconds, zone), language)


def time_zone(name: str) -> tzinfo:
    """The zone called `UTC`, `Europe/Moscow` or `UTC+03:00`; UTC where the name is none."""
    offset = _OFFSET.fullmatch(name.strip())
    if offset is not None:
        delta = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(delta if offset[1] == "+" else -delta) if delta < timedelta(days=1) else UTC
    try:
        return ZoneInfo(name.strip()) if name.strip() else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
