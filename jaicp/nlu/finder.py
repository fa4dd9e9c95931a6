"""What the matcher asks of whoever knows the entities of a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from jaicp.nlu.words import Utterance

__all__ = ["EntityFinder", "EntityHit"]


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
