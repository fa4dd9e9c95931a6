"""Compiled sequences: parts one after the other, with and without `*` between them.

A sequence goes through the text with a set of *states*: how far the parts so far may have come, and the
best way to get to each place. A star moves states on at the cost of the letters that it leaves out; it is
not tried at every place but only at those where the next part can begin.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

from jaicp.nlu.leaves import WeightNode
from jaicp.nlu.nodes import Node, joined
from jaicp.nlu.reading import Ends, Final, Key, Reading, Trace, Weighed

__all__ = ["LocalWeight", "SequenceNode", "Step", "put"]


class Stop(Enum):
    """What ended a look ahead: a part that must take something, a star, or the end of the sequence."""

    TAKEN = 1
    STAR = 2
    END = 3


class Step(NamedTuple):
    """A part of a sequence; `floating` if `*` stands before it."""

    floating: bool
    node: Node


class LocalWeight(NamedTuple):
    """`$localWeight<a+b>`: the share of letters matched in its part is rescaled to `a · share + b`."""

    factor: float
    shift: float

    def apply(self, key: Key, letters: int) -> Key:
        """The new cost of a part that extends over `letters`; both in units of cost."""
        if isinstance(key, Weighed):
            return Weighed(self._cost(key.cost, letters), key.factor, key.shift, key.total)
        return self._cost(key, letters)

    def _cost(self, cost: int, letters: int) -> int:
        return round(letters - self.factor * (letters - cost) - self.shift * letters)


def put(ends: Ends, end: int, key: Key, trace: Trace) -> None:
    """Keep a result if it is better than what is known for this end."""
    old = ends.get(end)
    if old is None:
        ends[end] = (key, trace)
    elif key < old[0]:
        del ends[end]  # the better result takes its own place in the order
        ends[end] = (key, trace)


class SequenceNode(Node):
    """Parts in this order, each with or without `*` before it; `open_end` if `*` stands at the end."""

    __slots__ = ("_local", "_open_end", "_steps", "_weights")

    def __init__(
        self,
        steps: Sequence[Step],
        open_end: bool,
        weights: Sequence[WeightNode] = (),
        local: Sequence[LocalWeight] = (),
    ) -> None:
        nodes = [step.node for step in steps]
        super().__init__(
            nullable=all(node.nullable for node in nodes),
            free=all(node.free for node in nodes) and not weights,
            weighted=bool(weights) or any(node.weighted for node in nodes),
            parts=nodes,
        )
        self._steps = tuple(steps)
        self._open_end = open_end
        self._weights = tuple(weights)
        self._local = tuple(local)

    def starts(self, reading: Reading) -> Sequence[int] | None:
        """Where it may begin: nowhere if a step that has to be there can begin nowhere."""
        for _, node in self._steps:
            known = None if node.nullable else node.starts(reading)
            if known is not None and not known:
                return ()
        if self._steps and self._steps[0].floating:
            return None
        found, stop = self._reach(reading, 0)
        return None if stop is Stop.STAR else found

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        states = self._through(reading, start, len(self._steps))
        if self._open_end and states:
            states = _any_text(reading, states)
        return self._weighed(reading, start, states) if self._weights or self._local else states

    def finish(self, reading: Reading, start: int) -> Final | None:
        """The best way to take all the rest."""
        if self._local:
            return super().finish(reading, start)
        closed = bool(self._steps) and not self._open_end
        best = self._finish_last(reading, start) if closed else self._finish_open(reading, start)
        for weight in self._weights:
            if best is not None:
                best = (best[0] + weight.key(reading), best[1], best[2])
        return best

    def _finish_open(self, reading: Reading, start: int) -> Final | None:
        """The best final result where `*`, or nothing, stands at the end."""
        best: Final | None = None
        following, count, last, cost = reading.next, reading.count, reading.last, reading.cost
        total = cost[count]
        for at, (key, trace) in self._through(reading, start, len(self._steps)).items():
            end = at
            if following[at] != count:
                if not self._open_end:
                    continue
                end = last
                key = key + (total - cost[at])
            if best is None or key < best[0]:
                best = (key, trace, end)
        return best

    def _finish_last(self, reading: Reading, start: int) -> Final | None:
        """The best final result where the last step has to take all the rest."""
        index = len(self._steps) - 1
        states = self._through(reading, start, index)
        floating, node = self._steps[index]
        if floating and states:
            states = self._spots(reading, states, index)
        best: Final | None = None
        for at, (key, trace) in states.items():
            found = node.finish(reading, at)
            if found is not None:
                total = key + found[0]
                if best is None or total < best[0]:
                    best = (total, joined(trace, found[1]), found[2])
        return best

    def _through(self, reading: Reading, start: int, count: int) -> Ends:
        """The states behind the first `count` steps."""
        states: Ends = {start: (0, None)}
        for index in range(count):
            floating, node = self._steps[index]
            if floating:
                known = None if node.nullable or len(states) > 1 else node.starts(reading)
                if known is not None:
                    states = _jumped(reading, states, node, known)
                    if not states:
                        break
                    continue
                states = self._spots(reading, states, index)
            elif index == 0:
                states = node.ends(reading, start)
                if not states:
                    break
                continue
            behind: Ends = {}
            for at, (key, trace) in states.items():
                found = node.ends(reading, at)
                reading.steps -= 1 + len(found)
                for end, (more, inner) in found.items():
                    put(behind, end, key + more, joined(trace, inner))
            if reading.steps < 0 or not behind:
                reading.spend(0)
                return behind
            states = behind
        return states

    def _spots(self, reading: Reading, states: Ends, index: int) -> Ends:
        """The states behind a star where the step `index` may begin, or be left out."""
        found, stop = self._reach(reading, index)
        if found is None or stop is Stop.END:
            return _any_text(reading, states)
        through = stop is Stop.STAR
        if len(states) > 1:
            first = min(states)
            spots = {at for at in found if at >= first}
            return _swept(reading, states, sorted(spots.union(states) if through else spots))
        ((at, (key, trace)),) = states.items()
        behind: Ends = {}
        seen = -1
        cost, following = reading.cost, reading.next
        if through:
            behind[at] = (key, trace)
            seen = following[at]
        base = key - cost[at]
        for spot in found[bisect_left(found, at) :]:
            if following[spot] != seen:  # a part skips punctuation by itself
                seen = following[spot]
                behind[spot] = (base + cost[spot], trace)
        return behind

    def _reach(self, reading: Reading, index: int) -> tuple[Sequence[int] | None, Stop]:
        """Where something may begin once the steps before `index` are done; None for any place.

        These are the places of the steps from `index` on, up to the first that must take something
        (`Stop.TAKEN`), or up to the next star, or up to the end if all of them may take nothing.
        """
        steps = self._steps
        if index < len(steps) and not steps[index].node.nullable:
            return steps[index].node.starts(reading), Stop.TAKEN
        union: set[int] = set()
        for at in range(index, len(steps)):
            floating, node = steps[at]
            if floating and at > index:
                return sorted(union), Stop.STAR
            known = node.starts(reading)
            if known is None:
                return None, Stop.STAR
            union.update(known)
            if not node.nullable:
                return sorted(union), Stop.TAKEN
        return sorted(union), Stop.STAR if self._open_end else Stop.END

    def _weighed(self, reading: Reading, start: int, states: Ends) -> Ends:
        """The results with the weights of this sequence."""
        found: Ends = {}
        for end, (key, trace) in states.items():
            for local in self._local:
                key = local.apply(key, reading.cost[end] - reading.cost[start])
            for weight in self._weights:
                key = key + weight.key(reading)
            found[end] = (key, trace)
        return found


def _jumped(reading: Reading, states: Ends, node: Node, spots: Sequence[int]) -> Ends:
    """The states behind a star and a part that begins at one of `spots`, from a single state.

    The same as `_spots` and a step; by far the most frequent case, so it takes the short way.
    """
    cost = reading.cost
    ((at, (key, trace)),) = states.items()
    base = key - cost[at]
    behind: Ends = {}
    for spot in spots:
        if spot < at:
            continue
        found = node.ends(reading, spot)
        reading.steps -= 1 + len(found)
        before = base + cost[spot]
        for end, (more, inner) in found.items():
            total = before + more
            old = behind.get(end)
            if old is None:
                behind[end] = (total, joined(trace, inner))
            elif total < old[0]:
                del behind[end]
                behind[end] = (total, joined(trace, inner))
    if reading.steps < 0:
        reading.spend(0)
    return behind


def _any_text(reading: Reading, states: Ends) -> Ends:
    """The states behind a star, wherever it may end."""
    if len(states) > 1:
        first = min(states)
        return _swept(reading, states, sorted({*reading.stops(first), *states}))
    ((at, (key, trace)),) = states.items()
    base, cost = key - reading.cost[at], reading.cost
    stops = reading.stops(at)
    reading.spend(len(stops))
    return {stop: (base + cost[stop], trace) for stop in stops}


def _swept(reading: Reading, states: Ends, spots: Iterable[int]) -> Ends:
    """The best state before each spot, moved there; `spots` rise.

    One pass over places and spots together: the best start so far stays the best until a better one comes
    by, since from any start the same letters are lost.
    """
    cost = reading.cost
    waiting = sorted((at, rank) for rank, at in enumerate(states))
    bases = [key - cost[at] for at, (key, _) in states.items()]
    reach: list[list[int]] = [[] for _ in bases]
    best, index = waiting[0][1], 0
    for spot in spots:
        while index < len(waiting) and waiting[index][0] <= spot:
            rank = waiting[index][1]
            index += 1
            if bases[rank] < bases[best] or (rank < best and not bases[best] < bases[rank]):
                best = rank
        reach[best].append(spot)
    reading.spend(len(waiting))
    behind: Ends = {}
    for rank, (_, trace) in enumerate(states.values()):
        for spot in reach[rank]:
            behind[spot] = (bases[rank] + cost[spot], trace)
    return behind
