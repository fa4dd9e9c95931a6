"""Variables of JavaScript: which names a scope declares, and what each is ever given.

Order does not matter here: a variable may hold anything that some statement of its scope gives it. A scope is
entered once for each way its function is called, and then all its statements are read, nested functions left out;
those are read when they are called in their turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from jaicp.check.js_atoms import (
    NOTHING,
    THINGS,
    UNKNOWN,
    UNKNOWN_VALUE,
    Binding,
    Env,
    Frame,
    Given,
    Values,
)
from jaicp.syntax.javascript import JsNode, string_value

__all__ = [
    "CLASSES",
    "FUNCTIONS",
    "SPREAD",
    "Assigned",
    "Heap",
    "declare",
    "declare_parameters",
    "key_text",
]

FUNCTIONS = frozenset(
    """function_declaration function_expression arrow_function generator_function
    generator_function_declaration method_definition""".split()
)
CLASSES = frozenset({"class_declaration", "class"})
SPREAD = "..."
_EXTENDING = frozenset({"Object.assign", "_.extend", "_.extendOwn", "_.assign", "_.defaults"})
_OPENS_SCOPE = frozenset(
    """statement_block for_statement for_in_statement switch_body catch_clause class_static_block""".split()
)
_DECLARING = frozenset(
    {"lexical_declaration", "function_declaration", "generator_function_declaration"} | CLASSES
)


@dataclass(frozen=True, slots=True)
class Assigned:
    """`base.name = value` somewhere; under the name `SPREAD` all properties of the value go to the base."""

    base: JsNode
    env: Env
    value: Given


@dataclass(slots=True)
class Heap:
    """What is assigned to properties, by their names; `version` grows with whatever is learned."""

    globals: Env = field(default_factory=lambda: Env(None, Frame(NOTHING)))
    by_name: dict[str | None, list[Assigned]] = field(default_factory=dict)
    version: int = 0

    def assign(self, name: str | None, assigned: Assigned) -> None:
        """Remember `base.name = value`."""
        self.by_name.setdefault(name, []).append(assigned)
        self.version += 1

    def give(self, env: Env, name: str, given: Given) -> None:
        """Remember `name = value`; a name that nothing declares becomes a global variable.

        The platform's own variables stay what they are.
        """
        binding = env.find(name)
        if binding is None and name in THINGS:
            return
        if binding is None:
            binding = self.globals.names[name] = Binding()
        binding.given.append(given)
        self.version += 1


def declare(heap: Heap, env: Env, roots: tuple[JsNode, ...]) -> None:
    """Enter the variables of the statements `roots` into `env`, and what is assigned in them."""
    scan = _Scan(heap, env)
    scan.run(roots)


def declare_parameters(env: Env, function: JsNode, arguments: tuple[Values, ...]) -> None:
    """Enter the parameters of a function with the values that it is called with."""
    single = function.field("parameter")
    listed = function.field("parameters")
    nodes = (single,) if single is not None else listed.children if listed is not None else ()
    for index, node in enumerate(nodes):
        values = arguments[index] if index < len(arguments) else UNKNOWN_VALUE
        if node.kind == "rest_pattern":
            values = frozenset().union(*arguments[index:]) or UNKNOWN_VALUE
        for name, keys, default in _names_in(node, ()):
            binding = env.names.setdefault(name, Binding())
            binding.given.append(Given(None, None, values, keys))
            if default is not None and (keys or UNKNOWN in values):
                binding.given.append(Given(default, env))


class _Scan:
    def __init__(self, heap: Heap, env: Env) -> None:
        self.heap = heap
        self.top = env
        self.later: list[tuple[JsNode, Env]] = []

    def run(self, roots: tuple[JsNode, ...]) -> None:
        pending = [(node, self.top) for node in reversed(roots)]
        while pending:
            node, env = pending.pop()
            env = self._declare(node, env)
            if node.kind not in FUNCTIONS and node.kind not in CLASSES:
                pending.extend((child, env) for child in reversed(node.children))
        for node, env in self.later:
            self._assign(node, env)

    def _declare(self, node: JsNode, env: Env) -> Env:
        """Enter what this one node declares; returns the scope inside of it."""
        match node.kind:
            case "variable_declaration":
                self._variables(node, env, self.top)
            case "lexical_declaration":
                self._variables(node, env, env)
            case "function_declaration" | "generator_function_declaration" | "class_declaration":
                self._named(node, env)
            case "assignment_expression" | "augmented_assignment_expression" | "call_expression":
                self.later.append((node, env))
            case "for_in_statement":
                env = self._for_in(node, env)
            case "catch_clause":
                env = self._block(node, env)
                parameter = node.field("parameter")
                if parameter is not None:
                    self._pattern(parameter, env, Given(None, None, UNKNOWN_VALUE))
            case kind if kind in _OPENS_SCOPE and _declares(node):
                env = self._block(node, env)
        return env

    def _named(self, node: JsNode, env: Env) -> None:
        """A function or class; a function in a block is there in the whole function around it, too."""
        name = node.field("name")
        if name is None:
            return
        for home in {env, self.top} if node.kind in FUNCTIONS else {env}:
            binding = home.names.get(name.text)
            if binding is not None and home is env:
                binding.given = [one for one in binding.given if not _is_declared(one)]
            self._add(home, name.text, Given(node, env))

    def _block(self, node: JsNode, env: Env) -> Env:
        inner = Env(env, env.frame)
        env.frame.blocks[node] = inner
        return inner

    def _variables(self, node: JsNode, env: Env, home: Env) -> None:
        for declarator in node.children:
            name, value = declarator.field("name"), declarator.field("value")
            if name is None:
                continue
            given = Given(value, env) if value is not None else Given(None, None)
            self._pattern(name, home, given)

    def _for_in(self, node: JsNode, env: Env) -> Env:
        left, right = node.field("left"), node.field("right")
        kind, operator = node.field("kind"), node.field("operator")
        given = Given(None, None, UNKNOWN_VALUE)
        if right is not None and operator is not None and operator.text == "of":
            given = Given(right, env, NOTHING, (None,))
        if left is None:
            return env
        if kind is None:
            for name, keys, _ in _names_in(left, given.keys):
                self.heap.give(env, name, Given(given.node, given.env, given.values, keys))
            return env
        inner = self._block(node, env)
        self._pattern(left, self.top if kind.text == "var" else inner, given)
        return inner

    def _pattern(self, node: JsNode, home: Env, given: Given) -> None:
        for name, keys, default in _names_in(node, given.keys):
            self._add(home, name, Given(given.node, given.env, given.values, keys))
            if default is not None:
                self._add(home, name, Given(default, given.env or home))

    def _add(self, home: Env, name: str, given: Given) -> None:
        binding = home.names.get(name)
        if binding is None:
            home.names[name] = binding = Binding()
        binding.given.append(given)

    # --- assignments

    def _assign(self, node: JsNode, env: Env) -> None:
        if node.kind == "call_expression":
            self._extend(node, env)
            return
        left, right = node.field("left"), node.field("right")
        if left is None or right is None:
            return
        if left.kind in ("member_expression", "subscript_expression"):
            base = left.field("object")
            if base is not None:
                self.heap.assign(key_text(left), Assigned(base, env, Given(right, env)))
            return
        for name, keys, _ in _names_in(left, ()):
            self.heap.give(env, name, Given(right, env, NOTHING, keys))

    def _extend(self, node: JsNode, env: Env) -> None:
        callee, arguments = node.field("function"), node.field("arguments")
        if callee is None or arguments is None or callee.text not in _EXTENDING:
            return
        target, *sources = arguments.children or (None,)
        for source in sources:
            if target is not None and source is not None:
                self.heap.assign(SPREAD, Assigned(target, env, Given(source, env)))


def _is_declared(given: Given) -> bool:
    """Whether a variable gets its value by `function name() { }`: of several of these the last one counts."""
    return given.node is not None and given.node.kind == "function_declaration"


def _declares(node: JsNode) -> bool:
    """Whether a block has variables of its own."""
    if any(child.kind in _DECLARING for child in node.children):
        return True
    cases = (case for case in node.children if case.kind in ("switch_case", "switch_default"))
    return any(child.kind in _DECLARING for case in cases for child in case.children)


_Named = tuple[str, tuple[str | None, ...], JsNode | None]


def _names_in(node: JsNode, keys: tuple[str | None, ...]) -> Iterator[_Named]:
    """The names that a pattern gives values to: each with the properties it is taken from, and its default."""
    pending: list[tuple[JsNode, tuple[str | None, ...], JsNode | None]] = [(node, keys, None)]
    while pending:
        here, path, default = pending.pop()
        match here.kind:
            case "identifier":
                yield here.text, path, default
            case "shorthand_property_identifier_pattern":
                yield here.text, (*path, here.text), default
            case "assignment_pattern" | "object_assignment_pattern":
                left, right = here.field("left"), here.field("right")
                if left is not None:
                    pending.append((left, path, right))
            case "pair_pattern":
                key, value = here.field("key"), here.field("value")
                if key is not None and value is not None:
                    pending.append((value, (*path, _key(key)), default))
            case "array_pattern":
                pending += [
                    (child, (*path, str(index)), None) for index, child in enumerate(here.children)
                ]
            case "object_pattern":
                pending += [(child, path, None) for child in here.children]
            case "rest_pattern":
                pending += [(child, path, None) for child in here.children]


def _key(node: JsNode) -> str | None:
    if node.kind == "computed_property_name":
        return string_value(node.children[0]) if node.children else None
    return string_value(node) if node.kind == "string" else node.text


def key_text(node: JsNode) -> str | None:
    """The name behind the dot, or in the brackets where it is written out; else None.

    Takes members, subscripts, and the pairs and methods of an object.
    """
    if node.kind == "member_expression":
        name = node.field("property")
        return None if name is None else name.text
    if node.kind == "subscript_expression":
        index = node.field("index")
        if index is None:
            return None
        return index.text if index.kind == "number" else string_value(index)
    if node.kind in ("shorthand_property_identifier",):
        return node.text
    key = node.field("key") or node.field("name") or node.field("property")
    return None if key is None else _key(key)
