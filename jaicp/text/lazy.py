"""Modules that are imported at their first use, so that a command which has no need of them starts sooner.

A third of the time of `jaicp check` on a small script would go into reading YAML, regular expressions and the
widths of characters for a script that has none.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from types import ModuleType
from typing import Any

__all__ = ["LazyModule", "import_later"]


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


class _Later(ModuleType):
    """Takes the place of a module that nobody has used yet; all but its name is looked up in the module itself."""

    def __getattr__(self, attribute: str) -> Any:
        name = self.__name__
        with _MAKING_WAY:
            if sys.modules.get(name) is self:
                del sys.modules[name]
        return getattr(import_module(name), attribute)


_MAKING_WAY = Lock()


def import_later(name: str) -> None:
    """Let a library that others import wait for its first use, where it is not imported yet.

    Python's own `LazyLoader` does not do: up to Python 3.11 the second `import` of a module is a use of it.
    """
    if name in sys.modules:
        return
    if find_spec(name) is None:
        raise ModuleNotFoundError(f"there is no module {name}", name=name)
    sys.modules[name] = _Later(name)
