"""All JavaScript of a project as one program: what its files and `init` code define, and what scripts then do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jaicp.check.code import Code, CodeKind, Scripts, code_of_file
from jaicp.check.effects import Called, Effect
from jaicp.check.js_atoms import (
    NOTHING,
    UNKNOWN_VALUE,
    Binding,
    Env,
    Frame,
    Function,
    Given,
    Made,
    Text,
)
from jaicp.check.js_effects import ScriptEffects
from jaicp.check.js_modules import imported, module_key
from jaicp.check.js_scopes import declare
from jaicp.check.js_values import Evaluator
from jaicp.project.loader import JsFile
from jaicp.project.symbols import Project
from jaicp.syntax import ast
from jaicp.syntax.javascript import JsNode
from jaicp.text.source import Span

__all__ = ["ScriptWorld"]

MOST_ROUNDS = 6
"""After so many rounds the answers are taken as they are; two or three are the rule."""

MOST_LOADED = 4000
"""How many calls made while loading are followed for what they define."""


_PLATFORM = re.compile(r"\$(?:reactions|response|context|jsapi|conversationApi|faq)\b")


_CALLS_NOTHING = re.compile(r"[^(`=]*")
_SETS_DATA = re.compile(
    r"""(?:\s*+\$(?:session|client|temp)(?:\.\w++)++\s*+=\s*+
    (?:\d++|true|false|null|"[^"\\/\n]*+"|'[^'\\/\n]*+'|\$(?:session|client|request|parseTree)(?:\.\w++)*+)
    [\t ]*+(?:;|(?=[\r\n])|\Z))*+\s*+""",
    re.VERBOSE,
)


class ScriptWorld:
    """The scopes of a project's code. Everything that is loaded at the start is read when this is made."""

    def __init__(self, project: Project, scripts: Scripts) -> None:
        self.scripts = scripts
        self.evaluator = Evaluator()
        self.effects = ScriptEffects(self.evaluator)
        self._envs: dict[Span, Env] = {}
        self._load(project)

    def rounds(self) -> Iterator[None]:
        """Rounds of questions, until the answers of the last one are those of the one before."""
        for _ in range(MOST_ROUNDS):
            self.evaluator.begin_round()
            self.effects.forget()
            version = self.evaluator.heap.version
            yield
            if self.evaluator.settled and self.evaluator.heap.version == version:
                return

    def of_code(self, code: Code) -> list[Effect]:
        """The effects of a script, a condition or a `{{ }}`; none where it will not run."""
        if _is_plain(code.span.text):
            return []
        found = self._entered(code)
        return [] if found is None else self.effects.of_code(*found, code.span)

    def always_moves(self, code: Code) -> bool:
        """Whether a script leaves its state whichever way it runs."""
        if _is_plain(code.span.text):
            return False
        found = self._entered(code)
        return found is not None and self.effects.always_moves(*found)

    def texts(self, span: Span) -> list[str | None]:
        """The texts that an expression may give; None stands for any that is not written out."""
        found = self._entered(Code(span, CodeKind.TEMPLATE))
        if found is None:
            return [None]
        (root,), env = found
        values = self.evaluator.value(root, env) or UNKNOWN_VALUE
        texts = {atom.value if isinstance(atom, Text) else None for atom in values}
        return sorted(texts, key=lambda text: (text is None, text))

    def calls_of(self, name: str) -> list[Called]:
        """A global function, called with arguments that nobody knows."""
        values = self.evaluator.variable(name, self.evaluator.top)
        return [
            Called(atom.node, self.evaluator.enter(atom, (), NOTHING))
            for atom in values
            if isinstance(atom, Function)
        ]

    def _entered(self, code: Code) -> tuple[tuple[JsNode, ...], Env] | None:
        """The statements of a script, or its one expression, with their scope."""
        tree = self.scripts.tree(code)
        if tree is None:
            return None
        roots = tree.children if tree.kind == "program" else (tree,)
        if code.span not in self._envs:
            top = self.evaluator.top
            env = self._envs[code.span] = Env(top, Frame(top.frame.this))
            declare(self.evaluator.heap, env, roots)
        return roots, self._envs[code.span]

    # --- loading

    def _load(self, project: Project) -> None:
        loaded: list[tuple[tuple[JsNode, ...], Env, Span]] = []
        modules: list[tuple[JsFile, JsNode, Env]] = []
        for unit in project.units:
            if not isinstance(unit, (JsFile, ast.Init)) or _is_library(unit):
                continue
            code = _code_of(unit)
            tree = self.scripts.tree(code)
            if tree is None:
                continue
            env = self.evaluator.top
            if isinstance(unit, JsFile) and unit.es6:
                env = Env(env, Frame(NOTHING))
                modules.append((unit, tree, env))
            declare(self.evaluator.heap, env, tree.children)
            loaded.append((tree.children, env, code.span))
        self._modules(modules)
        self._run(loaded)

    def _run(self, loaded: list[tuple[tuple[JsNode, ...], Env, Span]]) -> None:
        """Follow the calls made while loading: what they assign to global variables is there later."""
        for _ in self.rounds():
            pending = [self.effects.of_code(*piece) for piece in reversed(loaded)]
            seen: set[Env] = set()
            while pending and len(seen) < MOST_LOADED:
                for effect in pending.pop():
                    called = effect.called
                    if called is not None and called.env not in seen:
                        seen.add(called.env)
                        pending.append(self.effects.of_call(called))

    # --- modules

    def _modules(self, modules: list[tuple[JsFile, JsNode, Env]]) -> None:
        """Bind what modules import from each other, and the names that they are required under."""
        made = {module_key(unit.source.path): Made(tree, env) for unit, tree, env in modules}
        for unit, tree, env in modules:
            for name, path, keys in imported(tree):
                found = made.get(module_key(unit.source.path, path))
                values = NOTHING if found is None else frozenset({found})
                _bind(env, name, Given(None, None, values, keys))
            if unit.name:
                whole = frozenset({made[module_key(unit.source.path)]})
                _bind(self.evaluator.top, unit.name, Given(None, None, whole, ("default",)))
                _bind(self.evaluator.top, unit.name, Given(None, None, whole))


def _is_plain(text: str) -> bool:
    """Whether code can do nothing, as is to be seen without reading it closely: most conditions, and scripts
    that only set variables to what is no path."""
    if _CALLS_NOTHING.fullmatch(text):
        return "throw" not in text
    return _SETS_DATA.fullmatch(text) is not None


def _code_of(unit: JsFile | ast.Init) -> Code:
    if isinstance(unit, JsFile):
        return code_of_file(unit)
    return Code(unit.script.span, CodeKind.BLOCK)


def _is_library(unit: JsFile | ast.Init) -> bool:
    """Whether this is a library that a tool has made small: it knows nothing of the platform."""
    if not isinstance(unit, JsFile) or not unit.source.path.name.endswith(".min.js"):
        return False
    return _PLATFORM.search(unit.source.text) is None


def _bind(env: Env, name: str, given: Given) -> None:
    env.names.setdefault(name, Binding()).given.append(given)
