"""What running some JavaScript does to a dialogue: replies, transitions, and calls that may do either.

Effects are told in the order of the text. Code behind a `return` or `throw` is left out, and so is code that is
only defined; a function that is called where it is written counts as part of the code around it.
"""

from __future__ import annotations

from collections.abc import Iterator

from jaicp.check.effects import Called, Effect
from jaicp.check.js_atoms import Env, Function, Method
from jaicp.check.js_calls import TRANSITION, Calls
from jaicp.check.js_code import body_of
from jaicp.check.js_control import DEEPEST, arms_of, live, may_return
from jaicp.check.js_replies import assignment
from jaicp.check.js_scopes import CLASSES, FUNCTIONS
from jaicp.check.js_values import Evaluator
from jaicp.syntax.javascript import JsNode
from jaicp.text.source import Span

__all__ = ["ScriptEffects"]

MOST_CALLERS = 20
"""Through how many functions calling each other an unconditional transition is looked for."""

_STOPPING = Method("$jsapi", "stopScript")
_CALLS = frozenset({"call_expression", "new_expression"})
_LISTS = frozenset({"statement_block", "switch_case", "switch_default"})
_ASSIGNMENTS = frozenset({"assignment_expression", "augmented_assignment_expression"})


class ScriptEffects:
    """Finds the effects of code; those of a called function are found once."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.calls = Calls(evaluator)
        self._known: dict[Env, list[Effect]] = {}
        self._acts: dict[tuple[JsNode, Env], list[tuple[JsNode, Env]]] = {}
        self._moving: dict[Env, bool] = {}
        self._callers = 0

    def forget(self) -> None:
        """Start over, because more has become known about what variables hold."""
        self._known.clear()
        self._moving.clear()

    def of_call(self, called: Called) -> list[Effect]:
        """The effects of a function that is called so."""
        if called.env not in self._known:
            function = called.function
            found = self.of_code(body_of(function), called.env, function.span)
            self._known[called.env] = found
        return self._known[called.env]

    def of_code(self, roots: tuple[JsNode, ...], env: Env, whole: Span) -> list[Effect]:
        """The effects of running `roots`; called functions that stand inside of `whole` are part of it."""
        found: dict[tuple[object, ...], Effect] = {}
        pending = [(roots, env)]
        entered = {env}
        while pending:
            for effect in self._direct(*pending.pop()):
                called = effect.called
                if called is None or not effect.sure or not _is_inside(called.function, whole):
                    key = (effect.span, effect.kind, called or effect.what)
                    found.setdefault(key, effect)
                elif called.env not in entered:
                    entered.add(called.env)
                    pending.append((body_of(called.function), called.env))
        return sorted(found.values(), key=lambda effect: (effect.span.start, -effect.span.end))

    def _direct(self, roots: tuple[JsNode, ...], env: Env) -> Iterator[Effect]:
        for node, here in self._acts_in(roots, env):
            if node.kind in _CALLS:
                yield from self.calls.of(node, here)
            elif node.kind in _ASSIGNMENTS:
                yield from assignment(self.evaluator, node, here)
            else:
                yield from self.calls.with_object(node, here)

    def _acts_in(self, roots: tuple[JsNode, ...], env: Env) -> list[tuple[JsNode, Env]]:
        """The calls and assignments that some code comes to, with their scopes; looked up once."""
        if not roots:
            return []
        key = (roots[0], env)
        if key not in self._acts:
            self._acts[key] = list(_acts(roots, env))
        return self._acts[key]

    # --- leaving the state

    def always_moves(self, roots: tuple[JsNode, ...], env: Env) -> bool:
        """Whether the code, whichever way it runs, asks for an immediate transition or stops the script."""
        return self._list_moves(roots, env, 0)

    def _list_moves(self, statements: tuple[JsNode, ...], env: Env, depth: int) -> bool:
        for node in live(statements):
            if self._moves(node, env, depth):
                return True
            if may_return(node):
                return False
        return False

    def _moves(self, node: JsNode, env: Env, depth: int) -> bool:
        if depth > DEEPEST:
            return False
        inner = env.inside(node)
        match node.kind:
            case "throw_statement":
                return True
            case "expression_statement" | "return_statement" | "await_expression":
                return bool(node.children) and self._moves(node.children[0], inner, depth + 1)
            case "call_expression":
                return self._call_moves(node, env)
            case "statement_block":
                return self._list_moves(node.children, inner, depth + 1)
            case "if_statement":
                arms = arms_of(node)
                return arms is not None and all(self._moves(a, env, depth + 1) for a in arms)
        return False

    def _call_moves(self, node: JsNode, env: Env) -> bool:
        values = self.calls.function_at(node, env)
        if len(values) != 1:
            return False
        atom = next(iter(values))
        if atom == _STOPPING:
            return True
        if atom == TRANSITION:
            effects = list(self.calls.of(node, env))
            return bool(effects) and all(effect.sure for effect in effects)
        if not isinstance(atom, Function) or _makes_promise(atom.node):
            return False
        called = next((e.called for e in self.calls.of(node, env) if e.called is not None), None)
        return called is not None and self._function_moves(called)

    def _function_moves(self, called: Called) -> bool:
        """Whether a function always moves; one that comes back to itself adds nothing to that."""
        if called.env in self._moving or self._callers > MOST_CALLERS:
            return self._moving.get(called.env, False)
        self._moving[called.env] = False
        self._callers += 1
        try:
            moves = self.always_moves(body_of(called.function), called.env)
        finally:
            self._callers -= 1
        self._moving[called.env] = moves
        return moves


def _acts(roots: tuple[JsNode, ...], env: Env) -> Iterator[tuple[JsNode, Env]]:
    pending = [(node, env) for node in reversed(live(roots))]
    while pending:
        node, here = pending.pop()
        kind = node.kind
        if kind in FUNCTIONS or kind in CLASSES:
            continue
        if kind in _CALLS or kind in _ASSIGNMENTS or kind == "with_statement":
            yield node, here
        inner = here.inside(node)
        children = live(node.children) if kind in _LISTS else node.children
        pending.extend((child, inner) for child in reversed(children))


def _is_inside(node: JsNode, whole: Span) -> bool:
    return node.source is whole.source and whole.start <= node.start and node.end <= whole.end


def _makes_promise(function: JsNode) -> bool:
    """Whether calling a function does not yet run it to its end."""
    head = function.text[:20]
    return head.startswith("async") or "generator" in function.kind
