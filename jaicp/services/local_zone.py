"""The time zone of this process, which `Date` in scripts goes by."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

__all__ = ["local_zone", "set_local_zone"]


def set_local_zone(zone: tzinfo) -> None:
    """Make `zone` the local one, for good. Windows has no such setting; there the zone of the machine stays."""
    if sys.platform != "win32":
        os.environ["TZ"] = _name(zone)
        time.tzset()


@contextmanager
def local_zone(zone: tzinfo) -> Iterator[None]:
    """Within it, `zone` is the local one: without it a suite would hold on one machine and fail on another."""
    before = os.environ.get("TZ")
    set_local_zone(zone)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("TZ", None)
        else:
            os.environ["TZ"] = before
        if sys.platform != "win32":
            time.tzset()


def _name(zone: tzinfo) -> str:
    """What POSIX calls a zone: offsets count to the west there."""
    if isinstance(zone, ZoneInfo) and zone.key:
        return zone.key
    offset = zone.utcoffset(datetime.now(zone))
    minutes = 0 if offset is None else round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes > 0 else "+"
    return f"<local>{sign}{hours:02}:{rest:02}"
