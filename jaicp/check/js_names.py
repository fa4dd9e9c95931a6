"""Names in a piece of JavaScript: which it declares, and which it uses without declaring them.

Names are looked for with one query of tree-sitter, so that nothing is built for code in which nobody wonders about
a name. A name counts as declared in the whole function around its declaration: where exactly a `let` begins to be
seen does not matter to those who ask here, who must never take a name for unknown that is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jaicp.syntax.javascript import JsNode

__all__ = ["NO_NAMES", "FreeName", "Names", "names_of"]

_FUNCTION_KINDS = """function_declaration function_expression arrow_function generator_function
    generator_function_declaration method_definition class_static_block""".split()
_DECLARED_IN_IT = """
(formal_parameters (identifier) @bind)
(arrow_function parameter: (identifier) @bind)
(function_expression name: (identifier) @bind)
(generator_function name: (identifier) @bind)
(variable_declarator name: (identifier) @bind)
(catch_clause parameter: (identifier) @bind)
(for_in_statement kind: _ left: (identifier) @bind)
(class_declaration name: (identifier) @bind)
(class name: (identifier) @bind)
(array_pattern (identifier) @bind)
(pair_pattern value: (identifier) @bind)
(assignment_pattern left: (identifier) @bind)
(rest_pattern (identifier) @bind)
(shorthand_property_identifier_pattern) @bind
(import_clause (identifier) @bind)
(namespace_import (identifier) @bind)
(import_specifier name: (identifier) @bind)
(import_specifier alias: (identifier) @bind)
"""
_QUERY = (
    "\n".join(f"({kind}) @function" for kind in _FUNCTION_KINDS)
    + _DECLARED_IN_IT
    + """
(function_declaration name: (identifier) @outside)
(generator_function_declaration name: (identifier) @outside)
(assignment_expression left: (identifier) @set)
(augmented_assignment_expression left: (identifier) @name)
(for_in_statement !kind left: (identifier) @set)
(unary_expression operator: "typeof" argument: (identifier) @asked)
(unary_expression operator: "typeof" argument: (parenthesized_expression (identifier) @asked))
(try_statement body: (_) @try handler: (_))
(with_statement) @with
(export_specifier alias: (identifier) @elsewhere)
(export_statement (export_clause (export_specifier name: (identifier) @elsewhere)) source: (_))
(namespace_export (identifier) @elsewhere)
(call_expression function: (identifier) @called)
(new_expression constructor: (identifier) @called)
(identifier) @name
(shorthand_property_identifier) @name
"""
)

_OF_OTHER_WORLDS = frozenset("require module exports define window self global".split())
"""Names by which libraries find out where they run; who asks about one of them is prepared for the others, too."""


@dataclass(frozen=True, slots=True)
class FreeName:
    """A use of a name that the piece does not declare; offsets are counted from where the piece begins.

    `sure` is false where the code is prepared for the name not to be there.
    """

    name: str
    start: int
    end: int
    called: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a piece: declared at its top, assigned without any declaration, and used without one."""

    top: frozenset[str]
    assigned: frozenset[str]
    free: tuple[FreeName, ...]


NO_NAMES = Names(frozenset(), frozenset(), ())


class _Scope:
    """The code of a function, by its offsets, or that at the top."""

    __slots__ = ("end", "names", "parent")

    def __init__(self, end: int, parent: _Scope | None) -> None:
        self.end = end
        self.parent = parent
        self.names: set[str] = set()

    def knows(self, name: str) -> bool:
        scope: _Scope | None = self
        while scope is not None:
            if name in scope.names:
                return True
            scope = scope.parent
        return False


def names_of(tree: JsNode, begin: int) -> Names:
    """The names in the code below a node, which stands in a piece that begins at `begin`."""
    text = tree.source.text
    places = tree.places(_QUERY)
    top = _Scope(tree.end, None)
    uses: dict[int, tuple[int, _Scope]] = {}
    marks: dict[str, set[int]] = {"set": set(), "asked": set(), "called": set()}
    elsewhere: set[int] = set()
    tries: list[tuple[int, int]] = []
    with_names = False
    for start, end, kind, scope in _in_scopes(places, top):
        name = text[start:end]
        if kind == "bind":
            scope.names.add(name)
        elif kind == "outside":
            (scope.parent or scope).names.add(name)
        elif kind == "try":
            tries.append((start, end))
        elif kind == "with":
            with_names = True
        elif kind == "elsewhere":
            elsewhere.add(start)
        elif kind == "name":
            uses.setdefault(start, (end, scope))
        else:
            marks[kind].add(start)
            uses.setdefault(start, (end, scope))
    asked = {text[start : uses[start][0]] for start in marks["asked"]}
    if asked & _OF_OTHER_WORLDS:
        asked |= _OF_OTHER_WORLDS
    free = []
    assigned = set()
    for start, (end, scope) in sorted(uses.items(), key=lambda item: item[0]):
        name = text[start:end]
        if scope.knows(name) or name == "arguments" or start in elsewhere:
            continue
        if start in marks["set"]:
            assigned.add(name)
            continue
        sure = not with_names and name not in asked and not _is_within(start, tries)
        free.append(FreeName(name, start - begin, end - begin, start in marks["called"], sure))
    return Names(frozenset(top.names), frozenset(assigned), tuple(free))


def _in_scopes(
    places: list[tuple[int, int, str]], top: _Scope
) -> Iterator[tuple[int, int, str, _Scope]]:
    """The places with the function that each stands in; the functions themselves are left out."""
    scope = top
    # A function begins where its first name or parameter may begin as well: it comes first.
    for start, end, kind in sorted(places, key=lambda place: (place[0], place[2] != "function")):
        while scope.parent is not None and start >= scope.end:
            scope = scope.parent
        if kind == "function":
            scope = _Scope(end, scope)
        else:
            yield start, end, kind, scope


def _is_within(offset: int, stretches: list[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in stretches)
