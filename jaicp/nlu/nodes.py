"""What every compiled part of a pattern is: a `Node`.

A node answers three questions about a reading (see `matcher` for the whole picture): where may it end if
it is tried at a place (`ends`), at which tokens may it begin (`starts`), and what is the best way to take
all the rest of the text (`finish`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count

from jaicp.nlu.literals import Required, rarest
from jaicp.nlu.reading import Ends, Final, Reading, Trace

__all__ = ["NOTHING", "NO_VALUE", "Never", "Node", "Ref", "joined", "signs_at_the_edges"]

NOTHING: Ends = {}
_next_id = count()


class _NoValue:
    """The only object of this class stands for "there is no value", which is not null."""

    def __repr__(self) -> str:
        return "NO_VALUE"


NO_VALUE = _NoValue()


class Ref:
    """What a node of the parse tree is called: its tag, its pattern, and the key of its converter."""

    __slots__ = ("converter", "pattern", "tag")

    def __init__(self, tag: str, pattern: str, converter: object = None) -> None:
        self.tag = tag
        self.pattern = pattern
        self.converter = converter


def joined(first: Trace, second: Trace) -> Trace:
    """Two traces in a row."""
    if first is None:
        return second
    return first if second is None else (first, second)


class Node:
    """A compiled part.

    `nullable`: it may take nothing; `free`: it may do so and leave no trace; `weighted`: there is a
    `$weight` in it; `requirements`: sets of literals, of each of which a text must hold one.
    """

    __slots__ = ("_required", "free", "id", "nullable", "requirements", "weighted")
    nullable: bool

    def __init__(
        self,
        required: Required = None,
        nullable: bool = False,
        free: bool = False,
        weighted: bool = False,
        parts: Iterable[Node] = (),
    ) -> None:
        self.id = next(_next_id)
        needed = [one.required for one in parts if not one.nullable] or [required]
        self.requirements = tuple([one for one in needed if one is not None])
        self._required: Required | _NoValue = NO_VALUE
        self.nullable = nullable
        self.free = free
        self.weighted = weighted

    @property
    def required(self) -> Required:
        """The one of the requirements that is likely to rule out most texts."""
        if isinstance(self._required, _NoValue):
            self._required = rarest(self.requirements)
        return self._required

    def ends(self, reading: Reading, start: int) -> Ends:
        """The best result for each end if the part is tried at `start`, preferred ones first.

        Punctuation between `start` and what the part takes is skipped.
        """
        raise NotImplementedError

    def starts(self, reading: Reading) -> Sequence[int] | None:
        """The tokens at which the part may begin to take something, rising; None for any."""
        return None

    def finish(self, reading: Reading, start: int) -> Final | None:
        """The best result that leaves only punctuation behind; of equals the preferred one."""
        best: Final | None = None
        following, count_ = reading.next, reading.count
        for end, (key, trace) in self.ends(reading, start).items():
            if following[end] == count_ and (best is None or key < best[0]):
                best = (key, trace, end)
        return best


class Never(Node):
    """Stands for what cannot be compiled; it matches nothing."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(required=frozenset())

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        return NOTHING

    def starts(self, reading: Reading) -> Sequence[int]:
        """Where it may begin."""
        return ()


def signs_at_the_edges(reading: Reading, start: int, end: int) -> Trace:
    """Punctuation that was taken on purpose as the first or the last token of a run."""
    tokens = reading.utterance.tokens
    first = start if tokens[start].is_punctuation else None
    last = end - 1 if tokens[end - 1].is_punctuation else None
    return joined(first, last)
