"""`regression`: a linear model of intents on word forms and letter runs, learned by counting, in plain Python.

A phrase is a vector of length 1 of its features, each weighed by how rare it is. The weight of a feature for an
intent is `ln(1 + v / 0.3)`, where `v` is the sum of the feature over the intent's phrases; an intent's weights
are then brought towards a common length, so that one with many phrases does not outshine the others. On public
projects this names the right intent about as often as a perceptron trained for minutes.

Scores become probabilities by a softmax in which *none of them* takes part with a score that nearly all held-
out phrases exceed; its steepness is fitted on the same phrases. A text is measured with all its features, known
or not: one about something else scores low everywhere, and *none of them* wins. The order of the phrases is
drawn from a fixed seed: the same phrases make the same model.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import chain, pairwise
from math import exp, log, sqrt
from typing import Any, Generic, TypeVar

from jaicp.nlu.phrases import read_phrase
from jaicp.nlu.stems import stem
from jaicp.nlu.words import Utterance

__all__ = ["LinearClassifier"]

K = TypeVar("K", bound=Hashable)

RUNS = (3, 4)
"""Lengths of the letter runs that are features."""

LETTERS = 0.6
"""What letter runs weigh beside words."""

SMOOTHING = 0.3
EVENING = 0.6
"""To which power of its length the weights of an intent are divided: 1 would make all equally long."""

FOLDS = 5
ENOUGH_HELD_OUT = 200
MOST_FOR_FITTING = 3000
"""Phrases that the steepness is fitted with; more make no difference."""

NONE_SHARE = 0.2
"""The share of held-out phrases that may score less than *none of them*."""

STEEPNESS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0)
"""What is tried, for a scale on which a typical phrase scores 1 for its own intent."""

Vector = list[tuple[str, float]]
Weights = dict[str, dict[int, float]]
Sample = tuple[Vector, int]


def _features(words: Sequence[str]) -> Counter[str]:
    """Word forms (with a blank before them), pairs of neighbours, and runs of letters."""
    found: Counter[str] = Counter()
    stems = [stem(word) for word in words]
    for one in stems:
        found[" " + one] += 1
    for first, second in pairwise(stems):
        found[f" {first} {second}"] += 1
    for word in words:
        padded = f"<{word}>"
        for size in RUNS:
            for at in range(len(padded) - size + 1):
                found[padded[at : at + size]] += 1
    return found


class LinearClassifier(Generic[K]):
    """A model of the keys of training phrases; a reference to an entity in a phrase is a word of its own."""

    def __init__(self, phrases: Iterable[tuple[K, str]], seed: int = 1) -> None:
        listed = [
            (key, words)
            for key, text in dict.fromkeys(phrases)
            if (words := [element.text for element in read_phrase(text)])
        ]
        self.keys = list(dict.fromkeys(key for key, _ in listed))
        number = {key: n for n, key in enumerate(self.keys)}
        counts = [_features(words) for _, words in listed]
        spread = Counter(name for count in counts for name in count)
        self._unknown = log(1 + len(listed) * 2)
        self._idf = {name: log(1 + len(listed) / n) for name, n in spread.items()}
        data = [
            (self._vector(count), number[key])
            for count, (key, _) in zip(counts, listed, strict=True)
        ]
        random.Random(seed).shuffle(data)
        self._scale, self._none, self._steepness = _fit(data[:MOST_FOR_FITTING], len(self.keys))
        self._weights = _learn(data, len(self.keys))

    def to_json(self) -> dict[str, Any]:
        """The model as JSON has it, its keys included: the weights of each feature as `[label, weight, …]`."""
        weights = {name: [*chain.from_iterable(row.items())] for name, row in self._weights.items()}
        fitted = [self._unknown, self._scale, self._none, self._steepness]
        return {"keys": self.keys, "fitted": fitted, "idf": self._idf, "weights": weights}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LinearClassifier[K]:
        """The model that `to_json` wrote; raises `KeyError`, `TypeError` or `ValueError` for anything else."""
        self = cls.__new__(cls)
        self.keys = list(data["keys"])
        self._unknown, self._scale, self._none, self._steepness = map(float, data["fitted"])
        self._idf = {name: float(value) for name, value in data["idf"].items()}
        labels = range(len(self.keys))
        self._weights = {}
        for name, flat in data["weights"].items():
            row = dict(zip(flat[::2], map(float, flat[1::2]), strict=True))
            if not all(type(label) is int and label in labels for label in row):
                raise ValueError("a label without a key")
            self._weights[name] = row
        return self

    def _vector(self, count: Counter[str]) -> Vector:
        idf, unknown = self._idf, self._unknown
        raw = [
            (name, (1.0 if name[0] == " " else LETTERS) * n * idf.get(name, unknown))
            for name, n in count.items()
        ]
        norm = sqrt(sum(value * value for _, value in raw)) or 1.0
        return [(name, value / norm) for name, value in raw if name in idf]

    def rank(self, utterance: Utterance, entities: Iterable[str] = ()) -> list[tuple[K, float]]:
        """The keys with their probabilities, best first; only those that share a feature with the text.

        `entities` are the names of those in the text that training phrases refer to.
        """
        words = [token.folded for token in utterance.tokens if not token.is_punctuation]
        words += entities
        scores = _scores(self._vector(_features(words)), self._weights)
        if not scores:
            return []
        shares = _shares(scores, self._scale, self._none, self._steepness, len(self.keys))
        ranked = sorted(shares, key=lambda n: (-shares[n], n))
        return [(self.keys[n], shares[n]) for n in ranked]


def _scores(vector: Vector, weights: Weights) -> dict[int, float]:
    scores: dict[int, float] = {}
    for name, value in vector:
        for label, weight in weights.get(name, {}).items():
            scores[label] = scores.get(label, 0.0) + value * weight
    return scores


def _learn(data: Sequence[Sample], labels: int) -> Weights:
    """The weights of the features for each label."""
    weights: Weights = {}
    for vector, label in data:
        for name, value in vector:
            mine = weights.setdefault(name, {})
            mine[label] = mine.get(label, 0.0) + value
    lengths = [0.0] * labels
    for row in weights.values():
        for label, value in row.items():
            row[label] = weight = log(1 + value / SMOOTHING)
            lengths[label] += weight * weight
    evened = [(length or 1.0) ** (EVENING / 2) for length in lengths]
    for row in weights.values():
        for label in row:
            row[label] /= evened[label]
    return weights


def _shares(
    scores: dict[int, float], scale: float, none: float, steepness: float, labels: int
) -> dict[int, float]:
    """The probability of each label that scores, beside those that do not and *none of them*."""
    raised = {label: exp(steepness * score / scale) for label, score in scores.items()}
    total = sum(raised.values()) + labels - len(raised) + exp(steepness * none / scale)
    return {label: value / total for label, value in raised.items()}


def _fit(data: Sequence[Sample], labels: int) -> tuple[float, float, float]:
    """What a typical phrase scores for its own label, what *none of them* scores, and the steepness.

    A fifth of the data after the other is held out for it, until that is enough.
    """
    scored: list[tuple[dict[int, float], int]] = []
    for fold in range(FOLDS):
        held = data[fold::FOLDS]
        rest = [sample for number, sample in enumerate(data) if number % FOLDS != fold]
        weights = _learn(rest, labels)
        scored += [(_scores(vector, weights), label) for vector, label in held]
        if len(scored) >= ENOUGH_HELD_OUT:
            break
    own = sorted(scores.get(label, 0.0) for scores, label in scored)
    if not own or not own[-1]:
        return 1.0, 0.0, STEEPNESS[0]
    scale = own[len(own) // 2] or own[-1]
    none = own[int(len(own) * NONE_SHARE)]

    def likelihood(steepness: float) -> float:
        shares = ((_shares(s, scale, none, steepness, labels), label) for s, label in scored)
        return sum(log(max(share.get(label, 0.0), 1e-3)) for share, label in shares)

    return scale, none, max(STEEPNESS, key=likelihood)
