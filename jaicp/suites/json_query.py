"""JSONPath with wildcards, filters, slices and `..`: what names several places of a JSON value at once.

Loaded only where a suite has such a path, since most paths are plain (`jaicp.suites.values`).
"""

from __future__ import annotations

from typing import Any

import jsonpath

__all__ = ["check_query", "run_query"]


def check_query(path: str) -> None:
    """See that a path, beginning with `$`, can be read; raises `ValueError` with the reason where it cannot."""
    try:
        jsonpath.compile(path)
    except (jsonpath.JSONPathError, RecursionError) as error:
        raise ValueError(str(error).splitlines()[0]) from None


def run_query(path: str, value: Any) -> list[Any]:
    """All that a path names in a value, in the order of the value."""
    return jsonpath.findall(path, value)
