"""Whether two trees say the same, wherever in a file they stand."""

from __future__ import annotations

import re
from dataclasses import fields

from jaicp.syntax.ast import Document, Node, PatternText, Script
from jaicp.text.source import Source, Span

__all__ = ["first_difference"]

_PLACES = {"head", "span"}
_COMMENT_LINE = re.compile(r"^[ \t]*#[^\n]*\n?", re.MULTILINE)


def first_difference(one: object, other: object) -> tuple[object, object] | None:
    """The first two parts in which two trees differ, None where they say the same.

    Places do not count, nor do comment lines; of scripts and expressions their code does. Any blanks in a pattern
    are as good as one.
    """
    waiting = [(one, other)]
    while waiting:
        first, second = waiting.pop()
        if isinstance(first, Span) and isinstance(second, Span):
            if _code(first) != _code(second):
                return first, second
        elif isinstance(first, PatternText) and isinstance(second, PatternText):
            waiting.append((first.text.split(), second.text.split()))
        elif isinstance(first, Node) and type(first) is type(second):
            waiting += reversed(_pairs(first, second))
        elif isinstance(first, tuple) and isinstance(second, tuple):
            if len(first) != len(second):
                return first, second
            waiting += reversed(list(zip(first, second, strict=True)))
        elif first != second:
            return first, second
    return None


def _code(span: Span) -> str:
    """The text of a span without comment lines that begin with `#`."""
    return _COMMENT_LINE.sub("", span.text) if "#" in span.text else span.text


def _pairs(first: Node, second: Node) -> list[tuple[object, object]]:
    """The fields of two nodes of one class that tell what they mean."""
    if isinstance(first, Script):
        return [(first.span, second.span)]
    skipped = _PLACES | ({"comments"} if isinstance(first, Document) else set())
    names = [item.name for item in fields(first) if item.name not in skipped]  # type: ignore[arg-type]
    pairs = [(getattr(first, name), getattr(second, name)) for name in names]
    return [pair for pair in pairs if not isinstance(pair[0], Source)]
