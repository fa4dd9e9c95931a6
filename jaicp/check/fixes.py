"""Fixes of diagnostics, applied to the texts of a project.

Fixes are tried out in memory: the project is checked again with the changed texts, since one fix may make room for
the next, until there is nothing more to fix. Files are written by whoever asked (`jaicp.check.rewriting`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from jaicp.text.diagnostic import Diagnostic, Edit, Fix
from jaicp.text.source import Source

__all__ = ["Applied", "Fixed", "apply_fixes", "choose_fixes", "edited"]

MOST_ROUNDS = 50
"""How often a project is checked again; only fixes that make room for each other without end need as many."""

Overlay = Mapping[Path, str]
Look = Callable[[Overlay], Sequence[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Applied:
    """A fix that was made, with its diagnostic as it was before."""

    diagnostic: Diagnostic
    fix: Fix


@dataclass(frozen=True, slots=True)
class Fixed:
    """The outcome: the first and the new text of each changed file, the fixes made, what is left to tell."""

    before: Mapping[Path, Source]
    texts: Overlay
    applied: tuple[Applied, ...]
    diagnostics: Sequence[Diagnostic]


def apply_fixes(look: Look, *, unsafe: bool, fixable: Callable[[Source], bool]) -> Fixed:
    """Fix what can be fixed: `look` gives the diagnostics of a project with texts laid over its files.

    Without `unsafe` only fixes that cannot change the meaning. Files that are not `fixable` stay as they are.
    """
    before: dict[Path, Source] = {}
    texts: dict[Path, str] = {}
    applied: list[Applied] = []
    seen: set[tuple[tuple[Path, str], ...]] = set()
    may_change = cache(fixable)
    diagnostics = look(texts)
    for _ in range(MOST_ROUNDS):
        chosen = [
            one
            for one in choose_fixes(diagnostics, unsafe=unsafe)
            if all(
                edit.span.source.path in texts or may_change(edit.span.source)
                for edit in one.fix.edits
            )
        ]
        changed = _changed(chosen)
        state = tuple(sorted((texts | changed).items()))
        if not changed or state in seen:
            break
        seen.add(state)
        for one in chosen:
            for edit in one.fix.edits:
                before.setdefault(edit.span.source.path, edit.span.source)
        texts |= changed
        applied += chosen
        diagnostics = look(texts)
    return Fixed(before, texts, tuple(applied), diagnostics)


def _changed(chosen: Iterable[Applied]) -> dict[Path, str]:
    """The texts of the files that the chosen fixes change."""
    edits: dict[Source, list[Edit]] = {}
    for one in chosen:
        for edit in one.fix.edits:
            edits.setdefault(edit.span.source, []).append(edit)
    found = {source.path: edited(source, some) for source, some in edits.items()}
    return {
        source.path: found[source.path] for source in edits if found[source.path] != source.text
    }


def choose_fixes(diagnostics: Iterable[Diagnostic], *, unsafe: bool) -> list[Applied]:
    """Fixes that can be made together: none overlaps with another; safe ones and earlier ones go first."""
    offered = [
        Applied(one, one.fix)
        for one in diagnostics
        if one.fix is not None and one.fix.edits and (one.fix.safe or unsafe)
    ]
    offered.sort(key=lambda one: not one.fix.safe)
    chosen: list[Applied] = []
    known: set[tuple[Edit, ...]] = set()
    taken: dict[Source, _Taken] = {}
    for one in offered:
        if one.fix.edits in known:
            continue  # another diagnostic with the same fix
        edits = sorted(one.fix.edits, key=lambda edit: (edit.span.start, edit.span.end))
        if _overlap(edits) or any(_is_taken(taken, edit) for edit in edits):
            continue
        known.add(one.fix.edits)
        chosen.append(one)
        for edit in edits:
            taken.setdefault(edit.span.source, _Taken()).add(edit)
    return chosen


def _overlap(edits: Sequence[Edit]) -> bool:
    """Whether edits of one fix, in order, touch the same text."""
    return any(
        one.span.source is other.span.source and other.span.start < one.span.end
        for one, other in pairwise(edits)
    )


class _Taken:
    """The stretches of a file that are changed already, in order; what touches one has to wait."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, edit: Edit) -> None:
        at = bisect_right(self.starts, edit.span.start)
        self.starts.insert(at, edit.span.start)
        self.ends.insert(at, edit.span.end)

    def has(self, edit: Edit) -> bool:
        before = bisect_right(self.starts, edit.span.end)
        return before > 0 and self.ends[before - 1] >= edit.span.start


def _is_taken(taken: Mapping[Source, _Taken], edit: Edit) -> bool:
    known = taken.get(edit.span.source)
    return known is not None and known.has(edit)


def edited(source: Source, edits: Iterable[Edit]) -> str:
    """The text of a source with edits made that do not overlap; new lines end as those of the file do."""
    ending = "\r\n" if "\r\n" in source.text else "\n"
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)):
        text = (
            edit.text if ending == "\n" else edit.text.replace("\r\n", "\n").replace("\n", ending)
        )
        pieces += [source.text[position : edit.span.start], text]
        position = edit.span.end
    pieces.append(source.text[position:])
    return "".join(pieces)
