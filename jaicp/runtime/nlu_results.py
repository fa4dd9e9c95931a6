"""What scripts see of the way a phrase was understood: `$context.nluResults`, `intent`, `$entities`, `$parseTree`.

Fields of the items: the vendor's pages on `selectNLUResult`, on entities and on `$parseTree`; of
`debugInfo.intent`, what handlers of public bots read (`path`, `answer`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from jaicp.nlu.entities import FoundEntity
from jaicp.nlu.nodes import NO_VALUE
from jaicp.nlu.parse_tree import Convert, build_parse_tree
from jaicp.nlu.slots import Filling, slot_values
from jaicp.nlu.words import Utterance
from jaicp.project.nlp_config import NlpConfig
from jaicp.project.nlu_files import Intent, NluData, Slot
from jaicp.runtime.activation import Candidate, ExampleCandidate, Hypothesis
from jaicp.runtime.messages import JsonObject
from jaicp.runtime.nlu_model import Heard, Understood

__all__ = [
    "as_value_text",
    "as_variables",
    "entities_json",
    "intent_json",
    "intent_tree",
    "is_same",
    "item_json",
    "known_slots",
    "listed",
    "results_json",
    "slot_json",
    "tree_of",
]


def listed(understood: Understood, config: NlpConfig) -> dict[str, list[Hypothesis]]:
    """The hypotheses that `nluResults` lists: as many as the settings say, one for each state."""
    return {
        "patterns": _per_state(understood.patterns, config.nbest_patterns),
        "examples": _per_state(understood.examples, config.nbest_examples),
        "intents": _per_state(understood.intents, config.nbest_intents),
    }


def results_json(
    lists: Mapping[str, Sequence[Hypothesis]],
    best: Hypothesis | None,
    heard: Heard,
    data: NluData,
    trees: Mapping[int, JsonObject],
) -> JsonObject:
    """`nluResults`; `trees` are parse trees that are built already, by `id` of their hypothesis."""
    found: JsonObject = {
        name: [item_json(one, heard, data, trees.get(id(one))) for one in hypotheses]
        for name, hypotheses in lists.items()
    }
    found["externalIntents"] = []
    found["selected"] = None if best is None else item_json(best, heard, data, trees.get(id(best)))
    return found


def as_variables(results: Callable[[], JsonObject], nbest: int) -> dict[str, Callable[[], Any]]:
    """`$context.nluResults`, and the lists of it that `$context` has under names of their own.

    `nBest` is the selected one and those behind it, in the order in which the classes count, `nbest` of them.
    Source: the vendor's page on `nBest`.
    """
    known = _Known(results)
    return {
        "nluResults": known.get,
        "nBest": lambda: _n_best(known.get(), nbest),
        "nBestPatterns": lambda: known.get()["patterns"],
        "nBestExamples": lambda: known.get()["examples"],
        "nBestIntents": lambda: known.get()["intents"],
    }


class _Known:
    """Results that are worked out once, when somebody asks."""

    __slots__ = ("_make", "_results")

    def __init__(self, make: Callable[[], JsonObject]) -> None:
        self._make = make
        self._results: JsonObject | None = None

    def get(self) -> JsonObject:
        if self._results is None:
            self._results = self._make()
        return self._results


def _n_best(results: JsonObject, nbest: int) -> list[JsonObject]:
    selected = results["selected"]
    everything = [*results["patterns"], *results["examples"], *results["intents"]]
    best = [] if selected is None else [selected]
    return [*best, *(one for one in everything if not is_same(one, selected))][:nbest]


def is_same(one: object, other: object) -> bool:
    """Whether two items are the same rule with the same score."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return False
    keys = ("clazz", "ruleType", "locator", "score")
    return all(one.get(key) == other.get(key) for key in keys)


def _per_state(hypotheses: Iterable[Hypothesis], limit: int) -> list[Hypothesis]:
    found: dict[str, Hypothesis] = {}
    for one in hypotheses:
        found.setdefault(one.trigger.target, one)
        if len(found) >= limit:
            break
    return list(found.values())


def item_json(
    one: Hypothesis, heard: Heard, data: NluData, tree: JsonObject | None = None
) -> JsonObject:
    """One item of `nluResults`; without a `tree` converters have not run for its `pt`."""
    span = one.trigger.node.span
    item: JsonObject = {
        "clazz": one.trigger.target,
        "score": one.score,
        "ruleType": one.kind,
        "distance": one.distance,
        "locator": f"{span.source.path.name}:{span.location[0]}",
        "pt": tree_of(one, heard, None) if tree is None else tree,
    }
    if isinstance(one, Candidate):
        text = one.rule.text.strip()
        return item | {"pattern": text, "effectivePattern": text, "debugInfo": {}}
    if isinstance(one, ExampleCandidate):
        return item | {"pattern": one.aligned.phrase, "debugInfo": {"weight": one.raw}}
    found = one.found
    intent = intent_json(found.intent, found.fillings)
    return item | {
        "intent": intent,
        "answer": found.intent.answer,
        "priority": found.intent.priority,
        "content": {"replies": [dict(reply) for reply in data.faq.get(found.intent.path, ())]},
        "debugInfo": {
            "intent": dict(intent),
            "slots": known_slots(found.intent, found.fillings),
            "phrasesWeight": found.phrases,
            "patternsWeight": found.patterns,
            "phrase": found.aligned.phrase if found.aligned is not None else "",
            "pattern": found.pattern,
        },
    }


def tree_of(one: Hypothesis, heard: Heard, convert: Convert | None) -> JsonObject:
    """The parse tree of a hypothesis."""
    if isinstance(one, Candidate):
        return build_parse_tree(one.match, heard.utterance, convert)
    if isinstance(one, ExampleCandidate):
        return entity_tree(heard, [e.text for e in one.aligned.elements if e.is_entity])
    found = one.found
    slots = [slot.entity for slot in found.intent.slots]
    if found.match is None:
        tree = entity_tree(heard, slots)
    else:
        tree = build_parse_tree(found.match, heard.utterance, convert)
    return intent_tree(tree, found.intent, found.fillings, heard.utterance)


def entity_tree(heard: Heard, names: Iterable[str]) -> JsonObject:
    """The root of a phrase that no pattern took, with a node for each entity in it."""
    utterance = heard.utterance
    tree: JsonObject = {
        "tag": "root",
        "pattern": "root",
        "text": utterance.text,
        "words": utterance.words(),
        "startPos": 0,
        "endPos": len(utterance.text),
        "_Root": utterance.text,
    }
    for one in heard.entities(names):
        name = one.name.removeprefix("$")
        node = _node(name, name, utterance, one.start, one.end, one.value)
        tree.setdefault(name, []).append(node)
        tree.setdefault(f"_{name}", node.get("value", node["text"]))
    return tree


def intent_tree(
    tree: JsonObject, intent: Intent, fillings: Sequence[Filling], utterance: Utterance | None
) -> JsonObject:
    """A tree with the slots of an intent: `_slot` has the value, `slot` the nodes where they are in the text."""
    for name, value in slot_values(intent.slots, fillings).items():
        tree[f"_{name}"] = value
    for one in fillings:
        if utterance is not None and one.end <= len(utterance):
            node = _node(one.slot, one.entity, utterance, one.start, one.end, one.value)
        else:
            node = {"tag": one.slot, "pattern": one.entity, "text": one.text, "value": one.value}
        nodes = tree.get(one.slot)
        if not isinstance(nodes, list) or one.slot == "words":
            nodes = tree[one.slot] = []
        if not any(_same_place(node, other) for other in nodes):
            nodes.append(node)
    return tree


def _same_place(node: JsonObject, other: object) -> bool:
    keys = ("text", "startPos", "endPos")
    return isinstance(other, dict) and all(node.get(key) == other.get(key) for key in keys)


def _node(
    tag: str, pattern: str, utterance: Utterance, start: int, end: int, value: object
) -> JsonObject:
    tokens = utterance.tokens[start:end]
    first, last = tokens[0].start, tokens[-1].end
    node: JsonObject = {
        "tag": tag,
        "pattern": pattern,
        "text": utterance.text[first:last],
        "words": [token.text.lower() for token in tokens if not token.is_punctuation],
        "startPos": first,
        "endPos": last,
    }
    if value is not None and value is not NO_VALUE:
        node["value"] = value
    return node


def intent_json(intent: Intent, fillings: Sequence[Filling]) -> JsonObject:
    """`$context.intent`. Its `slots` are the required ones, as the vendor's common library takes them."""
    values = slot_values(intent.slots, fillings)
    found: JsonObject = {
        "id": intent.id,
        "path": intent.path,
        "answer": intent.answer,
        "priority": intent.priority,
        "shared": intent.shared,
        "slots": [
            {
                **slot_json(slot),
                **({"value": values[slot.name]} if slot.name in values else {}),
            }
            for slot in intent.slots
            if slot.required
        ],
    }
    if intent.custom_data:
        found["customData"] = intent.custom_data
    return found


def slot_json(slot: Slot) -> JsonObject:
    """A slot of an intent as it is declared."""
    return {
        "name": slot.name,
        "entity": slot.entity,
        "required": slot.required,
        "array": slot.array,
        "prompts": list(slot.prompts),
    }


def known_slots(intent: Intent, fillings: Sequence[Filling]) -> list[JsonObject]:
    """The slots that are filled, as `debugInfo.slots` lists them."""
    arrays = {slot.name for slot in intent.slots if slot.array}
    return [
        {"name": name, "value": value, "array": name in arrays}
        for name, value in slot_values(intent.slots, fillings).items()
    ]


def entities_json(
    found: Iterable[FoundEntity], utterance: Utterance, fillings: Iterable[Filling] = ()
) -> list[JsonObject]:
    """`$entities`: places count in words, values are texts."""
    slots = {(one.entity, one.start, one.end): one.slot for one in fillings}
    number: list[int] = []
    count = 0
    for token in utterance.tokens:
        number.append(count)
        count += not token.is_punctuation
    number.append(count)
    items: list[JsonObject] = []
    for one in found:
        text = utterance.text[utterance.tokens[one.start].start : utterance.tokens[one.end - 1].end]
        item: JsonObject = {
            "pattern": one.name,
            "startPos": number[one.start],
            "length": number[one.end] - number[one.start],
            "value": as_value_text(text if one.value is None else one.value),
            "text": text,
        }
        slot = slots.get((one.name, one.start, one.end))
        items.append(item | ({"slot": slot} if slot is not None else {}))
    return items


def as_value_text(value: Any) -> str:
    """The value of an entity as scripts are given it: a text, JSON where it is none."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
