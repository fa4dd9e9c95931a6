"""Rules on patterns: those in triggers and those with a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from jaicp.check.rule import CheckContext, Rule
from jaicp.nlu.recursion import finite_names
from jaicp.nlu.table import PatternTable
from jaicp.project.symbols import Project
from jaicp.syntax import ast
from jaicp.syntax.pattern_ast import NamedRef, PatternNode, walk
from jaicp.syntax.pattern_problem import PatternProblem
from jaicp.syntax.patterns import diagnostics, parse_pattern
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity

__all__ = ["PatternLinks", "PatternSyntax", "PatternWorld", "pattern_world"]

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
        self.in_definitions: list[ast.PatternDefinition] = []

    def visit_pattern_definition(
        self, node: ast.PatternDefinition, ctx: CheckContext
    ) -> Iterator[Diagnostic]:
        """Collected: what names stand for may come later."""
        del ctx
        self.in_definitions.append(node)
        yield from ()

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """All patterns that can be read, and circles of named ones."""
        world = pattern_world(ctx)
        table = world.table
        nodes = (trigger.node for trigger in ctx.project.triggers)
        in_triggers = [node.pattern for node in nodes if isinstance(node, ast.PatternTrigger)]
        texts = {pattern.text for pattern in in_triggers}
        used = _used(texts, world)
        told = _Told(ctx.project.complete)
        broken = {text for text in texts if world.problems(text)}
        if broken:
            for pattern in in_triggers:
                if pattern.text in broken:
                    yield from told.problems(world.problems(pattern.text), pattern, is_used=True)
        for node in self.in_definitions:
            problems = world.problems(node.pattern.text)
            yield from told.problems(problems, node.pattern, is_used=node.name.text in used)
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


class PatternWorld:
    """The names that patterns of a project may use, and what follows from them; `kept` is for other rules.

    It stays the same from check to check until a named pattern or a dictionary is another.
    """

    def __init__(self, project: Project) -> None:
        self.names = _names_in(project)
        self.table = _pattern_table(project)
        self.kept: dict[object, Any] = {}
        self._problems: dict[str, list[PatternProblem]] = {}
        self._names_in: dict[str, tuple[str, ...]] = {}

    def problems(self, text: str) -> list[PatternProblem]:
        """What the names in a pattern are missing; nothing where the pattern itself cannot be read."""
        known = self._problems.get(text)
        if known is None:
            known = self._problems[text] = _problems(text, self.table)
        return known

    def names_in(self, text: str) -> tuple[str, ...]:
        """The named patterns that a pattern speaks of."""
        known = self._names_in.get(text)
        if known is None:
            root = parse_pattern(text).root
            known = self._names_in[text] = () if root is None else _named(root)
        return known

    def names_of(self, name: str) -> tuple[str, ...]:
        """The named patterns that a named pattern speaks of."""
        named = self.table.patterns.get(name)
        return () if named is None or named.root is None else _named(named.root)


def pattern_world(ctx: CheckContext) -> PatternWorld:
    """The names of a project; those of the last check if they are still the same."""
    known: PatternWorld | None = ctx.kept.get("patterns")
    if known is None or known.names != _names_in(ctx.project):
        known = ctx.kept["patterns"] = PatternWorld(ctx.project)
    return known


def _names_in(project: Project) -> tuple[object, ...]:
    defined = tuple((name, one.definition.pattern.text) for name, one in project.patterns.items())
    return (defined, tuple(project.dictionaries))


def _pattern_table(project: Project) -> PatternTable:
    """The named patterns of a project; the rows of its dictionaries are left out."""
    table = PatternTable()
    for name, symbol in project.patterns.items():
        table.define(name, parse_pattern(symbol.definition.pattern.text).root)
    for name in project.dictionaries:
        table.add_dictionary(name, {})
    return table


def _problems(text: str, table: PatternTable) -> list[PatternProblem]:
    parsed = parse_pattern(text)
    if parsed.root is None or any(p.severity is Severity.ERROR for p in parsed.problems):
        return []
    return [*table.problems_of(parsed.root), *table.warnings_of(parsed.root)]


def _named(root: PatternNode) -> tuple[str, ...]:
    return tuple({node.name: None for node in walk(root) if isinstance(node, NamedRef)})


def _used(patterns: Iterable[str], world: PatternWorld) -> set[str]:
    """The named patterns that some trigger needs, directly or through others."""
    used: set[str] = set()
    waiting = list({world.names_in(pattern) for pattern in patterns})
    while waiting:
        for name in waiting.pop():
            if name not in used:
                used.add(name)
                waiting.append(world.names_of(name))
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
