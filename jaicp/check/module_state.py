"""JC514 lost-variable: a variable of a module that one function sets and another one counts on.

What a request changes in a module is put back when it is over: a client that is made in one request is not there
in the next. Nothing is said where the function that uses the variable sets it itself, or calls one that does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jaicp.check.code import code_of_file
from jaicp.check.js_names import Names, names_of
from jaicp.check.rule import CheckContext, Rule
from jaicp.project.loader import JsFile
from jaicp.syntax.javascript import JsNode
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Label, Severity
from jaicp.text.source import Span

__all__ = ["LostVariable"]

_FUNCTIONS = frozenset(
    """function_declaration generator_function_declaration function_expression generator_function arrow_function
    method_definition""".split()
)
_EMPTY = frozenset(("null", "undefined"))
_CALLED = """
(call_expression function: (identifier) @name)
(call_expression function: (member_expression property: (property_identifier) @name))
"""
_FILLED = """
(augmented_assignment_expression left: (identifier) @name operator: "??=")
(augmented_assignment_expression left: (identifier) @name operator: "||=")
"""


@dataclass(frozen=True, slots=True)
class _Function:
    """A function that stands in no other one: its name, if it has one, and the names that it uses."""

    name: str
    node: JsNode
    names: Names
    sets: frozenset[str]

    def use_of(self, name: str) -> Span | None:
        """Where it uses a variable first."""
        found = next((one for one in self.names.free if one.name == name), None)
        source = self.node.source
        return None if found is None else source.span(found.start, found.end)


class LostVariable(Rule):
    """Looks at the variables of the project's modules that are empty until a function sets them."""

    advisory = True

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """One diagnostic for each such variable."""
        for unit in ctx.project.units:
            if isinstance(unit, JsFile) and unit.es6:
                tree = ctx.scripts.tree(code_of_file(unit))
                empty = {} if tree is None else dict(_empty_variables(tree))
                if tree is not None and empty:
                    yield from _lost(empty, list(_functions(tree)))


def _empty_variables(tree: JsNode) -> Iterator[tuple[str, JsNode]]:
    """The variables at the top that have no value yet."""
    for statement in tree.children:
        declared = statement.field("declaration") or statement
        if declared.kind not in ("lexical_declaration", "variable_declaration"):
            continue
        for one in declared.children:
            name, value = one.field("name"), one.field("value")
            is_empty = value is None or value.text in _EMPTY
            if is_empty and name is not None and name.kind == "identifier":
                yield name.text, name


def _functions(tree: JsNode) -> Iterator[_Function]:
    pending: list[tuple[JsNode, str]] = [(tree, "")]
    while pending:
        node, name = pending.pop()
        if node.kind in _FUNCTIONS:
            own = node.field("name")
            names = names_of(node, 0)
            sets = names.assigned | {one.text for _, one in node.find(_FILLED)}
            yield _Function(own.text if own is not None else name, node, names, frozenset(sets))
            continue
        key = node.field("name") or node.field("key")
        pending += [(child, key.text if key is not None else "") for child in node.children]


def _lost(empty: Mapping[str, JsNode], functions: list[_Function]) -> Iterator[Diagnostic]:
    by_name: dict[str, list[_Function]] = {}
    for one in functions:
        by_name.setdefault(one.name, []).append(one)
    ordered = sorted(functions, key=lambda one: one.node.start)
    for name, declared in empty.items():
        setter = next((one for one in ordered if name in one.sets), None)
        if setter is None:
            continue
        for one in ordered:
            use = one.use_of(name)
            if use is not None and not _sets(one, name, by_name):
                yield _diagnostic(name, declared, setter, use)
                break


def _sets(function: _Function, name: str, by_name: Mapping[str, list[_Function]]) -> bool:
    """Whether a function sets a variable, itself or by another one that it calls, of an object or not."""
    seen: set[int] = set()
    pending = [function]
    while pending:
        one = pending.pop()
        if name in one.sets:
            return True
        if id(one) not in seen:
            seen.add(id(one))
            for _, called in one.node.find(_CALLED):
                pending += by_name.get(called.text, [])
    return False


def _diagnostic(name: str, declared: JsNode, setter: _Function, use: Span) -> Diagnostic:
    where = f"`{setter.name}` sets it" if setter.name else "a function sets it"
    return Diagnostic(
        code=codes.LOST_VARIABLE,
        message=f"`{name}` is empty here unless {where} in the same request",
        span=use,
        severity=Severity.WARNING,
        label="what a request puts into a module is gone when it is over",
        related=(Label(declared.span, "it is declared without a value"),),
        help=f"give `{name}` its value here, such as `{name} ??= …`, or where it is declared",
    )
