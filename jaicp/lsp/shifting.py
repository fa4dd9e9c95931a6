"""Moves what was found in an older text of a file to its place in the newer one.

Between two texts lies one stretch that differs. What stands before it stays, what stands behind it moves along,
and what touches it is dropped: nobody knows whether it still holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Label
from jaicp.text.source import Source, Span

__all__ = ["shifted"]


class _Shift:
    def __init__(self, old: Source, new: Source) -> None:
        before, after = old.text, new.text
        self.old, self.new = old, new
        self.start = _same_start(before, after)
        same = _same_start(before[self.start :][::-1], after[self.start :][::-1])
        self.end = len(before) - same
        self.moved = len(after) - len(before)

    def span(self, span: Span) -> Span | None:
        if span.source is not self.old:
            return span
        if span.end < self.start or (span.end == self.start and self.end > self.start):
            return Span(self.new, span.start, span.end)
        if span.start >= self.end and span.start >= self.start:
            return Span(self.new, span.start + self.moved, span.end + self.moved)
        return None


def shifted(diagnostics: Iterable[Diagnostic], old: Source, new: Source) -> Iterator[Diagnostic]:
    """The diagnostics of an older text as far as they still hold in a newer one."""
    shift = _Shift(old, new)
    for one in diagnostics:
        span = shift.span(one.span)
        if span is not None:
            related = tuple(_labels(one.related, shift))
            yield replace(one, span=span, related=related, fix=_fix(one.fix, shift))


def _same_start(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning; by halves, so that Python compares."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _labels(labels: Iterable[Label], shift: _Shift) -> Iterator[Label]:
    for label in labels:
        span = shift.span(label.span)
        if span is not None:
            yield Label(span, label.message)


def _fix(fix: Fix | None, shift: _Shift) -> Fix | None:
    """The fix, if all that it edits is still there."""
    if fix is None:
        return None
    edits = []
    for edit in fix.edits:
        span = shift.span(edit.span)
        if span is None:
            return None
        edits.append(Edit(span, edit.text))
    return Fix(fix.title, tuple(edits), fix.safe)
