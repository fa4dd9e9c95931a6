"""Colours of the terminal, by name of what is coloured; a plain palette leaves every text as it is."""

from __future__ import annotations

from dataclasses import dataclass

from jaicp.text.diagnostic import Severity

__all__ = ["Palette"]

_BOLD = "1"
_DIM = "2"
_BLUE = "1;34"
_GREEN = "1;32"
_SEVERITY = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


@dataclass(frozen=True, slots=True)
class Palette:
    """Wraps texts in ANSI sequences where `enabled`."""

    enabled: bool

    def severity(self, text: str, severity: Severity) -> str:
        """The head of a diagnostic and the carets under its place."""
        return self._paint(text, _SEVERITY[severity])

    def frame(self, text: str) -> str:
        """Line numbers, bars, arrows, and the marks of related places."""
        return self._paint(text, _BLUE)

    def strong(self, text: str) -> str:
        """The message itself, headings, the words `help` and `note`."""
        return self._paint(text, _BOLD)

    def code(self, text: str) -> str:
        """Something to type, or an example."""
        return self._paint(text, _GREEN)

    def faint(self, text: str) -> str:
        """What may be overlooked."""
        return self._paint(text, _DIM)

    def _paint(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.enabled and text else text
