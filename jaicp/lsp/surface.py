"""What scripts find, for completion: the names of the platform's world and what may stand behind them.

Read once by the thread that has the JavaScript engine; everybody else only looks at the table.
"""

from __future__ import annotations

from collections.abc import Mapping

from jaicp.script.surface import INSTANCES, LIBRARIES, global_names, members_of

__all__ = ["members", "names", "read_surface"]

_TABLE: dict[str, frozenset[str] | None] = {}


def read_surface() -> None:
    """Ask the engine for all names; only ever in one thread."""
    if _TABLE:
        return
    table = dict(global_names())
    for name in (*LIBRARIES, *INSTANCES):
        table[name] = members_of(name)
    _TABLE.update(table)


def names() -> Mapping[str, frozenset[str] | None]:
    """All global names with the members of each; nothing before `read_surface` has run."""
    return _TABLE


def members(name: str) -> frozenset[str]:
    """What may stand behind the dot of a global, as far as that is known."""
    return _TABLE.get(name) or frozenset()
