"""Dictionaries of names, as `$entity<Name>` finds them in a text.

A name fits words that follow each other, signs between them not counted; a word fits if it is equal or
has the dictionary's word among its dictionary forms (found by running the public library's bank and
currency tests). Names are indexed by their first word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from jaicp.nlu.morphology import lemmas
from jaicp.nlu.words import Utterance, tokenize

__all__ = ["Dictionary", "DictionaryHit"]


class DictionaryHit(NamedTuple):
    """A name that begins at some word and ends before the token `end`; `row` is the id of its row."""

    end: int
    row: str


class Dictionary:
    """The rows of a CSV file: each id with its names."""

    def __init__(self, name: str, rows: Mapping[str, Iterable[str]]) -> None:
        self.name = name
        self._by_first: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}
        order = 0
        for row, names in rows.items():
            for text in names:
                words = tuple(
                    token.folded for token in tokenize(text).tokens if not token.is_punctuation
                )
                if words:
                    self._by_first.setdefault(words[0], []).append((words[1:], row, order))
                    order += 1

    def __repr__(self) -> str:
        return f"Dictionary({self.name!r})"

    def begins(self, word: str) -> bool:
        """Whether some name begins with this folded word."""
        by_first = self._by_first
        return word in by_first or not by_first.keys().isdisjoint(lemmas(word))

    def find(self, utterance: Utterance, start: int) -> list[DictionaryHit]:
        """The names at the word `start`, in the order of the file; of equally long ones only the first."""
        found: dict[int, tuple[int, str]] = {}
        for first in lemmas(utterance.folded[start]):
            for rest, row, order in self._by_first.get(first, ()):
                end = _follow(utterance, start + 1, rest)
                if end is not None and (end not in found or order < found[end][0]):
                    found[end] = (order, row)
        ordered = sorted((order, end, row) for end, (order, row) in found.items())
        return [DictionaryHit(end, row) for _, end, row in ordered]


def _follow(utterance: Utterance, at: int, words: tuple[str, ...]) -> int | None:
    """The place behind `words` if they stand at `at`, signs skipped."""
    for word in words:
        at = utterance.next_word[at]
        token = utterance.folded[at]
        if token != word and (not token or word not in lemmas(token)):
            return None
        at += 1
    return at
