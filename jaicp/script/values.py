"""Data that crosses between Python and scripts: always as JSON text."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["JsonText", "to_json_text"]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_encode_ascii = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class JsonText(str):
    """A value that is JSON text already, as it came from a store."""

    __slots__ = ()


def to_json_text(value: Any) -> str:
    """The JSON text of a value, as `JSON.stringify` writes it wherever both agree on numbers.

    A `JsonText` is taken as it is. Raises ValueError for NaN and infinities, TypeError for what JSON
    does not know.
    """
    if isinstance(value, JsonText):
        return value
    if type(value) is int:
        return str(value)
    text = _encode(value)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:  # half a surrogate pair cannot cross as it is
            return _encode_ascii(value)
    return text
