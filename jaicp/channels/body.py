"""Request bodies of chat services: hostile bytes to a plain JSON object, or `BadRequest`.

What comes out is safe to hand on: an object, not nested deeper than `MAX_DEPTH`, its numbers
finite, its strings free of lone surrogates (a half emoji becomes U+FFFD), so that it can be stored
and sent as UTF-8.
"""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from jaicp.runtime.messages import Json, JsonObject

__all__ = ["MAX_DEPTH", "BadRequest", "clean", "clean_text", "read_body"]

MAX_DEPTH = 64
"""Webim's own requests are three levels deep; scripts may add some."""


class BadRequest(Exception):  # noqa: N818 - it names what the sender did
    """A request that cannot be understood.

    `field` is the path of the wrong part, empty where it is the whole.
    """

    def __init__(self, field: str, problem: str) -> None:
        self.field = field
        super().__init__(f"`{field}` {problem}" if field else problem)


def read_body(raw: bytes) -> JsonObject:
    """The JSON object in `raw`; raises `BadRequest` for anything else."""
    try:
        value = json.loads(raw, parse_constant=_refuse_constant)
    except RecursionError:
        raise BadRequest("", "the body is nested too deeply") from None
    except ValueError as error:
        raise BadRequest("", f"the body is not JSON: {_first_line(error)}") from None
    if not isinstance(value, dict):
        raise BadRequest("", "the body must be a JSON object")
    try:
        return _clean_object(value, MAX_DEPTH)
    except _UnfitError as error:
        raise BadRequest("", f"the body {error}") from None


def clean(value: object) -> Json:
    """`value` fit to be sent: lone surrogates replaced.

    Raises ValueError where it is no JSON, too deep, or holds a number that is not finite.
    """
    return _clean(value, MAX_DEPTH)


def clean_text(text: str) -> str:
    """`text` without lone surrogates."""
    if text.isascii():
        return text
    # Pairs that stand as two escapes become one character; a single half becomes U+FFFD.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class _UnfitError(ValueError):
    """A value that is JSON to Python's reader, yet of no use."""


def _clean(value: object, depth: int) -> Json:
    if isinstance(value, str):
        return clean_text(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _UnfitError("holds a number that is not finite")
        return value
    if isinstance(value, dict):
        return _clean_object(value, depth)
    if isinstance(value, list | tuple):
        _check_depth(depth)
        return [_clean(item, depth - 1) for item in value]
    raise _UnfitError(f"holds a value of type {type(value).__name__}")


def _clean_object(value: dict[Any, object], depth: int) -> JsonObject:
    _check_depth(depth)
    return {clean_text(str(key)): _clean(item, depth - 1) for key, item in value.items()}


def _check_depth(depth: int) -> None:
    if depth <= 0:
        raise _UnfitError("is nested too deeply")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _first_line(error: ValueError) -> str:
    text = "not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
    return text.splitlines()[0][:100]
