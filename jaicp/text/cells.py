"""How a line of a script looks in a terminal: which column each of its characters takes.

A character of the file is not a column of the terminal: a combining mark takes none, an ideograph or an emoji
two, a tab up to four. Characters that would command the terminal, or that cannot be seen at all (escape
sequences, directional overrides, zero-width blanks), are written out as `<U+001B>`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jaicp.text.lazy import LazyModule

if TYPE_CHECKING:
    import wcwidth
else:
    wcwidth = LazyModule("wcwidth")

__all__ = ["TAB_WIDTH", "Row", "clean", "lay_row"]

TAB_WIDTH = 4
ELLIPSIS = "…"
_PLAIN = re.compile(r"[ -~¡-¬®-ʯЀ-҂Ҋ-ԯ‐-‧‰-⁞№]*")
"""Texts of nothing but characters that take one column and that can be seen: Latin, Cyrillic, punctuation."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it is printed: its `pieces`, and per character of the file its first and last column.

    `starts[i]` is the column where the character at offset `i` begins and `ends[i]` the column behind it, both
    counted from 0; `width` is that of the whole line.
    """

    pieces: tuple[str, ...]
    piece_starts: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    width: int

    def columns(self, start: int, end: int) -> tuple[int, int]:
        """The columns of the characters from `start` up to `end`: never empty, never behind the line."""
        first = self.starts[start] if start < len(self.starts) else self.width
        last = self.ends[min(end, len(self.ends)) - 1] if end > start and self.ends else first
        return first, max(last, first + 1)

    def window(self, first: int, last: int, width: int) -> tuple[str, int]:
        """At most `width` columns with those from `first` to `last` among them, and the columns cut off.

        An ellipsis stands in for what is cut off; the second value is what to take from a column of the line
        to get a column of the returned text.
        """
        if self.width <= width:
            return "".join(self.pieces), 0
        left = 0
        if last > width - 1 and first > width // 2:
            left = max(min(first - width // 3, self.width - width + 1), 1)
        right = left + width - 2
        if left == 0:
            right = width - 1
        elif right >= self.width - 1:
            right = self.width
        shown, begin = self._between(left, right)
        head = ELLIPSIS if left else ""
        tail = ELLIPSIS if right < self.width else ""
        return head + shown + tail, begin - len(head)

    def _between(self, left: int, right: int) -> tuple[str, int]:
        """The pieces that lie wholly between two columns, and the column where the first one begins."""
        chosen = [
            index
            for index, start in enumerate(self.piece_starts)
            if start >= left and self._piece_end(index) <= right
        ]
        begin = self.piece_starts[chosen[0]] if chosen else left
        return "".join(self.pieces[index] for index in chosen), begin

    def _piece_end(self, index: int) -> int:
        following = index + 1
        return self.piece_starts[following] if following < len(self.piece_starts) else self.width


def lay_row(line: str) -> Row:
    """The row of a line that is given without its line break."""
    if _PLAIN.fullmatch(line) is not None:
        columns = tuple(range(len(line)))
        return Row(tuple(line), columns, columns, tuple(range(1, len(line) + 1)), len(line))
    pieces: list[str] = []
    piece_starts: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    column = 0
    for cluster in wcwidth.iter_graphemes(line):
        shown, width = _shown(cluster, column)
        pieces.append(shown)
        piece_starts.append(column)
        starts += [column] * len(cluster)
        ends += [column + width] * len(cluster)
        column += width
    return Row(tuple(pieces), tuple(piece_starts), tuple(starts), tuple(ends), column)


def clean(text: str) -> str:
    """`text` on one line and without anything that commands a terminal, as messages need it."""
    if _PLAIN.fullmatch(text) is not None:
        return text
    text = " ".join(text.splitlines()) if "\n" in text or "\r" in text else text
    return "".join(
        _shown(cluster, 0)[0] if cluster != "\t" else " "
        for cluster in wcwidth.iter_graphemes(text)
    )


def _shown(cluster: str, column: int) -> tuple[str, int]:
    """What is printed for one cluster at `column`, and how many columns it takes."""
    if cluster == "\t":
        width = TAB_WIDTH - column % TAB_WIDTH
        return " " * width, width
    if _is_unseen(cluster):
        written = "".join(f"<U+{ord(char):04X}>" for char in cluster)
        return written, len(written)
    width = wcwidth.wcswidth(cluster)
    if width <= 0:  # a mark without a letter to stand on
        return f"\u25cc{cluster}", 1
    return cluster, width


def _is_unseen(cluster: str) -> bool:
    """Whether it must be written out; joiners and the tags of flags are fine inside of a cluster."""
    if len(cluster) > 1 and all(unicodedata.category(char) != "Cc" for char in cluster):
        return False
    return any(unicodedata.category(char) in _UNSEEN for char in cluster)
