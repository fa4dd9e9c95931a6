"""What the readers of bodies need of the layout phase, and the small steps that they share."""

from __future__ import annotations

from typing import Protocol

from jaicp.syntax.lines import Line
from jaicp.syntax.stream import Stream
from jaicp.text.source import Source

__all__ = ["Reader", "skip", "skip_lines", "trim"]


class Reader(Protocol):
    """What a body needs of the layout phase."""

    source: Source
    text: str
    lines: list[Line]
    is_comment: list[bool]
    stream: Stream

    def starts_tag(self, line: Line) -> bool:
        """Whether a line begins with a known tag."""

    def next_tag(self, index: int) -> int:
        """The offset of the first line behind that at `index` that begins with a known tag, or of the end."""

    def ends_block(self, line: Line, column: int) -> bool:
        """Whether a line ends a raw block of a tag at `column`."""


def skip(text: str, start: int, end: int) -> int:
    """The first offset from `start` on that is no blank, at most `end`."""
    while start < end and text[start] in " \t\u00a0":
        start += 1
    return start


def skip_lines(text: str, start: int, end: int) -> int:
    """The same over line breaks too."""
    while start < end and text[start].isspace():
        start += 1
    return start


def trim(text: str, start: int, end: int) -> int:
    """`end` without the blanks and line breaks before it, at least `start`."""
    while end > start and (text[end - 1].isspace()):
        end -= 1
    return end
