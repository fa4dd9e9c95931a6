"""Which lines of a script begin a tag, how deep each is nested, and in what columns everything stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jaicp.syntax import ast
from jaicp.syntax.ast import Node
from jaicp.syntax.lines import TAB_WIDTH, Line
from jaicp.text.source import Source

__all__ = ["STEP", "TagLine", "blanks_end", "column_of", "contents", "line_index", "tag_lines"]

STEP = 4
"""By how many columns a block is deeper than its tag."""


class TagLine(NamedTuple):
    """A line that begins a tag: its number from 0, how many blocks it lies in, and its node.

    An arm of an `if` is a `Branch`; `parent` is the node that it stands in, None at the top of the file.
    """

    line: int
    depth: int
    node: Node
    parent: Node | None

    @property
    def takes_tags(self) -> bool:
        """Whether nested tags may stand below it."""
        return isinstance(self.node, ast.Theme | ast.State | ast.Branch | ast.Random)


def tag_lines(document: ast.Document) -> list[TagLine]:
    """The lines of a document that begin tags, in the order of the text."""
    found: list[TagLine] = []
    waiting: list[tuple[Node, int, Node | None]] = [
        (node, 0, None) for node in reversed(document.body)
    ]
    while waiting:
        node, depth, parent = waiting.pop()
        if isinstance(node, ast.If):
            waiting += [(arm, depth, parent) for arm in reversed(node.branches)]
            continue
        found.append(TagLine(line_index(document.source, node.span.start), depth, node, parent))
        waiting += [(below, depth + 1, node) for below in reversed(_below(node))]
    return found


def _below(node: Node) -> Sequence[Node]:
    if isinstance(node, ast.Theme | ast.State | ast.Branch | ast.Random):
        return node.body
    return ()


def line_index(source: Source, offset: int) -> int:
    """The number of the line of `offset`, from 0."""
    return source.location(offset).line - 1


def blanks_end(text: str, line: Line) -> int:
    """The offset behind the spaces and tabs that a line begins with; other blanks may be meant."""
    end = line.start
    while end < line.first and text[end] in " \t":
        end += 1
    return end


def column_of(text: str, start: int, offset: int) -> int:
    """The column of `offset` on the line that begins at `start`, from 0, tabs counted as the language does."""
    if text.find("\t", start, offset) < 0:
        return offset - start
    column = 0
    for char in text[start:offset]:
        column = (column // TAB_WIDTH + 1) * TAB_WIDTH if char == "\t" else column + 1
    return column


def contents(tags: Sequence[TagLine], total: int) -> Iterator[tuple[TagLine, int]]:
    """Each tag with the number of the line at which the next one begins, or of the end."""
    for position, tag in enumerate(tags):
        yield tag, tags[position + 1].line if position + 1 < len(tags) else total
