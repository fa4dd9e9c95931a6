"""The lines of a file around some places in it, with marks and words under each place.

One excerpt holds all places of one file in the order of its lines; lines that are far apart are parted by
`...`. A place that runs over several lines is marked on its first one, and its words say where it ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jaicp.text.cells import Row, clean, lay_row
from jaicp.text.diagnostic import Severity
from jaicp.text.palette import Palette
from jaicp.text.source import Source, Span

__all__ = ["Place", "draw_excerpt"]

LINE_WIDTH = 110
"""Columns of a line that are shown; a longer one is cut to a window around its first place."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch to mark: by carets in the colour of `severity`, or by dashes where that is None."""

    span: Span
    words: str
    severity: Severity | None = None

    @property
    def line(self) -> int:
        """The line, from 1, on which it is marked."""
        return self.span.location.line


def draw_excerpt(places: Sequence[Place], gutter: int, palette: Palette) -> list[str]:
    """The lines of an excerpt; `gutter` is the width of the line numbers. Empty for an empty file."""
    source = places[0].span.source
    if not source.text:
        return []
    blank = palette.frame(" " * gutter + " |")
    drawn = [blank]
    above = 0
    for line in sorted({place.line for place in places}):
        here = [place for place in places if place.line == line]
        here.sort(key=lambda place: (place.severity is None, place.span.start))
        for number in _leading(source, here, above):
            text = _cut(source.line_text(number)) if number else ""
            drawn.append(_numbered(number, text, gutter, palette))
        drawn += _marked_line(source, line, here, gutter, palette)
        above = line
    return [*drawn, blank]


def _leading(source: Source, places: Sequence[Place], above: int) -> list[int]:
    """The line to show before the line of `places`, if any; 0 stands for lines that are left out.

    A single line between two shown ones is shown too; the line before the carets helps to see where one is.
    """
    before = places[0].line - 1
    if before <= above:
        return []
    is_next = above > 0 and before == above + 1
    is_context = places[0].severity is not None and bool(source.line_text(before).strip())
    if is_next or (is_context and not above):
        return [before]
    return [0, before] if is_context else [0] if above else []


def _cut(line: str) -> str:
    return lay_row(line).window(0, 1, LINE_WIDTH)[0]


def _numbered(number: int, text: str, gutter: int, palette: Palette) -> str:
    if not number:
        return palette.frame("...")
    return f"{palette.frame(f'{number:>{gutter}} |')} {text}".rstrip()


def _marked_line(
    source: Source, line: int, places: Sequence[Place], gutter: int, palette: Palette
) -> list[str]:
    row = lay_row(source.line_text(line))
    marks = [_columns(source, line, row, place) for place in places]
    text, cut = row.window(*marks[0], LINE_WIDTH)
    drawn = [_numbered(line, text, gutter, palette)]
    bar = palette.frame(" " * gutter + " |")
    for place, (first, last) in zip(places, marks, strict=True):
        first, last = _clip(first - cut, LINE_WIDTH), _clip(last - cut, LINE_WIDTH)
        drawn.append(f"{bar} {' ' * first}{_mark(place, max(last - first, 1), palette)}")
    return drawn


def _clip(column: int, width: int) -> int:
    return min(max(column, 0), width)


def _columns(source: Source, line: int, row: Row, place: Place) -> tuple[int, int]:
    """The columns of a place in its first line; blanks at the end of the line are not marked."""
    start, end = source.line_bounds(line)
    begin, stop = max(place.span.start, start), place.span.end
    if stop > end:
        stop = max(start + len(source.text[start:end].rstrip()), begin)
    return row.columns(min(begin, end) - start, min(stop, end) - start)


def _mark(place: Place, width: int, palette: Palette) -> str:
    words = clean(place.words)
    last = _last_line(place.span)
    if last > place.line:
        words = f"{words} (it goes on to line {last})".lstrip()
    sign = "-" if place.severity is None else "^"
    mark = f"{sign * width} {words}".rstrip()
    if place.severity is None:
        return palette.frame(mark)
    return palette.severity(mark, place.severity)


def _last_line(span: Span) -> int:
    """The line on which the last character of a stretch stands; a line break belongs to its own line."""
    return span.source.location(max(span.end - 1, span.start)).line
