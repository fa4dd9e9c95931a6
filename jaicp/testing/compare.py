"""Is what the bot said what the suite expects? Texts, and JSON as far as it is given.

Texts: the vendor's page on test tags says that differences in blanks and line breaks do not count; all else does.
"""

from __future__ import annotations

import json
from typing import Any

from jaicp.suites.values import MISSING

__all__ = ["Difference", "find_difference", "has_text", "same_text", "show", "where_texts_part"]

SHOWN = 400
"""Characters of a value that a message shows."""

LONG = 60
"""Characters from which on a difference between texts is pointed out."""

BEFORE, BEHIND = 12, 24
"""Characters that are shown before a difference, and from it on."""

Difference = tuple[str, Any, Any]
"""Where two values differ (a path, empty for the whole), what was expected there, and what there is."""


def same_text(expected: str, got: str) -> bool:
    """Whether two texts are equal once all white space is left out of both."""
    return expected == got or "".join(expected.split()) == "".join(got.split())


def has_text(text: str, part: str) -> bool:
    """Whether a part stands in a text, once all white space is left out of both."""
    return "".join(part.split()) in "".join(text.split())


def where_texts_part(expected: str, got: str) -> tuple[str, str] | None:
    """What stands in each text from the first difference on, with a little before; None for short texts."""
    if min(len(expected), len(got)) <= LONG:
        return None
    ours, theirs = (
        [at for at, char in enumerate(text) if not char.isspace()] for text in (expected, got)
    )
    common = 0
    for one, other in zip(ours, theirs, strict=False):
        if expected[one] != got[other]:
            break
        common += 1
    return _from(expected, ours, common), _from(got, theirs, common)


def _from(text: str, places: list[int], number: int) -> str:
    at = places[number] if number < len(places) else len(text)
    begin = max(at - BEFORE, 0)
    piece = " ".join(text[begin : at + BEHIND].split())
    return ("…" if begin else "") + piece + ("…" if at + BEHIND < len(text) else "")


def find_difference(
    expected: Any, got: Any, path: str = "", *, strict: bool = False
) -> Difference | None:
    """The first place where `got` is not what is `expected`.

    Of objects only the expected fields are looked at, unless `strict`; a list has to have all of its items.
    """
    if isinstance(expected, dict) and isinstance(got, dict):
        return _object_difference(expected, got, path, strict)
    if isinstance(expected, list) and isinstance(got, list):
        for index, (wanted, item) in enumerate(zip(expected, got, strict=False)):
            found = find_difference(wanted, item, f"{path}[{index}]", strict=strict)
            if found is not None:
                return found
        return None if len(expected) == len(got) else (path, expected, got)
    return None if _equal(expected, got) else (path, expected, got)


def _object_difference(
    expected: dict[str, Any], got: dict[str, Any], path: str, strict: bool
) -> Difference | None:
    for key, wanted in expected.items():
        place = f"{path}.{key}" if path else key
        if key not in got:
            return place, wanted, MISSING
        found = find_difference(wanted, got[key], place, strict=strict)
        if found is not None:
            return found
    more = [key for key in got if key not in expected] if strict else []
    return (f"{path}.{more[0]}" if path else more[0], MISSING, got[more[0]]) if more else None


def _equal(expected: Any, got: Any) -> bool:
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    return bool(expected == got)


def show(value: Any) -> str:
    """A value as a message shows it: on one line, and not too long."""
    if value is MISSING:
        return "nothing"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
