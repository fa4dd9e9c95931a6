"""JC503 assigned-condition: `if (a = b)` where `if (a == b)` was meant.

An assignment with parentheses of its own, as in `while ((match = search()))`, is taken as meant so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jaicp.check.code import Code, CodeKind
from jaicp.check.rule import CheckContext
from jaicp.check.script_rule import ScriptRule
from jaicp.syntax.javascript import JsNode
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Severity

__all__ = ["AssignedCondition"]

_ASSIGNS = re.compile(r"[^=!<>+\-*/%&|^?]=(?![=>])")
_BRANCHES = re.compile(r"\b(?:if|while|for)\b|\?")
_QUERY = """
(if_statement condition: (parenthesized_expression . (assignment_expression) @if .))
(while_statement condition: (parenthesized_expression . (assignment_expression) @while .))
(do_statement condition: (parenthesized_expression . (assignment_expression) @do .))
(for_statement condition: (assignment_expression) @for)
(ternary_expression condition: (parenthesized_expression . (assignment_expression) @ternary .))
"""
_WHAT = {"ternary": "this `? :`"}
_LONGEST = 60


class AssignedCondition(ScriptRule):
    """An assignment is always carried out, and then its value decides."""

    def check_code(self, code: Code, ctx: CheckContext) -> Iterator[Diagnostic]:
        """The conditions in a piece; what was made smaller by a tool has no author to tell."""
        if code.kind is CodeKind.FILE and code.span.source.path.name.endswith(".min.js"):
            return
        text = code.span.text
        is_condition = code.kind is CodeKind.EXPRESSION
        if not _ASSIGNS.search(text) or not (is_condition or _BRANCHES.search(text)):
            return
        tree = ctx.scripts.tree(code)
        if tree is None:
            return
        if is_condition:
            yield from _reported(_unwrapped(tree), "this condition")
        if _BRANCHES.search(text):
            for word, node in tree.find(_QUERY):
                yield from _reported(node, _WHAT.get(word, f"this `{word}`"))


def _unwrapped(node: JsNode) -> JsNode:
    """What stands in the parentheses that many write around the condition of a tag, out of habit."""
    if node.kind == "parenthesized_expression" and len(node.children) == 1:
        return node.children[0]
    return node


def _reported(node: JsNode, what: str) -> Iterator[Diagnostic]:
    left, right = node.field("left"), node.field("right")
    if node.kind != "assignment_expression" or left is None or right is None:
        return
    help_text, better = _advice(left, right)
    yield Diagnostic(
        code=codes.ASSIGNED_CONDITION,
        message=f"{what} assigns and does not compare",
        span=node.span,
        severity=Severity.WARNING,
        label="`=` stores the value on its right",
        help=help_text,
        fix=Fix(f"change it to `{better}`", (Edit(node.span, better),)) if better else None,
        notes=("an assignment that is meant stands in double parentheses",),
    )


def _advice(left: JsNode, right: JsNode) -> tuple[str, str]:
    """What to type in place of the assignment, as a sentence and as code."""
    name = left.text
    if right.kind == "object" and not right.children:
        better = f"Object.keys({name}).length === 0"
        return f"to ask whether it is empty, write `{better}`; no object is ever `== {{}}`", better
    if right.kind == "array" and not right.children:
        better = f"{name}.length === 0"
        return f"to ask whether it is empty, write `{better}`; no array is ever `== []`", better
    better = f"{name} === {right.text}"
    if len(better) > _LONGEST or "\n" in better:
        return "to compare, write `==` or `===` in place of `=`", ""
    return f"to compare, write `{better}` (or `==`)", better
