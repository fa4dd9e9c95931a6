"""What a property of a value may be: of the platform's objects, and of objects and classes that are written out.

A property may also be given somewhere else (`helpers.say = …`): assignments to properties are kept by name, and
those count whose object may be the one that is asked about.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from jaicp.check.js_atoms import (
    NOTHING,
    PLATFORM,
    THINGS,
    UNKNOWN_VALUE,
    Atom,
    Dynamic,
    Env,
    Function,
    Given,
    Library,
    Made,
    Method,
    Prototype,
    Text,
    Thing,
    Values,
)
from jaicp.check.js_modules import exported
from jaicp.check.js_questions import Questions
from jaicp.check.js_scopes import CLASSES, FUNCTIONS, SPREAD, Assigned, Heap, key_text
from jaicp.syntax.javascript import JsNode

__all__ = ["Properties"]

_METHODS = frozenset({"$reactions", "$jsapi", "$conversationApi", "$faq", "replies"})


class Properties(ABC):
    """Properties of values; what expressions are worth is for the evaluator that this is a part of."""

    def __init__(self) -> None:
        self.heap = Heap()
        self.top = self.heap.globals
        self.top.frame.this = frozenset({THINGS["$global"]})
        self.questions = Questions()

    @abstractmethod
    def value(self, node: JsNode | None, env: Env) -> Values:
        """What an expression may be."""

    @abstractmethod
    def variable(self, name: str, env: Env) -> Values:
        """What a name may stand for."""

    @abstractmethod
    def given(self, given: Given) -> Values:
        """What one assignment gives."""

    @abstractmethod
    def returned(self, function: Function, arguments: tuple[Values, ...], this: Values) -> Values:
        """What a call of a function of the project may return."""

    def property(self, values: Values, name: str | None) -> Values:
        """What a property of a value may be; with the name None any of them."""
        found: set[Atom] = set()
        for atom in values:
            found |= self._property(atom, name)
        return frozenset(found)

    def _property(self, atom: Atom, name: str | None) -> Values:
        match atom:
            case Thing():
                return self._of_thing(atom, name)
            case Library():
                return self._stored(atom, name) | {Library(f"{atom.name}.{name}")}
            case Made():
                return self._written(atom, name) | self._stored(atom, name)
            case Function() if name == "prototype":
                return frozenset({Prototype(atom.node)})
            case Function():
                return self._members(atom, name) | self._stored(atom, name)
            case Text():
                return frozenset({Library(f"string.{name}")})
            case Dynamic():
                return frozenset({atom})
            case Prototype():
                return self._stored(atom, name)
        return UNKNOWN_VALUE

    def _of_thing(self, thing: Thing, name: str | None) -> Values:
        if thing.name == "global":
            return UNKNOWN_VALUE if name is None else self.variable(name, self.top)
        if name is None:
            watched = thing.name in ("$reactions", "$response")
            return frozenset({Dynamic(thing.name)}) if watched else UNKNOWN_VALUE
        if (thing.name, name) in PLATFORM:
            return frozenset({PLATFORM[thing.name, name]})
        if thing.name in _METHODS:
            return frozenset({Method(thing.name, name)})
        return UNKNOWN_VALUE

    def _written(self, made: Made, name: str | None) -> Values:
        """A property of an object, array or instance, as its own code has it."""
        if made.node.kind in CLASSES or made.node.kind in FUNCTIONS:
            return self._members(Function(made.node, made.env), name) | self._stored(
                Prototype(made.node), name
            )
        found: set[Atom] = set()
        if made.node.kind == "program":
            for node in exported(made.node, name):
                found |= self.value(node, made.env)
            return frozenset(found)
        for index, child in enumerate(made.node.children):
            if child.kind == "spread_element":
                found |= self.property(self.value(child, made.env), name)
            elif made.node.kind == "array":
                if name is None or name == str(index):
                    found |= self.value(child, made.env)
            elif name is None or key_text(child) in (name, None):
                found |= self._of_member(child, made)
        return frozenset(found)

    def _of_member(self, member: JsNode, owner: Made | Function) -> Values:
        """What a pair, field or method holds; of a getter what it returns."""
        if member.kind == "method_definition" and member.text.startswith(("get ", "static get ")):
            return self.returned(Function(member, owner.env), (), frozenset({owner}))
        if member.kind in ("pair", "field_definition"):
            return self.value(member.field("value"), owner.env)
        return self.value(member, owner.env)

    def _members(self, function: Function, name: str | None) -> Values:
        """A method or field of a class, or of one that it extends."""
        body = function.node.field("body")
        if function.node.kind not in CLASSES or body is None:
            return NOTHING
        found: set[Atom] = set()
        for member in body.children:
            if name is None or key_text(member) in (name, None):
                found |= self._of_member(member, function)
        heritage = next((n for n in function.node.children if n.kind == "class_heritage"), None)
        if not found and heritage is not None and heritage.children:
            for atom in self.value(heritage.children[0], function.env):
                if isinstance(atom, Function) and atom.node is not function.node:
                    found |= self._written(Made(atom.node, atom.env), name)
        return frozenset(found)

    def _stored(self, atom: Atom, name: str | None) -> Values:
        """What is assigned to a property somewhere else: `object.name = …`."""
        return self.questions.ask(
            ("stored", atom, name), NOTHING, lambda: self._assigned(atom, name)
        )

    def _assigned(self, atom: Atom, name: str | None) -> Values:
        names = (
            [key for key in self.heap.by_name if key != SPREAD] if name is None else [name, None]
        )
        found: set[Atom] = set()
        for key in names:
            for assigned in self._bases(key).get(atom, ()):
                found |= self.given(assigned.value)
        for assigned in self._bases(SPREAD).get(atom, ()):
            found |= self.property(self.given(assigned.value), name)
        return frozenset(found)

    def _bases(self, name: str | None) -> dict[Atom, list[Assigned]]:
        """The assignments to properties of one name, by what they may be properties of."""

        def work_out() -> dict[Atom, list[Assigned]]:
            table: dict[Atom, list[Assigned]] = {}
            for assigned in list(self.heap.by_name.get(name, ())):
                for atom in self.value(assigned.base, assigned.env):
                    table.setdefault(atom, []).append(assigned)
            return table

        if name not in self.heap.by_name:
            return {}
        return self.questions.ask(("bases", name), {}, work_out)
