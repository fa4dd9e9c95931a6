"""Links a project again after an edit of one script that gives it other states, triggers or ways.

What a script declares depends on no other script, as long as no two declare the same state. So the edited one is
declared by itself and takes the place of what it was; all other states, triggers and ways stay the objects that
they are. Where that would not give what linking all from the beginning gives, nothing is done here: states with
numbers for names, a theme that comes or goes, a state that stands in a theme of several scripts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

from jaicp.project.dead_ends import DeadEnds
from jaicp.project.declare import BITS_OF_ORDER, Declarations
from jaicp.project.loader import Loaded
from jaicp.project.paths import ROOT
from jaicp.project.relink import (
    changed_documents,
    dictionaries_of,
    is_alike,
    of_project,
    patterns_of,
)
from jaicp.project.symbols import Links, Part, Project, StateSymbol
from jaicp.syntax.ast import Document
from jaicp.text.source import Source

__all__ = ["splice"]


@dataclass(frozen=True, slots=True)
class _Edit:
    """One script as it was and as it is; `alone` are the symbols of the new one by itself."""

    old: Document
    new: Document
    was: Part
    now: Part
    alone: Mapping[str, StateSymbol]

    def made(self, symbol: StateSymbol) -> bool:
        """Whether it was this script in which the path of a symbol came up first."""
        return symbol.order >> BITS_OF_ORDER == self.now.number and symbol.path != ROOT

    def paths_of_others(self, before: Project) -> set[str]:
        """The paths at which something of other scripts stands."""
        parts = before.links.parts.items()
        return {path for one, part in parts if one is not self.old for path in part.paths}


def splice(loaded: Loaded, before: Project) -> Project | None:
    """The project of files as they are now; None where more than the states of one script is another.

    `before` is left as it is: others may still look at it.
    """
    links = before.links
    changed = changed_documents(loaded, before) if is_alike(loaded, before) else None
    if changed is None or len(changed) != 1 or links.is_numbered:
        return None
    ((old, new),) = changed.items()
    was = links.parts[old]
    alone = Declarations(loaded.targets)
    now = alone.declare(new, loaded.bases.get(new, ROOT), was.number)
    edit = _Edit(old, new, was, now, alone.states)
    if alone.numbers or not _fits(edit, before):
        return None
    mine = _mine(edit, before)
    states = _states(edit, mine, before)
    parts = {
        (new if one is old else one): (now if one is old else part)
        for one, part in links.parts.items()
    }
    found = alone.ways(states[path] for path in mine)
    known = ((path, found.get(path) if path in mine else before.ways.get(path)) for path in states)
    ways = {path: some for path, some in known if some is not None}
    triggers = tuple(chain.from_iterable(part.triggers for part in parts.values()))
    dead_ends = DeadEnds(states, before.complete, before.torn).find(ways, triggers)
    spliced = Links(object(), object(), loaded.bases, parts, tuple(dead_ends), is_numbered=False)
    return replace(
        before,
        config=loaded.config,
        units=tuple(loaded.units),
        documents=tuple(loaded.documents),
        states=states,
        triggers=triggers,
        patterns=patterns_of(parts.values()),
        dictionaries=dictionaries_of(loaded),
        diagnostics=(*loaded.diagnostics, *of_project(loaded, spliced.problems())),
        nlu=loaded.nlu,
        files=loaded.files,
        ways=ways,
        links=spliced,
    )


def _fits(edit: _Edit, before: Project) -> bool:
    """Whether the script, as it was and as it is, has with others no more in common than the same themes."""
    others = edit.paths_of_others(before)
    shared = [path for path in edit.was.paths if path in others]
    if shared != [path for path in edit.now.paths if path in others]:
        return False
    if not all(_is_theme_alone(edit, before, path) for path in {*shared, ROOT}):
        return False
    gone = {path for path, one in before.states.items() if edit.made(one)}
    for path, new in edit.alone.items():
        known = before.states.get(path)
        if known is None or path in gone or path in others or path == ROOT:
            continue
        if new.declaration is not None or new.themes or new.body or known.order > new.order:
            return False
    later = (before.states[path] for path in edit.alone if path in others and path not in shared)
    if any(known.order > edit.alone[known.path].order for known in later if known.path not in gone):
        return False
    # it said something of what others make in passing
    if not {*edit.was.paths} <= {*gone, *others, ROOT}:
        return False
    gone_now = gone - edit.alone.keys()
    has_children = (one.parent in gone_now for one in before.states.values() if not edit.made(one))
    return bool(gone) and not any(has_children) and gone_now.isdisjoint(others)


def _is_theme_alone(edit: _Edit, before: Project, path: str) -> bool:
    """Whether all that the script says of a path is, before and after the edit, that a theme stands there."""
    old, new = before.states[path], edit.alone[path]
    if new.declaration is not None or new.body or new.modal or new.no_context or old.modal:
        return False
    nodes = (old.declaration, *old.body)
    return all(node is None or node.span.source is not edit.old.source for node in nodes)


def _mine(edit: _Edit, before: Project) -> dict[str, StateSymbol]:
    """The symbols whose paths come up first in the edited script, with what other scripts say of them."""
    mine, others = {}, edit.paths_of_others(before)
    for path, symbol in edit.alone.items():
        known = before.states.get(path)
        if known is None:
            mine[path] = symbol
        elif edit.made(known):
            mine[path] = replace(known, order=symbol.order) if path in others else symbol
    return mine


def _states(
    edit: _Edit, mine: Mapping[str, StateSymbol], before: Project
) -> dict[str, StateSymbol]:
    """All symbols in load order; those that hold something of the script are others than before."""
    states: dict[str, StateSymbol] = {}
    was_mine = [one for one in before.states.values() if edit.made(one)]
    for path, symbol in before.states.items():
        if not edit.made(symbol):
            states[path] = symbol
        elif symbol is was_mine[0]:
            states.update(mine)
    numbers = {document.source: part.number for document, part in before.links.parts.items()}
    for path in edit.now.paths:
        if states[path] is not edit.alone[path]:
            states[path] = _with_themes(states[path], edit, numbers)
    parents = {one.parent for one in (*mine.values(), *was_mine)}
    children: dict[str, list[str]] = {path: [] for path in parents | mine.keys() if path in states}
    for path, one in states.items():
        if path != ROOT and one.parent in children:
            children[one.parent].append(path)
    for path, some in children.items():
        states[path] = replace(states[path], children=some)
    return states


def _with_themes(symbol: StateSymbol, edit: _Edit, numbers: Mapping[Source, int]) -> StateSymbol:
    """A theme of several scripts, with what the edited one says of it now."""
    rest = [one for one in symbol.themes if one.span.source is not edit.old.source]
    own = edit.alone[symbol.path].themes
    number = edit.now.number
    before = [one for one in rest if numbers[one.span.source] < number]
    return replace(symbol, themes=[*before, *own, *rest[len(before) :]])
