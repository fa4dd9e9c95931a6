"""What `$caila` asks of a compiled program: entities of a text, and the intents that it may have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from jaicp.nlu.entities import FoundEntity
from jaicp.nlu.intents import IntentMatch, IntentModel
from jaicp.nlu.words import Utterance
from jaicp.runtime.messages import JsonObject
from jaicp.runtime.nlu_model import NOBODY, Heard
from jaicp.runtime.nlu_results import as_value_text, known_slots, slot_json
from jaicp.runtime.program import Program
from jaicp.services.base import TurnFacts

__all__ = ["ProgramKnowledge"]


class ProgramKnowledge:
    """The intents and entities of a program, for scripts; `clock` counts seconds since the epoch."""

    def __init__(self, program: Program, clock: Callable[[], float], turn: TurnFacts) -> None:
        self._program = program
        self._clock = clock
        self._turn = turn

    def _hear(self, text: str) -> Heard:
        records = self._turn.entities.get(self._turn.entity_owner) or NOBODY
        return self._program.nlu.hear(text, self._clock(), records)

    @cached_property
    def _model(self) -> IntentModel:
        """The model of the program, or one of its own where no state listens to intents."""
        program = self._program
        known = program.nlu.intents
        if known is not None:
            return known
        nlu = program.nlu
        return IntentModel(program.project.nlu, program.table, nlu.catalogue, nlu.config)

    def entities(self, text: str, *, everything: bool) -> list[JsonObject]:
        """The entities in a text; those that others cover only where `everything` is wanted."""
        heard = self._hear(text)
        chosen = heard.entities()
        found = list(chosen)
        if everything:
            names = heard.finder.catalogue.all_names()
            found = heard.entities(names)
        defaults = {(one.name, one.start, one.end) for one in chosen}
        return [
            _entity_json(one, heard.utterance, (one.name, one.start, one.end) in defaults)
            for one in found
        ]

    def entity(self, name: str) -> JsonObject | None:
        """An entity of the project with its records, or None."""
        listed = self._program.project.nlu.entities
        for number, entity in enumerate(listed):
            if entity.name == name:
                records = [
                    {
                        "id": at,
                        "type": "pattern" if record.is_pattern else "synonyms",
                        "rule": list(record.rules),
                        "value": record.value,
                    }
                    for at, record in enumerate(entity.records)
                ]
                enabled = entity.enabled
                return {"id": number, "name": name, "enabled": enabled, "records": records}
        return None

    def variants(self, text: str, known: Mapping[str, Any]) -> list[JsonObject]:
        """The intents that a text may have, best first; `known` are values of slots."""
        heard = self._hear(text)
        found = self._model.infer(heard.utterance, heard.finder)
        return [_variant(one, known) for one in found]


def _entity_json(one: FoundEntity, utterance: Utterance, is_default: bool) -> JsonObject:
    """An entity as `entitiesLookup` tells of it: places count in characters, values are texts."""
    start, end = utterance.tokens[one.start].start, utterance.tokens[one.end - 1].end
    text = utterance.text[start:end]
    return {
        "entity": one.name,
        "slot": "",
        "startPos": start,
        "endPos": end,
        "text": text,
        "value": as_value_text(text if one.value is None else one.value),
        "default": is_default,
        "system": one.is_system,
    }


def _variant(one: IntentMatch, known: Mapping[str, Any]) -> JsonObject:
    intent = one.intent
    described: JsonObject = {
        "id": intent.id,
        "path": intent.path,
        "answer": intent.answer,
        "slots": [slot_json(slot) for slot in intent.slots],
    }
    if intent.custom_data:
        described["customData"] = intent.custom_data
    slots = known_slots(intent, one.fillings)
    filled = {slot["name"] for slot in slots}
    slots += [
        {"name": slot.name, "value": known[slot.name], "array": slot.array}
        for slot in intent.slots
        if slot.name in known and slot.name not in filled
    ]
    return {
        "intent": described,
        "confidence": one.confidence,
        "slots": slots,
        "weights": {"phrases": one.phrases, "patterns": one.patterns},
    }
