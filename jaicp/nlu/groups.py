"""Compiled groups, named patterns, repetitions and mapped values.

All of them remember in the reading what they found at a place: they are asked again and again, by every
way that leads to the same place and by every rule that uses the same named pattern.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from jaicp.nlu.literals import any_of
from jaicp.nlu.nodes import NO_VALUE, Node, Ref, joined
from jaicp.nlu.reading import Ends, Final, Key, Reading, Trace
from jaicp.nlu.sequences import put
from jaicp.nlu.words import Utterance

__all__ = ["Alternatives", "BranchIndex", "Link", "MappedNode", "Maybe", "NamedNode", "RepeatNode"]

TAKEN_NOTHING: tuple[Key, Trace] = (0, None)
Feasible = list[tuple[Node, frozenset[int] | None]]


class BranchIndex(Protocol):
    """Tells which branches an utterance does not rule out."""

    def candidates(self, utterance: Utterance) -> Collection[int]:
        """The numbers of these branches, rising."""
        ...


class Remembering(Node):
    """A node that keeps its results; subclasses say how to find them."""

    __slots__ = ()

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        key = self.id << 16 | start
        known: Ends | None = reading.memo.get(key)
        if known is None:
            known = self._find_ends(reading, start)
            reading.spend(3 + len(known))
            reading.memo[key] = known
        return known

    def finish(self, reading: Reading, start: int) -> Final | None:
        """The best way to take all the rest."""
        key = ~(self.id << 16 | start)
        if key in reading.memo:
            found: Final | None = reading.memo[key]
            return found
        reading.spend(3)
        found = reading.memo[key] = self._find_finish(reading, start)
        return found

    def starts(self, reading: Reading) -> Sequence[int] | None:
        """Where it may begin."""
        if self.id in reading.starts:
            found: Sequence[int] | None = reading.starts[self.id]
            return found
        found = reading.starts[self.id] = self._find_starts(reading)
        return found

    def _find_ends(self, reading: Reading, start: int) -> Ends:
        raise NotImplementedError

    def _find_finish(self, reading: Reading, start: int) -> Final | None:
        return super().finish(reading, start)

    def _find_starts(self, reading: Reading) -> Sequence[int] | None:
        return None


class Alternatives(Remembering):
    """`(a|b)`, and `[a|b]` where `optional`: one of the branches, or also nothing."""

    __slots__ = ("_branches", "_index", "_optional")

    def __init__(
        self, branches: Sequence[Node], optional: bool, index: BranchIndex | None = None
    ) -> None:
        super().__init__(
            required=None if optional else any_of(branch.required for branch in branches),
            nullable=optional or any(branch.nullable for branch in branches),
            free=optional or any(branch.free for branch in branches),
            weighted=any(branch.weighted for branch in branches),
        )
        self._branches = tuple(branches)
        self._optional = optional
        self._index = index

    def _feasible(self, reading: Reading) -> Feasible:
        """The branches that may match this text at all, each with the tokens at which it may begin."""
        key = -1 - self.id
        known: Feasible | None = reading.starts.get(key)
        if known is None:
            branches: Sequence[Node] = self._branches
            if self._index is not None:
                branches = [
                    branches[number] for number in self._index.candidates(reading.utterance)
                ]
            known = []
            for branch in branches:
                starts = branch.starts(reading)
                if branch.nullable or starts is None:
                    known.append((branch, None))
                elif starts:
                    known.append((branch, frozenset(starts)))
            reading.spend(len(branches))
            reading.starts[key] = known
        return known

    def _fitting(self, reading: Reading, start: int) -> list[Node]:
        """The branches that may match at `start`."""
        word = reading.next[start]
        fitting = []
        for branch, starts in self._feasible(reading):
            if (
                starts is None
                or word in starts
                or (word != start and not starts.isdisjoint(range(start, word)))
            ):
                fitting.append(branch)
        return fitting

    def _find_ends(self, reading: Reading, start: int) -> Ends:
        fitting = self._fitting(reading, start)
        if not self._optional and len(fitting) == 1:
            return fitting[0].ends(reading, start)
        found: Ends = {}
        for branch in fitting:
            for end, (key, trace) in branch.ends(reading, start).items():
                put(found, end, key, trace)
        if self._optional:
            put(found, start, 0, None)
        return found

    def _find_finish(self, reading: Reading, start: int) -> Final | None:
        best: Final | None = None
        for branch in self._fitting(reading, start):
            found = branch.finish(reading, start)
            if found is not None and (best is None or found[0] < best[0]):
                best = found
        if (
            self._optional
            and reading.next[start] == reading.count
            and (best is None or best[0] > 0)
        ):
            best = (0, None, start)
        return best

    def _find_starts(self, reading: Reading) -> Sequence[int] | None:
        union: set[int] = set()
        for branch, starts in self._feasible(reading):
            known = branch.starts(reading) if starts is None else starts
            if known is None:
                return None
            union.update(known)
        return sorted(union)


class Maybe(Node):
    """`[a]` with one branch that costs little to ask again: the same as `Alternatives`, with less ado."""

    __slots__ = ("_inner",)

    def __init__(self, inner: Node) -> None:
        super().__init__(nullable=True, free=True, weighted=inner.weighted)
        self._inner = inner

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        found = self._inner.ends(reading, start)
        if not found:
            return {start: TAKEN_NOTHING}
        both = dict(found)
        put(both, start, *TAKEN_NOTHING)
        return both

    def starts(self, reading: Reading) -> Sequence[int] | None:
        """Where it may begin."""
        return self._inner.starts(reading)


class NamedNode(Remembering):
    """`$Name`: what the named pattern matches, as a node of the parse tree."""

    __slots__ = ("_body", "_ref")

    def __init__(self, body: Node, ref: Ref) -> None:
        super().__init__(body.required, body.nullable, weighted=body.weighted)
        self._body = body
        self._ref = ref

    def _find_ends(self, reading: Reading, start: int) -> Ends:
        return {
            end: (key, (self._ref, start, end, trace, NO_VALUE))
            for end, (key, trace) in self._body.ends(reading, start).items()
        }

    def _find_finish(self, reading: Reading, start: int) -> Final | None:
        found = self._body.finish(reading, start)
        if found is None:
            return None
        key, trace, end = found
        return key, (self._ref, start, end, trace, NO_VALUE), end

    def _find_starts(self, reading: Reading) -> Sequence[int] | None:
        return self._body.starts(reading)


class Link(Node):
    """The body of a name inside of that very name; the body is set once it has been compiled.

    Nothing is said of where it may begin or what it requires, since that would be asked of itself.
    """

    __slots__ = ("target",)

    def __init__(self, nullable: bool) -> None:
        super().__init__(nullable=nullable, weighted=True)
        self.target: Node | None = None

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        assert self.target is not None
        return self.target.ends(reading, start)

    def finish(self, reading: Reading, start: int) -> Final | None:
        """The best way to take all the rest."""
        assert self.target is not None
        return self.target.finish(reading, start)


class MappedNode(Node):
    """`item:value`; the value comes after those inside of the item."""

    __slots__ = ("_inner", "_value")

    def __init__(self, inner: Node, value: str) -> None:
        super().__init__(inner.required, inner.nullable, weighted=inner.weighted)
        self._inner = inner
        self._value = value

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        value: Trace = self._value
        found = self._inner.ends(reading, start)
        return {end: (key, joined(trace, value)) for end, (key, trace) in found.items()}

    def finish(self, reading: Reading, start: int) -> Final | None:
        """The best way to take all the rest."""
        found = self._inner.finish(reading, start)
        return None if found is None else (found[0], joined(found[1], self._value), found[2])

    def starts(self, reading: Reading) -> Sequence[int] | None:
        """Where it may begin."""
        return self._inner.starts(reading)


class RepeatNode(Remembering):
    """`$repeat<$Name>`: one or more in a row; of equal results the one that goes on longer comes first."""

    __slots__ = ("_item",)

    def __init__(self, item: Node) -> None:
        super().__init__(item.required, item.nullable, weighted=item.weighted)
        self._item = item

    def _find_ends(self, reading: Reading, start: int) -> Ends:
        """From the last place that can be reached back to `start`: each needs only those behind it."""
        reached = {start}
        waiting = [start]
        while waiting:
            for end in self._item.ends(reading, waiting.pop()):
                if end not in reached:
                    reached.add(end)
                    waiting.append(end)
        results: dict[int, Ends] = {}
        for at in sorted(reached, reverse=True):
            results[at] = self._one_and_more(reading, at, results)
        return results[start]

    def _one_and_more(self, reading: Reading, start: int, results: dict[int, Ends]) -> Ends:
        found: Ends = {}
        for middle, (key, trace) in self._item.ends(reading, start).items():
            further = results[middle] if middle > start else {}
            reading.spend(1 + len(further))
            for end, (more, inner) in further.items():
                put(found, end, key + more, joined(trace, inner))
            put(found, middle, key, trace)
        return found

    def _find_starts(self, reading: Reading) -> Sequence[int] | None:
        return self._item.starts(reading)
