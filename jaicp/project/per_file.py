"""What was made of the newest text or tree of each file, for whoever looks at files again and again.

A cache by tree or text alone would hold on to everything that somebody has typed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

from jaicp.project.loader import JsFile
from jaicp.syntax.ast import Document
from jaicp.text.source import Source

__all__ = ["PerFile", "forget_below"]

_Made = TypeVar("_Made")
_Key = TypeVar("_Key", bound=Document | JsFile | Source)

_TABLES: list[dict[Path, Any]] = []


class PerFile(Generic[_Key, _Made]):
    """A function of a tree or text whose last result for each file is kept; also a decorator for one."""

    def __init__(self, make: Callable[[_Key], _Made]) -> None:
        self._make = make
        self._known: dict[Path, tuple[_Key, _Made]] = {}
        _TABLES.append(self._known)

    def __call__(self, key: _Key) -> _Made:
        """What is made of a tree or text; made once for as long as it stays."""
        path = key.path if isinstance(key, Source) else key.source.path
        known = self._known.get(path)
        if known is not None and known[0] is key:
            return known[1]
        made = self._make(key)
        self._known[path] = (key, made)
        return made


def forget_below(folder: Path) -> None:
    """Forget what was made of the files in a folder."""
    for table in _TABLES:
        for path in [path for path in list(table) if path.is_relative_to(folder)]:
            del table[path]
