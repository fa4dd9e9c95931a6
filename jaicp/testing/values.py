"""JSON as authors of suites write it, and paths into it.

Bodies are read leniently (names without quotes, single quotes, a comma too many), since suites that pass on
the platform are written so.
"""

from __future__ import annotations

import json
import re
from typing import Any

import json5

__all__ = ["MISSING", "PathError", "find_in", "read_json", "read_path"]

MISSING: Any = type("Missing", (), {"__repr__": lambda _: "nothing"})()
"""What `find_in` gives where there is nothing at a path; None is JSON's null."""

Steps = tuple[str | int, ...]

_STEP = re.compile(
    r"""\.?(?P<name>[^\s.\[\]'"*?()]+)|\[\s*(?:(?P<index>-?\d+)|'(?P<single>[^']*)'|"(?P<double>[^"]*)")\s*\]"""
)


class PathError(ValueError):
    """A path that is not made of names and numbers."""


def read_json(text: str) -> Any:
    """The value of a JSON text; raises `ValueError` with the reason where it is none."""
    try:
        return json.loads(text, strict=False)
    except ValueError:
        return json5.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def read_path(text: str) -> Steps:
    """The steps of a path such as `replies[0].buttons` or `$.data['key']`; raises `PathError`.

    Filters, wildcards and slices of JSONPath are not read: a check has to name one place.
    """
    rest = text.strip().removeprefix("$")
    steps: list[str | int] = []
    at = 0
    while at < len(rest):
        found = _STEP.match(rest, at)
        if found is None or (at and found["name"] is not None and rest[at] != "."):
            raise PathError(f"`{text.strip()}` is not a path of names and numbers")
        name = found["name"] or found["single"] or found["double"]
        steps.append(int(found["index"]) if found["index"] is not None else name or "")
        at = found.end()
    return tuple(steps)


def find_in(value: Any, steps: Steps) -> Any:
    """What stands at a path inside of a value, or `MISSING`."""
    for step in steps:
        if isinstance(step, int):
            inside = isinstance(value, list) and -len(value) <= step < len(value)
        else:
            inside = isinstance(value, dict) and step in value
        if not inside:
            return MISSING
        value = value[step]
    return value
