"""Links a project again after an edit, keeping what the edit has left as it is.

Most edits change the wording of an answer, of some code or of a pattern. Then the dialogue keeps its form
(`project.form`): states, triggers and named patterns of the edited scripts are bound to their new nodes, and
everything else stays. Other edits are left to `project.splice`, and to `project.link`, which links all from the
beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from jaicp.project.data import DataFile
from jaicp.project.form import form_of
from jaicp.project.loader import Loaded
from jaicp.project.paths import resolve_path
from jaicp.project.standard import hides, is_partial
from jaicp.project.symbols import Links, Part, PatternSymbol, Project, StateSymbol, Way
from jaicp.project.targets import targets_of
from jaicp.syntax import ast
from jaicp.syntax.ast import Document, Node
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.shift import Shift, moved

__all__ = [
    "changed_documents",
    "dictionaries_of",
    "is_alike",
    "is_complete",
    "is_torn",
    "of_project",
    "patterns_of",
    "relink",
]

_Changed = dict[Document, Document]


def relink(loaded: Loaded, before: Project) -> Project | None:
    """The project of files as they are now, or None where the form of the dialogue is another than `before`.

    `before` is left as it is: others may still look at it.
    """
    links = before.links
    if not is_alike(loaded, before):
        return None
    changed = changed_documents(loaded, before)
    if changed is None:
        return None
    forms = [(form_of(old), form_of(new)) for old, new in changed.items()]
    if any(was.parts != now.parts for was, now in forms):
        return None
    renewed = {
        old: new for was, now in forms for old, new in zip(was.nodes, now.nodes, strict=True)
    }
    is_reworded = any(was.wording != now.wording for was, now in forms)
    shifts = [Shift(old.source, new.source) for old, new in changed.items()]
    dead_ends = moved(links.dead_ends, shifts)
    parts = _parts(links, changed, renewed, shifts)
    if dead_ends is None or parts is None:
        return None
    states, ways = _states(before, links, changed, renewed)
    again = replace(
        links,
        wording=object() if is_reworded else links.wording,
        bases=loaded.bases,
        parts=parts,
        dead_ends=tuple(dead_ends),
    )
    return replace(
        before,
        config=loaded.config,
        units=tuple(loaded.units),
        documents=tuple(loaded.documents),
        states=states,
        triggers=tuple(chain.from_iterable(part.triggers for part in parts.values())),
        patterns=patterns_of(parts.values()),
        dictionaries=dictionaries_of(loaded),
        diagnostics=(*loaded.diagnostics, *of_project(loaded, again.problems())),
        nlu=loaded.nlu,
        files=loaded.files,
        ways=ways,
        links=again,
    )


def is_alike(loaded: Loaded, before: Project) -> bool:
    """Whether a project is the same, what its scripts say aside."""
    old, new = before.config, loaded.config
    if old.root != new.root or (old.source is None) != (new.source is None):
        return False
    if old.source is not None and new.source is not None and old.source.text != new.source.text:
        return False
    if list(dictionaries_of(loaded)) != list(before.dictionaries):
        return False
    torn = is_torn(loaded)
    return before.torn is torn and before.complete is (is_complete(loaded) and not torn)


def changed_documents(loaded: Loaded, before: Project) -> dict[Document, Document] | None:
    """The scripts that are not what they were, each with its new tree; None where files came or went."""
    if len(loaded.documents) != len(before.documents):
        return None
    changed: _Changed = {}
    for old, new in zip(before.documents, loaded.documents, strict=True):
        if before.links.bases.get(old, "") != loaded.bases.get(new, ""):
            return None
        if old is not new:
            if old.source.path != new.source.path:
                return None
            changed[old] = new
    return changed


def _states(
    before: Project, links: Links, changed: _Changed, renewed: dict[Node, Node]
) -> tuple[dict[str, StateSymbol], dict[str, tuple[Way, ...]]]:
    """The states with those of the edited scripts renewed, and where they lead."""
    states, ways = dict(before.states), dict(before.ways)
    touched = {path: None for document in changed for path in links.parts[document].paths}
    for path in touched:
        symbol = states[path]
        declaration = symbol.declaration
        new = None if declaration is None else renewed.get(declaration, declaration)
        assert new is None or isinstance(new, ast.State)
        themes = [renewed.get(theme, theme) for theme in symbol.themes]
        states[path] = replace(
            symbol,
            declaration=new,
            themes=[theme for theme in themes if isinstance(theme, ast.Theme)],
            body=[renewed.get(node, node) for node in symbol.body],
        )
        if path in ways:
            named = targets_of(states[path].body)
            ways[path] = tuple((one, resolve_path(path, one.path)) for one in named)
    return states, ways


def _parts(
    links: Links, changed: _Changed, renewed: dict[Node, Node], shifts: list[Shift]
) -> dict[Document, Part] | None:
    """What scripts declare, the nodes of the edited ones renewed; None where the place of a problem is lost."""
    parts = {}
    for document, part in links.parts.items():
        problems = moved(part.problems, shifts)  # some may speak of other scripts, too
        if problems is None:
            return None
        new = changed.get(document)
        if new is None:
            parts[document] = replace(part, problems=tuple(problems)) if problems else part
            continue
        parts[new] = Part(
            part.number,
            part.paths,
            tuple(replace(one, node=_trigger(renewed[one.node])) for one in part.triggers),
            tuple(_definition(renewed[one]) for one in part.definitions),
            tuple(problems),
        )
    return parts


def _trigger(node: Node) -> ast.Trigger:
    assert isinstance(node, ast.Trigger)
    return node


def _definition(node: Node) -> ast.PatternDefinition:
    assert isinstance(node, ast.PatternDefinition)
    return node


# --- what all ways of linking ask -------------------------------------------------------------------------


def is_complete(loaded: Loaded) -> bool:
    """Whether no file is missing that may define states, patterns or functions."""
    partial = any(is_partial(document.source.path) for document in loaded.documents)
    return not loaded.unresolved and not partial


def dictionaries_of(loaded: Loaded) -> dict[str, DataFile]:
    """The data of a project that has a name; of two with one name the later."""
    data = (unit for unit in loaded.units if isinstance(unit, DataFile))
    return {unit.name: unit for unit in data if unit.name}


def patterns_of(parts: Iterable[Part]) -> dict[str, PatternSymbol]:
    """The named patterns of all scripts; of two with one name the later."""
    found = {}
    for part in parts:
        for definition in part.definitions:
            name = definition.name.text
            found[name] = PatternSymbol(name, definition)
    return found


def is_torn(loaded: Loaded) -> bool:
    """Whether a mistake may have hidden a state or theme."""
    return any(_hides_a_state(diagnostic) for diagnostic in loaded.diagnostics)


def _hides_a_state(diagnostic: Diagnostic) -> bool:
    """Whether a mistake may have hidden a state or theme, so that ways to it would seem to lead nowhere.

    That is one mistake, and it is told already.
    """
    source, start, _ = diagnostic.span
    number = source.location(start).line
    line = source.line_text(number)
    if diagnostic.code is codes.UNKNOWN_TAG:
        # with a fix it has been read as the tag that was meant
        below = source.line_text(number + 1) if number < len(source.line_starts) else ""
        return diagnostic.fix is None and _blanks(below) > _blanks(line)
    is_torn = diagnostic.code in (codes.NOT_A_TAG, codes.MISSING_VALUE)
    return is_torn and line.lstrip().startswith(("state", "theme"))


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip())


def of_project(loaded: Loaded, problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The problems that are not those of the standard module."""
    config = loaded.config
    yield from (one for one in problems if not hides(config, one.span.source.path))
