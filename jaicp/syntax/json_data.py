"""JSON as people write it: keys without quotes, single quotes, trailing commas, comments (JSON5).

The `json5` package reads all of it, at a microsecond for each character and more. What only lacks quotes around
its keys, as nearly all objects in scripts do, is turned into plain JSON and read a hundred times as fast.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from jaicp.text.lazy import LazyModule

if TYPE_CHECKING:
    import json5
else:
    json5 = LazyModule("json5")

__all__ = ["read_json5"]

_STRING_OR_KEY = re.compile(r'"(?:[^"\\\n]|\\.)*"|(?<![\w$\\])([A-Za-z_$][\w$]*+)(?=\s*:)')

LONGEST = 100_000
"""Characters of a text that is no plain JSON; a longer one would take seconds."""


def read_json5(text: str) -> object:
    """The value that `text` stands for; raises `ValueError` where it is no JSON5, or too long a one."""
    try:
        return json.loads(_STRING_OR_KEY.sub(_quoted, text))
    except (ValueError, RecursionError):
        pass  # it may still be what only JSON5 allows
    if len(text) > LONGEST:
        raise ValueError(f"this is no plain JSON and longer than {LONGEST} characters")
    try:
        return json5.loads(text)
    except RecursionError:
        raise ValueError("this is nested too deep") from None


def _quoted(found: re.Match[str]) -> str:
    return found.group() if found[1] is None else f'"{found[1]}"'
