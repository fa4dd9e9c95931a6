"""What came of playing: one result a case, one report a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from jaicp.testing.coverage import Walk
from jaicp.text.diagnostic import Diagnostic

__all__ = ["Addition", "CaseResult", "FileError", "Report", "Said", "Status"]

Status = Literal["passed", "failed", "error", "skipped"]
"""`failed`: the bot did something else; `error`: the case could not be played."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text reply: what was said, and the state that said it."""

    text: str
    state: str | None


@dataclass(frozen=True, slots=True)
class Addition:
    """Answers to be written into a suite: in place of the element at offset `at`, or behind it."""

    at: int
    said: tuple[Said, ...]
    behind: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """How one case went. `line` counts from 1; `diagnostics` and `message` say why it did not pass.

    `walk` is the way that its turns took, `additions` are answers that its file may be completed with;
    `is_our_fault` tells that jaicp itself failed.
    """

    file: Path
    id: str
    line: int
    status: Status
    duration_ms: float = 0.0
    message: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    walk: Walk = field(default_factory=Walk)
    additions: tuple[Addition, ...] = ()
    is_our_fault: bool = False


@dataclass(frozen=True, slots=True)
class FileError:
    """A file that could not be read, and why."""

    file: Path
    diagnostic: Diagnostic

    @property
    def message(self) -> str:
        """The reason with its place: `line 3, column 8: …`."""
        line, column = self.diagnostic.span.location
        return f"line {line}, column {column}: {self.diagnostic.message}"


@dataclass(slots=True)
class Report:
    """A whole run."""

    cases: list[CaseResult] = field(default_factory=list)
    files: list[FileError] = field(default_factory=list)
    warnings: list[Diagnostic] = field(default_factory=list)
    duration_ms: float = 0.0

    def counts(self) -> Counter[Status]:
        """How many cases have each status."""
        return Counter(case.status for case in self.cases)

    @property
    def has_problems(self) -> bool:
        """Whether something is not as it should be."""
        counts = self.counts()
        return bool(self.files or counts["failed"] or counts["error"])
