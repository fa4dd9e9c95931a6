"""Physical lines of a script: where each begins, how deep it is indented, whether it is blank or a comment.

A tab moves on to the next multiple of four columns. Other blanks (no-break and zero-width spaces, a byte
order mark) count as one column each, so that they never hide a tag.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from jaicp.text.source import Source

__all__ = ["TAG", "Line", "split_lines"]

TAB_WIDTH = 4
BLANKS = (
    " \t\r\v\f\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""All that Python calls a blank, besides the line break, and two signs that take no room."""

TAG = re.compile(r"([^\W\d]\w*)(!?)[ \t]*:")
"""What looks like a tag, matched at the first character of a line."""


class Line(NamedTuple):
    """One line: offsets of its start, its first character and its end, and the column of the first one."""

    start: int
    first: int
    end: int
    column: int
    mixed: bool

    @property
    def is_blank(self) -> bool:
        """Whether nothing but blanks stands in it."""
        return self.first == self.end


def split_lines(source: Source) -> tuple[list[Line], list[bool]]:
    """The lines of `source`, and for each whether it is a comment (`#` is its first character)."""
    lines: list[Line] = []
    comments: list[bool] = []
    offset = 0
    for raw in source.text.split("\n"):
        length = len(raw)
        stripped = raw.lstrip(BLANKS)
        indent = length - len(stripped)
        end = offset + (len(raw.rstrip(BLANKS)) if raw[-1:] in BLANKS else length)
        first = min(offset + indent, end)
        column, mixed = indent, False
        if indent and "\t" in raw[:indent]:
            column, mixed = _columns(raw[:indent])
        lines.append(Line(offset, first, end, column, mixed))
        comments.append(stripped.startswith("#"))
        offset += length + 1
    return lines, comments


def _columns(indent: str) -> tuple[int, bool]:
    column = 0
    for char in indent:
        column = (column // TAB_WIDTH + 1) * TAB_WIDTH if char == "\t" else column + 1
    return column, " " in indent
