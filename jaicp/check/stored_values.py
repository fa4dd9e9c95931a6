"""JC506 unstorable-value: what `$session` and `$client` do not keep as it is.

Both are written down as JSON when a message has been answered. Dates come back as text, functions not at all,
regular expressions, maps and sets as empty objects, and what `moment()` makes as text without its methods.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jaicp.check.code import Code, Scripts
from jaicp.check.js_code import arguments_of
from jaicp.check.js_scopes import FUNCTIONS, key_text
from jaicp.check.rule import CheckContext
from jaicp.check.script_rule import ScriptRule, is_authored
from jaicp.project.loader import JsFile
from jaicp.syntax.javascript import JsNode
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity

__all__ = ["StoredValues"]

_ASSIGNS = re.compile(r"\b(?:session|client)\b[^=\n;]*=(?!=)")
_SUSPECT = re.compile(r"=>|\b(?:function|new|class|moment|currentDate|Symbol)\b|[=:,(\[?]\s*/")
_QUERY = """
(assignment_expression left: [(member_expression) (subscript_expression)]) @assignment
"""
_STORES = frozenset({"$session", "$client"})
_STORE_FIELDS = frozenset({"session", "client"})
_CONTEXTS = frozenset({"$", "$context", "context", "ctx", "$jsapi.context()"})
_EMPTIED = frozenset("Map Set WeakMap WeakSet RegExp Promise WeakRef Proxy".split())
_KEEPS_MOMENT = frozenset("add subtract startOf endOf clone utc local set tz parseZone".split())
_SETS_MOMENT = frozenset(
    """locale lang utcOffset zone hour hours minute minutes second seconds millisecond milliseconds
    day days date dates month months year years week weekday isoWeekday quarter""".split()
)
_MOMENTS = frozenset("moment moment.utc moment.parseZone moment.unix moment.tz currentDate".split())

_Found = tuple[JsNode, str, str]
"""Where it is, what it is and what becomes of it, what to write."""


class StoredValues(ScriptRule):
    """Assignments to `$session.…` and `$client.…` anywhere."""

    advisory = True

    def cares(self, code: Code, scripts: Scripts) -> bool:
        """Code that stores something, and makes something that cannot be stored."""
        del scripts
        text = code.span.text
        return _ASSIGNS.search(text) is not None and _SUSPECT.search(text) is not None

    def check_code(self, code: Code, ctx: CheckContext) -> Iterator[Diagnostic]:
        """The assignments in a piece of code."""
        if not is_authored(code, ctx):
            return
        tree = ctx.scripts.tree(code)
        if tree is None:
            return
        for left, right in _assignments(tree):
            store = _store(left)
            if store is not None:
                for place, message, help_text in _lost(right, ctx):
                    yield Diagnostic(
                        code=codes.UNSTORABLE_VALUE,
                        message=message.format(store=store),
                        span=place.span,
                        severity=Severity.WARNING,
                        label=f"`{store}` is kept as JSON",
                        help=help_text,
                    )


def _assignments(tree: JsNode) -> Iterator[tuple[JsNode, JsNode]]:
    for _, node in tree.find(_QUERY):
        left, right = node.field("left"), node.field("right")
        if left is not None and right is not None:
            yield left, right


def _store(left: JsNode) -> str | None:
    """`$session` or `$client` where the left side is something in it."""
    node = left.field("object")
    while node is not None:
        if node.kind == "identifier":
            return node.text if node.text in _STORES else None
        inner = node.field("object")
        if inner is None:
            return None
        if key_text(node) in _STORE_FIELDS and inner.text in _CONTEXTS:
            return f"${key_text(node)}"
        node = inner
    return None


def _lost(node: JsNode, ctx: CheckContext) -> Iterator[_Found]:
    """The parts of a value that are not kept."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        match here.kind:
            case "object" | "array" | "parenthesized_expression" | "ternary_expression":
                waiting += reversed(here.children)
            case "binary_expression":
                operator = here.field("operator")
                if operator is not None and operator.text in ("||", "&&", "??"):
                    waiting += reversed(here.children)
            case "pair":
                value = here.field("value")
                waiting += [] if value is None else [value]
            case kind if kind in FUNCTIONS or kind == "class":
                what = "a function in `{store}` is gone with the next message"
                yield here, what, "keep a name or a number, and call the function by it"
            case "regex":
                what = "a regular expression in `{store}` becomes an empty object"
                yield here, what, "keep its text, and make it anew by `new RegExp(…)`"
            case "new_expression":
                yield from _made(here, ctx)
            case "call_expression":
                if _is_moment(here):
                    what = "what `moment()` makes becomes a text in `{store}`, without its methods"
                    yield (
                        here,
                        what,
                        "keep `.valueOf()` or `.format()` of it, and `moment(…)` it again",
                    )


def _made(node: JsNode, ctx: CheckContext) -> Iterator[_Found]:
    constructor = node.field("constructor")
    name = "" if constructor is None else constructor.text
    if name == "Date":
        what = "a `Date` becomes a text in `{store}`, without its methods"
        yield node, what, "keep `.getTime()` of it, which is a number"
    elif name in _EMPTIED:
        yield (
            node,
            f"a `{name}` in `{{store}}` becomes an empty object",
            "keep an array or an object",
        )
    elif name.isidentifier() and _has_methods(name, ctx):
        what = f"an object of `{name}` loses its methods in `{{store}}`"
        yield node, what, "keep its data, and make it anew when it is needed"


def _has_methods(name: str, ctx: CheckContext) -> bool:
    """Whether a file of the project gives methods to objects of its class `name`."""
    wanted = re.compile(rf"\bclass\s+{name}\b|\b{name}\.prototype\b")
    return any(isinstance(u, JsFile) and wanted.search(u.source.text) for u in ctx.project.units)


def _is_moment(call: JsNode) -> bool:
    """`moment(…)`, and what its methods return as long as that is a moment."""
    node: JsNode | None = call
    while node is not None and node.kind == "call_expression":
        callee = node.field("function")
        if callee is None:
            return False
        if callee.text in _MOMENTS:
            return True
        method = key_text(callee) if callee.kind == "member_expression" else None
        keeps = method in _KEEPS_MOMENT or (method in _SETS_MOMENT and arguments_of(node))
        if not keeps:
            return False
        node = callee.field("object")
    return False
