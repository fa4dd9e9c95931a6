"""The tokens that the layout phase hands to the grammar, and the mistakes that it met."""

from __future__ import annotations

from typing import NamedTuple

from jaicp.text.codes import Code
from jaicp.text.diagnostic import Diagnostic, Fix, Label, Severity
from jaicp.text.source import Source

__all__ = ["Piece", "Stream"]


class Piece(NamedTuple):
    """A terminal of the scenario grammar: its type, and the stretch of the file that it is."""

    type: str
    source: Source
    start: int
    end: int


class Stream:
    """Collects tokens and diagnostics of one file; at most one diagnostic of a kind for a line."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tokens: list[Piece] = []
        self.problems: list[Diagnostic] = []
        self.last_end = 0

    def emit(self, kind: str, start: int, end: int) -> None:
        """Add a token that stands at these offsets."""
        self.tokens.append(Piece(kind, self.source, start, end))
        self.last_end = end

    def newline(self, end: int) -> None:
        """End the line of a tag."""
        self.tokens.append(Piece("_NL", self.source, end, end))

    def problem(
        self,
        code: Code,
        message: str,
        start: int,
        end: int,
        *,
        severity: Severity = Severity.ERROR,
        help_text: str = "",
        fix: Fix | None = None,
        related: tuple[Label, ...] = (),
    ) -> None:
        """Report a mistake at these offsets; an empty stretch is widened to one character."""
        span = self.source.span(start, max(end, start))
        self.problems.append(
            Diagnostic(
                code=code,
                message=message,
                span=span,
                severity=severity,
                help=help_text,
                fix=fix,
                related=related,
            )
        )
