"""What the matcher asks of whoever knows the entities of a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from jaicp.nlu.words import Utterance

__all__ = ["EntityFinder", "EntityHit", "expect_entities", "impossible_entities"]

_IMPOSSIBLE = "impossible entities"


class EntityHit(NamedTuple):
    """An entity at the tokens from `start` up to `end`; `value` is JSON, None where it has none."""

    start: int
    end: int
    value: object = None


class EntityFinder(Protocol):
    """Finds entities by their name. It must give the same answer for the same text."""

    def find(self, name: str, utterance: Utterance) -> Iterable[EntityHit]:
        """Every place of the entity `name`; nothing where no such entity is known. Best first."""
        ...


def expect_entities(utterance: Utterance, impossible: Callable[[], frozenset[str]]) -> None:
    """Say how to find out which entities an utterance cannot hold, for whoever looks rules up."""
    utterance.notes[_IMPOSSIBLE] = impossible


def impossible_entities(utterance: Utterance) -> frozenset[str]:
    """Entities of which is known, without searching for them, that the utterance holds none.

    None are known while this is being found out: entities may be made of others.
    """
    known = utterance.notes.get(_IMPOSSIBLE)
    if known is None:
        return frozenset()
    if callable(known):
        utterance.notes[_IMPOSSIBLE] = frozenset()
        known = utterance.notes[_IMPOSSIBLE] = known()
    assert isinstance(known, frozenset)
    return known
