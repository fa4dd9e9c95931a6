"""The nearest training phrases of a text: what the platform calls STS, with an index.

How much a word tells is its *idf*: `ln(1 + N / n)` where `n` of the `N` phrases hold a form of it. A word that
no phrase holds counts as half a phrase, so texts about something else score low. Function words tell less than
their number says, since a bot with few phrases cannot know how common they are.

Not every phrase is compared: a first pass adds up what the words of the text could at best give each phrase, by
an index of word forms, and only the most promising are aligned (`alignment`).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest
from math import log
from typing import Generic, NamedTuple, TypeVar

from jaicp.nlu.alignment import Alignment, Match, StsSettings, align
from jaicp.nlu.finder import EntityFinder
from jaicp.nlu.phrases import Element, TextWords, is_function_word, read_phrase, text_words
from jaicp.nlu.stems import forms, stem
from jaicp.nlu.words import Utterance

__all__ = ["Aligned", "Aligner"]

K = TypeVar("K", bound=Hashable)

ALIGNED = 40
"""How many phrases are compared word by word."""

WORDS_KEPT = 4000
"""How many words an aligner remembers the phrases of."""

UNKNOWN = 0.5
"""In how many phrases a word stands that stands in none."""

FUNCTION_WORD = 0.35
"""What the weight of a function word is multiplied by."""

SUPPORT = (0.8, 0.6, 0.4)
"""How much the second, third and fourth best phrase of a key count for its confidence."""

ROOT_LETTERS = 4
ROOT_SHARE = 0.6
ROOT_MATCH = 0.6
"""Words with so many first letters in common, and that share of the longer one, are of one root."""


class _Phrase(NamedTuple):
    text: str
    elements: tuple[Element, ...]
    weights: tuple[float, ...]
    total: float


class Aligned(NamedTuple, Generic[K]):
    """A training phrase that resembles a text: whose it is, and how much, from 0 to 1."""

    key: K
    phrase: str
    weight: float
    text: TextWords
    elements: tuple[Element, ...]
    alignment: Alignment | None
    """None where the text is the phrase, word for word."""
    support: tuple[float, ...] = ()
    """The weights of the next phrases of the same key."""

    @property
    def confidence(self) -> float:
        """The weight, brought nearer to 1 by further phrases of the key that resemble the text too.

        Found on phrases of public bots: it names the right intent oftener than the nearest phrase alone. A
        weak resemblance is hardly lifted, however many phrases share it.
        """
        added = self.weight * sum(c * w for c, w in zip(SUPPORT, self.support, strict=False))
        return self.weight + (1 - self.weight) * min(added, 1.0)


class Aligner(Generic[K]):
    """Training phrases, each with the key of what it is an example of."""

    def __init__(
        self, phrases: Iterable[tuple[K, str]], settings: StsSettings | None = None
    ) -> None:
        self.settings = settings or StsSettings()
        read_all = [(key, text, read_phrase(text)) for key, text in dict.fromkeys(phrases)]
        listed = [(key, text) for key, text, elements in read_all if elements]
        read = [elements for _, _, elements in read_all if elements]
        self._keys = [key for key, _ in listed]
        self._order = {key: n for n, key in reversed(list(enumerate(self._keys)))}
        self._count = len(read)
        self._spread = self._count_words(read)
        self._phrases = [
            self._weighed(text, elements) for (_, text), elements in zip(listed, read, strict=True)
        ]
        self._exact: dict[tuple[str, ...], list[int]] = {}
        self._holding: dict[str, list[int]] = {}
        self._with_entity: dict[str, list[int]] = {}
        for number, phrase in enumerate(self._phrases):
            self._enter(number, phrase)
        self._roots: dict[str, list[str]] = {}
        for word in self._holding:
            self._roots.setdefault(word[:ROOT_LETTERS], []).append(word)
        self._promises = lru_cache(WORDS_KEPT)(self._find_promises)
        self._near = lru_cache(WORDS_KEPT)(self._find_near)

    def __len__(self) -> int:
        return self._count

    @property
    def entities(self) -> list[str]:
        """The entities that stand in phrases."""
        return list(self._with_entity)

    # --- building

    @staticmethod
    def _count_words(read: Sequence[Sequence[Element]]) -> dict[str, int]:
        """In how many phrases each word stands, in any form."""
        spread: dict[str, int] = {}
        for elements in read:
            for name in {e.text if e.is_entity else stem(e.text) for e in elements}:
                spread[name] = spread.get(name, 0) + 1
        return spread

    def _weight(self, word: str) -> float:
        found = self._spread.get(stem(word), UNKNOWN)
        weight = self._idf(found)
        return weight * FUNCTION_WORD if is_function_word(word) else weight

    def _idf(self, spread: float) -> float:
        settings = self.settings
        return settings.idf_shift + settings.idf_multiplier * log(1 + self._count / spread)

    def _weighed(self, text: str, elements: tuple[Element, ...]) -> _Phrase:
        weights = tuple(
            self._idf(self._spread[e.text]) if e.is_entity else self._weight(e.text)
            for e in elements
        )
        return _Phrase(text, elements, weights, sum(weights))

    def _enter(self, number: int, phrase: _Phrase) -> None:
        if not any(element.is_entity for element in phrase.elements):
            words = tuple(element.text for element in phrase.elements)
            self._exact.setdefault(words, []).append(number)
        for name in {element.text for element in phrase.elements if element.is_entity}:
            self._with_entity.setdefault(name, []).append(number)
        for word in {element.text for element in phrase.elements if not element.is_entity}:
            self._holding.setdefault(word, []).append(number)

    # --- words

    def _find_match(self, word: str, other: str) -> Match | None:
        """How well a word of a text matches one of a phrase."""
        settings = self.settings
        if word == other:
            return Match("exact", settings.exact_match)
        if not forms(word).isdisjoint(forms(other)):
            return Match("lemma", settings.lemma_match)
        if word[:1] == other[:1] and min(len(word), len(other)) >= ROOT_LETTERS:
            mine, theirs = set(word), set(other)
            if len(mine & theirs) >= settings.jaccard_match_threshold * len(mine | theirs):
                return Match("letters", settings.jaccard_match)
            if _same_root(stem(word), stem(other)):
                return Match("root", ROOT_MATCH)
        return None

    def _find_near(self, word: str) -> list[tuple[str, Match]]:
        """The words of phrases that are like a word of a text."""
        beginnings = {form[:ROOT_LETTERS] for form in forms(word)} | {word[:ROOT_LETTERS]}
        near = (other for beginning in beginnings for other in self._roots.get(beginning, ()))
        return [(other, match) for other in near if (match := self._find_match(word, other))]

    def _find_promises(self, word: str) -> dict[int, float]:
        """What a word of a text is worth at best to each phrase that holds something like it."""
        found: dict[int, float] = {}
        mine = self._weight(word)
        for other, match in self._near(word):
            worth = match.quality * min(mine, self._weight(other))
            for number in self._holding[other]:
                if worth > found.get(number, 0.0):
                    found[number] = worth
        return found

    # --- asking

    def exact(self, utterance: Utterance) -> list[Aligned[K]]:
        """The phrases that are the text, word for word; signs and letter case do not count."""
        text = text_words(utterance)
        return [
            Aligned(
                self._keys[number],
                self._phrases[number].text,
                1.0,
                text,
                self._phrases[number].elements,
                None,
            )
            for number in self._exact.get(text.words, ())
        ]

    def rank(
        self, utterance: Utterance, finder: EntityFinder | None = None, limit: int = ALIGNED
    ) -> list[Aligned[K]]:
        """The best phrase of each key that resembles the text; the most confident key first.

        Of equals the key declared first comes first.
        """
        text = text_words(utterance, self._with_entity, finder)
        weights = [self._weight(word) for word in text.words]
        found: dict[K, list[Aligned[K]]] = {}
        for each in self.exact(utterance):
            found.setdefault(each.key, []).append(each)
        matches: dict[str, list[tuple[int, Match]]] = {}
        for at, word in enumerate(text.words):
            for other, match in self._near(word):
                matches.setdefault(other, []).append((at, match))
        for number in self._promising(text, weights, limit):
            each = self._align(number, text, weights, matches)
            if each.weight > 0:
                found.setdefault(each.key, []).append(each)
        best = [
            _supported(sorted(group, key=lambda each: -each.weight)) for group in found.values()
        ]
        return sorted(best, key=lambda each: (-each.confidence, self._order[each.key]))

    def _align(
        self,
        number: int,
        text: TextWords,
        weights: Sequence[float],
        matches: Mapping[str, Sequence[tuple[int, Match]]],
    ) -> Aligned[K]:
        phrase = self._phrases[number]
        alignment = align(text, weights, phrase.elements, phrase.weights, matches, self.settings)
        key = self._keys[number]
        return Aligned(key, phrase.text, alignment.weight, text, phrase.elements, alignment)

    def _promising(self, text: TextWords, weights: Sequence[float], limit: int) -> list[int]:
        promises: dict[int, float] = {}
        for word in text.words:
            for number, worth in self._promises(word).items():
                promises[number] = promises.get(number, 0.0) + worth
        covered = [False] * len(weights)
        for name in {span.name for span in text.spans}:
            worth = self._idf(self._spread[name]) * self.settings.pattern_match
            for number in self._with_entity[name]:
                promises[number] = promises.get(number, 0.0) + worth
        for span in text.spans:
            covered[span.start : span.end] = [True] * (span.end - span.start)
        total = sum(w for w, is_covered in zip(weights, covered, strict=True) if not is_covered)
        phrases = self._phrases
        best = nlargest(
            limit, promises, key=lambda n: (promises[n] / max(total, phrases[n].total), -n)
        )
        return sorted(best)


def _supported(group: list[Aligned[K]]) -> Aligned[K]:
    """The first of a group, best first, with the weights of those behind it."""
    return group[0]._replace(support=tuple(each.weight for each in group[1 : len(SUPPORT) + 1]))


def _same_root(word: str, other: str) -> bool:
    """Whether two words begin so much alike that they are probably of one root."""
    common = 0
    for mine, theirs in zip(word, other, strict=False):
        if mine != theirs:
            break
        common += 1
    return common >= ROOT_LETTERS and common >= ROOT_SHARE * max(len(word), len(other))
