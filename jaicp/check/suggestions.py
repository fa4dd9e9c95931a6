"""The names that were meant, within bounds: thousands of mistakes must not be compared with thousands of names."""

from __future__ import annotations

from collections.abc import Collection

from jaicp.text.diagnostic import Names

__all__ = ["Suggestions"]

MOST_COMPARED = 50_000
"""After so many comparisons nothing more is suggested; that takes half a second."""


class Suggestions:
    """Answers what name was meant, each question once."""

    def __init__(self) -> None:
        self._compared = 0
        self._names: Names | None = None
        self._known: dict[tuple[str, float], str | None] = {}

    def nearest(self, name: str, known: Collection[str], cutoff: float) -> str | None:
        """The one of the `known` names that looks most like `name`; `known` is the same in all questions."""
        key = (name, cutoff)
        if key not in self._known:
            if self._names is None:
                self._names = Names(known)
            self._compared += len(known)
            is_few = self._compared <= MOST_COMPARED
            self._known[key] = self._names.nearest(name, cutoff) if is_few else None
        return self._known[key]
