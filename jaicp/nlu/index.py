"""Which of many rules an utterance does not rule out, without trying them.

Every rule requires one literal of a set (see `literals`). The index holds these literals in tables: whole
words and dictionary forms by themselves, parts of words by their length. A word of the utterance is then
looked up once for each length that occurs, however many rules there are; what a word leads to is kept,
since people use the same words again and again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, Protocol, TypeVar

from jaicp.nlu.finder import impossible_entities
from jaicp.nlu.literals import (
    DICTIONARY,
    ENTITY,
    INFIX,
    LEMMA,
    PREFIX,
    SUFFIX,
    WORD,
    Literal,
    Required,
    rarest,
)
from jaicp.nlu.morphology import lemmas
from jaicp.nlu.words import Utterance

__all__ = ["Requires", "RuleIndex"]

K = TypeVar("K")

WORDS_KEPT = 20_000
"""How many words an index remembers; some 3 MB."""

Numbers = tuple[int, ...]


class Requires(Protocol):
    """Anything with required literals: a matcher, or a part of one."""

    @property
    def requirements(self) -> tuple[frozenset[Literal], ...]:
        """Sets of literals: a text must hold one of each."""
        ...


class RuleIndex(Generic[K]):
    """Rules in the order of their declaration, each with a key that is given back.

    `begins` answers whether a word can begin a name of a dictionary; without it every rule that requires
    a dictionary is a candidate for every text.
    """

    __slots__ = (
        "_always",
        "_begins",
        "_dictionaries",
        "_entities",
        "_keys",
        "_known",
        "_only_words",
        "_parts",
        "_tables",
    )

    def __init__(
        self,
        rules: Iterable[tuple[K, Requires]],
        begins: Callable[[str, str], bool] | None = None,
    ) -> None:
        listed = list(rules)
        self._keys = [key for key, _ in listed]
        self._begins = begins
        always: list[int] = []
        tables: dict[str, dict[str, list[int]]] = {}
        for number, required in enumerate(_chosen([rule.requirements for _, rule in listed])):
            if required is None or (begins is None and _has_dictionary(required)):
                always.append(number)
                continue
            for literal in required:
                tables.setdefault(literal.kind, {}).setdefault(literal.text, []).append(number)
        self._always = tuple(always)
        self._tables = tables
        self._dictionaries = tables.get(DICTIONARY, {})
        self._entities = tables.pop(ENTITY, {})
        self._parts = {
            kind: sorted({len(text) for text in tables.get(kind, {})})
            for kind in (PREFIX, SUFFIX, INFIX)
        }
        self._known: dict[str, Numbers] = {}
        self._only_words = tables.get(WORD, {}) if tables.keys() <= {WORD} else None

    def __len__(self) -> int:
        return len(self._keys)

    def candidates(self, utterance: Utterance) -> list[K]:
        """The keys of the rules that may match, in the order of declaration."""
        numbers = set(self._always)
        if self._only_words is not None:
            for word in utterance.places:
                if word in self._only_words:
                    numbers.update(self._only_words[word])
        else:
            known = self._known
            for word in utterance.places:
                found = known.get(word)
                if found is None:
                    found = self._remember(word)
                if found:
                    numbers.update(found)
        if self._entities:
            impossible = impossible_entities(utterance)
            for name, requiring in self._entities.items():
                if name not in impossible:
                    numbers.update(requiring)
        keys = self._keys
        return [keys[number] for number in sorted(numbers)]

    def _remember(self, word: str) -> Numbers:
        if len(self._known) >= WORDS_KEPT:
            self._known.clear()
        found = self._known[word] = tuple(self._look_up(word))
        return found

    def _look_up(self, word: str) -> set[int]:
        """The rules that the presence of a word makes possible."""
        found: set[int] = set()
        tables = self._tables
        found.update(tables.get(WORD, {}).get(word, ()))
        if LEMMA in tables:
            for lemma in lemmas(word):
                found.update(tables[LEMMA].get(lemma, ()))
        size = len(word)
        for length in self._parts[PREFIX]:
            found.update(tables[PREFIX].get(word[:length], ()))
        for length in self._parts[SUFFIX]:
            found.update(tables[SUFFIX].get(word[-length:], ()))
        for length in self._parts[INFIX]:
            for start in range(size - length + 1):
                found.update(tables[INFIX].get(word[start : start + length], ()))
        if self._begins is not None:
            for name, numbers in self._dictionaries.items():
                if self._begins(name, word):
                    found.update(numbers)
        return found


def _chosen(rules: Sequence[tuple[frozenset[Literal], ...]]) -> list[Required]:
    """For each rule the set to find it by: the one whose literals the fewest rules ask for.

    A word that every other rule has too would bring them all along; of equals the set counts that fewer texts
    are likely to hold.
    """
    asked = Counter(literal for sets in rules for one in sets for literal in one)
    chosen: list[Required] = []
    for sets in rules:
        if len(sets) < 2:
            chosen.append(sets[0] if sets else None)
            continue
        fewest = min(sum(map(asked.__getitem__, one)) for one in sets)
        chosen.append(rarest(one for one in sets if sum(map(asked.__getitem__, one)) == fewest))
    return chosen


def _has_dictionary(required: frozenset[Literal]) -> bool:
    return any(literal.kind == DICTIONARY for literal in required)
