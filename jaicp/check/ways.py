"""The ways through a dialogue as far as they are written out: which state leads where, which can be reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from jaicp.check.mentions import Mentions
from jaicp.project.paths import ROOT, resolve_path
from jaicp.project.symbols import Project, StateSymbol, TriggerSymbol
from jaicp.project.targets import Target
from jaicp.syntax import ast

__all__ = ["Ways", "below", "walk_reactions"]


class Ways:
    """The edges of a project: triggers by source, target and owner, the targets of each state's reactions."""

    def __init__(self, project: Project, mentions: Mentions) -> None:
        self.project = project
        self.mentions = mentions
        self.triggers: dict[str, list[TriggerSymbol]] = defaultdict(list)
        for trigger in project.triggers:
            self.triggers[trigger.source].append(trigger)
        self.targets: dict[str, list[tuple[Target, str]]] = {
            path: [(target, resolve_path(path, target.path)) for target in named]
            for path, named in project.targets.items()
        }
        self.leading: dict[str, list[TriggerSymbol]] = defaultdict(list)
        self.owned: dict[str, list[TriggerSymbol]] = defaultdict(list)
        for trigger in project.triggers:
            self.leading[trigger.target].append(trigger)
            self.owned[trigger.owner].append(trigger)
        self.reached = self._reached()

    def _reached(self) -> frozenset[str]:
        """The states that a dialogue can come to.

        A trigger can fire once the dialogue stands in its source or below. What texts of scripts mention counts as
        reached, and so does every state in which a state stands that can be reached.
        """
        reached: set[str] = set()
        states = self.project.states
        waiting = [ROOT, *(path for path in states if path != ROOT and self.mentions.has(path))]
        while waiting:
            here = waiting.pop()
            while here in states and here not in reached:
                reached.add(here)
                waiting += (trigger.target for trigger in self.triggers.get(here, ()))
                waiting += (to for _, to in self.targets.get(here, ()))
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
