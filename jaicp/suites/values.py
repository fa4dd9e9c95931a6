"""JSON as authors of suites write it, paths into it, and the addresses of mocks.

Bodies are read leniently (names without quotes, single quotes, a comma too many), since suites that pass on
the platform are written so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from jaicp.text.lazy import LazyModule

if TYPE_CHECKING:
    import json5
else:
    json5 = LazyModule("json5")

__all__ = [
    "MISSING",
    "JsonObject",
    "JsonPath",
    "PathError",
    "Query",
    "fill_encoded_url",
    "fill_url",
    "find_in",
    "read_json",
    "read_path",
]

JsonObject = dict[str, Any]

MISSING: Any = type("Missing", (), {"__repr__": lambda _: "nothing"})()
"""What `find_in` gives where there is nothing at a path; None is JSON's null."""

Steps = tuple[str | int, ...]
"""A plain path: names and numbers."""


@dataclass(frozen=True, slots=True)
class Query:
    """A JSONPath that names several places; `text` begins with `$`."""

    text: str

    def __iter__(self) -> Iterator[str]:
        yield self.text.removeprefix("$").removeprefix(".")


JsonPath = Steps | Query


_PLACE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_ENCODED = re.compile("(?:[-A-Za-z0-9._~+*]|%[0-9A-Fa-f]{2})*")
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


def read_path(text: str) -> JsonPath:
    """The steps of a path such as `replies[0].buttons` or `$.data['key']`; raises `PathError`.

    A path with filters, wildcards, slices or `..` is a `Query`.
    """
    rest = text.strip().removeprefix("$")
    steps: list[str | int] = []
    at = 0
    while at < len(rest):
        found = _STEP.match(rest, at)
        if found is None or (at and found["name"] is not None and rest[at] != "."):
            return _query(text.strip())
        name = found["name"] or found["single"] or found["double"]
        steps.append(int(found["index"]) if found["index"] is not None else name or "")
        at = found.end()
    return tuple(steps)


def _query(text: str) -> Query:
    path = text if text.startswith("$") else f"${'' if text[:1] in '.[' else '.'}{text}"
    try:
        _queries().check_query(path)
    except ValueError as error:
        raise PathError(f"`{text}` is no JSONPath: {error}") from None
    return Query(path)


def _queries() -> Any:
    return import_module("jaicp.suites.json_query")  # its library is for such paths alone


def find_in(value: Any, steps: JsonPath) -> Any:
    """What stands at a path inside of a value, or `MISSING`; of a `Query` the list of all that it names."""
    if isinstance(steps, Query):
        return _queries().run_query(steps.text, value) or MISSING
    for step in steps:
        if isinstance(step, int):
            inside = isinstance(value, list) and -len(value) <= step < len(value)
        else:
            inside = isinstance(value, dict) and step in value
        if not inside:
            return MISSING
        value = value[step]
    return value


def fill_url(template: str, values: Mapping[str, object]) -> str:
    """A URL with each `${name}` replaced by the value of that name, encoded; unknown names stay.

    Source: the vendor's page on test tags shows a space becoming `+` and Cyrillic `%D0…`.
    """
    return _filled(template, values, quote_plus)


def fill_encoded_url(template: str, values: Mapping[str, object]) -> str | None:
    """A URL with its values as they stand, or None unless all of them are encoded and one is changed by that.

    Source: suites in the wild (aorews/Jaicp_project) write the values of a mock as the request has them.
    """
    encoded = [_ESCAPE.search(str(value)) for value in values.values()]
    if not any(encoded) or not all(_ENCODED.fullmatch(str(value)) for value in values.values()):
        return None
    return _filled(template, values, str)


def _filled(template: str, values: Mapping[str, object], encode: Callable[[str], str]) -> str:
    def fill(found: re.Match[str]) -> str:
        name = found[1]
        return encode(str(values[name])) if name in values else found[0]

    return _PLACE.sub(fill, template)
