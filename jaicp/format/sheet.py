"""The lines of a script on their way to the new layout: where each stood, where it goes, what is edited in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from jaicp.format.outline import blanks_end, column_of
from jaicp.format.spacing import Spacing
from jaicp.syntax.lines import Line
from jaicp.text.source import Source

__all__ = ["Sheet"]


class Sheet:
    """The lines of one file by their numbers from 0.

    `old` tells the columns in which they begin, `columns` those in which they are put; a line without one, as
    blank lines and lines inside of literals are, keeps its blanks.
    """

    def __init__(
        self,
        source: Source,
        lines: Sequence[Line],
        comments: Sequence[bool],
        heads: Iterable[int],
        edits: Sequence[Spacing],
        literal: Iterable[int],
    ) -> None:
        self.source = source
        self.text = source.text
        self.lines = lines
        self.literal = frozenset(literal)
        self.columns: dict[int, int] = {}
        self._comments = comments
        self._edits = edits
        self._edit_starts = [edit.start for edit in edits]
        self._begins = [blanks_end(self.text, line) for line in lines]
        for number in heads:
            self._begins[number] = lines[number].first
        self.old = [
            column_of(self.text, line.start, begin)
            for line, begin in zip(lines, self._begins, strict=True)
        ]

    # --- asking

    def is_blank(self, number: int) -> bool:
        """Whether nothing stands in a line."""
        return self.lines[number].is_blank

    def is_comment(self, number: int) -> bool:
        """Whether `#` is the first sign of a line."""
        return self._comments[number]

    def is_put_aside(self, number: int) -> bool:
        """Whether a line of a script is a comment of either kind."""
        return self._comments[number] or self.text.startswith("//", self.lines[number].first)

    def is_code(self, number: int) -> bool:
        """Whether something else than a comment or a literal begins in a line of a script."""
        begins = not (self.is_blank(number) or self.is_put_aside(number))
        return begins and number not in self.literal

    def last_content(self, first: int, limit: int) -> int:
        """The last line before `limit` that is neither blank nor a comment; `first` where there is none."""
        number = limit - 1
        while number > first and (self.is_blank(number) or self._comments[number]):
            number -= 1
        return number

    def last_deeper_comment(self, first: int, limit: int, column: int) -> int:
        """The last comment before `limit` that is deeper than `column`; `first` where there is none."""
        number = limit - 1
        while number > first and (self.is_blank(number) or self.old[number] <= column):
            number -= 1
        return number

    def least_column(self, numbers: Iterable[int]) -> int:
        """The column of the line that stands leftmost; comments, literals and blank lines do not count."""
        counted = (
            self.old[number]
            for number in numbers
            if not (self.is_blank(number) or self._comments[number] or number in self.literal)
        )
        return min(counted, default=0)

    def old_column(self, number: int, offset: int) -> int:
        """The column of an offset as the file stands."""
        return column_of(self.text, self.lines[number].start, offset)

    def new_column(self, number: int, offset: int) -> int:
        """The column of an offset in a line that has been put into its place."""
        begin = self._begins[number]
        column = self.columns[number] + offset - begin
        for edit in self._edits_from(begin):
            if edit.start >= offset:
                break
            column += len(edit.text) - (edit.end - edit.start)
        return column

    # --- putting

    def put(self, number: int, column: int) -> None:
        """Put a line into a column, unless it is blank or begins inside of a literal.

        A comment in column 0 stays there.
        """
        if self.is_blank(number) or number in self.literal:
            return
        stays = self._comments[number] and self.old[number] == 0
        self.columns[number] = 0 if stays else column

    def line(self, number: int) -> str:
        """A line as it is written now, without its line break."""
        line = self.lines[number]
        limit = self.lines[number + 1].start - 1 if number + 1 < len(self.lines) else len(self.text)
        ends_open = number + 1 in self.literal
        begin = line.start if number in self.literal else self._begins[number]
        body = self._edited(begin, limit)
        body = body if ends_open else body.rstrip(" \t\r")
        return " " * self.columns.get(number, 0) + body

    def _edited(self, begin: int, limit: int) -> str:
        pieces: list[str] = []
        position = begin
        for edit in self._edits_from(begin):
            if edit.start >= limit:
                break
            pieces += [self.text[position : edit.start], edit.text]
            position = edit.end
        pieces.append(self.text[position:limit])
        return "".join(pieces)

    def _edits_from(self, offset: int) -> Iterable[Spacing]:
        at = bisect_left(self._edit_starts, offset)
        while at < len(self._edits):
            yield self._edits[at]
            at += 1
