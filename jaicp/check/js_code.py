"""Finding one's way in JavaScript trees: arguments, bodies, and the code that belongs to a function itself."""

from __future__ import annotations

from collections.abc import Iterable

from jaicp.check.js_atoms import Env
from jaicp.check.js_scopes import CLASSES, FUNCTIONS, key_text
from jaicp.syntax.javascript import JsNode

__all__ = ["arguments_of", "body_of", "own_nodes", "stripped"]


def arguments_of(call: JsNode) -> tuple[JsNode, ...]:
    """The arguments that a call or `new` is written with."""
    arguments = call.field("arguments")
    if arguments is None or arguments.kind != "arguments":
        return ()
    return arguments.children


def body_of(function: JsNode) -> tuple[JsNode, ...]:
    """The statements of a function, or the expression of a short one; of a class those of its constructor."""
    body = function.field("body")
    if body is None:
        return ()
    if function.kind in CLASSES:
        made = (n for n in body.children if key_text(n) == "constructor")
        return tuple(part for node in made for part in body_of(node))
    return body.children if body.kind == "statement_block" else (body,)


def own_nodes(roots: tuple[JsNode, ...], env: Env) -> Iterable[tuple[JsNode, Env]]:
    """All nodes of some code with their scopes, those inside of nested functions left out."""
    pending = [(node, env) for node in reversed(roots)]
    while pending:
        node, here = pending.pop()
        yield node, here
        if node.kind not in FUNCTIONS and node.kind not in CLASSES:
            inner = here.inside(node)
            pending.extend((child, inner) for child in reversed(node.children))


def stripped(node: JsNode | None) -> JsNode | None:
    """An expression without the parentheses around it."""
    while node is not None and node.kind == "parenthesized_expression" and node.children:
        node = node.children[0]
    return node
