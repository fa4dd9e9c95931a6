"""Replies without `$reactions`: what is assigned to `$response` and to its list of replies."""

from __future__ import annotations

from collections.abc import Iterator

from jaicp.check.effects import Effect, Kind
from jaicp.check.js_atoms import THINGS, Env, Library, Made, Thing
from jaicp.check.js_code import arguments_of, stripped
from jaicp.check.js_scopes import key_text
from jaicp.check.js_values import Evaluator
from jaicp.syntax.javascript import JsNode

__all__ = ["CHOOSING", "REPLIES", "assignment", "holds_replies", "untold_part"]

REPLIES = Thing("replies")
_RESPONSE = THINGS["$response"]
_TAKING_OUT = frozenset({"filter", "slice", "reverse", "sort"})
CHOOSING = frozenset(
    "_.filter _.reject _.compact _.uniq _.without _.first _.initial _.rest".split()
)
_EMPTY = frozenset({"null", "undefined", "false", "number", "string"})
LONGEST_NAME = 40


def assignment(evaluator: Evaluator, node: JsNode, env: Env) -> Iterator[Effect]:
    """What an assignment says to the user, if anything."""
    left, right = stripped(node.field("left")), node.field("right")
    if left is None or right is None:
        return
    if left.kind == "identifier":
        if left.text == "$response" and env.find("$response") is None:
            yield from _object(evaluator, node, right, env)
    elif left.kind in ("member_expression", "subscript_expression"):
        base = evaluator.value(left.field("object"), env)
        key = evaluator.key(left, env)
        if _RESPONSE in evaluator.property(base, key):
            yield from _object(evaluator, node, right, env)
        elif _RESPONSE in base:
            yield from _part(evaluator, node, key, right, env)
        elif REPLIES in base and key != "length":
            yield _reply(node, left)


def _part(
    evaluator: Evaluator, node: JsNode, key: str | None, right: JsNode, env: Env
) -> Iterator[Effect]:
    if key == "replies" and not _is_silent(evaluator, right, env):
        yield _reply(node, node.field("left") or node)
    elif key is None:
        yield untold_part(node, "$response")


def _object(evaluator: Evaluator, node: JsNode, right: JsNode, env: Env) -> Iterator[Effect]:
    if holds_replies(evaluator, right, env):
        yield _reply(node, node.field("left") or node)


def _reply(node: JsNode, target: JsNode) -> Effect:
    text = target.text
    name = f"`{text}`" if len(text) <= LONGEST_NAME and "\n" not in text else "`$response.replies`"
    return Effect(node.span, Kind.REPLIES, f"an assignment to {name}")


def untold_part(node: JsNode, owner: str) -> Effect:
    """A part of a platform's object that is chosen when the script runs."""
    why = f"which part of `{owner}` this is can only be told when it runs"
    return Effect(node.span, Kind.UNTOLD, why)


def holds_replies(evaluator: Evaluator, node: JsNode, env: Env) -> bool:
    """Whether an object that is written out, here or in a variable, has replies in it."""
    for atom in evaluator.value(node, env):
        if not isinstance(atom, Made) or atom.node.kind != "object":
            continue
        for pair in atom.node.children:
            if pair.kind in ("pair", "shorthand_property_identifier") and (
                key_text(pair) == "replies"
            ):
                value = pair.field("value") or pair
                if not _is_silent(evaluator, value, atom.env):
                    return True
    return False


def _is_silent(evaluator: Evaluator, node: JsNode | None, env: Env) -> bool:
    """Whether a list holds no reply that is not there already: `[]`, or what is left of the list itself."""
    pending = [node]
    while pending:
        here = stripped(pending.pop())
        if here is None:
            return False
        if here.kind == "binary_expression":
            operator = here.field("operator")
            if operator is None or operator.text not in ("||", "&&", "??"):
                return False
            pending += [here.field("left"), here.field("right")]
        elif here.kind == "ternary_expression":
            pending += [here.field("consequence"), here.field("alternative")]
        elif not _adds_nothing(evaluator, here, env):
            return False
    return True


def _adds_nothing(evaluator: Evaluator, node: JsNode, env: Env) -> bool:
    if node.kind == "array":
        return not node.children
    if node.kind == "call_expression":
        return _only_takes_out(evaluator, node, env)
    if node.kind in _EMPTY:
        return True
    return evaluator.value(node, env) == {REPLIES}


def _only_takes_out(evaluator: Evaluator, call: JsNode, env: Env) -> bool:
    """`replies.filter(…)`, `_.reject(replies, …)` and their like."""
    callee = call.field("function")
    if callee is None or callee.kind != "member_expression":
        return False
    if any(
        isinstance(atom, Library) and atom.name in CHOOSING for atom in evaluator.value(callee, env)
    ):
        first = arguments_of(call)[:1]
        return bool(first) and REPLIES in evaluator.value(first[0], env)
    if key_text(callee) not in _TAKING_OUT:
        return False
    return REPLIES in evaluator.value(callee.field("object"), env)
