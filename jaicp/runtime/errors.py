"""What can go wrong in a turn by the project's own fault."""

from __future__ import annotations

from collections.abc import Sequence

from jaicp.text.diagnostic import Diagnostic

__all__ = ["BotNotUsable", "DialogError", "TurnStopped"]


class DialogError(Exception):
    """The dialogue cannot go on: no state for a query, a path without a state, a circle of transitions.

    The messages are the platform's own, since bots compare them (vendor's page on `bind`).
    """

    @classmethod
    def no_target(cls) -> DialogError:
        """Nothing was activated and nobody listens to `noMatch`."""
        return cls("No target state was determined for query")

    @classmethod
    def not_found(cls, path: str) -> DialogError:
        """A transition leads to a path without a state."""
        return cls(f"State not found for path {path}")

    @classmethod
    def endless(cls, path: str) -> DialogError:
        """Too many transitions in one turn."""
        return cls(f"Infinite loop was detected for state {path}")


class TurnStopped(Exception):  # noqa: N818 - not an error: the script asked for it
    """The script ended its turn by `$jsapi.stopScript()`; replies so far are kept."""


class BotNotUsable(Exception):  # noqa: N818 - named for what the caller reports
    """The project cannot be run; `diagnostics` say why."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        errors = sum(1 for diagnostic in diagnostics if diagnostic.is_error)
        super().__init__(f"the project has {errors} error{'s' if errors != 1 else ''}")
        self.diagnostics = tuple(diagnostics)
