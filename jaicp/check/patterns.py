"""Rules on patterns: those in triggers and those with a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from jaicp.check.pattern_world import PatternWorld, pattern_world
from jaicp.check.rule import CheckContext, Rule
from jaicp.nlu.recursion import finite_names
from jaicp.project.symbols import Part, Project
from jaicp.syntax import ast
from jaicp.syntax.ast import Document
from jaicp.syntax.pattern_problem import PatternProblem
from jaicp.syntax.patterns import diagnostics, parse_pattern
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity

__all__ = ["PatternLinks", "PatternSyntax"]

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

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """All patterns that can be read, and circles of named ones."""
        world = pattern_world(ctx)
        project = ctx.project
        files = _files(project, world)
        used = world.all_names_of(chain.from_iterable(one.used for one in files))
        told = _Told(project.complete)
        for one in files:
            for pattern in one.broken:
                yield from told.problems(world.problems(pattern.text), pattern, is_used=True)
        for node in (node for one in files for node in one.definitions):
            problems = world.problems(node.pattern.text)
            yield from told.problems(problems, node.pattern, is_used=node.name.text in used)
        yield from _circles(world, project)


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


@dataclass(frozen=True, slots=True)
class _InFile:
    """The patterns of a script with problems, and the named patterns that it speaks of.

    `used` are those of its triggers, `names` those of its own named patterns as well. It counts for the change of
    names with this number.
    """

    broken: tuple[ast.PatternText, ...]
    definitions: tuple[ast.PatternDefinition, ...]
    used: frozenset[str]
    names: frozenset[str]
    number: int


def _files(project: Project, world: PatternWorld) -> list[_InFile]:
    """What is to be known of the patterns of each script; found out once for as long as it and its names stay."""
    known: dict[Document, _InFile] = world.kept.get(_InFile, {})
    again: dict[Document, _InFile] = {}
    for document, part in project.links.parts.items():
        before = known.get(document)
        if before is None or not world.stand_since(before.names, before.number):
            before = _in_file(part, world)
        again[document] = replace(before, number=world.now)
    world.kept[_InFile] = again
    return [*again.values()]


def _in_file(part: Part, world: PatternWorld) -> _InFile:
    nodes = (trigger.node for trigger in part.triggers)
    patterns = [node.pattern for node in nodes if isinstance(node, ast.PatternTrigger)]
    used = frozenset(chain.from_iterable(world.names_in(pattern.text) for pattern in patterns))
    others = (world.names_in(one.pattern.text) for one in part.definitions)
    return _InFile(
        tuple(pattern for pattern in patterns if world.problems(pattern.text)),
        tuple(one for one in part.definitions if world.problems(one.pattern.text)),
        used,
        used.union(*others),
        world.now,
    )


# --- circles --------------------------------------------------------------------------------------------


def _circles(world: PatternWorld, project: Project) -> Iterator[Diagnostic]:
    """Named patterns that lead back to themselves: an error where nothing else is left to match."""
    table, found = world.table, world.recursive
    roots = {name: pattern.root for name, pattern in table.patterns.items()}
    matching = finite_names(roots) if found else frozenset()
    for name, problem in found:
        pattern = project.patterns[name].definition.pattern
        if name in matching:
            problem = replace(problem, severity=Severity.WARNING)
        yield problem.diagnostic(pattern.span.source, pattern.span.start)
