"""What stands between tags: blank lines, and comments, which keep to the block that they stood in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from jaicp.format.outline import STEP, TagLine
from jaicp.format.sheet import Sheet
from jaicp.syntax import ast
from jaicp.syntax.ast import Node

__all__ = ["Gap", "gap_lines", "place_comments"]

BLANK = -1
"""A blank line in the place of a line's number."""


class Gap(NamedTuple):
    """The lines from `start` up to `stop`, between two tags.

    `blocks` are the tags before it that are the last ones of their blocks so far, outermost first; `behind` is the
    tag behind it, None at the end of the file.
    """

    start: int
    stop: int
    blocks: tuple[TagLine, ...]
    behind: TagLine | None

    @property
    def depth(self) -> int:
        """How many blocks the tag behind the gap lies in."""
        return 0 if self.behind is None else self.behind.depth

    @property
    def sibling(self) -> TagLine | None:
        """The tag before in the block of the one behind; None where that begins a block."""
        return self.blocks[self.depth] if self.depth < len(self.blocks) else None


def place_comments(sheet: Sheet, gap: Gap) -> None:
    """Put the comments of a gap into the columns of the blocks that they stood in.

    A comment may belong to any block from that of the tag behind it to that of the tag before it, or be the
    first line of a block that has no tags.
    """
    columns = [sheet.old[tag.line] for tag in gap.blocks]
    if gap.behind is not None and gap.sibling is None:
        columns.append(sheet.old[gap.behind.line])
    may_open = gap.sibling is not None and gap.blocks[-1].takes_tags
    for number in range(gap.start, gap.stop):
        if not sheet.is_comment(number):
            continue
        old = sheet.old[number]
        if may_open and old > columns[-1]:
            columns.append(old)
            may_open = False
        depth = len(columns) - 1
        while depth > gap.depth and columns[depth] > old:
            depth -= 1
        deeper = max(0, old - columns[depth]) if columns else old
        sheet.put(number, max(depth, 0) * STEP + deeper)


def gap_lines(sheet: Sheet, gap: Gap) -> list[int]:
    """The numbers of the lines of a gap, `BLANK` for each blank one that is kept or added."""
    found: list[int] = []
    if _opens_theme(gap):
        found.append(BLANK)
    begins = gap.sibling is None
    for number in range(gap.start, gap.stop):
        if not sheet.is_blank(number):
            found.append(number)
        elif found[-1] != BLANK if found else not begins:
            found.append(BLANK)
    if gap.behind is None:
        return found[:-1] if found and found[-1] == BLANK else found
    if gap.sibling is not None and _stands_apart(gap.sibling.node, gap.behind.node):
        at = _attached(sheet, found, gap.depth * STEP)
        if at == 0 or found[at - 1] != BLANK:
            found.insert(at, BLANK)
    return found


def _opens_theme(gap: Gap) -> bool:
    """Whether the tag behind is the first one below a `theme:`."""
    begins = gap.behind is not None and gap.sibling is None and bool(gap.blocks)
    return begins and isinstance(gap.blocks[-1].node, ast.Theme)


def _stands_apart(node: Node, other: Node) -> bool:
    return any(isinstance(one, ast.State | ast.Theme) for one in (node, other))


def _attached(sheet: Sheet, found: Sequence[int], column: int) -> int:
    """Where the comments begin that stand directly above a tag in `column`, and are no deeper."""
    at = len(found)
    while at > 0 and found[at - 1] != BLANK and sheet.columns[found[at - 1]] <= column:
        at -= 1
    return at
