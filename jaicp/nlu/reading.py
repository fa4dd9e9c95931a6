"""One utterance while patterns are tried on it: what has been found out so far, and how much may follow.

All patterns that are tried on an utterance share its reading, so that a named pattern used by a hundred
rules is tried once at each place.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, TypeAlias, cast

from jaicp.nlu.finder import EntityFinder, EntityHit
from jaicp.nlu.words import Utterance

__all__ = [
    "STEPS",
    "UNIT",
    "Ends",
    "Final",
    "Key",
    "MatchLimit",
    "Reading",
    "Trace",
    "Weighed",
    "reading_of",
]

UNIT = 2_000_000
"""The cost of one lost letter. Costs are whole numbers, so that equal costs are equal: half letters and
weights with six decimals still fit."""

STEPS = 30_000
"""How many partial results one match may make; some 30 ms on a slow machine."""

REGEX_SECONDS = 0.03
"""How much processor time the regular expressions of one match may take together."""


class MatchLimit(Exception):  # noqa: N818  # it is no mistake, only too much
    """A pattern and a text that together are too much work; the pattern counts as not matching."""


class Weighed:
    """The cost of a part in which `$weight` occurred.

    A whole hypothesis of cost c in a text of `total` scores `factor · (total - c) + shift`, in units of
    cost. Parts add up from left to right; a part scores as if nothing else were lost, which decides
    between parts of equal extent.
    """

    __slots__ = ("cost", "factor", "shift", "total")

    def __init__(self, cost: int, factor: float, shift: float, total: int) -> None:
        self.cost = cost
        self.factor = factor
        self.shift = shift
        self.total = total

    @property
    def score(self) -> float:
        """The score in units of cost."""
        return self.factor * (self.total - self.cost) + self.shift

    def __add__(self, other: Key) -> Weighed:
        if isinstance(other, int):
            return Weighed(self.cost + other, self.factor, self.shift, self.total)
        factor = self.factor * other.factor
        shift = self.shift * other.factor + other.shift
        return Weighed(self.cost + other.cost, factor, shift, self.total)

    def __radd__(self, other: int) -> Weighed:
        return Weighed(self.cost + other, self.factor, self.shift, self.total)

    def __sub__(self, other: int) -> Weighed:
        return Weighed(self.cost - other, self.factor, self.shift, self.total)

    def __lt__(self, other: Key) -> bool:
        theirs = self.total - other if isinstance(other, int) else other.score
        return self.score > theirs

    def __gt__(self, other: Key) -> bool:
        theirs = self.total - other if isinstance(other, int) else other.score
        return self.score < theirs


Key: TypeAlias = int | Weighed
"""What a partial result costs; the lower one is the better one."""

Trace: TypeAlias = Any
"""What a partial result leaves for the parse tree: None for nothing; a string, the value of `x:value`; a
number, a sign of punctuation taken on purpose; a pair, two traces in a row; five things, a node: its
`Ref`, the tokens between which it was tried, the trace inside, its value."""

Ends: TypeAlias = dict[int, tuple[Key, Trace]]
"""Where a part may end: the best result for each place, the preferred ones first."""

Final: TypeAlias = tuple[Key, Trace, int]
"""The best result that leaves nothing but punctuation behind itself, and where it ends."""


class Reading:
    """The tables of one utterance and the memory of the patterns tried on it."""

    __slots__ = (
        "_after",
        "cost",
        "count",
        "entity_hits",
        "finder",
        "last",
        "memo",
        "next",
        "places",
        "regex_seconds",
        "runs",
        "starts",
        "steps",
        "total",
        "utterance",
        "word_places",
        "words",
    )

    def __init__(self, utterance: Utterance, finder: EntityFinder | None) -> None:
        self.utterance = utterance
        self.finder = finder
        self.words = utterance.folded
        self.next = utterance.next_word
        self.places = utterance.places
        self.count = len(utterance)
        self.last = utterance.last
        self.cost = [UNIT * loss for loss in utterance.loss]
        self.total = UNIT * (utterance.total or 1)
        self.word_places = utterance.word_places
        self._after: list[int] | None = None
        self.memo: dict[int, Any] = {}
        self.starts: dict[int, Any] = {}
        self.runs: dict[Any, dict[int, list[int]]] = {}
        self.entity_hits: dict[str, dict[int, list[EntityHit]]] = {}
        self.begin()

    @property
    def after(self) -> list[int]:
        """The places behind words."""
        known = self._after
        if known is None:
            known = self._after = [at + 1 for at in self.word_places]
        return known

    def begin(self) -> None:
        """Give the next match its full allowance."""
        self.steps = STEPS
        self.regex_seconds = REGEX_SECONDS

    def spend(self, steps: int) -> None:
        """Count work; raises `MatchLimit` when the allowance is used up."""
        self.steps -= steps
        if self.steps < 0:
            raise MatchLimit("the pattern has too many ways to match this text")

    def stops(self, start: int) -> list[int]:
        """Where any text from `start` on may end: at once, or behind each further word."""
        after = self.after
        return [start, *after[bisect_right(after, start) :]]

    def entities(self, name: str) -> dict[int, list[EntityHit]]:
        """The places of an entity by their first token."""
        known = self.entity_hits.get(name)
        if known is None:
            known = self.entity_hits[name] = {}
            if self.finder is not None:
                for hit in self.finder.find(name, self.utterance):
                    if 0 <= hit.start < hit.end <= self.count:
                        known.setdefault(hit.start, []).append(hit)
        return known


def reading_of(utterance: Utterance, finder: EntityFinder | None = None) -> Reading:
    """The reading that all patterns tried on `utterance` with this `finder` share."""
    key = ("reading", id(finder))
    known = utterance.notes.get(key)
    if known is None:
        known = utterance.notes[key] = Reading(utterance, finder)
    return cast("Reading", known)
