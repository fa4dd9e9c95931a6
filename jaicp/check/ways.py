"""The ways through a dialogue as far as they are written out: which state leads where, which can be reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from operator import attrgetter

from jaicp.check.mentions import Mentions
from jaicp.project.paths import ROOT
from jaicp.project.symbols import Project, StateSymbol, TriggerSymbol
from jaicp.syntax import ast

__all__ = ["Ways", "below", "walk_reactions"]


class Ways:
    """The edges of a project: triggers by source, target and owner, the targets of each state's reactions."""

    def __init__(self, project: Project, mentions: Mentions) -> None:
        self.project = project
        self.mentions = mentions
        self.triggers = self._triggers_by("source")
        self.targets = project.ways
        self.reached = self._reached()

    @cached_property
    def leading(self) -> dict[str, list[TriggerSymbol]]:
        """The triggers by the state that they lead to."""
        return self._triggers_by("target")

    @cached_property
    def owned(self) -> dict[str, list[TriggerSymbol]]:
        """The triggers by the state that they stand in."""
        return self._triggers_by("owner")

    def _triggers_by(self, end: str) -> dict[str, list[TriggerSymbol]]:
        found: dict[str, list[TriggerSymbol]] = defaultdict(list)
        for path, trigger in zip(
            map(attrgetter(end), self.project.triggers), self.project.triggers, strict=True
        ):
            found[path].append(trigger)
        return found

    def _reached(self) -> frozenset[str]:
        """The states that a dialogue can come to.

        A trigger can fire once the dialogue stands in its source or below. What texts of scripts mention counts as
        reached, and so does every state in which a state stands that can be reached.
        """
        reached: set[str] = set()
        states, triggers, targets = self.project.states, self.triggers, self.targets
        waiting = [ROOT, *(path for path in states if path != ROOT and self.mentions.has(path))]
        while waiting:
            here = waiting.pop()
            while here not in reached and here in states:
                reached.add(here)
                if here in triggers:
                    waiting += {one.target for one in triggers[here]} - reached
                if here in targets:
                    waiting += [to for _, to in targets[here] if to not in reached]
                here = states[here].parent
        return frozenset(reached)


def below(project: Project, path: str) -> Iterator[StateSymbol]:
    """The state or theme at a path and all that stand in it."""
    waiting = [path]
    while waiting:
        symbol = project.states[waiting.pop()]
        yield symbol
        waiting += symbol.children


def walk_reactions(symbol: StateSymbol) -> Iterator[ast.Node]:
    """The reactions of a state, also those inside of `if` and `random`."""
    waiting = list(reversed(symbol.body))
    while waiting:
        node = waiting.pop()
        yield node
        match node:
            case ast.Random() | ast.Branch():
                waiting += reversed(node.body)
            case ast.If():
                waiting += reversed(node.branches)
