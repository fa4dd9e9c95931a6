"""Classifiers of intents that other packages bring along: what stands for `deeplearning` and `transformer`.

These take libraries of hundreds of megabytes and models of their own, so they are no part of this package. Another
one that is installed beside it offers such a classifier as an entry point of the group `jaicp.classifiers`, under
the name that the platform gives the algorithm:

    [project.entry-points."jaicp.classifiers"]
    transformer = "my_package:learn"

`learn(phrases)` takes pairs of a number and a training phrase (`@Name` in it stands for an entity) and gives an
object whose `rank(text, entities)` gives pairs of such a number and a probability, best first; `entities` are the
names of those that stand in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

from jaicp.nlu.words import Utterance

__all__ = ["GROUP", "ClassifierError", "ExtraClassifier", "find_classifier"]

GROUP = "jaicp.classifiers"


class _Learned(Protocol):
    def rank(self, text: str, entities: Sequence[str]) -> Iterable[tuple[int, float]]: ...


class ClassifierError(Exception):
    """An installed classifier cannot be used; the message says which and why."""


class ExtraClassifier:
    """A classifier of another package, learned from numbered phrases. Raises `ClassifierError`."""

    def __init__(self, found: EntryPoint, phrases: Sequence[tuple[int, str]]) -> None:
        self._name = f"the classifier `{found.name}` of {found.value}"
        self._numbers = frozenset(number for number, _ in phrases)
        try:
            learn: Callable[[Sequence[tuple[int, str]]], _Learned] = found.load()
            self._model = learn(phrases)
        except Exception as error:
            raise ClassifierError(f"{self._name} failed: {error}") from error

    def rank(self, utterance: Utterance, entities: Sequence[str] = ()) -> list[tuple[int, float]]:
        """The numbers with their probabilities, best first."""
        ranked = [(int(n), float(p)) for n, p in self._model.rank(utterance.text, entities)]
        for number, probability in ranked:
            if number not in self._numbers or not 0.0 <= probability <= 1.0:
                raise ClassifierError(f"{self._name} gave {number} the probability {probability}")
        return sorted(ranked, key=lambda one: -one[1])


def find_classifier(algorithm: str) -> EntryPoint | None:
    """The installed classifier for an algorithm of the platform; of several the first by name of its package."""
    found = sorted(entry_points(group=GROUP, name=algorithm), key=lambda one: one.value)
    return found[0] if found else None
