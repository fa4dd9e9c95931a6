"""Which statements of JavaScript can be reached: what stands behind `return` or `throw` cannot."""

from __future__ import annotations

from collections.abc import Iterator

from jaicp.check.js_scopes import CLASSES, FUNCTIONS
from jaicp.syntax.javascript import JsNode

__all__ = ["arms_of", "ends", "live", "may_return"]

DEEPEST = 60
"""How deep blocks are looked into; what ends deeper down is taken as going on."""

_JUMPS = frozenset({"return_statement", "throw_statement", "break_statement", "continue_statement"})


def live(statements: tuple[JsNode, ...]) -> tuple[JsNode, ...]:
    """The statements up to the first one that never lets the next one run."""
    for index, node in enumerate(statements):
        if ends(node):
            return statements[: index + 1]
    return statements


def ends(node: JsNode | None, depth: int = 0) -> bool:
    """Whether what stands behind a statement in its block is never run."""
    if node is None or depth > DEEPEST:
        return False
    if node.kind in _JUMPS or _stops(node):
        return True
    if node.kind == "statement_block":
        return any(ends(child, depth + 1) for child in node.children)
    if node.kind == "if_statement":
        arms = arms_of(node)
        return arms is not None and all(ends(arm, depth + 1) for arm in arms)
    if node.kind == "try_statement":
        return _try_ends(node, depth)
    return False


def _stops(node: JsNode) -> bool:
    """`$jsapi.stopScript();` ends the script at once."""
    if node.kind != "expression_statement" or not node.children:
        return False
    callee = node.children[0].field("function")
    return callee is not None and callee.text == "$jsapi.stopScript"


def arms_of(node: JsNode) -> list[JsNode] | None:
    """The arms of an `if … else if … else`; None where there is no `else` at its end."""
    arms: list[JsNode] = []
    here: JsNode | None = node
    while here is not None and here.kind == "if_statement":
        consequence, alternative = here.field("consequence"), here.field("alternative")
        if consequence is None or alternative is None or not alternative.children:
            return None
        arms.append(consequence)
        here = alternative.children[0]
    return None if here is None else [*arms, here]


def _try_ends(node: JsNode, depth: int) -> bool:
    handler, finalizer = node.field("handler"), node.field("finalizer")
    if finalizer is not None and ends(finalizer.field("body"), depth + 1):
        return True
    handled = handler is None or ends(handler.field("body"), depth + 1)
    return handled and ends(node.field("body"), depth + 1)


def may_return(node: JsNode) -> bool:
    """Whether a `return` stands in a statement, functions in it left out."""
    return any(child.kind == "return_statement" for child in _statements(node))


def _statements(node: JsNode) -> Iterator[JsNode]:
    pending = [node]
    while pending:
        here = pending.pop()
        yield here
        if here.kind not in FUNCTIONS and here.kind not in CLASSES:
            pending.extend(here.children)
