"""Links a project again after an edit, keeping what the edit has left as it is.

Most edits change the wording of an answer, of some code or of a pattern. Then the dialogue keeps its form
(`project.form`): states, triggers and named patterns of the edited scripts are bound to their new nodes, and
everything else stays. Other edits are left to `project.splice`, and to `project.link`, which links all from the
beginning.
"""

from __future__ import annotations

from dataclasses import replace

from jaicp.project.bind import Changed, bound
from jaicp.project.form import form_of
from jaicp.project.loader import Loaded
from jaicp.project.symbols import Links, Part, Project, StateSymbol
from jaicp.project.targets import Way, targets_of, ways_from
from jaicp.syntax import ast
from jaicp.syntax.ast import Document, Node
from jaicp.text.shift import Shift, moved

__all__ = ["relink"]


def relink(loaded: Loaded, before: Project, changed: Changed) -> Project | None:
    """The project of files as they are now, or None where the form of the dialogue is another than `before`.

    `changed` is what `changed_documents` tells. `before` is left as it is: others may still look at it.
    """
    links = before.links
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
    return bound(loaded, before.complete, before.torn, states, ways, again)


def _states(
    before: Project, links: Links, changed: Changed, renewed: dict[Node, Node]
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
            ways[path] = ways_from(path, targets_of(states[path].body))
    return states, ways


def _parts(
    links: Links, changed: Changed, renewed: dict[Node, Node], shifts: list[Shift]
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
