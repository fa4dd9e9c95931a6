"""The names of an entity, and where they stand in a text.

A word of a text fits one of a name if it is the same, or a form of it, or sounds like it: what counts is a setting
of the entity. The words of a name follow each other and are taken as they are written; with `fuzzySearch` others
may stand between them, some may be missing, and a name may stand in any form itself. Source of the settings: the
vendor's page on entities, and for the last aorews/Jaicp_project, whose suite finds the name `Белорусская` in `на
белорусской`; how far apart and how many is a choice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from jaicp.nlu.sounds import sound
from jaicp.nlu.stems import forms, stem
from jaicp.nlu.words import Utterance, tokenize

__all__ = ["Compare", "Place", "Synonyms", "as_written", "by_form", "by_sound"]

Place = tuple[int, int, int]
"""Start and end token, number of the record."""

MOST_BETWEEN = 3
"""How many other words may stand between two words of a name that is searched loosely."""

SHORTEST = 3
"""Letters that are left of a word by whose sound is searched."""

_ENDINGS = "аиу"

Compare = Callable[[str], frozenset[str]]
"""What a folded word of a text may be looked up as."""


def as_written(word: str) -> frozenset[str]:
    """A word that is taken as it stands."""
    return frozenset((word,))


def by_form(word: str) -> frozenset[str]:
    """A word with all that it may be a form of."""
    return forms(word) | {word}


def by_sound(word: str) -> frozenset[str]:
    """What a word sounds like, and what those sound like of which it may be a form."""
    return frozenset(map(_heard, by_form(word)))


def _heard(word: str) -> str:
    """What is left of the sound of a word without its ending: of misspelled words no forms are known."""
    heard = sound(word)
    cut = heard.rstrip(_ENDINGS)
    return cut if len(cut) >= SHORTEST else heard


class _Name(NamedTuple):
    words: tuple[str, ...]
    record: int


class Synonyms:
    """Names by their words; `compare` says which words of a text fit them, `fuzzy` that they may stand apart."""

    def __init__(self, compare: Compare = by_form, *, fuzzy: bool = False) -> None:
        self.compare = compare
        self._fuzzy = fuzzy
        self._names: dict[str, list[tuple[_Name, int]]] = {}

    def add(self, text: str, record: int) -> None:
        """Add a name, and the number of the record that it belongs to."""
        tokens = (token for token in tokenize(text).tokens if not token.is_punctuation)
        name = _Name(tuple(self._written(token.folded) for token in tokens), record)
        for place, word in enumerate(name.words if self._fuzzy else name.words[:1]):
            for key in self.compare(word) if self._fuzzy else (word,):
                self._names.setdefault(key, []).append((name, place))

    def _written(self, word: str) -> str:
        if self.compare is by_sound:
            return _heard(word)
        return word if self.compare is as_written or not word.isascii() else stem(word)

    @property
    def first_words(self) -> Iterable[str]:
        """The words of which a text has to hold one, as `compare` gives them."""
        return self._names

    def find(self, utterance: Utterance) -> Iterator[Place]:
        """Where names stand."""
        return self._apart(utterance) if self._fuzzy else self._together(utterance)

    def _together(self, utterance: Utterance) -> Iterator[Place]:
        for start in utterance.word_places:
            for first in self.compare(utterance.folded[start]):
                for name, _ in self._names.get(first, ()):
                    end = self._follow(utterance, start + 1, name.words[1:])
                    if end is not None:
                        yield start, end, name.record

    def _follow(self, utterance: Utterance, at: int, words: Iterable[str]) -> int | None:
        for word in words:
            at = utterance.next_word[at]
            if at >= len(utterance) or word not in self.compare(utterance.folded[at]):
                return None
            at += 1
        return at

    def _apart(self, utterance: Utterance) -> Iterator[Place]:
        """More than half of the words of each name, in their order, with few others between two of them."""
        places = utterance.word_places
        met: dict[_Name, set[tuple[int, int]]] = {}
        for number, start in enumerate(places):
            for word in self.compare(utterance.folded[start]):
                for name, place in self._names.get(word, ()):
                    met.setdefault(name, set()).add((number, place))
        for name, words in met.items():
            for first, last in _chains(sorted(words), len(name.words) // 2 + 1):
                yield places[first], places[last] + 1, name.record


def _chains(met: list[tuple[int, int]], least: int) -> Iterator[tuple[int, int]]:
    """The first and the last of words that make up enough of a name, each longest chain once.

    `met` tells of words of the text, in its order, which of the name they are; both are counted from 0. Both
    rise in a chain.
    """
    best: list[tuple[int, int]] = []
    for index, (number, place) in enumerate(met):
        count, first = 1, number
        for before in range(bisect_left(met, (number - MOST_BETWEEN - 1, 0)), index):
            earlier, where = met[before]
            if earlier < number and where < place and best[before][0] >= count:
                count, first = best[before][0] + 1, best[before][1]
        best.append((count, first))
    for (count, first), (number, _) in zip(best, met, strict=True):
        if count >= least:
            yield first, number
