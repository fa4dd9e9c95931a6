"""What a module of JavaScript asks of others and gives to them, and its code as the body of a function.

ES modules and CommonJS files are both read here. The engine runs neither: modules are put into functions, which
is how their variables can be set back between turns. `import` and `export` are blanked out or replaced by words
of the same length, so that every line and column stays where it was.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from jaicp.syntax.javascript import JsNode, parse_file, string_value
from jaicp.text.source import Source, Span

__all__ = [
    "DEFAULT",
    "DYNAMIC_IMPORT",
    "IMPORT_META",
    "WHOLE",
    "Asked",
    "Imported",
    "Insertion",
    "ModuleText",
    "Own",
    "Passed",
    "blanked",
    "plain_calls",
    "read_module",
]

DEFAULT = "$deflt"
"""The variable of what `export default` gives: with `let` and `=` it fits into these words."""
DYNAMIC_IMPORT = "$mport"
"""Stands for the word `import` of `import("./x.js")`."""
IMPORT_META = "$importMeta"
"""Stands for `import.meta`."""
WHOLE = "*"
"""The name under which a module gives all its exports as one object."""

_COMMONJS = re.compile(r"\bmodule\s*\.\s*exports\b|(?<![\w$.])exports\s*[.\[]|\brequire\s*\(")
_SPECIAL = ("import(", "import.", "import (", "import .", "import/")
_CHANGED = re.compile(
    r"(?<![\w$.])([A-Za-z_$][\w$]*)\s*(?:[-+*/%&|^?<>]{0,3}=(?![=>])|\+\+|--)"
    r"|(?:\+\+|--)([A-Za-z_$][\w$]*)"
)
_IMPORT_CALLS = """
(call_expression function: (import) @import arguments: (arguments . (_) @named))
(meta_property) @meta
"""
_REQUIRE_CALLS = """
(call_expression function: (identifier) @function arguments: (arguments . (string) @named .))
"""
_CALLS = """
(call_expression function: (identifier) @optional (optional_chain))
(call_expression function: (identifier) @called)
"""
_STATEMENTS = """
(program (expression_statement) @statement)
(statement_block (expression_statement) @statement)
(switch_case (expression_statement) @statement)
(switch_default (expression_statement) @statement)
"""
_FUNCTIONS = """
(function_declaration) (function_expression) (arrow_function) (method_definition)
(generator_function) (generator_function_declaration)
"""
_UNSURE = f"[{_FUNCTIONS} (try_statement) (if_statement) (ternary_expression)] @unsure"
_AWAITS = f"""
[(await_expression) (for_in_statement "await")] @await
[{_FUNCTIONS}] @function
"""
_BLOCKS = frozenset(
    """statement_block if_statement else_clause for_statement for_in_statement while_statement do_statement
    try_statement catch_clause finally_clause switch_statement switch_body switch_case switch_default
    labeled_statement""".split()
)
_ANONYMOUS = frozenset(("function_expression", "generator_function", "class"))


class Insertion(NamedTuple):
    """Text that is put into code at an offset."""

    at: int
    text: str


class Asked(NamedTuple):
    """A module that another one asks for; `span` is the string that names it.

    `sure` is false where the code may never come to it, or is ready for it to fail.
    """

    specifier: str
    span: Span
    how: Literal["import", "dynamic", "require"]
    sure: bool = True


class Imported(NamedTuple):
    """A variable that stands for what another module exports as `name`: `default`, or all of it for `*`."""

    local: str
    specifier: str
    name: str
    span: Span


class Passed(NamedTuple):
    """What a module exports as `name` and has from another, where it is called `inner`; `*` for all of it."""

    name: str
    specifier: str
    inner: str
    span: Span


class Own(NamedTuple):
    """A variable of a module; nothing sets it once it is there where it is `constant`."""

    name: str
    constant: bool


@dataclass(frozen=True, slots=True)
class ModuleText:
    """A file as a module.

    `exports` gives the variable behind each exported name, `stars` names modules all of whose exports are passed
    on. `text` is as long as the file. `waits` tells of an `await` at the top, `strict` of a file in strict mode.
    """

    source: Source
    form: Literal["module", "commonjs"]
    text: str
    asked: tuple[Asked, ...] = ()
    imports: tuple[Imported, ...] = ()
    exports: tuple[tuple[str, str], ...] = ()
    passed: tuple[Passed, ...] = ()
    stars: tuple[str, ...] = ()
    own: tuple[Own, ...] = ()
    waits: bool = False
    strict: bool = True


def read_module(
    source: Source,
    form: Literal["module", "commonjs"] | None = None,
    neither: Literal["module", "commonjs"] = "module",
) -> ModuleText:
    """Read a file as a module of that form, or of the form that its code has, or of `neither`."""
    tree = parse_file(source)
    if form is None:
        words = any(one.kind in ("import_statement", "export_statement") for one in tree.children)
        is_old = not words and _COMMONJS.search(source.text) is not None
        form = "module" if words else "commonjs" if is_old else neither
    return _commonjs(source, tree) if form == "commonjs" else _Reader(source, tree).module()


def blanked(source: Source) -> Source:
    """An ES module as code that may stand in a function; everything else keeps its place."""
    return Source(source.path, _Reader(source, parse_file(source)).module().text)


def plain_calls(source: Source, names: Container[str]) -> tuple[Insertion, ...]:
    """What makes calls of names in a `with` plain ones: `f(1)` becomes `(0,f)(1)`.

    So `this` is not the object of the `with`; and the engine cannot compile `f?.(1)` there, whatever `f` is.
    """
    tree = parse_file(source)
    statements = {start for start, _, _ in tree.places(_STATEMENTS)}
    found: dict[Insertion, None] = {}
    for kind, name in tree.find(_CALLS):
        if kind == "optional" or name.text in names:
            begins = ";(0," if name.start in statements else "(0,"
            found[Insertion(name.start, begins)] = found[Insertion(name.end, ")")] = None
    return tuple(sorted(found))


def _commonjs(source: Source, tree: JsNode) -> ModuleText:
    edits = list(_hash_bang(source))
    asked: list[Asked] = []
    if "require" in source.text:
        asked += _requires(tree)
    more, special = _import_calls(source, tree)
    first = next(iter(tree.children), None)
    strict = first is not None and first.text.strip(";") in ("'use strict'", '"use strict"')
    return ModuleText(
        source,
        "commonjs",
        _edited(source.text, [*edits, *special]),
        asked=(*asked, *more),
        own=tuple(_owned(source.text, tree)),
        strict=strict,
    )


def _requires(tree: JsNode) -> Iterator[Asked]:
    """`require("x")`, wherever it stands."""
    found = tree.find(_REQUIRE_CALLS)
    unsure, end = iter(tree.places(_UNSURE)), 0
    begins = next(unsure, None)
    for (kind, function), (_, named) in pairwise(found):
        if kind != "function" or function.text != "require":
            continue
        while begins is not None and begins[0] <= function.start:
            end = max(end, begins[1])
            begins = next(unsure, None)
        yield Asked(string_value(named) or "", named.span, "require", function.start >= end)


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


class _Reader:
    """Reads an ES module, statement by statement."""

    def __init__(self, source: Source, tree: JsNode) -> None:
        self.source = source
        self.tree = tree
        self.asked: list[Asked] = []
        self.imports: list[Imported] = []
        self.exports: list[tuple[str, str]] = []
        self.passed: list[Passed] = []
        self.stars: list[str] = []
        self.edits: list[_Edit] = [*_hash_bang(source)]

    def module(self) -> ModuleText:
        text, tree = self.source.text, self.tree
        for statement in tree.children:
            if statement.kind == "import_statement":
                self._import(statement)
            elif statement.kind == "export_statement":
                self._export(statement)
        more, special = _import_calls(self.source, tree)
        own = [*_owned(text, tree)]
        if any(local == DEFAULT for _, local in self.exports):
            own.append(Own(DEFAULT, True))
        self._pass_imports_on()
        return ModuleText(
            self.source,
            "module",
            _edited(text, [*self.edits, *special]),
            asked=(*self.asked, *more),
            imports=tuple(self.imports),
            exports=tuple(self.exports),
            passed=tuple(self.passed),
            stars=tuple(self.stars),
            own=tuple(dict.fromkeys(own)),
            waits=_waits(text, tree),
        )

    def _pass_imports_on(self) -> None:
        """`export {a}` of a name that was imported passes it on."""
        by_name = {one.local: one for one in self.imports}
        kept = []
        for name, local in self.exports:
            one = by_name.get(local)
            if one is None:
                kept.append((name, local))
            else:
                self.passed.append(Passed(name, one.specifier, one.name, one.span))
        self.exports = kept

    def _ask(self, statement: JsNode) -> str | None:
        source = statement.field("source")
        specifier = None if source is None else string_value(source)
        if source is not None and specifier is not None:
            self.asked.append(Asked(specifier, source.span, "import"))
        return specifier

    def _import(self, statement: JsNode) -> None:
        specifier = self._ask(statement)
        self.edits.append(_blank(statement.start, statement.end, self.source.text))
        if specifier is None:
            return
        for clause in statement.children:
            for part in clause.children if clause.kind == "import_clause" else ():
                self.imports += _imported(part, specifier)

    def _export(self, statement: JsNode) -> None:
        text = self.source.text
        specifier = self._ask(statement)
        value, declaration = statement.field("value"), statement.field("declaration")
        if specifier is not None:
            self.edits.append(_blank(statement.start, statement.end, text))
            self._export_from(statement, specifier)
        elif value is not None:
            self.exports.append(("default", DEFAULT))
            self.edits.append(_default(statement, value, text))
        elif declaration is not None:
            self.edits.append(_blank(statement.start, declaration.start, text))
            is_default = "default" in text[statement.start : declaration.start]
            for name in _names_in(declaration):
                self.exports.append(("default" if is_default else name, name))
        else:
            self.edits.append(_blank(statement.start, statement.end, text))
            self.exports += [(outer, inner) for _, outer, inner in _listed(statement)]

    def _export_from(self, statement: JsNode, specifier: str) -> None:
        whole = next((one for one in statement.children if one.kind == "namespace_export"), None)
        if whole is not None:
            name = whole.children[0]
            outer = string_value(name) or name.text
            self.passed.append(Passed(outer, specifier, WHOLE, whole.span))
        elif any(one.kind == "export_clause" for one in statement.children):
            for item, outer, inner in _listed(statement):
                self.passed.append(Passed(outer, specifier, inner, item.span))
        else:
            self.stars.append(specifier)


def _imported(part: JsNode, specifier: str) -> Iterator[Imported]:
    """The names that one part of an import binds."""
    if part.kind == "identifier":
        yield Imported(part.text, specifier, "default", part.span)
    elif part.kind == "namespace_import" and part.children:
        yield Imported(part.children[0].text, specifier, WHOLE, part.span)
    elif part.kind == "named_imports":
        for item in part.children:
            outside, alias = item.field("name"), item.field("alias")
            if outside is not None:
                name = string_value(outside) or outside.text
                yield Imported((alias or outside).text, specifier, name, outside.span)


def _listed(statement: JsNode) -> Iterator[tuple[JsNode, str, str]]:
    """`{a, b as c}`: the place of each, its name outside, and inside."""
    for clause in statement.children:
        for item in clause.children if clause.kind == "export_clause" else ():
            inner, outer = item.field("name"), item.field("alias")
            if inner is not None:
                outer = outer or inner
                yield inner, string_value(outer) or outer.text, string_value(inner) or inner.text


def _default(statement: JsNode, value: JsNode, text: str) -> _Edit:
    """`export default x` becomes the declaration of a variable; a function without a name gets one."""
    if value.kind in _ANONYMOUS and value.field("name") is None:
        begins = value.field("parameters") or next(iter(value.children), None)
        if begins is not None:
            head = text[value.start : begins.start].rstrip()
            room = begins.start - statement.start
            named = f";{head} {DEFAULT}"
            if "\n" not in text[statement.start : begins.start] and len(named) <= room:
                return _Edit(statement.start, begins.start, named.ljust(room))
    words = text[statement.start : value.start]
    between = words.index("default")
    start = "let   " + words[6:between] + f"{DEFAULT}="
    return _Edit(statement.start, value.start, start + words[len(start) :])


def _blank(start: int, end: int, text: str) -> _Edit:
    """Blanks instead of a stretch; the `;` before them ends the statement above, as the words did."""
    return _Edit(start, end, ";" + _spaces(text[start + 1 : end]))


def _spaces(text: str) -> str:
    return "".join(sign if sign in "\r\n" else " " for sign in text)


def _hash_bang(source: Source) -> Iterator[_Edit]:
    if source.text.startswith("#!"):
        yield _Edit(0, 2, "//")


def _import_calls(source: Source, tree: JsNode) -> tuple[list[Asked], list[_Edit]]:
    """`import("./x.js")` and `import.meta`, wherever they stand."""
    asked: list[Asked] = []
    edits: list[_Edit] = []
    if not any(words in source.text for words in _SPECIAL):
        return asked, edits
    for kind, node in tree.find(_IMPORT_CALLS):
        if kind == "import":
            edits.append(_Edit(node.start, node.end, DYNAMIC_IMPORT))
        elif kind == "meta" and node.text.startswith("import"):
            edits.append(_Edit(node.start, node.end, IMPORT_META.ljust(node.end - node.start)))
        elif kind == "named":
            specifier = string_value(node)
            if specifier is not None:
                asked.append(Asked(specifier, node.span, "dynamic", False))
    return asked, edits


def _edited(text: str, edits: Iterable[_Edit]) -> str:
    pieces: list[str] = []
    position = 0
    for start, end, replaced in sorted(edits):
        pieces += [text[position:start], replaced]
        position = end
    return "".join([*pieces, text[position:]])


def _waits(text: str, tree: JsNode) -> bool:
    """Whether there is an `await` outside of all functions."""
    if "await" not in text:
        return False
    end = 0
    for start, stop, kind in tree.places(_AWAITS):
        if kind == "function":
            end = max(end, stop)
        elif start >= end:
            return True
    return False


def _owned(text: str, tree: JsNode) -> Iterator[Own]:
    """The variables of a module, those that `var` makes within its blocks too."""
    declared = dict.fromkeys(_declared(tree))
    changed: set[str] = set()
    if any(is_fixed is None for _, is_fixed in declared):
        changed.update(found[1] or found[2] for found in _CHANGED.finditer(text))
    for name, is_fixed in declared:
        yield Own(name, name not in changed if is_fixed is None else is_fixed)


def _declared(tree: JsNode) -> Iterator[tuple[str, bool | None]]:
    """The name of each variable, and whether it cannot be set; None for functions and classes."""
    pending = [(tree, True)]
    while pending:
        node, is_top = pending.pop()
        for child in node.children:
            if child.kind == "export_statement" and is_top:
                pending.append((child, True))
            elif child.kind == "variable_declaration":
                yield from ((name, False) for name in _names_in(child))
            elif child.kind == "lexical_declaration" and is_top:
                kind = child.field("kind")
                fixed = kind is not None and kind.text == "const"
                yield from ((name, fixed) for name in _names_in(child))
            elif child.kind in _NAMED and is_top:
                yield from ((name, None) for name in _names_in(child))
            elif child.kind in _BLOCKS:
                pending.append((child, False))
        if node.kind == "for_in_statement" and _is_var(node):
            left = node.field("left")
            if left is not None:
                yield from ((name, False) for name in _bound(left))


_NAMED = frozenset(("function_declaration", "generator_function_declaration", "class_declaration"))


def _is_var(node: JsNode) -> bool:
    kind = node.field("kind")
    return kind is not None and kind.text == "var"


def _names_in(declaration: JsNode) -> Iterator[str]:
    """The names in `function f`, `class C` and `const a = 1, {b, c: [d]} = x`."""
    own = declaration.field("name")
    if own is not None:
        yield own.text
        return
    for child in declaration.children:
        name = child.field("name") if child.kind == "variable_declarator" else None
        if name is not None:
            yield from _bound(name)


def _bound(pattern: JsNode) -> Iterator[str]:
    """The variables of a pattern."""
    match pattern.kind:
        case "identifier" | "shorthand_property_identifier_pattern":
            yield pattern.text
        case "pair_pattern":
            value = pattern.field("value")
            if value is not None:
                yield from _bound(value)
        case "assignment_pattern" | "object_assignment_pattern":
            left = pattern.field("left")
            if left is not None:
                yield from _bound(left)
        case "object_pattern" | "array_pattern" | "rest_pattern":
            for child in pattern.children:
                yield from _bound(child)
