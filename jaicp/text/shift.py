"""Moves what was found in an older text of a file to its place in the newer one.

Between two texts lies one stretch that differs. What stands before it stays, what stands behind it moves along,
and what touches it is lost: nobody knows whether it still holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Label
from jaicp.text.source import Source, Span

__all__ = ["Shift", "moved", "shifted"]


class Shift:
    """The way from one text of a file to another."""

    def __init__(self, old: Source, new: Source) -> None:
        before, after = old.text, new.text
        self.old, self.new = old, new
        self.start = _same_start(before, after)
        same = _same_start(before[self.start :][::-1], after[self.start :][::-1])
        self.end = len(before) - same
        self.moved = len(after) - len(before)

    def span(self, span: Span) -> Span | None:
        """Where a stretch of the old text is now; None where the two touch. Those of other files stay."""
        if span.source is not self.old:
            return span
        if span.end < self.start or (span.end == self.start and self.end > self.start):
            return Span(self.new, span.start, span.end)
        if span.start >= self.end and span.start >= self.start:
            return Span(self.new, span.start + self.moved, span.end + self.moved)
        return None

    def apart(self, span: Span) -> Span | None:
        """Where a stretch of the old text is now; None also where the edit ends or begins right beside it."""
        if span.source is self.old and (span.start == self.end or span.end == self.start):
            return None
        return self.span(span)


def shifted(diagnostics: Iterable[Diagnostic], old: Source, new: Source) -> Iterator[Diagnostic]:
    """The diagnostics of an older text as far as they still hold in a newer one."""
    shift = Shift(old, new)
    for one in diagnostics:
        span = shift.span(one.span)
        if span is not None:
            yield _at(one, span, shift)


def _at(one: Diagnostic, span: Span, shift: Shift) -> Diagnostic:
    """A diagnostic at its new place, with as much of its labels and its fix as still holds."""
    related = tuple(_labels(one.related, shift))
    return replace(one, span=span, related=related, fix=_fix(one.fix, shift))


def moved(diagnostics: Iterable[Diagnostic], shifts: Sequence[Shift]) -> list[Diagnostic] | None:
    """All of the diagnostics in newer texts of some files; None where an edit touches any of their places."""
    found = list(diagnostics)
    for shift in shifts:
        for at, one in enumerate(found):
            if all(span.source is not shift.old for span in _places(one)):
                continue
            span = shift.apart(one.span)
            if span is None or any(shift.apart(place) is None for place in _places(one)):
                return None
            found[at] = _at(one, span, shift)
    return found


def _places(one: Diagnostic) -> Iterator[Span]:
    yield one.span
    yield from (label.span for label in one.related)
    if one.fix is not None:
        yield from (edit.span for edit in one.fix.edits)


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


def _labels(labels: Iterable[Label], shift: Shift) -> Iterator[Label]:
    for label in labels:
        span = shift.span(label.span)
        if span is not None:
            yield Label(span, label.message)


def _fix(fix: Fix | None, shift: Shift) -> Fix | None:
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
