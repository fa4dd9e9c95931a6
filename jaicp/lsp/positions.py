"""Places as editors count: lines and columns from 0, columns in units of the encoding agreed on.

A line ends at ``\n``, ``\r\n`` or a ``\r`` by itself, as the protocol has it; inside of jaicp the last is no line
end, so lines are counted anew here where a text has one. Offsets are code points, as everywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from lsprotocol import types as lsp

from jaicp.text.source import Source, Span

__all__ = ["Positions"]

_LINE_END = re.compile(r"\r\n|\r|\n")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_KEPT = 64
"""Tables of lines that are kept: those of files which somebody asks about just now."""


@lru_cache(maxsize=_KEPT)
def _line_starts(source: Source) -> Sequence[int]:
    if _LONE_RETURN.search(source.text) is None:
        return source.line_starts
    return [0, *(found.end() for found in _LINE_END.finditer(source.text))]


class Positions:
    """Between offsets and the client's positions, in `utf-8`, `utf-16` or `utf-32`."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding

    def position(self, source: Source, offset: int) -> lsp.Position:
        """The client's position of an offset."""
        starts = _line_starts(source)
        line = bisect_right(starts, offset) - 1
        return lsp.Position(line, self._units(source.text[starts[line] : offset]))

    def offset(self, source: Source, position: lsp.Position) -> int:
        """The offset of a client's position; one behind the end of its line or file is the end of that."""
        starts = _line_starts(source)
        if position.line >= len(starts):
            return len(source.text)
        start = starts[position.line]
        end = starts[position.line + 1] if position.line + 1 < len(starts) else len(source.text)
        line = source.text[start:end].rstrip("\r\n")
        return start + self._characters(line, position.character)

    def range(self, span: Span) -> lsp.Range:
        """The client's range of a span."""
        source, start, end = span
        return lsp.Range(self.position(source, start), self.position(source, end))

    def span(self, source: Source, where: lsp.Range) -> Span:
        """The span of a client's range; one whose ends are the wrong way round is turned."""
        start, end = self.offset(source, where.start), self.offset(source, where.end)
        return source.span(min(start, end), max(start, end))

    def length(self, text: str) -> int:
        """How many units a text takes."""
        return self._units(text)

    def _units(self, text: str) -> int:
        if text.isascii() or self.encoding == "utf-32":
            return len(text)
        if self.encoding == "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    def _characters(self, line: str, units: int) -> int:
        """How many characters of a line lie before so many units; a place inside of a character is before it."""
        if line.isascii() or self.encoding == "utf-32":
            return min(units, len(line))
        taken = 0
        for count, character in enumerate(line):
            taken += self._units(character)
            if taken > units:
                return count
        return len(line)
