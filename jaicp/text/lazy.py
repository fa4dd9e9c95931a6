"""Modules that are imported at their first use, so that a command which has no need of them starts sooner.

A third of the time of `jaicp check` on a small script would go into reading YAML, regular expressions and the
widths of characters for a script that has none.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["LazyModule"]


class LazyModule:
    """Stands for the module of a name; any use of an attribute imports it. Threads may share one.

    Type checkers must be shown the module itself:

        if TYPE_CHECKING:
            import yaml
        else:
            yaml = LazyModule("yaml")
    """

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)
