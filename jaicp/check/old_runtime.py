"""JC507 modern-javascript: what only the newer of the platform's two runtimes knows.

`script:`, `init:`, conditions, `{{ }}` and required `.js` files run there on an engine for ECMAScript 5.1; ES6
and all that came later is for `scriptEs6:` and files required with `type = scriptEs6`. Source: the vendor's page
on ES6. The engine here runs all of it, so this only matters to a bot that is to run there as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jaicp.check.code import Code, CodeKind, Scripts
from jaicp.check.js_words import Words
from jaicp.check.rule import CheckContext
from jaicp.check.script_rule import ScriptRule, is_authored
from jaicp.project.symbols import Project
from jaicp.syntax.javascript import JsNode
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity

__all__ = ["ModernJavaScript"]

_SIGNS = ("=>", "`", "...", "?.", "??", "**")
_KEYWORDS = frozenset("let const class async await yield".split())
_SHAPES = re.compile(
    r"""[{,]\s*[\w$]+\s*[,}] | \bvar\s*[\[{] | [\]}]\s*=(?!=) | [{,]\s*\[[^\]]*\]\s*:
    | [{,]\s*(?!(?:if|for|while|switch|with|catch)\b)[\w$]+\s*\([^()]*\)\s*\{""",
    re.VERBOSE,
)
_SYNTAX = {
    "arrow": "an arrow function",
    "lexical": "`let` and `const`",
    "template": "a text in backquotes",
    "class": "a class",
    "spread": "`...`",
    "pattern": "taking objects or arrays apart",
    "default": "a default value of a parameter",
    "short": "a property without a value",
    "method": "a method without `function`",
    "computed": "a computed name of a property",
    "of": "`for … of`",
    "optional": "`?.`",
    "nullish": "`??`",
    "power": "`**`",
    "generator": "a generator",
    "async": "`async` and `await`",
}
_QUERY = """
(arrow_function) @arrow
(lexical_declaration) @lexical
(template_string) @template
(class_declaration) @class (class) @class
(spread_element) @spread (rest_pattern) @spread
(object_pattern) @pattern (array_pattern) @pattern
(assignment_pattern) @default
(shorthand_property_identifier) @short
(object (method_definition) @method)
(computed_property_name) @computed
(for_in_statement operator: "of") @of
(optional_chain) @optional
(binary_expression operator: "??") @nullish
(binary_expression operator: "**") @power
(generator_function) @generator (generator_function_declaration) @generator
(await_expression) @async
"""
_MEMBER = re.compile(r"\s*\.\s*(\w+)")
_GETTER = re.compile(r"(?:get|set)\s")
_NEWER = frozenset("Promise Map Set WeakMap WeakSet Symbol Proxy Reflect BigInt globalThis".split())
_NEWER_MEMBERS = frozenset(
    """Object.assign Object.entries Object.values Object.fromEntries Object.is Array.from Array.of
    Number.isInteger Number.isNaN Number.isFinite Number.isSafeInteger Number.parseFloat Number.parseInt
    Math.trunc Math.sign Math.cbrt Math.hypot Math.log2 Math.log10""".split()
)
_HELP = "put it into `scriptEs6:`, or write it as ES5 has it"
_HELP_FILE = "require this file with `type = scriptEs6`, or write it as ES5 has it"


class ModernJavaScript(ScriptRule):
    """The first thing in each piece that is too new."""

    advisory = True

    def cares(self, code: Code, scripts: Scripts) -> bool:
        """Code for the older runtime whose words look new."""
        if code.kind in (CodeKind.ASYNC, CodeKind.MODULE):
            return False
        return _is_suspect(scripts.words(code))

    def check_code(self, code: Code, ctx: CheckContext) -> Iterator[Diagnostic]:
        """One piece of code for the older runtime."""
        if not is_authored(code, ctx):
            return
        if _is_modern(ctx.project):
            return
        tree = ctx.scripts.tree(code)
        if tree is None:
            return
        found = _first(code, tree, ctx)
        if found is not None:
            what, start, end = found
            yield Diagnostic(
                code=codes.MODERN_JAVASCRIPT,
                message=f"{what}: the platform's runtime for scripts knows ES5 only",
                span=code.span.source.span(start, end),
                severity=Severity.WARNING,
                help=_HELP_FILE if code.kind is CodeKind.FILE else _HELP,
            )


def _is_suspect(words: Words) -> bool:
    """Whether the code may hold something new, as far as can be told without reading it closely."""
    text = words.text
    return (
        words.unclear
        or any(sign in text for sign in _SIGNS)
        or not words.keywords.isdisjoint(_KEYWORDS)
        or not words.names.isdisjoint(_NEWER | {"of"})
        or not words.members.isdisjoint(_NEWER_MEMBERS)
        or (("{" in text or "[" in text) and _SHAPES.search(text) is not None)
    )


def _is_modern(project: Project) -> bool:
    """Whether the project has all of its scripts run by the newer runtime."""
    runtime = project.config.raw.get("scriptRuntime")
    return isinstance(runtime, dict) and bool(runtime.get("forceEs6"))


def _first(code: Code, tree: JsNode, ctx: CheckContext) -> tuple[str, int, int] | None:
    text = tree.source.text
    for start, end, kind in tree.places(_QUERY):
        if kind == "method" and _GETTER.match(text, start, end):
            continue
        line_end = text.find("\n", start, end)
        return _SYNTAX[kind], start, end if line_end < 0 else line_end
    own = ctx.names()
    for name in ctx.scripts.names(code).free:
        start, end = code.span.start + name.start, code.span.start + name.end
        if not name.sure or name.name in own.defined:
            continue
        if name.name in _NEWER:
            return f"`{name.name}`", start, end
        member = _MEMBER.match(text, end)
        pair = "" if member is None else f"{name.name}.{member[1]}"
        if member is not None and pair in _NEWER_MEMBERS and pair not in own.members:
            return f"`{pair}`", start, member.end()
    return None
