"""Whether two trees say the same, wherever in a file they stand."""

from __future__ import annotations

from dataclasses import fields

from jaicp.syntax.ast import Document, Node, Script
from jaicp.text.source import Source, Span

__all__ = ["first_difference"]

_PLACES = {"head", "span"}


def first_difference(one: object, other: object) -> tuple[object, object] | None:
    """The first two parts in which two trees differ, None where they say the same.

    Places do not count; of scripts and expressions their code does, comment lines of a file do not.
    """
    waiting = [(one, other)]
    while waiting:
        first, second = waiting.pop()
        if isinstance(first, Span) and isinstance(second, Span):
            if first.text != second.text:
                return first, second
        elif isinstance(first, Node) and type(first) is type(second):
            waiting += reversed(_pairs(first, second))
        elif isinstance(first, tuple) and isinstance(second, tuple):
            if len(first) != len(second):
                return first, second
            waiting += reversed(list(zip(first, second, strict=True)))
        elif first != second:
            return first, second
    return None


def _pairs(first: Node, second: Node) -> list[tuple[object, object]]:
    """The fields of two nodes of one class that tell what they mean."""
    if isinstance(first, Script):
        return [(first.span, second.span)]
    skipped = _PLACES | ({"comments"} if isinstance(first, Document) else set())
    names = [item.name for item in fields(first) if item.name not in skipped]  # type: ignore[arg-type]
    pairs = [(getattr(first, name), getattr(second, name)) for name in names]
    return [pair for pair in pairs if not isinstance(pair[0], Source)]
