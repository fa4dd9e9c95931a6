"""In what column each line of a tag is put: its body moves with it, and keeps its own shape.

Patterns and JavaScript move as blocks. Lines of a text are aligned, since their indentation means nothing. What
stands in column 0 and begins with `#`, or with `//` in a script, stays there: it was put there to be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from jaicp.format.outline import STEP, TagLine, line_index
from jaicp.format.sheet import Sheet
from jaicp.syntax import ast
from jaicp.syntax.scan import find_braces
from jaicp.text.source import Span

__all__ = ["place_body"]


def place_body(sheet: Sheet, tag: TagLine, limit: int) -> int:
    """Put the lines of a tag into their columns, up to the line `limit`; the number of the line behind the last.

    Comments behind the last line that are deeper than the tag belong to the body of a tag that has one and
    takes no nested tags.
    """
    node = tag.node
    sheet.columns[tag.line] = column = tag.depth * STEP
    last = sheet.last_content(tag.line, limit)
    if last > tag.line and not tag.takes_tags:
        last = sheet.last_deeper_comment(last, limit, sheet.old[tag.line])
    lines = range(tag.line + 1, last + 1)
    match node:
        case ast.RunScript() | ast.Init():
            _code(sheet, tag.line, node.script.span, lines)
        case ast.Answer():
            _text(sheet, tag.line, node.text.span, lines)
        case ast.Media():
            _text(sheet, tag.line, node.url.span, lines)
        case ast.ExampleTrigger():
            _text(sheet, tag.line, node.phrase.span, lines)
        case ast.PatternTrigger():
            _aligned(sheet, tag.line, node.pattern.span, lines)
        case ast.Branch() if node.condition is not None:
            _hanging(sheet, tag.line, node.condition.span.start, lines, column + STEP)
        case ast.Patterns():
            starts = [(one.name.span.start, one.pattern.span.start) for one in node.definitions]
            _items(sheet, tag.line, starts, lines)
        case ast.Require() | ast.NewSession() | ast.Action():
            starts = [(one.key.span.start, one.value.span.start) for one in node.settings]
            _items(sheet, tag.line, starts, lines)
        case ast.Buttons():
            _items(sheet, tag.line, [(one.span.start, -1) for one in node.items], lines)
        case _:
            _hanging(sheet, tag.line, -1, lines, column + STEP)
    return last + 1


def _text(sheet: Sheet, head: int, value: Span, lines: Iterable[int]) -> None:
    """Align the lines of a text; those of an expression inside of braces move with its first one."""
    column = _aligned_column(sheet, head, value.start)
    inside = dict(_brace_lines(sheet, value)) if "{{" in value.text else {}
    for number in lines:
        opened = inside.get(number)
        if sheet.is_comment(number) or opened is None:
            sheet.put(number, column)
        else:
            first = sheet.columns.get(opened, column)
            sheet.put(number, max(column, sheet.old[number] + first - sheet.old[opened]))


def _brace_lines(sheet: Sheet, value: Span) -> Iterator[tuple[int, int]]:
    """The lines that begin inside of `{{ }}`, each with the line of the opening braces."""
    for braces in find_braces(value.source.text, value.start, value.end):
        first, last = (line_index(sheet.source, at) for at in (braces.start, braces.end))
        for number in range(first + 1, last + 1):
            yield number, first


def _aligned(sheet: Sheet, head: int, value: Span, lines: range) -> None:
    """Move a pattern so that its leftmost line stands below the beginning of its first one."""
    column = _aligned_column(sheet, head, value.start)
    least = sheet.least_column(lines)
    for number in lines:
        sheet.put(number, max(column, sheet.old[number] + column - least))


def _aligned_column(sheet: Sheet, head: int, value: int) -> int:
    """Below the value, or one step deeper than the tag where the value begins on a line of its own."""
    if line_index(sheet.source, value) == head:
        return sheet.new_column(head, value)
    return sheet.columns[head] + STEP


def _hanging(sheet: Sheet, head: int, value: int, lines: range, least: int) -> None:
    """Move lines with their first one, or with its value if all stand below that; none left of `least`."""
    leftmost = sheet.least_column(lines)
    moved = sheet.columns[head] - sheet.old[head]
    if value >= 0 and line_index(sheet.source, value) == head:
        start = sheet.old_column(head, value)
        if leftmost >= start:
            moved = sheet.new_column(head, value) - start
    moved = max(moved, least - leftmost)
    for number in lines:
        sheet.put(number, max(least, sheet.old[number] + moved))


def _items(sheet: Sheet, head: int, starts: Sequence[tuple[int, int]], lines: range) -> None:
    """Named patterns, settings or buttons, each from a first offset, with the offset of its value or -1."""
    column = sheet.columns[head] + STEP
    firsts = [line_index(sheet.source, start) for start, _ in starts]
    bounds = [*firsts, lines.stop]
    for number in range(lines.start, min(bounds[0], lines.stop)):
        sheet.put(number, column)
    for (first, following), (_, value) in zip(pairwise(bounds), starts, strict=True):
        if first > head:
            sheet.put(first, column)
        last = sheet.last_content(first, following)
        if first not in sheet.literal:
            _hanging(sheet, first, value, range(first + 1, last + 1), sheet.columns[first])
        for number in range(last + 1, following):
            sheet.put(number, column)


def _code(sheet: Sheet, head: int, code: Span, lines: range) -> None:
    """The raw body of a script."""
    if not lines:
        return
    if line_index(sheet.source, code.start) == head:
        _code_behind_colon(sheet, head, code, lines)
        return
    tag_old, tag_new = sheet.old[head], sheet.columns[head]
    first = next((n for n in lines if sheet.is_code(n)), lines[0])
    moved = tag_new + STEP - sheet.old[first]
    is_left = sheet.old[first] <= tag_old  # code that was not indented at all
    for number in lines:
        _put_code(sheet, number, moved, tag_old, tag_new, is_left=is_left)


def _code_behind_colon(sheet: Sheet, head: int, code: Span, lines: range) -> None:
    tag_old, tag_new = sheet.old[head], sheet.columns[head]
    start = sheet.old_column(head, code.start)
    moved = tag_new - tag_old
    if sheet.least_column(lines) >= start:
        moved = sheet.new_column(head, code.start) - start
    for number in lines:
        sheet.put(number, max(0, sheet.old[number] + moved))


def _put_code(
    sheet: Sheet, number: int, moved: int, tag_old: int, tag_new: int, *, is_left: bool
) -> None:
    """A line that was deeper than its tag stays so, and one that was not stays that too: it may end the script."""
    old = sheet.old[number]
    if old == 0 and sheet.is_put_aside(number):
        sheet.columns[number] = 0
    elif sheet.is_comment(number) or is_left or old > tag_old:
        sheet.put(number, max(old + moved, tag_new + STEP))
    else:
        sheet.put(number, max(0, min(old + moved, tag_new)))
