"""The JavaScript of a project, piece by piece: where it stands, what it has to be, and its tree.

Every rule asks here, so that a piece is parsed once, and so that a piece that cannot run is reported once and
left alone by all other rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from jaicp.check.js_names import NO_NAMES, Names, names_of
from jaicp.check.js_words import Words, words_of
from jaicp.project.loader import JsFile
from jaicp.script.syntax_check import ScriptProblem, SyntaxChecker
from jaicp.syntax import ast
from jaicp.syntax.ast import Node, Template
from jaicp.syntax.javascript import JsNode, parse_expression, parse_file, parse_script
from jaicp.syntax.scan import find_braces
from jaicp.text.lazy import LazyModule
from jaicp.text.source import Source, Span

if TYPE_CHECKING:
    from jaicp.syntax import modules
else:
    modules = LazyModule("jaicp.syntax.modules")

__all__ = ["Code", "CodeKind", "Scripts", "code_of", "code_of_file", "template_code"]


class CodeKind(Enum):
    """What a piece of JavaScript has to be."""

    BLOCK = "the body of a script"
    ASYNC = "the body of a scriptEs6"
    EXPRESSION = "a condition"
    TEMPLATE = "an expression in a text"
    CONVERTER = "a converter"
    FILE = "a required file"
    MODULE = "a required module"


_TAIL = re.compile(r"[ \t]*;?(?:\s*\n[ \t]*#[^\n]*)*\s*\Z")
_EXPRESSIONS = (CodeKind.EXPRESSION, CodeKind.TEMPLATE, CodeKind.CONVERTER)


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of JavaScript."""

    span: Span
    kind: CodeKind


def code_of(node: Node) -> Iterator[Code]:
    """The JavaScript directly in a node: nested tags answer for themselves."""
    match node:
        case ast.RunScript():
            yield Code(node.script.span, CodeKind.ASYNC if node.es6 else CodeKind.BLOCK)
        case ast.Init():
            yield Code(node.script.span, CodeKind.BLOCK)
        case ast.Branch():
            if node.condition is not None and node.condition.span.text.strip():
                yield Code(node.condition.span, CodeKind.EXPRESSION)
        case ast.PatternDefinition():
            if node.converter is not None:
                yield Code(_without_tail(node.converter.span), CodeKind.CONVERTER)
        case _:
            for template in _templates(node):
                yield from template_code(template)
            for word in _values(node):
                yield from _code_in_word(word)


def _without_tail(span: Span) -> Span:
    """A converter without the comment lines below it and the `;` that may end it."""
    found = _TAIL.search(span.text)
    end = span.end if found is None else span.start + found.start()
    return Span(span.source, span.start, end)


def code_of_file(file: JsFile) -> Code:
    """All of a required file."""
    span = file.source.span(0, len(file.source.text))
    return Code(span, CodeKind.MODULE if file.es6 else CodeKind.FILE)


def template_code(template: Template) -> Iterator[Code]:
    """The expressions between the braces of a text."""
    for part in template.parts:
        if isinstance(part, Span) and part.text.strip():
            yield Code(part, CodeKind.TEMPLATE)


def _templates(node: Node) -> Iterator[Template]:
    match node:
        case ast.Answer():
            yield node.text
        case ast.Media():
            yield node.url
        case ast.Go() | ast.Timeout():
            yield node.target
        case ast.Button():
            yield from (value for _, value in node.fields if isinstance(value, Template))
            yield from (item for item in (node.caption, node.target) if item is not None)


def _values(node: Node) -> Iterator[ast.Word]:
    if isinstance(node, (ast.Answer, ast.Media, ast.Timeout)):
        yield from (parameter.value for parameter in node.parameters)
    elif isinstance(node, (ast.Action, ast.NewSession)):
        yield from (setting.value for setting in node.settings)


def _code_in_word(word: ast.Word) -> Iterator[Code]:
    """The `{{ }}` of a parameter or setting.

    One with a backslash is left out: it stands in a string of its own, and what its quotes mean there is not
    settled.
    """
    source, start, end = word.span
    if "{{" not in word.text:
        return
    for braces in find_braces(source.text, start, end):
        span = Span(source, braces.code_start, braces.code_end)
        if span.text.strip() and "\\" not in span.text:
            yield Code(span, CodeKind.TEMPLATE)


MOST_KNOWN = 20_000_000
"""Characters of code about which something is kept: ten times the code of the largest projects."""


class Scripts:
    """Trees and syntax errors of the pieces of one project, each found out once."""

    def __init__(self) -> None:
        self._checker = SyntaxChecker()
        self._problems: dict[tuple[CodeKind, str], tuple[str, int, int] | None] = {}
        self._trees: dict[Span, JsNode] = {}
        self._words: dict[str, Words] = {}
        self._names: dict[tuple[CodeKind, str], Names] = {}
        self._size = 0

    def close(self) -> None:
        """Free the JavaScript engine; a later question makes another. If too much is known, all is forgotten."""
        self._checker.close()
        if self._size > MOST_KNOWN:
            self._size = 0
            for known in (self._problems, self._trees, self._words, self._names):
                known.clear()

    def forget_others(self, sources: Set[Source]) -> None:
        """Keep only the trees of these sources: a tree holds the whole text of its file."""
        self._trees = {span: tree for span, tree in self._trees.items() if span.source in sources}

    def problem(self, code: Code) -> ScriptProblem | None:
        """Why this code will not run, if it will not."""
        key = (code.kind, code.span.text)
        if key not in self._problems:
            self._problems[key] = self._relative(code, self._ask(code))
        known = self._problems[key]
        if known is None:
            return None
        message, start, end = known
        base = code.span.start
        return ScriptProblem(message, Span(code.span.source, base + start, base + end))

    def tree(self, code: Code) -> JsNode | None:
        """The tree of this code: of an expression itself, of anything else the root of its statements.

        None where the code will not run.
        """
        if self.problem(code) is not None:
            return None
        if code.span not in self._trees:
            self._trees[code.span] = _parse(code)
        return self._trees[code.span]

    def words(self, code: Code) -> Words:
        """The words of this code."""
        text = code.span.text
        known = self._words.get(text)
        if known is None:
            known = self._words[text] = words_of(text)
            self._size += len(text)
        return known

    def names(self, code: Code) -> Names:
        """The names of this code, with offsets counted from its start; none where it will not run."""
        key = (code.kind, code.span.text)
        known = self._names.get(key)
        if known is None:
            tree = self.tree(code)
            known = self._names[key] = NO_NAMES if tree is None else names_of(tree, code.span.start)
        return known

    def _ask(self, code: Code) -> ScriptProblem | None:
        span = code.span
        match code.kind:
            case CodeKind.BLOCK | CodeKind.ASYNC:
                return self._checker.check_block(span, code.kind is CodeKind.ASYNC)
            case CodeKind.EXPRESSION | CodeKind.TEMPLATE:
                return self._checker.check_expression(span)
            case CodeKind.CONVERTER:
                return self._checker.check_function_expression(span)
            case CodeKind.MODULE:
                return self._checker.check_file(modules.blanked(span.source), is_module=True)
            case CodeKind.FILE:
                return self._checker.check_file(span.source)

    @staticmethod
    def _relative(code: Code, problem: ScriptProblem | None) -> tuple[str, int, int] | None:
        if problem is None:
            return None
        base = code.span.start
        return problem.message, problem.span.start - base, problem.span.end - base


def _parse(code: Code) -> JsNode:
    if code.kind in _EXPRESSIONS:
        return parse_expression(code.span)
    if code.kind in (CodeKind.FILE, CodeKind.MODULE):
        return parse_file(code.span.source)
    return parse_script(code.span)
