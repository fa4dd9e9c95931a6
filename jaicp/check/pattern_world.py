"""The patterns of a project as rules see them: what their names stand for, and what is known by their texts.

It lasts from check to check. What was found out about a pattern counts for as long as somebody has it written:
what was typed and is gone is forgotten now and then, or an editor would keep every state of every line.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from jaicp.check.rule import CheckContext
from jaicp.nlu.recursion import forget_uses
from jaicp.nlu.table import PatternTable
from jaicp.project.symbols import Project
from jaicp.syntax import ast
from jaicp.syntax.pattern_ast import NamedRef, PatternNode, walk
from jaicp.syntax.pattern_problem import PatternProblem
from jaicp.syntax.patterns import ParsedPattern, parse_pattern
from jaicp.text import codes
from jaicp.text.diagnostic import Severity

__all__ = ["PatternWorld", "pattern_world"]

GONE_IN_PART = 16
"""Texts are forgotten when one for each so many of the patterns in use is gone."""

FEWEST_GONE = 500
"""But not before so many are."""

_Made = TypeVar("_Made")


class PatternWorld:
    """The names that patterns of a project may use, and what follows from them; `kept` is for other rules.

    It stays the same from check to check until a named pattern or a dictionary is another; the next one takes over
    what does not depend on names.
    """

    def __init__(self, project: Project, before: PatternWorld | None = None) -> None:
        self.names = _names_in(project)
        self.kept: dict[object, Any] = {}
        self._by_text: dict[object, dict[str, Any]] = {}
        if before is not None:
            self._by_text[parse_pattern] = before.all_of(parse_pattern)
        self.table = self._table(project)

    def parsed(self, text: str) -> ParsedPattern:
        """A pattern as it was read."""
        return self.of(parse_pattern, text)

    def of(self, make: Callable[[str], _Made], text: str) -> _Made:
        """What a function makes of a text; asked once. Of bound methods only those of one object may be given."""
        known = self._by_text.get(make)
        if known is None:
            known = self._by_text[make] = {}
        if text not in known:
            known[text] = make(text)
        made: _Made = known[text]
        return made

    def all_of(self, make: Callable[[str], _Made]) -> dict[str, _Made]:
        """What a function has made of texts so far, by text; others may be added."""
        return self._by_text.setdefault(make, {})

    def problems(self, text: str) -> list[PatternProblem]:
        """What the names in a pattern are missing; nothing where the pattern itself cannot be read."""
        return self.of(self._problems, text)

    def names_in(self, text: str) -> tuple[str, ...]:
        """The named patterns that a pattern speaks of."""
        return self.of(self._named, text)

    def names_of(self, name: str) -> tuple[str, ...]:
        """The named patterns that a named pattern speaks of."""
        named = self.table.patterns.get(name)
        return () if named is None or named.root is None else _named(named.root)

    @cached_property
    def recursive(self) -> list[tuple[str, PatternProblem]]:
        """The named patterns that lead back to themselves."""
        return [
            (name, problem)
            for name, problems in self.table.named_problems().items()
            for problem in problems
            if problem.code is codes.RECURSIVE_PATTERN
        ]

    def forget_gone(self, project: Project) -> None:
        """Forget the texts that no pattern of the project has any more, once they are many."""
        in_use = len(project.triggers) + len(project.patterns)
        bound = in_use + max(in_use // GONE_IN_PART, FEWEST_GONE)
        if all(len(known) <= bound for known in self._by_text.values()):
            return
        texts = _texts_in(project)
        for known in self._by_text.values():
            for gone in known.keys() - texts:
                del known[gone]
        parse_pattern.cache_clear()
        forget_uses()

    def _table(self, project: Project) -> PatternTable:
        """The named patterns of a project; the rows of its dictionaries are left out."""
        table = PatternTable()
        for name, symbol in project.patterns.items():
            table.define(name, self.parsed(symbol.definition.pattern.text).root)
        for name in project.dictionaries:
            table.add_dictionary(name, {})
        return table

    def _problems(self, text: str) -> list[PatternProblem]:
        parsed = self.parsed(text)
        if parsed.root is None or any(p.severity is Severity.ERROR for p in parsed.problems):
            return []
        return [*self.table.problems_of(parsed.root), *self.table.warnings_of(parsed.root)]

    def _named(self, text: str) -> tuple[str, ...]:
        root = self.parsed(text).root
        return () if root is None else _named(root)


def pattern_world(ctx: CheckContext) -> PatternWorld:
    """The names of a project; those of the last check if they are still the same."""
    known: PatternWorld | None = ctx.kept.get("patterns")
    if known is None or known.names != _names_in(ctx.project):
        known = ctx.kept["patterns"] = PatternWorld(ctx.project, known)
    known.forget_gone(ctx.project)
    return known


def _names_in(project: Project) -> tuple[object, ...]:
    defined = tuple((name, one.definition.pattern.text) for name, one in project.patterns.items())
    return (defined, tuple(project.dictionaries))


def _texts_in(project: Project) -> set[str]:
    """The patterns of triggers, and those with a name."""
    nodes = (trigger.node for trigger in project.triggers)
    texts = {node.pattern.text for node in nodes if isinstance(node, ast.PatternTrigger)}
    texts.update(one.definition.pattern.text for one in project.patterns.values())
    return texts


def _named(root: PatternNode) -> tuple[str, ...]:
    return tuple({node.name: None for node in walk(root) if isinstance(node, NamedRef)})
