"""The form of a script: all of it that the dialogue is made of, wording aside.

Two texts of a script with the same form declare the same states at the same paths, with triggers and ways between
the same of them; what differs is the wording of answers, code and patterns, comments and layout. So what was found
out about one of them holds for the other, node by node; what is about patterns, if these are the same too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from jaicp.project.targets import may_lead_away
from jaicp.syntax import ast
from jaicp.syntax.ast import Document, Node, nested

__all__ = ["Form", "form_of"]


@dataclass(frozen=True, slots=True)
class Form:
    """What a script is made of, as a value, and the nodes that this was read from, in the same order.

    `wording` is what its triggers and named patterns listen to.
    """

    parts: tuple[object, ...]
    wording: tuple[object, ...]
    nodes: tuple[Node, ...]


def form_of(document: Document) -> Form:
    """Read the form of a script; the walk has a stack of its own."""
    parts: list[object] = []
    wording: list[object] = []
    nodes: list[Node] = []
    pending = [*reversed(document.body)]
    while pending:
        node = pending.pop()
        below = nested(node)
        parts.append((type(node), len(below), _shown(node)))
        nodes.append(node)
        if isinstance(node, (ast.Trigger, ast.PatternDefinition)):
            wording.append(_wording(node))
        pending += reversed(below)
    return Form(tuple(parts), tuple(wording), tuple(nodes))


def _shown(node: Node) -> object:
    """What counts of a node, apart from what stands below it."""
    match node:
        case ast.Answer() | ast.Media():
            return None
        case ast.RunScript():
            return may_lead_away(node.script.span.text)
        case ast.Trigger():
            return (*_of_trigger(node), node.is_global, *_pairs(node.parameters))
        case ast.Go() | ast.Timeout() | ast.Buttons():
            return _of_way(node)
        case ast.State() | ast.Theme():
            name = None if node.name is None else node.name.text
            return (name, *_pairs(node.parameters))
    return _of_rest(node)


def _of_way(node: ast.Go | ast.Timeout | ast.Buttons) -> tuple[object, ...]:
    match node:
        case ast.Go():
            return (node.at_once, node.target.literal)
        case ast.Timeout():
            return (node.target.literal, *_pairs(node.parameters))
        case ast.Buttons():
            targets = (item.target for item in node.items)
            return tuple(None if one is None else (one.literal,) for one in targets)


def _of_rest(node: Node) -> object:
    match node:
        case ast.Action():
            return (node.name.text, *_pairs(node.settings))
        case ast.NewSession():
            return tuple(_pairs(node.settings))
        case ast.PatternDefinition():
            return (node.name.text, *_pairs(node.parameters))
        case ast.Require():
            return (node.file.text, *_pairs(node.settings))
        case ast.Unknown():
            return node.name.text
    return None


def _of_trigger(node: ast.Trigger) -> tuple[object, ...]:
    match node:
        case ast.PatternTrigger():
            return (_fitting_anything(node.pattern.text),)
        case ast.EventTrigger():
            return (node.event.text,)
        case ast.IntentTrigger() | ast.ExampleTrigger():
            return (node.is_group,)
    raise TypeError(f"a trigger of an unknown kind: {type(node).__name__}")


_NAMED = re.compile(r"\$\w+")
_WORD = re.compile(r"\w")


def _fitting_anything(pattern: str) -> str | None:
    """A pattern in which no word is written out: which of these it is may matter to the whole dialogue."""
    return None if _WORD.search(_NAMED.sub("", pattern)) else pattern


def _wording(node: ast.Trigger | ast.PatternDefinition) -> str:
    match node:
        case ast.PatternTrigger() | ast.PatternDefinition():
            return node.pattern.text
        case ast.EventTrigger():
            return node.event.text
        case ast.IntentTrigger():
            return node.intent.text
        case ast.ExampleTrigger():
            return node.phrase.text
    raise TypeError(f"a trigger of an unknown kind: {type(node).__name__}")


def _pairs(settings: Iterable[ast.Parameter | ast.Setting]) -> Iterable[tuple[str, str]]:
    return ((one.key.text, one.value.text) for one in settings)
