"""How long a `timeout` waits, in the words that scripts use."""

from __future__ import annotations

import math
import re

__all__ = ["LONGEST", "interval_seconds"]

LONGEST = 99 * 3600
"""Seconds; the vendor's page on `timeout` names 99 hours."""

_WORDS = re.compile(
    r"\s*(?:(\d{1,2})\s*(?:hours|hour|h))?"
    r"\s*(?:(\d{1,2})\s*(?:minutes|minute|min|m))?"
    r"\s*(?:(\d{1,2})\s*(?:seconds|second|sec|s))?\s*"
)


def interval_seconds(interval: object) -> float | None:
    """Seconds of `30`, `"30"` or `"1h 5 min 3 sec"`; None where it is no interval, or too long."""
    if isinstance(interval, bool):
        return None
    if isinstance(interval, int | float):
        return float(interval) if math.isfinite(interval) and 0 <= interval <= LONGEST else None
    if not isinstance(interval, str) or not interval.strip():
        return None
    text = interval.strip()
    if text.isascii() and text.isdigit():
        return float(text) if len(text) <= 6 and int(text) <= LONGEST else None
    found = _WORDS.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return float(min(hours * 3600 + minutes * 60 + seconds, LONGEST))
