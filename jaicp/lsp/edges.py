"""The ways between states: what leads to a state and where it leads, for lenses, hints and the call hierarchy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jaicp.lsp.bots import Snapshot
from jaicp.lsp.subjects import other_texts
from jaicp.lsp.uses import Kind, Use, all_uses, path_of_use
from jaicp.project.paths import ROOT
from jaicp.project.symbols import TriggerSymbol

__all__ = ["Ways", "ways_of"]


@dataclass(frozen=True, slots=True)
class Ways:
    """`naming`: the places that name a state, `leaving`: the paths that a state names, `triggers`: those that lead
    to it, `tests`: the places in suites that name it."""

    naming: dict[str, list[Use]]
    leaving: dict[str, list[tuple[Use, str]]]
    triggers: dict[str, list[TriggerSymbol]]
    tests: dict[str, list[Use]]

    def reaching(self, path: str) -> int:
        """From how many places a state is reached: those that name it, and its triggers."""
        return len(self.naming.get(path, ())) + len(self.triggers.get(path, ()))


def ways_of(snapshot: Snapshot) -> Ways:
    """The ways of a bot, found once for a snapshot."""
    return snapshot.kept("ways", _ways)


def _ways(snapshot: Snapshot) -> Ways:
    ways = Ways({}, {}, {}, {})
    for use, path in _named(snapshot):
        if use.tag == "test":
            ways.tests.setdefault(path, []).append(use)
            continue
        ways.naming.setdefault(path, []).append(use)
        if use.place is not None:
            here = snapshot.paths.get(use.place, ROOT)
            ways.leaving.setdefault(here, []).append((use, path))
    for trigger in snapshot.project.triggers:
        ways.triggers.setdefault(trigger.target, []).append(trigger)
    return ways


def _named(snapshot: Snapshot) -> Iterator[tuple[Use, str]]:
    states = snapshot.project.states
    for use in all_uses(snapshot, other_texts(snapshot)):
        if use.kind is not Kind.STATE or use.declares or use.tag == "fromState":
            continue
        path = path_of_use(use, snapshot)
        if path in states:
            yield use, path
