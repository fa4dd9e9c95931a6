"""A mistake in a pattern, placed relative to the pattern's own text."""

from __future__ import annotations

from dataclasses import dataclass

from jaicp.text.codes import BAD_PATTERN, Code
from jaicp.text.diagnostic import Diagnostic, Severity
from jaicp.text.source import Source, Span

__all__ = ["PatternProblem", "bad_pattern"]


@dataclass(frozen=True, slots=True)
class PatternProblem:
    """What is wrong from `start` up to `end` of a pattern (code points) and what to type instead."""

    code: Code
    message: str
    start: int
    end: int
    help: str = ""
    severity: Severity = Severity.ERROR

    def diagnostic(self, source: Source, offset: int) -> Diagnostic:
        """The same as a diagnostic, for a pattern whose text begins at `offset` of `source`."""
        span = Span(source, offset + self.start, offset + self.end)
        return Diagnostic(
            code=self.code,
            message=self.message,
            span=span,
            severity=self.severity,
            help=self.help,
        )


def bad_pattern(message: str, start: int, end: int, help_text: str = "") -> PatternProblem:
    """A problem of the general kind, JC301."""
    return PatternProblem(BAD_PATTERN, message, start, end, help_text)
