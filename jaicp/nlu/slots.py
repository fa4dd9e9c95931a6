"""What an intent wants to know, filled from a text.

A slot takes an entity of its kind: first one that the matched phrase or pattern names the slot for
(`@City::from`), then the entities of the text in their order. One place of the text fills one slot; a slot with
`array` takes every place that is left. Source: the vendor's pages on slots, and the helper of its open
framework.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jaicp.nlu.entities import Finder
from jaicp.nlu.words import Utterance
from jaicp.project.nlu_files import Slot

__all__ = ["Filling", "fill_slots", "missing_slots", "slot_values"]


@dataclass(frozen=True, slots=True)
class Filling:
    """What fills a slot: the entity's value, or its text where it has none, and the tokens it came from."""

    slot: str
    entity: str
    value: Any
    text: str
    start: int
    end: int


def fill_slots(
    slots: Sequence[Slot],
    utterance: Utterance,
    finder: Finder,
    named: Iterable[tuple[str, int]] = (),
    filled: Iterable[str] = (),
) -> list[Filling]:
    """The slots that a text fills.

    `named` are slots with the token where their entity begins; those in `filled` take nothing more,
    unless they gather a list.
    """
    found: list[Filling] = []
    used: set[tuple[str, int, int]] = set()
    full = set(filled)
    wanted = dict(named)
    for slot in slots:
        for hit in finder.find(slot.entity, utterance):
            if wanted.get(slot.name) == hit.start and slot.name not in full:
                found.append(_filling(slot, utterance, hit.start, hit.end, hit.value))
                used.add((slot.entity, hit.start, hit.end))
                if not slot.array:
                    full.add(slot.name)
                break
    for slot in slots:
        for hit in finder.find(slot.entity, utterance):
            if slot.name in full:
                break
            place = (slot.entity, hit.start, hit.end)
            if place not in used:
                used.add(place)
                found.append(_filling(slot, utterance, hit.start, hit.end, hit.value))
                if not slot.array:
                    full.add(slot.name)
    return found


def _filling(slot: Slot, utterance: Utterance, start: int, end: int, value: object) -> Filling:
    text = utterance.text[utterance.tokens[start].start : utterance.tokens[end - 1].end]
    return Filling(slot.name, slot.entity, text if value is None else value, text, start, end)


def slot_values(slots: Sequence[Slot], fillings: Iterable[Filling]) -> dict[str, Any]:
    """The values by slot; a slot with `array` has a list."""
    arrays = {slot.name for slot in slots if slot.array}
    values: dict[str, Any] = {}
    for filling in fillings:
        if filling.slot in arrays:
            values.setdefault(filling.slot, []).append(filling.value)
        else:
            values.setdefault(filling.slot, filling.value)
    return values


def missing_slots(slots: Sequence[Slot], values: Mapping[str, Any]) -> list[Slot]:
    """The required slots that have no value."""
    return [slot for slot in slots if slot.required and slot.name not in values]
