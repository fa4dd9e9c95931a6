"""What scripts arrange for later: handlers of phases, and moves to other states."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["BoundHandler", "Transition"]


class BoundHandler(NamedTuple):
    """A handler that a script has bound: for which phase, for which state and those below, by which name."""

    type: str
    path: str
    name: str
    allowed_in_context_switch: bool

    def covers(self, path: str) -> bool:
        """Whether the handler is for the state at `path`."""
        return self.path == "/" or path == self.path or path.startswith(self.path + "/")


class Transition(NamedTuple):
    """A move that a script asked for: to which state, and whether only the next request starts there."""

    state: str
    deferred: bool
