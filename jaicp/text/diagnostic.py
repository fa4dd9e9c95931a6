"""Diagnostics: what is told to an author, as plain data.

The same record goes to the terminal, to JSON and to an editor. Exceptions are kept for our own bugs and
for the outside world failing; a mistake in a script is always a `Diagnostic`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from jaicp.text.codes import Code
from jaicp.text.lazy import LazyModule
from jaicp.text.source import Span

if TYPE_CHECKING:
    from rapidfuzz import fuzz, process
else:
    fuzz = LazyModule("rapidfuzz.fuzz")
    process = LazyModule("rapidfuzz.process")

__all__ = ["Diagnostic", "Edit", "Fix", "Label", "Names", "Severity", "nearest", "sort_diagnostics"]


class Severity(IntEnum):
    """How much it matters: an error will not run, a warning will surprise, an info is good to know."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The name as it is printed."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that belongs to a diagnostic, with what is to be seen there."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of `span` by `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that mends the mistake; `safe` only if the meaning cannot change."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One mistake: its code, one sentence, its exact place and, where known, what to type.

    With `conceals`, what stands at the place is a secret that is shown to nobody.
    """

    code: Code
    message: str
    span: Span
    severity: Severity = Severity.ERROR
    label: str = ""
    related: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    help: str = ""
    fix: Fix | None = None
    conceals: bool = False

    @property
    def is_error(self) -> bool:
        """Whether the script will not run because of it."""
        return self.severity is Severity.ERROR


class Names:
    """Names of which one may be meant, made ready once for many questions."""

    def __init__(self, known: Iterable[str]) -> None:
        self._by_folded = {one.casefold(): one for one in sorted(known, reverse=True)}
        self._folded = list(self._by_folded)

    def __len__(self) -> int:
        """How many there are, letter case aside."""
        return len(self._folded)

    def nearest(self, name: str, cutoff: float = 0.6) -> str | None:
        """The one that looks most like `name`, or None where none is near."""
        found = process.extractOne(
            name.casefold(),
            self._folded,
            scorer=fuzz.ratio,
            processor=None,
            score_cutoff=cutoff * 100,
        )
        return None if found is None else self._by_folded[found[0]]


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known name that looks most like `name`, or None where none is near."""
    return Names(known).nearest(name, cutoff)


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By file, then by place, then by code."""
    return sorted(
        diagnostics,
        key=lambda d: (str(d.span.source.path), d.span.start, d.span.end, d.code.id),
    )
