"""The open blocks of a script while it is laid out: where each tag line belongs, and which do not line up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jaicp.syntax.indent import Fault, Move, Placed, inside
from jaicp.syntax.lines import Line
from jaicp.syntax.stream import Stream
from jaicp.syntax.tags import Place, Tag
from jaicp.text import codes
from jaicp.text.diagnostic import Edit, Fix, Label
from jaicp.text.source import Source

__all__ = ["Blocks"]


@dataclass(slots=True)
class _Frame:
    """One open block: the column of its lines, what it is the inside of, and the last tag met in it.

    `misplaced` tells whether that tag may not stand in it.
    """

    column: int
    place: Place | None
    last: str = ""
    misplaced: bool = False


class Blocks:
    """Opens and closes blocks, `_INDENT` and `_DEDENT`, as tag lines come in.

    Lines in `moves` are put into another column first and reported. `crooked` tells whether some line did not
    line up or stood where it may not, and `placed` what `jaicp.syntax.indent` needs to find the one to blame.
    `opener` is the tag just read, if nested tags may follow it, `previous` its name.
    """

    def __init__(
        self, source: Source, lines: list[Line], stream: Stream, moves: Sequence[Move]
    ) -> None:
        self.source = source
        self.lines = lines
        self.stream = stream
        self.moves = {move.line: (move, lines[move.line]) for move in moves}
        for move in moves:
            lines[move.line] = lines[move.line]._replace(column=move.column)
        self.frames: list[_Frame] = []
        self.placed: list[Placed] = []
        self.crooked = False
        self.opener: Tag | None = None
        self.previous = ""

    def has_column(self, column: int) -> bool:
        """Whether the lines of an open block stand at `column`."""
        return any(frame.column == column for frame in self.frames)

    def place(self, index: int, tag: Tag, name: str) -> None:
        """Open and close blocks so that the line at `index` stands where it belongs."""
        line = self.lines[index]
        self.placed.append(Placed(index, line.column, tag))
        if index in self.moves:
            self._moved(index, name)
        if not self.frames:
            self.frames.append(_Frame(line.column, Place.FILE))
        frame = self.frames[-1]
        if line.column > frame.column:
            self._deeper(line, frame)
        elif line.column < frame.column:
            self._shallower(line)
        frame = self.frames[-1]
        if name in ("else", "elseif") and frame.last not in ("if", "elseif"):
            self.crooked = True  # reported by the grammar
        frame.last = name
        self.opener = None
        is_misplaced = frame.place is not None and frame.place not in tag.places
        if is_misplaced:
            self._misplaced(line, tag, name, frame)
        frame.misplaced = is_misplaced

    def _deeper(self, line: Line, frame: _Frame) -> None:
        if self.opener is not None:
            self.stream.emit("_INDENT", line.first, line.first)
            self.frames.append(_Frame(line.column, inside(self.opener)))
            return
        self._bad_indent(
            line,
            f"this line is deeper than `{self.previous}:` above, which takes no nested tags",
            frame.column,
        )

    def _shallower(self, line: Line) -> None:
        depth = len(self.frames) - 1
        while depth > 0 and self.frames[depth].column > line.column:
            depth -= 1
        target = self.frames[depth]
        if target.column > line.column:  # less than the first line of the file
            self._bad_indent(
                line, "this line stands left of the first tag of the file", target.column
            )
            self.close_to(1)
            target.column = line.column
        elif target.column == line.column:
            self.close_to(depth + 1)
        else:
            inner = self.frames[depth + 1].column
            self.close_to(depth + 2)
            self._bad_indent(line, "this line lines up with nothing above", inner)

    def close_to(self, count: int) -> None:
        """Close all open blocks but the outer `count`."""
        while len(self.frames) > count:
            self.frames.pop()
            end = self.stream.last_end
            self.stream.emit("_DEDENT", end, end)

    def _moved(self, index: int, name: str) -> None:
        """Report a line that is read in another column than its own."""
        move, original = self.moves[index]
        related: tuple[Label, ...] = ()
        if move.shown != index:
            side = "deeper" if original.column > move.column else "less deep"
            message = f"this line is {side} than those that follow it"
            shown = self.lines[move.shown]
            related = (Label(self.source.span(shown.first, shown.end), "such as this one"),)
        else:
            message = {
                Fault.DEPTH: f"this line is deeper than `{self.previous}:` above, "
                "which takes no nested tags",
                Fault.COLUMN: "this line lines up with nothing above",
                Fault.PLACE: f"`{name}` cannot stand in this column",
                Fault.ORDER: f"this `{name}` lines up with no `if`",
            }[move.fault]
        self._bad_indent(original, message, move.column, related)

    def _misplaced(self, line: Line, tag: Tag, name: str, frame: _Frame) -> None:
        self.crooked = True
        if frame.misplaced:
            return  # so was the tag before it: one mistake
        assert frame.place is not None
        wanted = " or ".join(place.value for place in Place if place in tag.places)
        self.stream.problem(
            codes.MISPLACED_TAG,
            f"`{name}` cannot stand in {frame.place.value}",
            line.first,
            line.first + len(name),
            help_text=f"`{name}` belongs into {wanted}",
        )

    def _bad_indent(
        self, line: Line, message: str, column: int, related: tuple[Label, ...] = ()
    ) -> None:
        self.crooked = True
        where = self.source.span(line.start, line.first)
        fix = Fix(f"indent it by {column} columns", (Edit(where, " " * column),))
        self.stream.problem(
            codes.BAD_INDENT,
            message,
            line.first,
            line.end,
            help_text=f"indent it by {column} columns instead of {line.column}",
            fix=fix,
            related=related,
        )
