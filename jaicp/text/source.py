"""Source files and stretches of them.

Offsets count Unicode code points of the decoded text from 0, spans are half-open. Lines and columns
shown to people count from 1. A line ends at ``\\n``; a ``\\r`` before it belongs to the line end.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

__all__ = ["Location", "Source", "Span"]

BOM = "\ufeff"


class Location(NamedTuple):
    """A place as people count: line and column from 1, the column in code points."""

    line: int
    column: int


class Source:
    """The text of one file. Two sources are the same only if they are the same object."""

    __slots__ = ("__dict__", "path", "text")

    def __init__(self, path: Path | str, text: str) -> None:
        self.path = Path(path)
        self.text = text

    def __repr__(self) -> str:
        return f"Source({str(self.path)!r}, {len(self.text)} characters)"

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins; never empty."""
        starts = [0]
        find = self.text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        return starts

    def location(self, offset: int) -> Location:
        """The line and column of `offset`; one past the end is a place too."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.line_starts, offset)
        return Location(line, offset - self.line_starts[line - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1, clipped to the text."""
        if line < 1:
            return 0
        if line > len(self.line_starts):
            return len(self.text)
        start, end = self.line_bounds(line)
        return min(start + max(column - 1, 0), end)

    def line_bounds(self, line: int) -> tuple[int, int]:
        """The offsets where the text of `line` starts and ends, its line break left out."""
        start = self.line_starts[line - 1]
        if line < len(self.line_starts):
            end = self.line_starts[line] - 1
            if end > start and self.text[end - 1] == "\r":
                end -= 1
        else:
            end = len(self.text)
        return start, end

    def line_text(self, line: int) -> str:
        """The text of `line`, counted from 1, without its line break."""
        start, end = self.line_bounds(line)
        return self.text[start:end]

    def span(self, start: int, end: int) -> Span:
        """The stretch from `start` up to `end`."""
        return Span(self, start, end)


class Span(NamedTuple):
    """A stretch of one source: half-open, in code points."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters of the stretch."""
        return self.source.text[self.start : self.end]

    @property
    def location(self) -> Location:
        """Where the stretch begins."""
        return self.source.location(self.start)

    @property
    def end_location(self) -> Location:
        """Where the stretch ends (the place just behind its last character)."""
        return self.source.location(self.end)

    def to(self, other: Span) -> Span:
        """The stretch from the start of this one to the end of `other`."""
        return Span(self.source, self.start, other.end)
