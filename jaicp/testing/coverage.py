"""What the cases of a run have walked of a script: its states, its triggers, its transitions.

A *trigger* counts when it is what chose the state. A *transition* is a way from one state to another that the
script writes out: by `go!`, `go`, a button, a timeout or a setting of an action tag. Ways that scripts compute
cannot be known beforehand, so they are in no total.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jaicp.project.paths import resolve_path
from jaicp.project.symbols import Project, TriggerSymbol
from jaicp.project.targets import targets_of
from jaicp.runtime.messages import WalkStep
from jaicp.text.source import Span

__all__ = ["Coverage", "Item", "Kind", "Walk", "measure", "steps_of"]

Kind = Literal["state", "trigger", "transition"]

Walk = Counter[tuple[str | int, ...]]
"""How often each step was taken."""

_WAYS = ("go", "button")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a test can walk: its state, how it is written, and how often it was walked."""

    kind: Kind
    state: str
    text: str
    span: Span | None
    times: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """All items of a project, in the order of the script."""

    items: tuple[Item, ...]

    def of(self, kind: Kind) -> list[Item]:
        """The items of one kind."""
        return [item for item in self.items if item.kind == kind]

    def counts(self, kind: Kind) -> tuple[int, int]:
        """How many items of a kind were walked, and how many there are."""
        items = self.of(kind)
        return sum(item.times > 0 for item in items), len(items)


def steps_of(walk: Iterable[WalkStep]) -> Walk:
    """The steps of a turn, counted."""
    return Counter(tuple(step) for step in walk)


def measure(project: Project, walk: Walk) -> Coverage:
    """What `walk` has touched of a project; what modules bring along is not the project's to test."""
    found = (*_states(project, walk), *_triggers(project, walk), *_ways(project, walk))
    root = project.config.root
    return Coverage(tuple(item for item in found if _is_inside(item.span, root)))


def _is_inside(span: Span | None, root: Path) -> bool:
    return span is not None and span.source.path.absolute().is_relative_to(root.absolute())


def _states(project: Project, walk: Walk) -> Iterator[Item]:
    """States that reply or do something; those that only hold others have nothing to be tested."""
    for path, symbol in project.states.items():
        if symbol.body:
            yield Item("state", path, path, symbol.name_span, walk["enter", path])


def _triggers(project: Project, walk: Walk) -> Iterator[Item]:
    for trigger in project.triggers:
        times = walk["trigger", trigger.order]
        yield Item("trigger", trigger.target, _written(trigger), trigger.node.span, times)


def _written(trigger: TriggerSymbol) -> str:
    """A trigger as its line shows it."""
    lines = trigger.node.span.text.splitlines()
    return lines[0].strip() + (" …" if len(lines) > 1 else "") if lines else ""


def _ways(project: Project, walk: Walk) -> Iterator[Item]:
    """The ways written out, each pair of states once: whoever goes it has gone all that lead the same way."""
    for path, symbol in project.states.items():
        seen: set[str] = set()
        for target in targets_of(symbol.body):
            to = resolve_path(path, target.path)
            if to in seen or to not in project.states:
                continue
            seen.add(to)
            times = sum(walk[way, path, to] for way in _WAYS)
            yield Item("transition", path, f"{target.tag}: {target.path}", target.span, times)
