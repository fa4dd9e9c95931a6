"""What the value of an expression may be.

`Evaluator.value` answers with a set of atoms. Programs go in circles (a variable that is given itself, a function
that returns what it returned), so questions are answered in rounds: in each round every question is worked out
once, and one that comes back to itself takes its answer of the round before. When a round has read no answer that
then turned out otherwise, it is `settled`. What is nested deeper than people write, or a function called in more
different ways than is worth telling apart, counts as unknown.
"""

from __future__ import annotations

from jaicp.check.js_atoms import (
    NOTHING,
    THINGS,
    UNKNOWN,
    UNKNOWN_VALUE,
    Atom,
    Binding,
    Bound,
    Env,
    Frame,
    Function,
    Given,
    Library,
    Made,
    Method,
    Text,
    Values,
    is_library,
)
from jaicp.check.js_code import arguments_of, body_of, own_nodes, stripped
from jaicp.check.js_properties import Properties
from jaicp.check.js_scopes import (
    CLASSES,
    FUNCTIONS,
    declare,
    declare_parameters,
    key_text,
)
from jaicp.syntax.javascript import JsNode, string_value

__all__ = ["Evaluator"]

DEEPEST = 45
"""How many questions may wait for each other's answers."""

DEEPEST_NAME = 70
"""The same for names and what is written out, which are asked for last."""

MOST_CALLS = 16
"""In how many ways the calls of one function are told apart."""

MOST_QUESTIONS = 200_000
"""How many expressions a round may look at: less than a second. Beyond that everything is unknown."""

LONGEST_TEXT = 300
_PASSING = frozenset(
    "_.bind _.partial _.wrap _.debounce _.throttle _.once _.memoize _.identity _.clone".split()
)


_SIMPLE = frozenset("identifier shorthand_property_identifier string this object array".split())
_LEAVES = _SIMPLE | FUNCTIONS | CLASSES


class Evaluator(Properties):
    """Values of expressions in one program; scopes of calls are made once and kept."""

    def __init__(self) -> None:
        super().__init__()
        self._calls: dict[JsNode, dict[tuple[object, ...], Env]] = {}
        self._depth = 0
        self._fuel = MOST_QUESTIONS

    @property
    def settled(self) -> bool:
        """Whether this round has read no answer that turned out otherwise later."""
        return self.questions.settled

    @property
    def exhausted(self) -> bool:
        """Whether there was more to look at than a round may take."""
        return self._fuel <= 0

    def begin_round(self) -> None:
        """From now on everything is worked out anew."""
        self.questions.begin_round()
        self._fuel = MOST_QUESTIONS

    # --- scopes

    def enter(self, function: Function, arguments: tuple[Values, ...], this: Values) -> Env:
        """The scope inside of a function that is called so."""
        node = function.node
        if node.kind == "arrow_function":
            this = function.env.frame.this
        calls = self._calls.setdefault(node, {})
        while arguments and arguments[-1] == UNKNOWN_VALUE:
            arguments = arguments[:-1]
        key: tuple[object, ...] = (function.env, arguments, this)
        if key not in calls and len(calls) >= MOST_CALLS:
            key, arguments, this = (), (), UNKNOWN_VALUE
        if key not in calls:
            calls[key] = self._new_scope(function, arguments, this)
        return calls[key]

    def _new_scope(self, function: Function, arguments: tuple[Values, ...], this: Values) -> Env:
        node = function.node
        env = Env(function.env, Frame(this, arguments))
        name = node.field("name")
        if node.kind == "function_expression" and name is not None:
            env.names[name.text] = Binding([Given(None, None, frozenset({function}))])
        declare_parameters(env, node, arguments)
        declare(self.heap, env, body_of(node))
        return env

    # --- values

    def value(self, node: JsNode | None, env: Env) -> Values:
        """What an expression may be."""
        node = stripped(node)
        if node is None or self._fuel <= 0:
            return UNKNOWN_VALUE
        if self._depth >= (DEEPEST_NAME if node.kind in _LEAVES else DEEPEST):
            return UNKNOWN_VALUE
        self._depth += 1
        self._fuel -= 1
        try:
            if node.kind in _SIMPLE:
                return self._value(node, env)
            return self.questions.ask((node, env), NOTHING, lambda: self._value(node, env))
        finally:
            self._depth -= 1

    def _value(self, node: JsNode, env: Env) -> Values:
        kind = node.kind
        if kind in ("identifier", "shorthand_property_identifier"):
            return self.variable(node.text, env)
        if kind in ("member_expression", "subscript_expression"):
            return self._member(node, env)
        if kind in ("string", "template_string"):
            text = string_value(node)
            return UNKNOWN_VALUE if text is None else frozenset({Text(text)})
        if kind in FUNCTIONS or kind in CLASSES:
            return frozenset({Function(node, env)})
        if kind in ("object", "array"):
            return frozenset({Made(node, env)})
        if kind == "call_expression":
            return self._result(node, env)
        if kind == "new_expression":
            return self._instance(node, env)
        if kind == "this":
            return env.frame.this
        return self._combined(node, env)

    def _combined(self, node: JsNode, env: Env) -> Values:
        """An expression that hands on the value of others."""
        match node.kind:
            case "await_expression" | "spread_element":
                return self.value(node.children[-1] if node.children else None, env)
            case "sequence_expression":
                return self.value(node.children[-1], env)
            case "assignment_expression":
                return self.value(node.field("right"), env)
            case "augmented_assignment_expression":
                return self.value(node.field("left"), env) | self.value(node.field("right"), env)
            case "ternary_expression":
                arms = (node.field("consequence"), node.field("alternative"))
                return self.value(arms[0], env) | self.value(arms[1], env)
            case "binary_expression":
                return self._binary(node, env)
        return UNKNOWN_VALUE

    def _binary(self, node: JsNode, env: Env) -> Values:
        operator, left, right = (node.field(name) for name in ("operator", "left", "right"))
        word = "" if operator is None else operator.text
        if word in ("||", "??"):
            return self.value(left, env) | self.value(right, env)
        if word == "&&":
            return self.value(right, env)
        if word != "+":
            return UNKNOWN_VALUE
        heads, tails = self.value(left, env), self.value(right, env)
        if len(heads) * len(tails) > MOST_CALLS:
            return UNKNOWN_VALUE
        return frozenset(_joined(head, tail) for head in heads for tail in tails)

    def variable(self, name: str, env: Env) -> Values:
        """What a name may stand for."""
        binding = env.find(name)
        if binding is not None and binding is not self.top.names.get(name):
            return self._bound(binding)
        values = NOTHING if binding is None else self._bound(binding)
        if name in THINGS:
            return values | {THINGS[name]}
        values |= self._stored(THINGS["$global"], name)
        if values or binding is not None:
            return values
        return frozenset({Library(name)}) if is_library(name) else UNKNOWN_VALUE

    def _bound(self, binding: Binding) -> Values:
        def work_out() -> Values:
            return frozenset().union(*(self.given(given) for given in list(binding.given)))

        return self.questions.ask(binding, NOTHING, work_out)

    def given(self, given: Given) -> Values:
        """What one assignment gives."""
        values = given.values
        if given.node is not None and given.env is not None:
            values = self.value(given.node, given.env)
        for key in given.keys:
            values = self.property(values, key)
        return values

    # --- properties

    def _member(self, node: JsNode, env: Env) -> Values:
        base = self.value(node.field("object"), env)
        found: set[Atom] = set()
        for key in self.keys(node, env):
            found |= self.property(base, key)
        return frozenset(found)

    def keys(self, node: JsNode, env: Env) -> list[str | None]:
        """The names of properties that a member expression may take; None for one that cannot be told."""
        text = key_text(node)
        if text is not None or node.kind != "subscript_expression":
            return [text]
        values = self.value(node.field("index"), env)
        texts = [atom.value for atom in values if isinstance(atom, Text)]
        return [*sorted(texts)] if texts and len(texts) == len(values) else [None]

    def key(self, node: JsNode, env: Env) -> str | None:
        """The name of the property that a member expression takes, where there is only one."""
        keys = self.keys(node, env)
        return keys[0] if len(keys) == 1 else None

    # --- calls

    def _instance(self, node: JsNode, env: Env) -> Values:
        """An instance; what its constructor assigns to `this` is learned on the way."""
        made: set[Atom] = set()
        for atom in self.value(node.field("constructor"), env):
            if isinstance(atom, Function):
                instance = Made(atom.node, atom.env)
                self.enter(atom, self.arguments(node, env), frozenset({instance}))
                made.add(instance)
        return frozenset(made) or UNKNOWN_VALUE

    def _result(self, node: JsNode, env: Env) -> Values:
        callee = stripped(node.field("function"))
        if callee is None:
            return UNKNOWN_VALUE
        arguments, this = self.arguments(node, env), NOTHING
        if callee.kind in ("member_expression", "subscript_expression"):
            this = self.value(callee.field("object"), env)
            if key_text(callee) == "bind" and any(isinstance(a, (Function, Method)) for a in this):
                return frozenset(Bound(atom, arguments[1:]) for atom in this)
        found: set[Atom] = set()
        for atom in self.value(callee, env):
            found |= self._called(atom, arguments, this)
        return frozenset(found)

    def _called(self, atom: Atom, arguments: tuple[Values, ...], this: Values) -> Values:
        match atom:
            case Function():
                return self.returned(atom, arguments, this)
            case Bound():
                return self._called(atom.function, (*atom.arguments, *arguments), NOTHING)
            case Method("$jsapi", "context"):
                return frozenset({THINGS["$context"]})
            case Library(name) if name in _PASSING and arguments:
                return arguments[0]
            case Library("_.extend" | "_.assign" | "_.defaults" | "Object.assign") if arguments:
                return arguments[0]
        return UNKNOWN_VALUE

    def returned(self, function: Function, arguments: tuple[Values, ...], this: Values) -> Values:
        """What a call of a function of the project may return."""
        env = self.enter(function, arguments, this)
        return self.questions.ask(
            ("returned", env), NOTHING, lambda: self._returned(function.node, env)
        )

    def _returned(self, function: JsNode, env: Env) -> Values:
        body = function.field("body")
        if body is not None and body.kind != "statement_block":
            return self.value(body, env)
        found: set[Atom] = set()
        for node, inner in own_nodes(body_of(function), env):
            if node.kind == "return_statement" and node.children:
                found |= self.value(node.children[0], inner)
        return frozenset(found) or UNKNOWN_VALUE

    def arguments(self, call: JsNode, env: Env) -> tuple[Values, ...]:
        """The values of the arguments of a call; those behind `...` are unknown."""
        found: list[Values] = []
        for node in arguments_of(call):
            if node.kind == "spread_element":
                break
            found.append(self.value(node, env))
        return tuple(found)


def _joined(head: Atom, tail: Atom) -> Atom:
    if isinstance(head, Text) and isinstance(tail, Text):
        text = head.value + tail.value
        if len(text) <= LONGEST_TEXT:
            return Text(text)
    return UNKNOWN
