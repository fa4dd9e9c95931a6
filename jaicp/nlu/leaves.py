"""Compiled parts that take words by other means than their letters, and `$weight`, which takes none."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from jaicp.nlu.dictionaries import Dictionary
from jaicp.nlu.literals import DICTIONARY, ENTITY, Literal, Required
from jaicp.nlu.morphology import analyses
from jaicp.nlu.nodes import NO_VALUE, NOTHING, Node, Ref, signs_at_the_edges
from jaicp.nlu.reading import UNIT, Ends, Reading, Weighed
from jaicp.nlu.regexes import regex_ends, regex_starts

__all__ = [
    "DictionaryNode",
    "EntityNode",
    "MorphNode",
    "OneWord",
    "RegexNode",
    "SomeText",
    "WeightNode",
]

MILLION = 1_000_000


class MorphNode(Node):
    """One word of which some analysis has all the grammemes."""

    __slots__ = ("_wanted",)

    def __init__(self, grammemes: Iterable[str]) -> None:
        super().__init__()
        self._wanted = frozenset(grammemes)

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        at = reading.next[start]
        if any(self._wanted <= grammemes for grammemes in analyses(reading.words[at])):
            return {at + 1: (0, None)}
        return NOTHING

    def starts(self, reading: Reading) -> Sequence[int]:
        """Where it may begin."""
        known: list[int] | None = reading.starts.get(self.id)
        if known is None:
            known = [at for at in reading.word_places if self.ends(reading, at)]
            reading.starts[self.id] = known
        return known


class RegexNode(Node):
    """A run of tokens that a regular expression fits."""

    __slots__ = ("_body", "_ignore_case")

    def __init__(self, body: str, ignore_case: bool, required: Required) -> None:
        super().__init__(required=required)
        self._body = body
        self._ignore_case = ignore_case

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        found: Ends = {}
        for at in range(start, min(reading.next[start] + 1, reading.count)):
            for end in regex_ends(reading, self._body, self._ignore_case, at):
                if end not in found:
                    found[end] = (0, signs_at_the_edges(reading, at, end))
        return found

    def starts(self, reading: Reading) -> Sequence[int]:
        """Where it may begin."""
        return regex_starts(reading, self._body, self._ignore_case)


class EntityNode(Node):
    """`@name`: whatever the finder knows under this name."""

    __slots__ = ("_name", "_ref")

    def __init__(self, name: str, ref: Ref) -> None:
        super().__init__(required=frozenset((Literal(ENTITY, name),)))
        self._name = name
        self._ref = ref

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        hits = reading.entities(self._name)
        found: Ends = {}
        if hits:
            for at in range(start, reading.next[start] + 1):
                for hit in hits.get(at, ()):
                    if hit.end not in found:
                        value = NO_VALUE if hit.value is None else hit.value
                        signs = signs_at_the_edges(reading, at, hit.end)
                        found[hit.end] = (0, (self._ref, at, hit.end, signs, value))
        return found

    def starts(self, reading: Reading) -> Sequence[int]:
        """Where it may begin."""
        return sorted(reading.entities(self._name))


class DictionaryNode(Node):
    """`$entity<Name>`: a name from a dictionary."""

    __slots__ = ("_dictionary", "_ref")

    def __init__(self, dictionary: Dictionary, ref: Ref) -> None:
        super().__init__(required=frozenset((Literal(DICTIONARY, dictionary.name),)))
        self._dictionary = dictionary
        self._ref = ref

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        at = reading.next[start]
        key = self.id << 16 | at
        known: Ends | None = reading.memo.get(key)
        if known is None:
            hits = self._dictionary.find(reading.utterance, at) if at < reading.count else ()
            known = {hit.end: (0, (self._ref, at, hit.end, None, hit.row)) for hit in hits}
            reading.memo[key] = known
        return known

    def starts(self, reading: Reading) -> Sequence[int]:
        """Where it may begin."""
        known: list[int] | None = reading.starts.get(self.id)
        if known is None:
            known = [at for at in reading.word_places if self.ends(reading, at)]
            reading.starts[self.id] = known
        return known


class OneWord(Node):
    """`$oneWord`: one word, number or sign; half of its letters are lost."""

    __slots__ = ()

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        word = reading.next[start]
        found: Ends = {at + 1: (0, at) for at in range(start, word)}
        if word < reading.count:
            found[word + 1] = (len(reading.words[word]) * UNIT // 2, None)
        return found


class SomeText(Node):
    """`$nonEmptyGarbage`: words, at least one; all that it can get. Their letters are lost."""

    __slots__ = ()

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        cost, after = reading.cost, reading.after
        before = cost[start]
        stops = after[bisect_right(after, start) :]
        return {end: (cost[end] - before, None) for end in reversed(stops)}

    def starts(self, reading: Reading) -> Sequence[int]:
        """Where it may begin."""
        return reading.word_places


class WeightNode(Node):
    """`$weight<a+b>`: takes nothing and rescales what has been matched."""

    __slots__ = ("_factor", "_shift")

    def __init__(self, factor: float, shift: float) -> None:
        super().__init__(nullable=True, weighted=True)
        self._factor = int(factor) if factor == int(factor) else factor
        self._shift = round(shift * MILLION)

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        return {start: (self.key(reading), None)}

    def key(self, reading: Reading) -> Weighed:
        """The weight as a cost for this reading."""
        shift = self._shift * (reading.total // MILLION)
        return Weighed(0, self._factor, shift, reading.total)

    def starts(self, reading: Reading) -> Sequence[int]:
        """Where it may begin."""
        return ()
