"""Slot filling: asking the visitor for what an intent still has to know, before its state is entered.

An intent with a required slot that is empty and has prompts is remembered in the session with what is known
already; each further phrase is searched for the entities that are missing. The asking ends when all is known
(the intent's state is entered), or when a slot has been asked for too often, when the visitor says `/start`,
or, where the settings want it, something that is another intent and no answer: then the phrase is an ordinary
one. Source: the vendor's pages on slot filling and the helper of its open framework; counting per slot is
theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

from jaicp.nlu.slots import Filling, fill_slots, missing_slots, slot_values
from jaicp.project.nlp_config import SlotFilling
from jaicp.project.nlu_files import Intent, Slot
from jaicp.runtime.messages import JsonObject
from jaicp.runtime.nlu_model import Heard

__all__ = ["Asking", "Choose", "is_over", "must_ask", "next_question", "take_answer"]

Choose = Callable[[int], int]
"""Draws one of so many."""


@dataclass(slots=True)
class Asking:
    """An intent whose slots are being filled; `tree`, `entities` and `item` are those of its first phrase.

    `target` is the state to be entered in the end, `counts` how often each slot was asked for.
    """

    intent: str
    target: str
    tree: JsonObject
    item: JsonObject
    entities: list[JsonObject] = field(default_factory=list)
    fillings: list[Filling] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def to_json(self) -> JsonObject:
        """The fields as the session keeps them."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: JsonObject) -> Asking:
        """What `to_json` made."""
        return cls(**{**data, "fillings": [Filling(**one) for one in data["fillings"]]})

    def missing(self, intent: Intent) -> list[Slot]:
        """The required slots that are still empty."""
        return missing_slots(intent.slots, slot_values(intent.slots, self.fillings))


def must_ask(intent: Intent, fillings: Sequence[Filling]) -> bool:
    """Whether an intent has to ask before its state may be entered."""
    return bool(missing_slots(intent.slots, slot_values(intent.slots, fillings)))


def take_answer(asking: Asking, intent: Intent, heard: Heard) -> list[Filling]:
    """Fill empty slots from a phrase; what was filled."""
    full = {one.slot for one in asking.fillings if not _is_array(intent, one.slot)}
    found = fill_slots(intent.slots, heard.utterance, heard.finder, (), full)
    asking.fillings += found
    return found


def _is_array(intent: Intent, name: str) -> bool:
    return any(slot.name == name and slot.array for slot in intent.slots)


def is_over(intent: Intent, heard: Heard, config: SlotFilling) -> bool:
    """Whether a phrase that answers nothing ends the asking: another intent is meant."""
    return config.stop_on_any_intent and any(
        one.intent.path != intent.path and one.confidence > config.stop_threshold
        for one in heard.intents
    )


def next_question(
    asking: Asking, intent: Intent, config: SlotFilling, choose: Choose
) -> str | None:
    """What to ask next; None where the next slot has been asked for as often as the settings allow.

    There must be a missing slot.
    """
    slot = asking.missing(intent)[0]
    count = asking.counts[slot.name] = asking.counts.get(slot.name, 0) + 1
    if count > config.most_questions or not slot.prompts:
        return None
    prompts = slot.prompts
    return prompts[choose(len(prompts))] if len(prompts) > 1 else prompts[0]
