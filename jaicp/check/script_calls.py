"""JC508 unknown-state-in-script, JC509 unknown-handler: texts in scripts that the platform looks up at run time.

Only texts that are written out are looked at. In a file or in `init:` nobody knows in which state code will run,
so a path has to begin with `/` there to be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jaicp.check.code import Code, CodeKind, Scripts
from jaicp.check.js_code import arguments_of
from jaicp.check.js_scopes import key_text
from jaicp.check.rule import CheckContext
from jaicp.check.script_rule import ScriptRule, is_authored
from jaicp.check.suggestions import Suggestions
from jaicp.project.paths import resolve_path
from jaicp.syntax import ast
from jaicp.syntax.javascript import JsNode, string_value
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Severity, nearest
from jaicp.text.source import Span

__all__ = ["HANDLERS", "ScriptCalls"]

HANDLERS = frozenset(
    "preMatch selectNLUResult preProcess postProcess onScriptError onDialogError onAnyError".split()
)
"""The phases of a turn that a function can be bound to: the vendor's page on `bind`."""

_SUSPECT = re.compile(r"\b(?:transition|targetState|bind)\b")
_QUERY = """
(call_expression function: (member_expression object: (identifier) @owner)) @call
(call_expression function: (identifier) @function) @plain
(assignment_expression left: (member_expression) right: (string)) @assignment
"""
_PATH_FIELDS = {
    "transition": frozenset({"value"}),
    "timeout": frozenset({"targetState"}),
    "buttons": frozenset({"transition"}),
    "inlineButtons": frozenset({"transition"}),
}
_TEMPS = frozenset({"$temp", "$.temp", "$context.temp", "context.temp", "ctx.temp"})


class ScriptCalls(ScriptRule):
    """`$reactions.transition("/State")`, `$temp.targetState = "/State"`, `bind("preMatch", …)` and their like."""

    advisory = True

    def __init__(self) -> None:
        self.suggestions = Suggestions()
        self.in_init = False

    def visit_init(self, node: ast.Init, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`init:`, whose functions may run in any state."""
        self.in_init = True
        yield from super().visit_init(node, ctx)
        self.in_init = False

    def cares(self, code: Code, scripts: Scripts) -> bool:
        """Code in which one of the calls occurs."""
        del scripts
        return code.kind is not CodeKind.TEMPLATE and _SUSPECT.search(code.span.text) is not None

    def check_code(self, code: Code, ctx: CheckContext) -> Iterator[Diagnostic]:
        """The calls and assignments in a piece of code."""
        if not is_authored(code, ctx):
            return
        tree = ctx.scripts.tree(code)
        if tree is None:
            return
        base = code.span.start
        free = {base + name.start for name in ctx.scripts.names(code).free}
        anywhere = self.in_init or code.kind in (CodeKind.FILE, CodeKind.MODULE)
        state = None if anywhere else ctx.state
        for kind, node in tree.find(_QUERY):
            match kind:
                case "call":
                    yield from self._call(node, free, state, ctx)
                case "plain":
                    yield from _bound(node, free)
                case "assignment":
                    yield from self._assigned(node, state, ctx)

    def _call(
        self, node: JsNode, free: set[int], state: str | None, ctx: CheckContext
    ) -> Iterator[Diagnostic]:
        callee = node.field("function")
        owner = None if callee is None else callee.field("object")
        if callee is None or owner is None or owner.start not in free:
            return
        method = key_text(callee)
        arguments = arguments_of(node)
        if owner.text == "$jsapi" and method == "bind" and arguments:
            for value in _fields(arguments[0], frozenset({"type"})):
                yield from _handler(value)
        if owner.text != "$reactions" or method not in _PATH_FIELDS or not arguments:
            return
        if method == "transition" and arguments[0].kind == "string":
            yield from self._path(arguments[0], state, ctx)
        for argument in arguments:
            for value in _fields(argument, _PATH_FIELDS[method]):
                yield from self._path(value, state, ctx)

    def _assigned(self, node: JsNode, state: str | None, ctx: CheckContext) -> Iterator[Diagnostic]:
        left, right = node.field("left"), node.field("right")
        if left is None or right is None or key_text(left) != "targetState":
            return
        owner = left.field("object")
        if owner is not None and owner.text in _TEMPS:
            yield from self._path(right, state, ctx)

    def _path(self, node: JsNode, state: str | None, ctx: CheckContext) -> Iterator[Diagnostic]:
        """A path that is written out, if it leads nowhere."""
        path = string_value(node)
        if path is None or "{{" in path or not path.strip() or node.end - node.start < 3:
            return
        path = path.strip()
        if state is None and not path.startswith("/"):
            return
        full = resolve_path(state or "/", path)
        if full in ctx.project.states or ctx.project.torn:
            return
        better = self.suggestions.nearest(full, ctx.project.states, 0.8)
        if better is None and not ctx.project.complete:
            return
        span = Span(node.source, node.start + 1, node.end - 1)
        yield Diagnostic(
            code=codes.UNKNOWN_STATE_IN_SCRIPT,
            message=f"there is no state `{full}`",
            span=span,
            severity=Severity.WARNING,
            label="this leads nowhere",
            help=f"did you mean `{better}`?" if better else "",
            fix=Fix(f"change it to `{better}`", (Edit(span, better),)) if better else None,
        )


def _fields(node: JsNode, names: frozenset[str]) -> Iterator[JsNode]:
    """The texts behind some names in objects that are written out, also in arrays of these."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if here.kind == "array":
            waiting += reversed(here.children)
        elif here.kind == "object":
            for pair in here.children:
                value = pair.field("value")
                if pair.kind != "pair" or value is None:
                    continue
                if value.kind == "string" and key_text(pair) in names:
                    yield value
                elif value.kind in ("object", "array"):
                    waiting.append(value)


def _bound(node: JsNode, free: set[int]) -> Iterator[Diagnostic]:
    callee, arguments = node.field("function"), arguments_of(node)
    if callee is None or callee.text != "bind" or callee.start not in free or not arguments:
        return
    if arguments[0].kind == "string":
        yield from _handler(arguments[0])


def _handler(node: JsNode) -> Iterator[Diagnostic]:
    """The name of a phase, if there is no such phase."""
    name = string_value(node)
    if name is None or name in HANDLERS:
        return
    better = nearest(name, HANDLERS, 0.7)
    span = Span(node.source, node.start + 1, node.end - 1)
    listed = ", ".join(f"`{one}`" for one in sorted(HANDLERS))
    yield Diagnostic(
        code=codes.UNKNOWN_HANDLER,
        message=f"nothing ever calls a handler `{name}`",
        span=span if name else node.span,
        severity=Severity.WARNING,
        label="the function that is bound to it never runs",
        help=f"did you mean `{better}`?" if better else f"there are {listed}",
        fix=Fix(f"change it to `{better}`", (Edit(span, better),)) if better else None,
    )
