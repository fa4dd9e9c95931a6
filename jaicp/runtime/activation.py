"""Which state a phrase or an event leads to.

Rules of three kinds compete in classes: a pattern that fits wins over any example, an example over any intent,
whatever their figures. Inside a class the score decides: how much of the phrase a pattern named, how near an
example comes, how sure an intent is. What stands nearer to the context is preferred through a factor: 1 for the
context's own edges, `1 - 0.2 - 0.01 * d` for a source d levels up. So a plain local `q: *`, which names
nothing, loses to any global pattern that names a word, while near equals are decided by nearness. Ties fall to
the nearer source, then to the pattern that took more words and signs, then to fewer `*` (an `intent` before an
`intentGroup`, a longer group before a shorter one), then to what was declared first. An intent with an answer
for which no state is reachable leads to whoever listens to the event `match`. Source: the vendor's pages on
pattern weights with its `rankByContext` setting, and on the order of rules; of ties the suites of public projects
(in `11 ноября - 12 декабря` the pattern wins that has the dash in it; in k3nek/testCase the one with a stem more).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from jaicp.nlu.aligner import Aligned
from jaicp.nlu.explain import PatternExplainer
from jaicp.nlu.finder import EntityFinder
from jaicp.nlu.intents import IntentMatch
from jaicp.nlu.matcher import Match, MatchLimit
from jaicp.nlu.words import Utterance
from jaicp.project.paths import depth
from jaicp.project.symbols import StateSymbol, TriggerSymbol
from jaicp.runtime.rules import PatternRule, RuleSet, intent_path
from jaicp.syntax import ast

__all__ = [
    "Activation",
    "Candidate",
    "ExampleCandidate",
    "Hypothesis",
    "IntentCandidate",
    "activate_event",
    "rank_examples",
    "rank_intents",
    "rank_patterns",
]

NEAR_PENALTY = 0.2
LEVEL_PENALTY = 0.01
MATCH_EVENT = "match"
DEEPEST = 1000
"""More names than the path of any group of intents has."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pattern that matched: its final score and what it was made of.

    `taken` is how many words and signs it took; 0 where nobody had to ask, since no other scores the same.
    """

    rule: PatternRule
    match: Match
    score: float
    distance: int
    taken: int = 0

    @property
    def trigger(self) -> TriggerSymbol:
        """The trigger that holds the pattern."""
        return self.rule.trigger

    @property
    def raw(self) -> float:
        """The score before the factor of the context."""
        return self.match.score

    @property
    def kind(self) -> str:
        """`pattern`, as `ruleType` in results."""
        return "pattern"


@dataclass(frozen=True, slots=True)
class ExampleCandidate:
    """An example that a phrase comes near to."""

    trigger: TriggerSymbol
    aligned: Aligned[str]
    score: float
    distance: int

    @property
    def raw(self) -> float:
        """The score before the factor of the context."""
        return self.aligned.weight

    @property
    def kind(self) -> str:
        """`example`, as `ruleType` in results."""
        return "example"


@dataclass(frozen=True, slots=True)
class IntentCandidate:
    """An intent of the phrase with a trigger for it, or for its group, or for the event `match`."""

    trigger: TriggerSymbol
    found: IntentMatch
    score: float
    distance: int

    @property
    def raw(self) -> float:
        """The score before the factor of the context."""
        return self.found.confidence

    @property
    def kind(self) -> str:
        """`intent` or `intentGroup`, as `ruleType` in results."""
        node = self.trigger.node
        return "intentGroup" if isinstance(node, ast.IntentTrigger) and node.is_group else "intent"


Hypothesis = Candidate | ExampleCandidate | IntentCandidate


@dataclass(frozen=True, slots=True)
class Activation:
    """The trigger that won; `candidate` where a pattern did."""

    trigger: TriggerSymbol
    candidate: Candidate | None = None


def context_factor(distance: int) -> float:
    """What the score of a rule is multiplied by when its source is `distance` levels above the context."""
    return 1.0 if distance == 0 else 1.0 - NEAR_PENALTY - LEVEL_PENALTY * distance


def activate_event(
    rules: RuleSet, states: Mapping[str, StateSymbol], context: str, name: str
) -> Activation | None:
    """The nearest usable trigger for an event."""
    for source in rules.active(states, context):
        for trigger in rules.events(source, name):
            return Activation(trigger)
    return None


def rank_patterns(
    rules: RuleSet,
    states: Mapping[str, StateSymbol],
    context: str,
    utterance: Utterance,
    finder: EntityFinder | None = None,
) -> tuple[list[Candidate], bool]:
    """The patterns that match, best first, and whether a match was given up at its work limit."""
    found: list[Candidate] = []
    gave_up = False
    for source in rules.hearing(states, context):
        candidates = rules.patterns(source, utterance)
        if not candidates:
            continue
        factor = context_factor(source.distance)
        for rule in candidates:
            try:
                match = rule.matcher.match(utterance, finder)
            except MatchLimit:
                gave_up = True
                continue
            if match is not None and match.score >= 0:
                found.append(Candidate(rule, match, match.score * factor, source.distance))
    if len(found) > 1:
        found.sort(key=_pattern_order)
        _break_tie(found, rules.explainer, utterance, finder)
    return found, gave_up


def _pattern_order(one: Candidate) -> tuple[float, int, int, int, int]:
    return (*_rank(one), -one.taken, one.rule.stars, one.rule.trigger.order)


def _rank(one: Candidate) -> tuple[float, int]:
    return -round(one.score, 12), one.distance


def _break_tie(
    found: list[Candidate],
    explainer: PatternExplainer,
    utterance: Utterance,
    finder: EntityFinder | None,
) -> None:
    """Put the best ones in order where several that lead to different states score the same."""
    best = _rank(found[0])
    if _rank(found[1]) != best:
        return
    tied = [one for one in found if _rank(one) == best]
    if len({one.trigger.target for one in tied}) > 1:
        for number, one in enumerate(tied):
            taken = explainer.count(one.rule.text, utterance, finder)
            tied[number] = replace(one, taken=taken)
        found[: len(tied)] = sorted(tied, key=_pattern_order)


def rank_examples(
    rules: RuleSet,
    states: Mapping[str, StateSymbol],
    context: str,
    ranked: Iterable[Aligned[str]],
    threshold: float,
) -> list[ExampleCandidate]:
    """The examples near to a phrase that can be used in the context, best first."""
    sources = rules.active(states, context)
    found = [
        ExampleCandidate(
            trigger, aligned, aligned.weight * context_factor(source.distance), source.distance
        )
        for aligned in ranked
        if aligned.weight >= threshold
        for source in sources
        for trigger in rules.examples(source, aligned.key)
    ]
    found.sort(key=lambda c: (-round(c.score, 12), c.distance, c.trigger.order))
    return found


def rank_intents(
    rules: RuleSet,
    states: Mapping[str, StateSymbol],
    context: str,
    intents: Sequence[IntentMatch],
) -> list[IntentCandidate]:
    """The intents for which a state can be reached from the context, best first."""
    sources = rules.active(states, context)
    listener = activate_event(rules, states, context, MATCH_EVENT)
    found: list[IntentCandidate] = []
    for one in intents:
        mine = [
            IntentCandidate(
                trigger, one, one.confidence * context_factor(source.distance), source.distance
            )
            for source in sources
            for trigger in rules.intents(source, one.intent.path)
        ]
        if not mine and one.intent.answer and listener is not None:
            distance = next(s.distance for s in sources if s.path == listener.trigger.source)
            score = one.confidence * context_factor(distance)
            mine = [IntentCandidate(listener.trigger, one, score, distance)]
        found += mine
    found.sort(key=_intent_order)
    return found


def _intent_order(candidate: IntentCandidate) -> tuple[float, int, int, int, int]:
    node = candidate.trigger.node
    is_group = isinstance(node, ast.IntentTrigger) and node.is_group
    width = DEEPEST - depth(intent_path(node)) if isinstance(node, ast.IntentTrigger) else 0
    return (
        -round(candidate.score, 12),
        candidate.distance,
        -candidate.found.intent.priority,
        width if is_group else 0,
        candidate.trigger.order,
    )
