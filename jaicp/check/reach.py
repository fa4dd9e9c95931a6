"""What entering a state leads to, through transitions and calls, at whatever depth.

States and called functions are the places of a graph, their transitions and calls its edges. The graph is read
once from where the search begins; then the shortest way to a reply, and to anything that cannot be told, is found
for all places together, backwards from the ends. So circles end, and the work grows with the edges.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from jaicp.check.effects import Called, Effect, Kind
from jaicp.check.script_world import ScriptWorld
from jaicp.check.state_effects import StateEffects
from jaicp.project.paths import resolve_path
from jaicp.project.symbols import Project

__all__ = ["Outcome", "Reach"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where something ends: the effects on the way, the last of which replies or cannot be told."""

    chain: tuple[Effect, ...]
    replies: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """A state that is entered, or a function that is called while in a state."""

    state: str
    called: Called | None = None


_Step = tuple[Effect, _Place | None]
_Ways = dict[_Place, _Step]


class Reach:
    """Follows effects. The states in `closed` are judged by themselves and not entered from elsewhere."""

    def __init__(
        self, project: Project, world: ScriptWorld, effects: StateEffects, closed: frozenset[str]
    ) -> None:
        self.project = project
        self.world = world
        self.effects = effects
        self.closed = closed
        self._steps: dict[_Place, list[_Step]] = {}
        self._ways: dict[tuple[Kind, bool], _Ways] = {}

    def explore(self) -> None:
        """Read the graph behind the closed states."""
        self._steps = {}
        waiting = deque(_Place(state) for state in sorted(self.closed))
        while waiting:
            place = waiting.popleft()
            if place in self._steps:
                continue
            steps = [(effect, self._next(effect, place.state)) for effect in self._of(place)]
            self._steps[place] = steps
            waiting.extend(further for _, further in steps if further is not None)
        self._ways = {
            (kind, only_sure): self._shortest(kind, only_sure)
            for kind in (Kind.REPLIES, Kind.UNTOLD)
            for only_sure in (True, False)
        }

    def outcome(self, effect: Effect, state: str) -> Outcome | None:
        """What an effect in a closed state comes to: a reply, something that cannot be told, or nothing."""
        if effect.kind in (Kind.REPLIES, Kind.UNTOLD):
            return Outcome((effect,), effect.kind is Kind.REPLIES)
        place = self._next(effect, state)
        if place is None:
            return None
        for kind, only_sure in _PREFERRED:
            ways = self._ways[kind, only_sure]
            if place in ways and (effect.sure or not only_sure):
                replies = kind is Kind.REPLIES and only_sure
                return Outcome((effect, *_way(ways, place)), replies)
        return None

    def _next(self, effect: Effect, state: str) -> _Place | None:
        """Where an effect goes on."""
        if effect.kind is Kind.CALLS:
            return _Place(state, effect.called)
        if effect.kind is not Kind.GOES:
            return None
        path = resolve_path(state, effect.what)
        if path in self.closed or path not in self.project.states:
            return None
        return _Place(path)

    def _of(self, place: _Place) -> list[Effect]:
        if place.called is not None:
            return self.world.effects.of_call(place.called)
        return self.effects.of(place.state)

    def _shortest(self, kind: Kind, only_sure: bool) -> _Ways:
        """For each place from which an effect of a kind can be reached the next step on the way to it."""
        ways: _Ways = {}
        leading: dict[_Place, list[tuple[_Place, Effect]]] = {}
        for place, steps in self._steps.items():
            for effect, further in steps:
                if only_sure and not effect.sure:
                    continue
                if effect.kind is kind:
                    ways.setdefault(place, (effect, None))
                elif further is not None:
                    leading.setdefault(further, []).append((place, effect))
        waiting = deque(ways)
        while waiting:
            place = waiting.popleft()
            for before, effect in leading.get(place, ()):
                if before not in ways:
                    ways[before] = (effect, place)
                    waiting.append(before)
        return ways


_PREFERRED = (
    (Kind.REPLIES, True),
    (Kind.UNTOLD, True),
    (Kind.REPLIES, False),
    (Kind.UNTOLD, False),
)


def _way(ways: _Ways, place: _Place) -> Iterator[Effect]:
    """The effects from a place to its end."""
    here: _Place | None = place
    while here is not None:
        effect, here = ways[here]
        yield effect
