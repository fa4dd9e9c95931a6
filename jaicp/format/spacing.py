"""Blanks inside of lines: behind the colon of a tag, around `||`, `=`, `->` and commas, as edits of the text.

An edit never reaches over the end of a line, and replaces nothing but blanks and the sign between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jaicp.format.outline import TagLine
from jaicp.syntax import ast
from jaicp.syntax.ast import Parameter, Setting
from jaicp.syntax.lines import TAG, Line

__all__ = ["Spacing", "line_edits", "value_start"]

_BLANKS = " \t\u00a0"
_EQUALS = re.compile(r"[ \t]*=[ \t]*(?!=)")


class Spacing(NamedTuple):
    """Replace the text between two offsets of one line."""

    start: int
    end: int
    text: str


def line_edits(text: str, lines: Sequence[Line], tags: Sequence[TagLine]) -> list[Spacing]:
    """All such edits of a file, in the order of the text; none that changes nothing."""
    found: list[Spacing] = []
    for tag in tags:
        line = lines[tag.line]
        found += _head(text, line)
        found += _inside(text, tag, value_start(text, line))
    return sorted(edit for edit in found if text[edit.start : edit.end] != edit.text)


def value_start(text: str, line: Line) -> int:
    """The offset of what stands behind the colon of a tag, at most the end of the line."""
    found = TAG.match(text, line.first, line.end)
    return line.end if found is None else _skip(text, found.end(), line.end)


def _head(text: str, line: Line) -> Iterator[Spacing]:
    found = TAG.match(text, line.first, line.end)
    if found is not None:
        start = _skip(text, found.end(), line.end)
        yield Spacing(found.end(2), start, ": " if start < line.end else ":")


def _inside(text: str, tag: TagLine, start: int) -> Iterator[Spacing]:
    match tag.node:
        case ast.Theme() | ast.State() | ast.Trigger() | ast.Answer() | ast.Media() | ast.Timeout():
            yield from _parameters(text, tag.node.parameters, start)
        case ast.Require() | ast.NewSession() | ast.Action():
            yield from _settings(text, tag.node.settings)
        case ast.Patterns():
            for definition in tag.node.definitions:
                yield from _equals(text, definition.name.span.end)
                yield from _parameters(text, definition.parameters, definition.name.span.end)
        case ast.Buttons():
            for item in tag.node.items:
                if item.target is not None:
                    yield from _arrow(text, item.target.span.start)


def _parameters(text: str, parameters: Sequence[Parameter], start: int) -> Iterator[Spacing]:
    """The edits of `|| key = value, …`, nothing of which lies before `start`."""
    end = -1
    for parameter in parameters:
        key = parameter.key.span
        if end < 0:
            bars = text.rfind("||", start, key.start)
            before = _skip_back(text, bars, start)
            if before > start and text[before - 1] != "\n":
                yield Spacing(before, bars, " ")
            yield Spacing(bars + 2, key.start, " ")
        elif "\n" not in text[end : key.start]:
            yield Spacing(end, key.start, ", ")
        yield from _equals(text, key.end)
        end = parameter.value.span.end
        if text[parameter.value.span.start - 1] == '"':
            end += 1


def _settings(text: str, settings: Sequence[Setting]) -> Iterator[Spacing]:
    for setting in settings:
        yield from _equals(text, setting.key.span.end)


def _equals(text: str, key_end: int) -> Iterator[Spacing]:
    found = _EQUALS.match(text, key_end)
    if found is not None:
        is_last = text[found.end() : found.end() + 1] in ("\n", "\r", "")
        yield Spacing(found.start(), found.end(), " =" if is_last else " = ")


def _arrow(text: str, target: int) -> Iterator[Spacing]:
    arrow = text.rfind("->", 0, target)
    yield Spacing(_skip_back(text, arrow, 0), target, " -> ")


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start] in _BLANKS:
        start += 1
    return start


def _skip_back(text: str, end: int, start: int) -> int:
    while end > start and text[end - 1] in _BLANKS:
        end -= 1
    return end
