"""What scripts find, for completion: the names of the platform's world and what may stand behind them.

Read once by the thread that has the JavaScript engine; everybody else only looks at the tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jaicp.lsp.script_texts import METHOD_TEXTS, WRITTEN_PARAMETERS
from jaicp.script.surface import (
    INSTANCES,
    LIBRARIES,
    UNBUILT,
    functions_of,
    global_names,
    members_of,
)

__all__ = ["Method", "members", "method", "names", "read_surface"]

_CODE = re.compile(
    r"(?:async\s+)?(?:function\b\s*[\w$]*\s*|[\w$]+\s*(?=\())?(?:\(([^()]*)\)|([\w$]+)\s*=>)"
)
_HANDED_ON = ("...args", "")


@dataclass(frozen=True, slots=True)
class Method:
    """A function that scripts find: its parameters, what it does, and whether it is built."""

    name: str
    parameters: str
    about: str = ""
    is_built: bool = True

    @property
    def label(self) -> str:
        """As it is called."""
        return f"{self.name}({self.parameters})"


_NAMES: dict[str, frozenset[str] | None] = {}
_METHODS: dict[str, Method] = {}


def read_surface() -> None:
    """Ask the engine for all names; only ever in one thread."""
    if _NAMES:
        return
    found = dict(global_names())
    for name in found:
        if name.startswith("$"):
            _METHODS.update(_methods(name + ".", functions_of(name)))
    _METHODS.update(_methods("", functions_of("")))
    for name in (*LIBRARIES, *INSTANCES):
        found[name] = members_of(name)
    _NAMES.update(found)


def _methods(before: str, functions: Mapping[str, str]) -> dict[str, Method]:
    return {before + name: _method(before + name, code) for name, code in functions.items()}


def _method(name: str, code: str) -> Method:
    written = WRITTEN_PARAMETERS.get(name)
    if written is None:
        shown = _CODE.match(code)
        written = "" if shown is None else " ".join((shown[1] or shown[2] or "").split())
        written = "…" if written in _HANDED_ON and "..." in code[:40] else written
    return Method(name, written, METHOD_TEXTS.get(name, ""), UNBUILT not in code)


def names() -> Mapping[str, frozenset[str] | None]:
    """All global names with the members of each; nothing before `read_surface` has run."""
    return _NAMES


def members(name: str) -> frozenset[str]:
    """What may stand behind the dot of a global, as far as that is known."""
    return _NAMES.get(name) or frozenset()


def method(name: str) -> Method | None:
    """A function by its name, such as `$reactions.answer` or `log`."""
    return _METHODS.get(name)
