"""Checks code of a scenario for syntax, with the exact place of the mistake.

Nothing is run. One engine is kept and used for everything, which makes a check cost tens of microseconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jaicp.script.bundle import hide_hash_comments, without_semicolon
from jaicp.script.engine import Engine, EngineError, EngineFactory, Limits, SyntaxProblem
from jaicp.script.jsbox_engine import JsboxEngine
from jaicp.script.syntax_words import Explained, explain, in_our_quotes, regular_expressions
from jaicp.text.source import Source, Span

__all__ = ["ScriptProblem", "SyntaxChecker"]

_UNBALANCED = "unbalanced braces"
_DOTTED_NAME = re.compile(r"(?!\d)[$\w]+(?:\s*\.\s*[$\w]+)*")
_FUNCTION = re.compile(r"(?:async\b\s*)?(?:function\b|\(|[$\w]+\s*=>)")
_TOKEN = re.compile(r"[$\w]+|\S")


@dataclass(frozen=True, slots=True)
class ScriptProblem:
    """A mistake in the syntax of a script: one sentence, and the token where it was noticed."""

    message: str
    span: Span


class SyntaxChecker:
    """Checks blocks, expressions, converters and files; the engine is made at the first check."""

    def __init__(self, engine_factory: EngineFactory = JsboxEngine) -> None:
        self._factory = engine_factory
        self._engine: Engine | None = None

    def close(self) -> None:
        """Free the engine; a later check makes another."""
        if self._engine is not None:
            self._engine.close()
        self._engine = None

    def check_block(self, span: Span, is_async: bool = False) -> ScriptProblem | None:
        """The body of `script:` or `init:`, or with `is_async` that of `scriptEs6:`."""
        text = hide_hash_comments(span.text)
        return self._told(span, text, self._check(text, is_async))

    def check_expression(self, span: Span) -> ScriptProblem | None:
        """One expression, as in `if:` or between `{{` and `}}`."""
        return self._expression(span, without_semicolon(span.text))

    def check_function_expression(self, span: Span) -> ScriptProblem | None:
        """A converter: a function expression, or the dotted name of a global function."""
        text = without_semicolon(hide_hash_comments(span.text))
        problem = self._expression(span, text)
        if problem is not None:
            return problem
        bare = text.strip()
        if _DOTTED_NAME.fullmatch(bare) or _FUNCTION.match(bare):
            return None
        return ScriptProblem("expected a function or the name of one", _token_at(span, text, 0))

    def check_file(self, source: Source, is_module: bool = False) -> ScriptProblem | None:
        """A whole `.js` file, or with `is_module` one that may import and export."""
        span = source.span(0, len(source.text))
        problem = self._living().check_file(source.text, is_module)
        return self._told(span, source.text, problem)

    def _expression(self, span: Span, text: str) -> ScriptProblem | None:
        """Within parentheses as well as brackets, only an expression is well-formed."""
        if not text.strip():
            blank = _token_at(span, text, 0)
            return ScriptProblem("an expression is missing", blank if text else span)
        for opening, closing in (("(", ")"), ("[", "]")):
            head = "return " + opening
            problem = self._check(f"{head}{text}\n{closing}", is_async=False)
            if problem is not None:
                return self._told(span, text, _moved(problem, -len(head), len(text)))
        return None

    def _check(self, body: str, is_async: bool) -> SyntaxProblem | None:
        """Check a body. Code that closes the function it is put into may run: the engine goes then."""
        try:
            problem = self._living().check_function(body, is_async)
        except EngineError:
            problem = SyntaxProblem(_UNBALANCED, None)
        if problem is not None and problem.message == _UNBALANCED:
            self.close()
        return problem

    def _living(self) -> Engine:
        if self._engine is None:
            self._engine = self._factory(Limits(load_seconds=1.0))
        return self._engine

    def _told(self, span: Span, text: str, problem: SyntaxProblem | None) -> ScriptProblem | None:
        """The problem in our words, at its token."""
        if problem is None:
            return None
        offset = problem.offset
        if offset is None:
            return self._without_offset(span, text, problem)
        explained = explain(problem.message, text, offset)
        return _at(span, text, explained)

    def _without_offset(self, span: Span, text: str, problem: SyntaxProblem) -> ScriptProblem:
        """A problem whose place the engine keeps to itself: a regular expression, or lost braces."""
        if problem.message == _UNBALANCED:
            return _at(span, text, explain(problem.message, text, len(text)))
        for at, literal in regular_expressions(text):
            if self._living().check_function("return " + literal) is not None:
                place = Span(span.source, span.start + at, span.start + at + len(literal))
                what = in_our_quotes(problem.message)
                return ScriptProblem(f"the regular expression is wrong: {what}", place)
        return ScriptProblem(explain(problem.message, text, 0).message, _token_at(span, text, 0))


def _moved(problem: SyntaxProblem, by: int, limit: int) -> SyntaxProblem:
    """The problem with its offset counted in the code itself and not in what was wrapped around it."""
    if problem.offset is None:
        return problem
    return SyntaxProblem(problem.message, min(max(problem.offset + by, 0), limit))


def _at(span: Span, text: str, explained: Explained) -> ScriptProblem:
    start, end = explained.start, explained.end
    if end is None:
        return ScriptProblem(explained.message, _token_at(span, text, start))
    place = Span(span.source, span.start + start, span.start + end)
    return ScriptProblem(explained.message, place)


def _token_at(span: Span, text: str, offset: int) -> Span:
    """The token at `offset`, or the last one before the end; at least one character where there is one."""
    found = _TOKEN.search(text, min(offset, len(text)))
    if found is None:
        kept = text.rstrip()
        last = max(len(kept) - 1, 0)
        end = max(len(kept), min(1, len(text)))
        return Span(span.source, span.start + last, span.start + end)
    return Span(span.source, span.start + found.start(), span.start + found.end())
