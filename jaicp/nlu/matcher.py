"""Matching: the best way to read an utterance as a pattern.

**What is looked for.** A pattern can fit a text in many ways. Each way loses letters: those of words that
only `*` took, and of a word matched by its stem those outside of the stem. A way that loses `c` of `T`
letters scores `1 - c / T`; `$weight` rescales that; the best score wins. (Rank of patterns: the vendor's
page on it, and trials with public bots' own tests, which refute the obvious other formulas.)

**Parts.** A pattern is compiled to a tree of nodes. A node is asked `ends(reading, start)`: tried at the
place `start` between two tokens, where may it end, and what does each end cost? Costs add up, so of two
ways with the same start and the same end only the better can be part of the best whole. That makes the
search small: not the ways are gone through, of which there may be exponentially many, but places. A word
answers from the next token. A sequence keeps *states*, place to best way, and hands them from part to
part. Alternatives merge the answers of their branches. Braces keep states for sets of items. Groups and
named patterns remember their answers in the reading of the utterance, which all rules share: a named
pattern that a hundred rules use is tried once at a place. The work is polynomial in the number of words,
except for braces of very many items; a count of steps ends what would take too long (`MatchLimit`).

**Places.** A place is the number of the token behind it. Punctuation costs nothing: a node that takes a
word skips signs before it, and at the very end only signs may be left. Since any text, too, ends behind a
word, the places that matter are few even in a text full of signs.

**Stars.** `*` could end at every place, and then the next part would be tried at each. Instead nodes know
where they can begin (`starts`; for a word, its places in the utterance). A star jumps to these, and of
several states that could jump to the same place only the best does. At the end of a pattern nobody asks
where `*` may end: `finish` adds up what it would take.

**Weights.** Costs are whole numbers, so sums are exact and equal means equal. `$weight` turns a cost into
a `Weighed` triple (cost, factor, shift) that adds up in reading order. Shifts keep the search exact.
Factors do not quite: a way that was worse up to some place could win in the end. Parts are compared by
their score as if nothing else were lost.

**Equals.** Answers list their ends in the order of preference, and a later way replaces an earlier one
only if it is better. The order is that of someone who tries branches from left to right, takes an optional
part if it is there, gives `*` as few words as possible, and goes through braces in their written order.

**Traces.** For the parse tree a way carries a trace: nested pairs that are only unfolded for the winner
(`Match.hypothesis`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from jaicp.nlu.finder import EntityFinder
from jaicp.nlu.nodes import NO_VALUE, Node, Ref
from jaicp.nlu.reading import Final, Key, MatchLimit, Reading, Trace, Weighed, reading_of
from jaicp.nlu.words import Utterance

__all__ = ["NO_VALUE", "Hit", "Match", "MatchLimit", "Matcher"]


class Hit(NamedTuple):
    """A node of the winning way.

    `start` and `end` count tokens, half-open; signs at the edges are left out unless the pattern asked
    for them. `values` are the values of `x:value` directly in this node, in the order of the text; `value`
    is what an entity or a dictionary gave, else `NO_VALUE`.
    """

    tag: str
    pattern: str
    converter: object
    start: int
    end: int
    values: tuple[str, ...]
    value: object
    children: tuple[Hit, ...]


class Match:
    """That a pattern fits an utterance, how well, and how."""

    def __init__(self, score: float, utterance: Utterance, trace: Trace, end: int) -> None:
        self.score = score
        self.utterance = utterance
        self._trace = trace
        self._end = end

    def __repr__(self) -> str:
        return f"Match({self.score:g}, {self.utterance.text!r})"

    @cached_property
    def hypothesis(self) -> Hit:
        """The winning way as a tree; its root bears the name `root`."""
        root = Ref("root", "root")
        return _hit(self.utterance, (root, 0, self._end, self._trace, NO_VALUE))


class Matcher:
    """A compiled pattern. It keeps nothing between matches; several threads may share it."""

    __slots__ = ("_root", "requirements")

    def __init__(self, root: Node) -> None:
        self._root = root
        self.requirements = root.requirements

    def match(self, utterance: Utterance, finder: EntityFinder | None = None) -> Match | None:
        """The best way to read the whole utterance, or None if there is none with a score of 0 or more.

        Without a finder no `@entity` matches. Raises `MatchLimit` if the search gets too long.
        """
        reading = reading_of(utterance, finder)
        reading.begin()
        final = _finish(self._root, reading)
        if final is None:
            return None
        key, trace, end = final
        score = _score(key, reading.total)
        return Match(score, utterance, trace, end) if score >= 0 else None

    def runs(
        self, utterance: Utterance, finder: EntityFinder | None = None
    ) -> Iterator[tuple[int, int]]:
        """The runs of tokens that the pattern fits, from first to last token, half-open; of those from one
        token the longest first.

        May be asked while another pattern is being matched with the same finder, as entities are: it has an
        allowance of its own. Raises `MatchLimit` if the search gets too long.
        """
        reading = reading_of(utterance, finder)
        outer = reading.steps, reading.regex_seconds
        reading.begin()
        try:
            starts = self._root.starts(reading)
            for start in reading.word_places if starts is None else sorted(set(starts)):
                first = reading.next[start]
                for end in sorted(self._root.ends(reading, start), reverse=True):
                    if end > first:
                        yield first, end
        except RecursionError:
            raise MatchLimit("the pattern is nested too deep to be tried from here") from None
        finally:
            reading.steps, reading.regex_seconds = outer


def _finish(root: Node, reading: Reading) -> Final | None:
    try:
        return root.finish(reading, 0)
    except RecursionError:
        raise MatchLimit("the pattern is nested too deep to be tried from here") from None


def _score(key: Key, total: int) -> float:
    if isinstance(key, Weighed):
        return key.score / total
    return (total - key) / total


def _hit(utterance: Utterance, trace: tuple[Ref, int, int, Trace, object]) -> Hit:
    """Unfold the trace of one node. Recursion follows the names in each other, never the length."""
    ref, start, end, inside, value = trace
    values: list[str] = []
    children: list[Hit] = []
    signs: set[int] = set()
    waiting = [inside]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            values.append(part)
        elif isinstance(part, int):
            signs.add(part)
        elif part is not None and len(part) == 2:
            waiting.append(part[1])
            waiting.append(part[0])
        elif part is not None:
            child = _hit(utterance, part)
            children.append(child)
            if child.start < child.end:
                signs.update((child.start, child.end - 1))
    first, last = _trimmed(utterance, start, end, signs)
    return Hit(
        ref.tag, ref.pattern, ref.converter, first, last, tuple(values), value, tuple(children)
    )


def _trimmed(utterance: Utterance, start: int, end: int, signs: set[int]) -> tuple[int, int]:
    """A stretch without signs at its edges, except for those that were taken on purpose."""
    tokens = utterance.tokens
    while start < end and tokens[start].is_punctuation and start not in signs:
        start += 1
    while end > start and tokens[end - 1].is_punctuation and end - 1 not in signs:
        end -= 1
    return start, end
