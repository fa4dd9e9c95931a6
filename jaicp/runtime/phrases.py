"""From a phrase to the state that it leads to: limits, slot filling, rules, handlers of `selectNLUResult`.

What was understood is handed to scripts as `$parseTree`, `$entities`, `$context.intent` and
`$context.nluResults`; the last two lists are put together only where a script looks at them. Without a handler
of `selectNLUResult`, classes of rules that cannot win any more are not looked at, and are missing there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jaicp.nlu.nodes import NO_VALUE
from jaicp.nlu.parse_tree import Convert
from jaicp.runtime.activation import Candidate, Hypothesis, IntentCandidate, activate_event
from jaicp.runtime.client_entities import owned_records
from jaicp.runtime.errors import DialogError
from jaicp.runtime.messages import JsonObject
from jaicp.runtime.nlu_model import NOBODY, Heard, Understood, understand
from jaicp.runtime.nlu_results import (
    as_variables,
    entities_json,
    intent_json,
    intent_tree,
    is_same,
    item_json,
    known_slots,
    listed,
    results_json,
    tree_of,
)
from jaicp.runtime.program import Program
from jaicp.runtime.slots import Asking, is_over, must_ask, next_question, take_answer
from jaicp.runtime.turn import WorkingTurn
from jaicp.script.realm import Realm

__all__ = ["PhraseChooser", "Reading"]

NO_MATCH = "noMatch"
SELECT = "selectNLUResult"
START = "/start"
SCORED = "{} {} scored {:.4f} to {}"
"""How the trace tells of a hypothesis (`_scored`)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase with its hypotheses; `tree` is the winner's parse tree, `no_match` who listens to `noMatch`."""

    heard: Heard
    understood: Understood
    tree: JsonObject | None
    no_match: str | None


class PhraseChooser:
    """Chooses the state for a phrase; `run_handlers` runs the handlers of a kind for the turn's state."""

    def __init__(
        self,
        program: Program,
        realm: Realm,
        run_handlers: Callable[[WorkingTurn, str], int],
    ) -> None:
        self.program = program
        self.realm = realm
        self.run_handlers = run_handlers

    def choose(self, turn: WorkingTurn, query: str) -> str | None:
        """The state that a phrase leads to; None where a question was asked instead.

        Raises `DialogError` where nothing fits and nobody listens to `noMatch`.
        """
        session = turn.session
        records = owned_records(session.entities, session.client) if session.entities else NOBODY
        heard = self.program.nlu.hear(query, turn.services.clock(), records)
        if heard.is_too_long:
            turn.note("the phrase is longer than `nlp.lengthLimit` allows")
            return self._by_event(turn, "lengthLimit") or self._no_match(turn)
        if turn.session.asking:
            answered, target = self._answered(turn, heard)
            if answered:
                return target
        return self._by_rules(turn, heard)

    def read(self, turn: WorkingTurn, text: str) -> Reading:
        """What a phrase means where the turn stands, by the rules alone; only converters are run."""
        heard = self.program.nlu.hear(text, turn.services.clock())
        rules, states = self.program.rules, self.program.states
        understood = understand(rules, states, turn.context, heard, everything=True)
        best = understood.best
        tree = None if best is None else tree_of(best, heard, self._converter(turn))
        nobody = activate_event(rules, states, turn.context, NO_MATCH)
        return Reading(heard, understood, tree, nobody.trigger.target if nobody else None)

    # --- rules

    def _by_rules(self, turn: WorkingTurn, heard: Heard) -> str | None:
        selecting = bool(self.realm.handlers(SELECT, turn.state))
        rules, states = self.program.rules, self.program.states
        understood = understand(rules, states, turn.context, heard, everything=selecting)
        limit = heard.nlu.config.seconds
        if understood.gave_up:
            turn.note("a pattern was given up: it takes too long on this phrase")
        if limit is not None and turn.services.clock() - heard.seconds > limit:
            turn.note("understanding the phrase took longer than `nlp.timeLimit` allows")
            return self._by_event(turn, "timeLimit") or self._no_match(turn)
        if selecting:
            return self._selected(turn, heard, understood)
        best = understood.best
        turn.scripts.set_nlu_later(lambda: self._variables(heard, understood))
        if best is None:
            return self._no_match(turn)
        target = self._take(turn, heard, best)
        second = understood.runner_up
        if second is not None:
            turn.note("next best: " + SCORED, *_scored(second))
        return target

    def _variables(self, heard: Heard, understood: Understood) -> JsonObject:
        """What scripts are told of a phrase that no handler was asked about."""
        return {
            "entities": lambda: entities_json(heard.entities(), heard.utterance),
            **as_variables(
                lambda: self._results(heard, understood, understood.best, {}),
                heard.nlu.config.nbest,
            ),
        }

    def _results(
        self,
        heard: Heard,
        understood: Understood,
        best: Hypothesis | None,
        trees: dict[int, JsonObject],
    ) -> JsonObject:
        lists = listed(understood, heard.nlu.config)
        return results_json(lists, best, heard, self.program.project.nlu, trees)

    def _selected(self, turn: WorkingTurn, heard: Heard, understood: Understood) -> str | None:
        """Let the handlers choose; they see every class, converters have run for what is listed."""
        convert = self._converter(turn)
        lists = listed(understood, heard.nlu.config)
        everything = [one for hypotheses in lists.values() for one in hypotheses]
        trees = {id(one): tree_of(one, heard, convert) for one in everything}
        results = self._results(heard, understood, understood.best, trees)
        nobody = None
        if results["selected"] is None:
            nobody = self._by_event(turn, NO_MATCH)
            results["selected"] = {"clazz": nobody, "score": 0, "ruleType": "event", "pt": None}
        entities = entities_json(heard.entities(), heard.utterance)
        variables = as_variables(lambda: results, heard.nlu.config.nbest)
        turn.scripts.set_nlu(entities=entities, **variables)
        self.run_handlers(turn, SELECT)
        selected = turn.scripts.read_selected()
        for one in everything:
            if is_same(selected, item_json(one, heard, self.program.project.nlu, {})):
                return self._take(turn, heard, one, trees[id(one)])
        target = selected.get("clazz") if isinstance(selected, dict) else None
        if not isinstance(target, str):
            return self._no_match(turn)
        if target != nobody:
            turn.note(f"a handler of {SELECT} chose {target}")
        if isinstance(selected.get("pt"), dict):
            turn.scripts.set_parse_tree(selected["pt"])
        return target

    def _take(
        self,
        turn: WorkingTurn,
        heard: Heard,
        best: Hypothesis,
        tree: JsonObject | None = None,
    ) -> str | None:
        """Hand a hypothesis to the scripts; its state, or None where a slot is asked for first."""
        _, rule, score, _ = scored = _scored(best)
        turn.note(SCORED, *scored)
        turn.walk.append(["trigger", best.trigger.order])
        turn.rule = {"type": best.kind, "rule": rule, "confidence": score}
        if tree is None and isinstance(best, Candidate) and not self.program.converters:
            turn.scripts.set_parse_tree(lambda: tree_of(best, heard, None))
            return best.trigger.target
        tree = tree_of(best, heard, self._converter(turn)) if tree is None else tree
        turn.scripts.set_parse_tree(tree)
        if not isinstance(best, IntentCandidate):
            return best.trigger.target
        found = best.found
        slots = [slot.entity for slot in found.intent.slots]
        entities = entities_json(heard.entities(slots), heard.utterance, found.fillings)
        turn.scripts.set_nlu(intent=intent_json(found.intent, found.fillings), entities=entities)
        if not must_ask(found.intent, found.fillings):
            return best.trigger.target
        item = item_json(best, heard, self.program.project.nlu, tree)
        asking = Asking(
            found.intent.path,
            best.trigger.target,
            tree,
            item,
            entities,
            list(found.fillings),
        )
        asked, target = self._ask(turn, heard, asking)
        return target if asked else self._no_match(turn)

    def _converter(self, turn: WorkingTurn) -> Convert:
        def convert(name: Any, node: JsonObject) -> object:
            value = turn.scripts.convert(self.program.converters[name], node)
            return NO_VALUE if value is None else value

        return convert

    # --- slots

    def _answered(self, turn: WorkingTurn, heard: Heard) -> tuple[bool, str | None]:
        """Whether a phrase was dealt with as an answer, and the state that it leads to."""
        asking = Asking.from_json(turn.session.asking)
        turn.session.asking = {}
        model = self.program.nlu.intents
        intents = () if model is None else model.intents
        intent = next((one for one in intents if one.path == asking.intent), None)
        if intent is None or asking.target not in self.program.states:
            turn.note(f"the intent {asking.intent} is gone, and with it its slots")
            return False, None
        if heard.utterance.text.strip() == START:
            return False, None
        fillings = take_answer(asking, intent, heard)
        if not fillings and is_over(intent, heard, heard.nlu.config.slot_filling):
            turn.note(f"the phrase ends the questions of {intent.path}")
            return False, None
        found = heard.entities([slot.entity for slot in intent.slots])
        asking.entities += entities_json(found, heard.utterance, fillings)
        return self._ask(turn, heard, asking)

    def _ask(self, turn: WorkingTurn, heard: Heard, asking: Asking) -> tuple[bool, str | None]:
        """Ask for the next slot, or enter the state where all are filled; false where it is given up."""
        model = self.program.nlu.intents
        assert model is not None
        intent = next(one for one in model.intents if one.path == asking.intent)
        if not asking.missing(intent):
            self._fill(turn, asking)
            return True, asking.target
        config = heard.nlu.config.slot_filling
        question = next_question(asking, intent, config, turn.scripts.host.choose)
        if question is None:
            turn.note(f"a slot of {intent.path} was asked for {config.most_questions} times")
            return False, None
        turn.session.asking = asking.to_json()
        turn.note(f"a slot of {intent.path} is asked for")
        turn.ask(question)
        return True, None

    def _fill(self, turn: WorkingTurn, asking: Asking) -> None:
        """Hand the filled intent to the scripts, with the tree of the phrase that began it."""
        model = self.program.nlu.intents
        assert model is not None
        intent = next(one for one in model.intents if one.path == asking.intent)
        turn.note(f"all slots of {intent.path} are filled")
        tree = intent_tree(asking.tree, intent, asking.fillings, None)
        selected = {**asking.item, "pt": tree, "intent": intent_json(intent, asking.fillings)}
        slots = known_slots(intent, asking.fillings)
        selected["debugInfo"] = {**asking.item["debugInfo"], "slots": slots}
        results: JsonObject = {
            "patterns": [],
            "examples": [],
            "intents": [selected],
            "externalIntents": [],
            "selected": selected,
        }
        turn.scripts.set_parse_tree(tree)
        turn.scripts.set_nlu(
            intent=selected["intent"],
            entities=asking.entities,
            **as_variables(lambda: results, 1),
        )

    # --- events

    def _by_event(self, turn: WorkingTurn, name: str) -> str | None:
        found = activate_event(self.program.rules, self.program.states, turn.context, name)
        if found is None:
            return None
        turn.note(f"event {name} from {found.trigger.owner} to {found.trigger.target}")
        turn.walk.append(["trigger", found.trigger.order])
        turn.rule = {"type": "event", "rule": name, "confidence": 1.0}
        return found.trigger.target

    def _no_match(self, turn: WorkingTurn) -> str:
        target = self._by_event(turn, NO_MATCH)
        if target is None:
            turn.note(f"nobody listens to the event {NO_MATCH}")
            raise DialogError.no_target()
        return target


def _scored(one: Hypothesis) -> tuple[str, str, float, str]:
    """What `SCORED` says of a hypothesis."""
    if isinstance(one, Candidate):
        what, which = "pattern", one.rule.text.strip()
    elif isinstance(one, IntentCandidate):
        what, which = "intent", one.found.intent.path
    else:
        what, which = "example", one.aligned.phrase
    return what, which, one.score, one.trigger.target
