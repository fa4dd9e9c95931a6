"""Rules on patterns: those in triggers and those with a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from jaicp.check.rule import CheckContext, Rule
from jaicp.nlu.recursion import finite_names
from jaicp.nlu.table import PatternTable
from jaicp.project.symbols import Project
from jaicp.syntax import ast
from jaicp.syntax.pattern_ast import NamedRef, walk
from jaicp.syntax.pattern_problem import PatternProblem
from jaicp.syntax.patterns import diagnostics, parse_pattern
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity

__all__ = ["PatternLinks", "PatternSyntax", "pattern_table"]

_ELSEWHERE = (codes.UNKNOWN_PATTERN, codes.UNKNOWN_DICTIONARY)


class PatternSyntax(Rule):
    """JC301, JC304, JC104 and their like: patterns that cannot be read."""

    def visit_pattern_text(self, node: ast.PatternText, ctx: CheckContext) -> Iterator[Diagnostic]:
        """A pattern, wherever it stands."""
        del ctx
        yield from diagnostics(parse_pattern(node.text), node.span.source, node.span.start)


class PatternLinks(Rule):
    """JC302, JC303, JC305, JC306: names in patterns that stand for nothing, or for themselves.

    A library that the platform itself ships has circles of names, and a definition with an unknown name that
    nothing uses: neither may be an error. A name that cannot match without itself is one, though.
    """

    def __init__(self) -> None:
        self.in_triggers: list[ast.PatternText] = []
        self.in_definitions: list[ast.PatternDefinition] = []

    def visit_pattern_trigger(
        self, node: ast.PatternTrigger, ctx: CheckContext
    ) -> Iterator[Diagnostic]:
        """Collected: what names stand for may come later."""
        del ctx
        self.in_triggers.append(node.pattern)
        yield from ()

    def visit_pattern_definition(
        self, node: ast.PatternDefinition, ctx: CheckContext
    ) -> Iterator[Diagnostic]:
        """Collected: what names stand for may come later."""
        del ctx
        self.in_definitions.append(node)
        yield from ()

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """All patterns that can be read, and circles of named ones."""
        table = pattern_table(ctx.project)
        used = _used(self.in_triggers, table)
        told = _Told(ctx.project.complete)
        for pattern in self.in_triggers:
            yield from told.problems(_problems(pattern, table), pattern, is_used=True)
        for node in self.in_definitions:
            is_used = node.name.text in used
            yield from told.problems(_problems(node.pattern, table), node.pattern, is_used=is_used)
        yield from _circles(table, ctx.project)


class _Told:
    """Turns problems into diagnostics; in a project with missing modules each name is told once."""

    def __init__(self, complete: bool) -> None:
        self.complete = complete
        self.seen: set[str] = set()

    def problems(
        self, problems: Iterable[PatternProblem], node: ast.PatternText, *, is_used: bool
    ) -> Iterator[Diagnostic]:
        for problem in problems:
            if problem.code in _ELSEWHERE and not (self.complete and is_used):
                if not self.complete and problem.message in self.seen:
                    continue
                self.seen.add(problem.message)
                problem = replace(problem, severity=Severity.WARNING)
            yield problem.diagnostic(node.span.source, node.span.start)


def pattern_table(project: Project) -> PatternTable:
    """The named patterns of a project; the rows of its dictionaries are left out."""
    table = PatternTable()
    for name, symbol in project.patterns.items():
        table.define(name, parse_pattern(symbol.definition.pattern.text).root)
    for name in project.dictionaries:
        table.add_dictionary(name, {})
    return table


def _problems(pattern: ast.PatternText, table: PatternTable) -> list[PatternProblem]:
    """What the names in a pattern are missing; nothing where the pattern itself cannot be read."""
    parsed = parse_pattern(pattern.text)
    if parsed.root is None or any(p.severity is Severity.ERROR for p in parsed.problems):
        return []
    return [*table.problems_of(parsed.root), *table.warnings_of(parsed.root)]


def _used(patterns: Iterable[ast.PatternText], table: PatternTable) -> set[str]:
    """The named patterns that some trigger needs, directly or through others."""
    used: set[str] = set()
    waiting = [parse_pattern(pattern.text).root for pattern in patterns]
    while waiting:
        root = waiting.pop()
        for node in () if root is None else walk(root):
            if isinstance(node, NamedRef) and node.name not in used:
                used.add(node.name)
                named = table.patterns.get(node.name)
                waiting.append(None if named is None else named.root)
    return used


# --- circles --------------------------------------------------------------------------------------------


def _circles(table: PatternTable, project: Project) -> Iterator[Diagnostic]:
    """Named patterns that lead back to themselves: an error where nothing else is left to match."""
    found = [
        (name, problem)
        for name, problems in table.named_problems().items()
        for problem in problems
        if problem.code is codes.RECURSIVE_PATTERN
    ]
    roots = {name: pattern.root for name, pattern in table.patterns.items()}
    matching = finite_names(roots) if found else frozenset()
    for name, problem in found:
        pattern = project.patterns[name].definition.pattern
        if name in matching:
            problem = replace(problem, severity=Severity.WARNING)
        yield problem.diagnostic(pattern.span.source, pattern.span.start)
