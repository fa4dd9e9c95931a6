"""Runs the LALR tables of a grammar over terminals that somebody else has found.

The tables are Lark's (`jaicp.syntax.table_maker`); what Lark would do with them is done here in a tenth of the
time, since there are no tokens with lines, no trees and no layers of callbacks: a reduction calls the method of
the builder that is named like its rule, with the children that the grammar does not leave out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["END", "Child", "LalrParser", "RefusedError", "Rule", "Run", "Tables", "Terminal"]

END = "$END"
NOTHING = -(10**9)
"""In place of an action where there is none."""
GROWS = -1
"""In place of the size of a rule that adds to a list."""

Values = list[Any]
Action = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal with a regular expression of Python's `re`; `ignored` ones never reach the parser."""

    name: str
    regexp: str
    ignored: bool


@dataclass(frozen=True, slots=True)
class Child:
    """What a rule keeps: the value at `index`, or with `spread` the values in it, and so many `None` before."""

    index: int
    spread: bool
    nones: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One expansion of the rule `name`: its `size` in symbols, and what of them is kept.

    `nones` is the number of `None` behind the kept ones. A rule whose name begins with `_` is a helper: its
    values go to the rule that uses it. One that `repeats` adds its second symbol to a list of its own kind.
    """

    name: str
    origin: str
    size: int
    children: tuple[Child, ...]
    nones: int
    repeats: bool

    @property
    def is_helper(self) -> bool:
        """Whether it has no method of its own."""
        return self.name.startswith("_")


@dataclass(frozen=True, slots=True)
class Tables:
    """A grammar's automaton: `states[n]` maps terminals to a state to go to, or `-1 - rule` to reduce.

    Names of rules lead to the state behind them. `terminals` stand in the order in which they are tried.
    """

    states: tuple[Mapping[str, int], ...]
    rules: tuple[Rule, ...]
    terminals: tuple[Terminal, ...]
    start: int
    end: int


class RefusedError(Exception):
    """A terminal that cannot stand there; nothing was done with it.

    `position` is its number among those that were fed together.
    """

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


class LalrParser:
    """Tables with the methods of a builder; it keeps nothing between runs."""

    def __init__(self, tables: Tables, builder: object) -> None:
        self.states = tables.states
        self.start = tables.start
        self.end = tables.end
        self.reductions = tuple(_reduction(rule, builder) for rule in tables.rules)

    def begin(self) -> Run:
        """A run at the beginning of a text."""
        return Run(self)


class Run:
    """One text on its way through a parser."""

    __slots__ = ("_end", "_reductions", "_stack", "_states", "_values")

    def __init__(self, parser: LalrParser) -> None:
        self._states = parser.states
        self._reductions = parser.reductions
        self._end = parser.end
        self._stack = [parser.start]
        self._values: Values = []

    def feed(self, terminals: Iterable[str], values: Iterable[object]) -> None:
        """Go on by terminals and their values; raises `RefusedError` at one that cannot stand there."""
        stack, made, states, reductions = self._stack, self._values, self._states, self._reductions
        for position, (terminal, value) in enumerate(zip(terminals, values, strict=True)):
            while (action := states[stack[-1]].get(terminal, NOTHING)) < 0:
                if action == NOTHING:
                    raise RefusedError(position)
                size, origin, act = reductions[-1 - action]
                if size > 0:
                    result = act(made[-size:])
                    del stack[-size:], made[-size:]
                    stack.append(states[stack[-1]][origin])
                    made.append(result)
                elif size == 0:
                    stack.append(states[stack[-1]][origin])
                    made.append(act([]))
                else:  # a list grows in its place, and the state behind it stays the same
                    stack.pop()
                    result = made.pop()
                    act(made[-1], result)
            stack.append(action)
            made.append(value)

    def finish(self) -> Any:
        """What the builder made of the whole text; raises `RefusedError` where it cannot end here."""
        try:
            self.feed((END,), (None,))
        except RefusedError:  # nothing stands behind a whole text, not even its end
            if self._stack[-1] != self._end:
                raise
        return self._values[-1]


# --- what a reduction does ------------------------------------------------------------------------------


def _reduction(rule: Rule, builder: object) -> tuple[int, str, Action]:
    """The size of a rule, the rule itself, and what is done with the values of its symbols.

    A repetition has the size `GROWS`, and its action takes the list and what is added to it.
    """
    if rule.repeats:
        second = rule.children[1]
        return GROWS, rule.origin, list.extend if second.spread else list.append
    build = None if rule.is_helper else getattr(builder, rule.name)
    is_plain = rule.nones == 0 and not any(child.spread or child.nones for child in rule.children)
    return rule.size, rule.origin, (_of_plain if is_plain else _of_any)(rule, build)


def _of_plain(rule: Rule, build: Action | None) -> Action:
    """Nothing is spread and nothing is missing."""
    indexes = [child.index for child in rule.children]
    count = len(indexes)
    if indexes == list(range(count)):
        if count == rule.size:
            return build or _itself
        if build is not None:
            return lambda values: build(values[:count])
    if build is None:
        return lambda values: [values[index] for index in indexes]
    return lambda values: build([values[index] for index in indexes])


def _itself(values: Values) -> Values:
    return values


def _of_any(rule: Rule, build: Action | None) -> Action:
    """The general case. Lists of helpers may be changed: nobody else holds them."""
    steps: Sequence[tuple[int, bool, int]] = [
        (child.index, child.spread, child.nones) for child in rule.children
    ]
    missing = [None] * rule.nones

    def act(values: Values) -> Any:
        found: Values = []
        for index, spread, nones in steps:
            if nones:
                found.extend([None] * nones)
            if not spread:
                found.append(values[index])
            elif found:
                found.extend(values[index])
            else:
                found = values[index]
        found.extend(missing)
        return found if build is None else build(found)

    return act
