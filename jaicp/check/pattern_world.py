"""The patterns of a project as rules see them: what their names stand for, and what is known by their texts.

It lasts from check to check. What was found out about a pattern counts for as long as somebody has it written:
what was typed and is gone is forgotten now and then, or an editor would keep every state of every line. Where
names have a part in it, it counts until one of those names stands for something else; each change of names has a
number, and what is kept is marked with the number at which it was found to be so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, TypeVar

from jaicp.check.rule import CheckContext
from jaicp.nlu.recursion import forget_uses, uses_of
from jaicp.nlu.table import PatternTable
from jaicp.project.symbols import Project
from jaicp.syntax import ast
from jaicp.syntax.pattern_ast import PatternNode
from jaicp.syntax.pattern_problem import PatternProblem
from jaicp.syntax.patterns import ParsedPattern, parse_pattern
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
    what is kept, and tells (`stand_since`) what of it still counts.
    """

    def __init__(self, project: Project, before: PatternWorld | None = None) -> None:
        self.names = _names_in(project)
        self.kept: dict[object, Any] = {}
        self.now = 0
        """The number of the last change of names."""
        self._changed: dict[str, int] = {}
        self._others_changed = 0
        self._dictionaries_changed = 0
        self._by_text: dict[object, dict[str, Any]] = {}
        self._by_names: dict[object, dict[str, tuple[int, Any]]] = {}
        self.table = PatternTable()
        if before is not None:
            self._take_over(before)
        self._define(project)
        if before is not None:
            self._count_on(before)

    def stand_since(self, names: Iterable[str], number: int) -> bool:
        """Whether some names stand for what they stood for after the change with this number."""
        if number == self.now:
            return True
        if number < self._dictionaries_changed:
            return False
        defined, changed = self.table.patterns, self._changed
        return all(
            number >= (changed.get(name, 0) if name in defined else self._others_changed)
            for name in names
        )

    def parsed(self, text: str) -> ParsedPattern:
        """A pattern as it was read."""
        return self.of(parse_pattern, text)

    def of(self, make: Callable[[str], _Made], text: str) -> _Made:
        """What a function makes of a text; asked once. It may not depend on what names stand for."""
        known = self._by_text.get(make)
        if known is None:
            known = self._by_text[make] = {}
        if text not in known:
            known[text] = make(text)
        made: _Made = known[text]
        return made

    def with_names(self, make: Callable[[PatternWorld, str], _Made], text: str) -> _Made:
        """What a function makes of a text and what the names in it stand for; asked once until they change."""
        known = self._by_names.get(make)
        if known is None:
            known = self._by_names[make] = {}
        before = known.get(text)
        if before is not None and before[0] == self.now:
            made: _Made = before[1]
            return made
        if before is not None and self.stand_since(self.names_in(text), before[0]):
            made = before[1]
        else:
            made = make(self, text)
        known[text] = (self.now, made)
        return made

    def all_of(self, make: Callable[[str], _Made]) -> dict[str, _Made]:
        """What a function has made of texts so far, by text; others may be added."""
        return self._by_text.setdefault(make, {})

    def problems(self, text: str) -> list[PatternProblem]:
        """What the names in a pattern are missing; nothing where the pattern itself cannot be read."""
        return self.with_names(_problems, text)

    def names_in(self, text: str) -> tuple[str, ...]:
        """The named patterns that a pattern speaks of."""
        return self.of(_named_in, text)

    def names_of(self, name: str) -> tuple[str, ...]:
        """The named patterns that a named pattern speaks of."""
        named = self.table.patterns.get(name)
        return () if named is None or named.root is None else _named(named.root)

    def all_names_of(self, names: Iterable[str]) -> set[str]:
        """Some named patterns, and those that they speak of, directly or through others."""
        return _reached(names, self.names_of)

    @cached_property
    def recursive(self) -> list[tuple[str, PatternProblem]]:
        """The named patterns that lead back to themselves."""
        circles = self.table.circles()
        return [
            (name, problem)
            for name in self.table.patterns
            for problem in sorted(circles.get(name, ()), key=lambda problem: problem.start)
        ]

    def forget_gone(self, project: Project) -> None:
        """Forget the texts that no pattern of the project has any more, once they are many."""
        in_use = len(project.triggers) + len(project.patterns)
        bound = in_use + max(in_use // GONE_IN_PART, FEWEST_GONE)
        tables: list[dict[str, Any]] = [*self._by_text.values(), *self._by_names.values()]
        if all(len(known) <= bound for known in tables):
            return
        texts = _texts_in(project)
        for known in tables:
            for gone in known.keys() - texts:
                del known[gone]
        parse_pattern.cache_clear()
        forget_uses()

    def _take_over(self, before: PatternWorld) -> None:
        self.kept = before.kept
        self._by_text = before._by_text
        self._by_names = before._by_names

    def _define(self, project: Project) -> None:
        """Put the named patterns of a project into the table; the rows of its dictionaries are left out."""
        for name, symbol in project.patterns.items():
            self.table.define(name, self.parsed(symbol.definition.pattern.text).root)
        for name in project.dictionaries:
            self.table.add_dictionary(name, {})

    def _count_on(self, before: PatternWorld) -> None:
        """Number this change of names: which of them stand for something else than before it."""
        self.now = now = before.now + 1
        self._changed = dict(before._changed)
        self._others_changed = before._others_changed
        self._dictionaries_changed = before._dictionaries_changed
        defined, defined_before = dict(self.names[0]), dict(before.names[0])
        if (
            defined.keys() != defined_before.keys()
        ):  # what is said of others names one that is there
            self._others_changed = now
        if self.names[1] != before.names[1]:
            self._dictionaries_changed = now
        changed = {name for name, _ in defined.items() ^ defined_before.items()}
        for name in self._users_of(changed):
            self._changed[name] = now

    def _users_of(self, names: Iterable[str]) -> set[str]:
        """Some named patterns, and those that speak of them, directly or through others."""
        users: dict[str, list[str]] = {}
        for user in self.table.patterns:
            for name in self.names_of(user):
                users.setdefault(name, []).append(user)
        return _reached(names, lambda name: users.get(name, ()))


def pattern_world(ctx: CheckContext) -> PatternWorld:
    """The names of a project; those of the last check if they are still the same."""
    known: PatternWorld | None = ctx.kept.get("patterns")
    if known is None or known.names != _names_in(ctx.project):
        known = ctx.kept["patterns"] = PatternWorld(ctx.project, known)
    known.forget_gone(ctx.project)
    return known


def _reached(names: Iterable[str], following: Callable[[str], Iterable[str]]) -> set[str]:
    """Some names, and all that is come to by following them."""
    found: set[str] = set()
    waiting = [*names]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(following(name))
    return found


def _names_in(project: Project) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The named patterns with their texts, and the names of the dictionaries.

    Their order counts, too: which of the names in a circle is told of depends on it.
    """
    defined = tuple((name, one.definition.pattern.text) for name, one in project.patterns.items())
    return (defined, tuple(project.dictionaries))


def _texts_in(project: Project) -> set[str]:
    """The patterns of triggers, and those with a name."""
    nodes = (trigger.node for trigger in project.triggers)
    texts = {node.pattern.text for node in nodes if isinstance(node, ast.PatternTrigger)}
    texts.update(one.definition.pattern.text for one in project.patterns.values())
    return texts


def _problems(world: PatternWorld, text: str) -> list[PatternProblem]:
    parsed = world.parsed(text)
    if parsed.root is None or any(p.severity is Severity.ERROR for p in parsed.problems):
        return []
    return [*world.table.problems_of(parsed.root), *world.table.warnings_of(parsed.root)]


def _named_in(text: str) -> tuple[str, ...]:
    root = parse_pattern(text).root
    return () if root is None else _named(root)


def _named(root: PatternNode) -> tuple[str, ...]:
    return tuple({node.name: None for node in uses_of(root).names})
