"""Compiled braces: `{a b c}`, every item in any order.

Instead of the orders, of which there are k!, the matcher follows sets of items: from "these are done and
the text up to here is used up" every remaining item leads on. That makes at most 2^k sets times the places
of the text, and only those that the text allows are ever made. A star in braces is an item too; all stars
of a pair of braces are alike, so that their number is enough to know.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from jaicp.nlu.nodes import Node, joined
from jaicp.nlu.reading import Ends, Key, Reading, Trace

__all__ = ["AnyOrder"]

Path = tuple[int, ...]
"""The choices on the way, to tell equals apart: item, place and rank of the result, for each item."""

Move = tuple[int, int, int]
"""The number of an item, the place at which it is tried, the cost of the text skipped before."""

State = tuple[Key, Path, Trace]
States = dict[int, State]
Layer = dict[tuple[int, int], States]
"""For a set of items (as bits) and a number of stars used: the best way to each place."""


class AnyOrder(Node):
    """Items in any order with up to `stars` stretches of any text between, before and behind them.

    Items that may take nothing are simply left out where that is possible. `no_first_star` and
    `no_last_star` say that a star stands outside of the braces there, which makes one inside idle. Of
    equals the one comes first whose items stand nearest to the order in which they are written.
    """

    __slots__ = ("_items", "_needed", "_no_first_star", "_no_last_star", "_stars")

    def __init__(
        self,
        items: Sequence[Node],
        stars: int,
        outside: tuple[bool, bool] = (False, False),
    ) -> None:
        super().__init__(
            nullable=all(item.nullable for item in items),
            free=all(item.free for item in items),
            weighted=any(item.weighted for item in items),
            parts=items,
        )
        self._items = tuple(items)
        self._stars = min(stars, len(items) + 1)
        self._no_first_star, self._no_last_star = outside
        self._needed = sum(1 << number for number, item in enumerate(items) if not item.free)

    def starts(self, reading: Reading) -> Sequence[int] | None:
        """Where it may begin: nowhere if an item that has to be there can begin nowhere."""
        known = [item.starts(reading) for item in self._items]
        if any(not one for one, item in zip(known, self._items, strict=True)
               if one is not None and not item.nullable):  # fmt: skip
            return ()
        if self._stars and not self._no_first_star:
            return None
        union: set[int] = set()
        for one in known:
            if one is None:
                return None
            union.update(one)
        return sorted(union)

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        final: States = {}
        layer: Layer = {(0, 0): {start: (0, (), None)}}
        while layer:
            following: Layer = {}
            for (done, stars), states in layer.items():
                if done & self._needed == self._needed:
                    self._collect(reading, final, states, stars)
                for number in range(len(self._items)):
                    if not done >> number & 1:
                        self._lead_on(reading, following, (done, stars), states, number)
            layer = following
        return self._ordered(final)

    def _lead_on(
        self, reading: Reading, following: Layer, at: tuple[int, int], states: States, number: int
    ) -> None:
        """Add what the item `number` makes of `states`, at once and behind a star."""
        done, stars = at
        item = self._items[number]
        behind = done | 1 << number
        for place, state in states.items():
            _extend(reading, following, (behind, stars), state, item, (number, place, 0))
        if stars == self._stars or (self._no_first_star and not done):
            return
        cost = reading.cost
        spots = item.starts(reading)
        known = reading.after if spots is None else spots
        for place, state in states.items():
            for spot in known[bisect_right(known, place) :]:
                move = (number, spot, cost[spot] - cost[place])
                _extend(reading, following, (behind, stars + 1), state, item, move)

    def _collect(self, reading: Reading, final: States, states: States, stars: int) -> None:
        """Add complete results, and those with a last star."""
        last = stars < self._stars and not self._no_last_star
        cost, after = reading.cost, reading.after
        for place, (key, path, trace) in states.items():
            _keep(final, place, (key, path, trace))
            if last:
                stops = after[bisect_right(after, place) :]
                reading.spend(len(stops))
                for stop in stops:
                    more = cost[stop] - cost[place]
                    _keep(final, stop, (key + more, (*path, len(self._items), stop, 0), trace))

    @staticmethod
    def _ordered(final: States) -> Ends:
        ordered = sorted(final.items(), key=lambda entry: entry[1][1])
        return {end: (key, trace) for end, (key, _, trace) in ordered}


def _keep(states: States, place: int, state: State) -> None:
    """Keep a state if it is the cheapest for its place, or as cheap and nearer to the written order."""
    old = states.get(place)
    if old is None or state[0] < old[0] or (state[1] < old[1] and not old[0] < state[0]):
        states[place] = state


def _extend(
    reading: Reading, layer: Layer, target: tuple[int, int], state: State, item: Node, move: Move
) -> None:
    """Add to a layer what `item` makes of one state; taking nothing is the same as being left out."""
    number, spot, lost = move
    found = item.ends(reading, spot)
    reading.spend(1 + 2 * len(found))
    if not found:
        return
    key, path, trace = state
    states = layer.get(target)
    for rank, (end, (more, inner)) in enumerate(found.items()):
        if end == spot and inner is None and more == 0 and item.free:
            continue
        if states is None:
            states = layer[target] = {}
        _keep(states, end, (key + lost + more, (*path, number, spot, rank), joined(trace, inner)))
