"""What a call in JavaScript does to a dialogue.

A function of the project is followed, a method of the platform is known by name. A function of a library is taken
to call the functions that it is given, and not to reply by itself; whoever else is given `$reactions`, `$response`
or the list of replies may do anything with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from jaicp.check.effects import Called, Effect, Kind
from jaicp.check.js_atoms import (
    NOTHING,
    REPLYING,
    SILENT,
    THINGS,
    UNKNOWN_VALUE,
    Atom,
    Bound,
    Dynamic,
    Env,
    Function,
    Library,
    Made,
    Method,
    Text,
    Values,
    is_risky,
)
from jaicp.check.js_code import arguments_of, stripped
from jaicp.check.js_replies import REPLIES, holds_replies, untold_part
from jaicp.check.js_scopes import key_text
from jaicp.check.js_values import Evaluator
from jaicp.syntax.javascript import JsNode
from jaicp.text.source import Span

__all__ = ["TRANSITION", "Calls"]

LONGEST_NAME = 40
TRANSITION = Method("$reactions", "transition")
_SESSIONS = (Method("$reactions", "newSession"), Method("$jsapi", "newSession"))
_ADDING = {"push": 1, "unshift": 1, "splice": 3}
_KEEPING = frozenset(
    """push unshift splice set add concat indexOf lastIndexOf includes fill hasOwnProperty bind
    addEventListener""".split()
)
_EXTENDING = frozenset({"Object.assign", "_.extend", "_.extendOwn", "_.assign", "_.defaults"})
_NOT_CALLING = _EXTENDING | frozenset(
    """log toPrettyString bind String Boolean Number JSON.stringify _.bind _.partial _.wrap _.debounce
    _.throttle _.once _.memoize _.isFunction _.isObject _.isUndefined _.identity _.clone Object.keys
    Object.values Object.entries Object.freeze Object.defineProperty""".split()
)
_EVALUATING = frozenset({"eval", "Function"})
_CALLABLE = (Function, Method, Dynamic, Bound, Library)
_WHERE = "where this goes to can only be told when it runs"


@dataclass(frozen=True, slots=True)
class _Site:
    """A call: what its arguments and `this` may be, and the nodes that they are written as."""

    node: JsNode
    env: Env
    name: str
    nodes: tuple[JsNode, ...]
    arguments: tuple[Values, ...]
    this: Values
    key: str | None = None
    sure: bool = True

    @property
    def span(self) -> Span:
        """The place of the call."""
        return self.node.span


class Calls:
    """Tells the effects of single calls."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator

    def of(self, node: JsNode, env: Env) -> Iterator[Effect]:
        """The effects of a call or `new`."""
        callee = stripped(node.field("function") or node.field("constructor"))
        if callee is None or callee.kind in ("import", "super"):
            return
        site = self._site(node, callee, env)
        if site.key in ("call", "apply") and self._is_handed_over(site):
            yield from self._hand_over(site)
            return
        if site.key == "bind" and any(isinstance(a, (Function, Method, Bound)) for a in site.this):
            return
        values = self.evaluator.value(callee, env)
        if node.kind == "new_expression":
            made = (atom for atom in values if isinstance(atom, Function))
            site = replace(site, this=frozenset(Made(atom.node, atom.env) for atom in made))
        yield from self._all(values, site)

    def with_object(self, node: JsNode, env: Env) -> Iterator[Effect]:
        """`with ($reactions) answer("x")`: the names in it are not looked up."""
        values = self.evaluator.value(stripped(node.field("object")), env)
        if any(is_risky(atom) for atom in values):
            yield Effect(
                node.span, Kind.UNTOLD, "what `with` makes of the names in it is not known"
            )

    def function_at(self, node: JsNode, env: Env) -> Values:
        """What the function that is called may be."""
        return self.evaluator.value(stripped(node.field("function")), env)

    def _site(self, node: JsNode, callee: JsNode, env: Env) -> _Site:
        nodes, arguments = arguments_of(node), self.evaluator.arguments(node, env)
        text = callee.text
        name = f"`{text}`" if len(text) <= LONGEST_NAME and "\n" not in text else "a function"
        if callee.kind not in ("member_expression", "subscript_expression"):
            return _Site(node, env, name, nodes, arguments, NOTHING)
        this = self.evaluator.value(callee.field("object"), env)
        key = self.evaluator.key(callee, env)
        return _Site(node, env, name, nodes, arguments, this, key, sure=key is not None)

    def _all(self, values: Values, site: _Site) -> Iterator[Effect]:
        known = [atom for atom in values if isinstance(atom, _CALLABLE)]
        if not known:
            yield from self._unknown(site)
        for atom in known:
            yield from self._invoke(atom, site)

    # --- call and apply

    def _is_handed_over(self, site: _Site) -> bool:
        """Whether the object in front of `.call` is a function that is known, or adds to the replies."""
        if any(isinstance(atom, (Function, Method, Dynamic, Bound)) for atom in site.this):
            return True
        return bool(site.arguments) and REPLIES in site.arguments[0]

    def _hand_over(self, site: _Site) -> Iterator[Effect]:
        """`f.call(this, a, b)` and `f.apply(this, [a, b])`."""
        this = site.arguments[0] if site.arguments else NOTHING
        arguments = site.arguments[1:]
        nodes = site.nodes[1:]
        if site.key == "apply":
            listed = site.nodes[1] if len(site.nodes) > 1 else None
            arguments = self._spread(listed, site.env)
            nodes = listed.children if listed is not None and listed.kind == "array" else ()
        function = stripped(site.node.field("function"))
        inner = None if function is None else stripped(function.field("object"))
        if REPLIES in this and inner is not None and key_text(inner) in _ADDING:
            yield Effect(site.span, Kind.REPLIES, f"`{key_text(inner)}` on the list of replies")
            return
        name = (
            "a function" if inner is None or len(inner.text) > LONGEST_NAME else f"`{inner.text}`"
        )
        handed = replace(site, name=name, nodes=nodes, arguments=arguments, this=this, key=None)
        yield from self._all(site.this, handed)

    def _spread(self, node: JsNode | None, env: Env) -> tuple[Values, ...]:
        if node is None:
            return ()
        if node.kind == "identifier" and node.text == "arguments":
            return env.frame.arguments
        if node.kind == "array":
            return tuple(self.evaluator.value(child, env) for child in node.children)
        return (UNKNOWN_VALUE,)

    # --- what is called

    def _invoke(self, atom: Atom, site: _Site) -> Iterator[Effect]:
        match atom:
            case Function():
                env = self.evaluator.enter(atom, site.arguments, site.this)
                called = Called(atom.node, env)
                yield Effect(site.span, Kind.CALLS, site.name, called, site.sure)
            case Bound():
                arguments = (*atom.arguments, *site.arguments)
                yield from self._invoke(atom.function, replace(site, arguments=arguments))
            case Dynamic():
                yield untold_part(site.node, atom.owner)
            case Method():
                yield from self._method(atom, site)
            case Library():
                yield from self._library(atom.name, site)

    def _method(self, method: Method, site: _Site) -> Iterator[Effect]:
        owner, name = method.owner, method.name
        if name in REPLYING.get(owner, ()):
            yield Effect(site.span, Kind.REPLIES, f"`{owner}.{name}`")
        elif method == TRANSITION:
            yield from self._transition(site)
        elif method in _SESSIONS:
            why = "what the new session says can only be told when it runs"
            yield Effect(site.span, Kind.UNTOLD, why)
        elif owner == "replies":
            if len(site.nodes) >= _ADDING.get(name, len(site.nodes) + 1):
                yield Effect(site.span, Kind.REPLIES, "a new element of `$response.replies`")
            elif name not in _KEEPING:
                yield from self._given_functions(site)
        elif owner == "$reactions" and name not in SILENT:
            yield Effect(site.span, Kind.UNTOLD, f"no method `{name}` of `$reactions` is known")

    def _library(self, name: str, site: _Site) -> Iterator[Effect]:
        if name in _EVALUATING:
            yield Effect(
                site.span, Kind.UNTOLD, f"what `{name}` runs can only be told when it runs"
            )
        elif name in _EXTENDING:
            yield from self._extended(site)
        if name not in _NOT_CALLING:
            yield from self._given_functions(site)

    def _extended(self, site: _Site) -> Iterator[Effect]:
        """`Object.assign($response, {replies: […]})`."""
        if not site.arguments or THINGS["$response"] not in site.arguments[0]:
            return
        if any(holds_replies(self.evaluator, node, site.env) for node in site.nodes[1:]):
            yield Effect(site.span, Kind.REPLIES, "new replies in `$response`")

    def _unknown(self, site: _Site) -> Iterator[Effect]:
        """A call of something that the project does not define."""
        risky = {atom for values in site.arguments for atom in self._handed(values)}
        if risky:
            names = sorted(_called_thing(atom) for atom in risky)
            yield Effect(site.span, Kind.UNTOLD, f"what is done there with {names[0]} is not known")
        if site.key not in _KEEPING:
            yield from self._given_functions(site)

    def _handed(self, values: Values) -> Iterator[Atom]:
        """What of an argument can reply: itself, or a part of an object that is written out."""
        written = frozenset(atom for atom in values if isinstance(atom, Made))
        yield from filter(is_risky, values | self.evaluator.property(written, None))

    def _given_functions(self, site: _Site) -> Iterator[Effect]:
        """Functions among the arguments: whoever gets them calls them."""
        elements = self._elements(site)
        for node, values in zip(site.nodes, site.arguments, strict=False):
            inner = _Site(node, site.env, "a function", (), elements, NOTHING)
            if node.kind in ("identifier", "member_expression"):
                inner = replace(inner, name=f"`{node.text}`")
            for atom in values:
                if isinstance(atom, (Function, Method, Bound)):
                    yield from self._invoke(atom, inner)

    def _elements(self, site: _Site) -> tuple[Values, ...]:
        """What a method of an array hands to the function that it is given."""
        lists = {atom for atom in site.this if isinstance(atom, Made) and atom.node.kind == "array"}
        values = self.evaluator.property(frozenset(lists), None)
        return (values,) if values else ()

    # --- transitions

    def _transition(self, site: _Site) -> Iterator[Effect]:
        """`$reactions.transition(path)` or `(object)`; a deferred one says nothing now."""
        if site.arguments or not site.nodes:
            targets = site.arguments[0] if site.arguments else UNKNOWN_VALUE
        else:
            targets = UNKNOWN_VALUE
        for atom in targets:
            if isinstance(atom, Made) and atom.node.kind == "object":
                yield from self._transition_object(atom, site)
            else:
                yield _goes(atom, site, sure=True)

    def _transition_object(self, made: Made, site: _Site) -> Iterator[Effect]:
        deferred = next((p for p in made.node.children if key_text(p) == "deferred"), None)
        value = None if deferred is None else deferred.field("value")
        if value is not None and value.kind == "true":
            return
        sure = deferred is None or (value is not None and value.kind == "false")
        for atom in self.evaluator.property(frozenset({made}), "value"):
            yield _goes(atom, site, sure)


def _goes(atom: Atom, site: _Site, sure: bool) -> Effect:
    if isinstance(atom, Text):
        return Effect(site.span, Kind.GOES, atom.value, sure=sure and site.sure)
    return Effect(site.span, Kind.UNTOLD, _WHERE)


def _called_thing(atom: Atom) -> str:
    name = getattr(atom, "name", "")
    return "`$response.replies`" if name == "replies" else f"`{name}`"
