"""Compiled parts that take one word, or signs: words, stems, dictionary forms, punctuation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter

from jaicp.nlu.literals import INFIX, LEMMA, PREFIX, SUFFIX, WORD, Literal
from jaicp.nlu.morphology import lemmas
from jaicp.nlu.nodes import NOTHING, Node, joined
from jaicp.nlu.reading import UNIT, Ends, Key, Reading, Trace

__all__ = ["Choice", "GlobNode", "LiteralRun", "PrefixNode", "SignNode", "TokenSet", "WordNode"]

Entry = tuple[int, str | None]
"""The rank of a choice among its fellows and its value."""


class Choice:
    """One of the words of a `TokenSet`: a literal, and the value that it gives."""

    __slots__ = ("kind", "text", "value")

    def __init__(self, kind: str, text: str, value: str | None = None) -> None:
        self.kind = kind
        self.text = text
        self.value = value


class WordNode(Node):
    """One word."""

    __slots__ = ("_entry", "_word")

    def __init__(self, word: str, value: str | None = None) -> None:
        super().__init__(required=frozenset((Literal(WORD, word),)))
        self._word = word
        self._entry: tuple[Key, Trace] = (0, value)

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        at = reading.next[start]
        return {at + 1: self._entry} if reading.words[at] == self._word else NOTHING

    def starts(self, reading: Reading) -> Sequence[int]:
        """Where it may begin."""
        return reading.places.get(self._word, ())


class TokenSet(Node):
    """One word that fits one of several choices: words, stems, dictionary forms.

    The cheapest choice wins, of equal ones the first. Prefixes and suffixes are looked up by their
    lengths, so a hundred of them cost little more than two.
    """

    __slots__ = ("_exact", "_infix", "_lemma", "_plain", "_prefix", "_suffix")

    def __init__(self, choices: Sequence[Choice]) -> None:
        tables: dict[str, dict[str, Entry]] = {}
        for order, choice in enumerate(choices):
            tables.setdefault(choice.kind, {}).setdefault(choice.text, (order, choice.value))
        self._exact = tables.get(WORD, {})
        self._prefix = _by_size(tables.get(PREFIX, {}))
        self._suffix = _by_size(tables.get(SUFFIX, {}))
        self._infix = list(tables.get(INFIX, {}).items())
        self._lemma = tables.get(LEMMA, {})
        self._plain = tables.keys() <= {WORD}
        super().__init__(
            required=frozenset(Literal(choice.kind, choice.text) for choice in choices)
        )

    def best(self, word: str) -> tuple[int, str | None] | None:
        """The letters lost and the value of the choice for a folded word; None if none fits."""
        found = self._exact.get(word)
        if self._plain:
            return None if found is None else (0, found[1])
        if self._lemma:
            for lemma in lemmas(word):
                entry = self._lemma.get(lemma)
                if entry is not None and (found is None or entry[0] < found[0]):
                    found = entry
        size = len(word)
        loss = size if found is None else 0
        for length, prefixes in self._prefix:
            entry = prefixes.get(word[:length])
            if entry is not None and length <= size:
                loss, found = _nearer(loss, found, size - length, entry)
        for length, suffixes in self._suffix:
            entry = suffixes.get(word[-length:])
            if entry is not None and length <= size:
                loss, found = _nearer(loss, found, size - length, entry)
        for text, entry in self._infix:
            if text in word:
                loss, found = _nearer(loss, found, size - len(text), entry)
        return None if found is None else (loss, found[1])

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        at = reading.next[start]
        key = self.id << 16 | at
        known: Ends | None = reading.memo.get(key)
        if known is None:
            best = self.best(reading.words[at]) if at < reading.count else None
            known = NOTHING if best is None else {at + 1: (best[0] * UNIT, best[1])}
            reading.memo[key] = known
        return known

    def starts(self, reading: Reading) -> Sequence[int]:
        """Where it may begin."""
        known: list[int] | None = reading.starts.get(self.id)
        if known is None:
            if self._plain:
                exact, places = self._exact, reading.places
                known = sorted(at for word in places if word in exact for at in places[word])
            else:
                known = [at for at in reading.word_places if self.ends(reading, at)]
            reading.starts[self.id] = known
        return known


def _nearer(loss: int, found: Entry | None, other_loss: int, other: Entry) -> tuple[int, Entry]:
    """The one of two fitting choices that loses fewer letters, or else comes first."""
    if found is None or other_loss < loss or (other_loss == loss and other[0] < found[0]):
        return other_loss, other
    return loss, found


def _by_size(table: dict[str, Entry]) -> list[tuple[int, dict[str, Entry]]]:
    """The stems of a table, those of one length together."""
    sizes: dict[int, dict[str, Entry]] = {}
    for text, entry in table.items():
        sizes.setdefault(len(text), {})[text] = entry
    return sorted(sizes.items(), key=itemgetter(0))


class PrefixNode(Node):
    """A word that begins with a stem; by far the most frequent kind of stem."""

    __slots__ = ("_stem", "_value")

    def __init__(self, stem: str, value: str | None = None) -> None:
        super().__init__(required=frozenset((Literal(PREFIX, stem),)))
        self._stem = stem
        self._value = value

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        at = reading.next[start]
        word = reading.words[at]
        if not word.startswith(self._stem):
            return NOTHING
        return {at + 1: (UNIT * (len(word) - len(self._stem)), self._value)}

    def starts(self, reading: Reading) -> Sequence[int]:
        """Where it may begin."""
        words, stem = reading.words, self._stem
        return [at for at in reading.word_places if words[at].startswith(stem)]


class GlobNode(Node):
    """A word with stars inside of it, which stand for any letters."""

    __slots__ = ("_fits", "_letters")

    def __init__(self, text: str) -> None:
        super().__init__()
        self._fits = re.compile(
            ".*".join(map(re.escape, re.split(r"\*+", text))), re.DOTALL
        ).fullmatch
        self._letters = len(text.replace("*", ""))

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        at = reading.next[start]
        word = reading.words[at]
        if not word or not self._fits(word):
            return NOTHING
        return {at + 1: (UNIT * (len(word) - self._letters), None)}

    def starts(self, reading: Reading) -> Sequence[int]:
        """Where it may begin."""
        return [at for at in reading.word_places if self.ends(reading, at)]


class SignNode(Node):
    """A sign of punctuation that must stand there."""

    __slots__ = ("_sign",)

    def __init__(self, sign: str) -> None:
        super().__init__(required=frozenset((Literal(WORD, sign),)))
        self._sign = sign

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        words = reading.words
        return {
            at + 1: (0, at) for at in range(start, reading.next[start]) if words[at] == self._sign
        }

    def starts(self, reading: Reading) -> Sequence[int]:
        """Where it may begin."""
        return reading.places.get(self._sign, ())


class LiteralRun(Node):
    """Tokens that follow each other with nothing between, as of `т.д.`; the last may be a stem."""

    __slots__ = ("_first", "_last", "_tokens")

    def __init__(self, tokens: Sequence[str], last: Node) -> None:
        super().__init__(required=last.required)
        self._tokens = tuple(tokens)
        self._last = last

    def ends(self, reading: Reading, start: int) -> Ends:
        """Where it may end."""
        found: Ends = {}
        size = len(self._tokens)
        for at in range(start, reading.next[start] + 1):
            if tuple(reading.words[at : at + size]) == self._tokens:
                trace = self._touched(reading, at)
                for end, (key, inner) in self._last.ends(reading, at + size).items():
                    if end == at + size + 1:
                        found.setdefault(end, (key, joined(trace, inner)))
        return found

    @staticmethod
    def _touched(reading: Reading, at: int) -> Trace:
        return at if reading.next[at] != at else None

    def starts(self, reading: Reading) -> Sequence[int]:
        """Where it may begin."""
        return reading.places.get(self._tokens[0], ())
