"""Links a project again after an edit of one script that gives it other states, triggers or ways.

What a script declares depends on no other script, as long as no two declare the same state. So the edited one is
declared by itself and takes the place of what it was; all other states, triggers and ways stay the objects that
they are. Where that would not give what linking all from the beginning gives, nothing is done here: states with
numbers for names, a theme that comes or goes, a state that stands in a theme of several scripts.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from jaicp.project.bind import Changed, bound
from jaicp.project.dead_ends import DeadEnds
from jaicp.project.declare import BITS_OF_ORDER, Declarations
from jaicp.project.loader import Loaded
from jaicp.project.paths import ROOT
from jaicp.project.symbols import Links, Part, Project, StateSymbol
from jaicp.text.source import Source

__all__ = ["splice"]


@dataclass(frozen=True, slots=True)
class _Edit:
    """One script as it was, with its old text, and as it is; `alone` are the symbols of the new one by itself.

    `gone` are the paths that came up first in the old one, `others` those at which something of other scripts
    stands.
    """

    source: Source
    was: Part
    now: Part
    alone: Mapping[str, StateSymbol]
    gone: Set[str]
    others: Set[str]


def splice(loaded: Loaded, before: Project, changed: Changed) -> Project | None:
    """The project of files as they are now; None where more than the states of one script is another.

    `changed` is what `changed_documents` tells. `before` is left as it is: others may still look at it.
    """
    links = before.links
    if len(changed) != 1 or links.is_numbered:
        return None
    ((old, new),) = changed.items()
    was = links.parts[old]
    alone = Declarations(loaded.targets)
    now = alone.declare(new, loaded.bases.get(new, ROOT), was.number)
    made = (one for one in before.states.values() if one.order >> BITS_OF_ORDER == was.number)
    gone = {one.path for one in made if one.path != ROOT}
    parts = links.parts.items()
    others = {path for document, part in parts if document is not old for path in part.paths}
    edit = _Edit(old.source, was, now, alone.states, gone, others)
    if alone.numbers or not _fits(edit, before):
        return None
    mine = _mine(edit, before)
    states = _states(edit, mine, before)
    found = alone.ways(states[path] for path in mine)
    known = ((path, found.get(path) if path in mine else before.ways.get(path)) for path in states)
    ways = {path: some for path, some in known if some is not None}
    spliced = {(new if one is old else one): (now if one is old else part) for one, part in parts}
    triggers = (trigger for part in spliced.values() for trigger in part.triggers)
    dead_ends = DeadEnds(states, before.complete, before.torn).find(ways, triggers)
    again = Links(object(), object(), loaded.bases, spliced, tuple(dead_ends), is_numbered=False)
    return bound(loaded, before.complete, before.torn, states, ways, again)


def _fits(edit: _Edit, before: Project) -> bool:
    """Whether the script, as it was and as it is, has with others no more in common than the same themes."""
    gone, others = edit.gone, edit.others
    shared = [path for path in edit.was.paths if path in others]
    if shared != [path for path in edit.now.paths if path in others]:
        return False
    if not all(_is_theme_alone(edit, before, path) for path in {*shared, ROOT}):
        return False
    for path in edit.alone.keys() & before.states.keys() - {*gone, *shared, ROOT}:
        # others have made it, if only in passing: here it may be passed through, and later than there
        known, new = before.states[path], edit.alone[path]
        if new.declaration is not None or new.themes or new.body or known.order > new.order:
            return False
    if not gone or not {*edit.was.paths} <= {*gone, *others, ROOT}:
        return False
    # nothing of others may stand at or below what is not made here any more
    gone_now = gone - edit.alone.keys()
    rest = (one for path, one in before.states.items() if path not in gone)
    return gone_now.isdisjoint(others) and not any(one.parent in gone_now for one in rest)


def _is_theme_alone(edit: _Edit, before: Project, path: str) -> bool:
    """Whether all that the script says of a path is, before and after the edit, that a theme stands there."""
    old, new = before.states[path], edit.alone[path]
    if new.declaration is not None or new.body or new.modal or new.no_context or old.modal:
        return False
    nodes = (old.declaration, *old.body)
    return all(node is None or node.span.source is not edit.source for node in nodes)


def _mine(edit: _Edit, before: Project) -> dict[str, StateSymbol]:
    """The symbols whose paths come up first in the edited script, with what other scripts say of them."""
    mine = {}
    for path, symbol in edit.alone.items():
        if path in edit.gone and path in edit.others:
            mine[path] = replace(before.states[path], order=symbol.order)
        elif path in edit.gone or path not in before.states:
            mine[path] = symbol
    return mine


def _states(
    edit: _Edit, mine: Mapping[str, StateSymbol], before: Project
) -> dict[str, StateSymbol]:
    """All symbols in load order; those that hold something of the script are others than before."""
    states: dict[str, StateSymbol] = {}
    first = next(path for path in before.states if path in edit.gone)
    for path, symbol in before.states.items():
        if path not in edit.gone:
            states[path] = symbol
        elif path == first:
            states.update(mine)
    numbers = {document.source: part.number for document, part in before.links.parts.items()}
    for path in edit.now.paths:
        if states[path] is not edit.alone[path]:
            states[path] = _with_themes(states[path], edit, numbers)
    parents = {one.parent for one in mine.values()} | {
        before.states[path].parent for path in edit.gone
    }
    children: dict[str, list[str]] = {path: [] for path in parents | mine.keys() if path in states}
    for path, one in states.items():
        if path != ROOT and one.parent in children:
            children[one.parent].append(path)
    for path, some in children.items():
        states[path] = replace(states[path], children=some)
    return states


def _with_themes(symbol: StateSymbol, edit: _Edit, numbers: Mapping[Source, int]) -> StateSymbol:
    """A theme of several scripts, with what the edited one says of it now."""
    rest = [one for one in symbol.themes if one.span.source is not edit.source]
    own = edit.alone[symbol.path].themes
    number = edit.now.number
    before = [one for one in rest if numbers[one.span.source] < number]
    return replace(symbol, themes=[*before, *own, *rest[len(before) :]])
