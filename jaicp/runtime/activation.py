"""Which state a phrase or an event leads to.

A pattern's score says how much of the phrase it named. What stands nearer to the context is preferred through
a factor: 1 for the context's own edges, `1 - 0.2 - 0.01 * d` for a source d levels up. So a plain local
`q: *`, which names nothing, loses to any global pattern that names a word, while near equals are decided by
nearness. Ties fall to the nearer source, then to fewer `*`, then to what was declared first.
Source: the vendor's page on pattern weights and its `rankByContext` setting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jaicp.nlu.matcher import Match, MatchLimit
from jaicp.nlu.words import Utterance
from jaicp.project.symbols import StateSymbol, TriggerSymbol
from jaicp.runtime.rules import PatternRule, RuleSet, active_sources

__all__ = ["Activation", "Candidate", "activate_event", "rank_patterns"]

NEAR_PENALTY = 0.2
LEVEL_PENALTY = 0.01


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pattern that matched: its final score and what it was made of."""

    rule: PatternRule
    match: Match
    score: float
    distance: int


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
    for source in active_sources(states, context):
        for trigger in rules.events(source, name):
            return Activation(trigger)
    return None


def rank_patterns(
    rules: RuleSet, states: Mapping[str, StateSymbol], context: str, utterance: Utterance
) -> tuple[list[Candidate], bool]:
    """The patterns that match, best first, and whether a match was given up at its work limit."""
    found: list[Candidate] = []
    gave_up = False
    for source in active_sources(states, context):
        factor = context_factor(source.distance)
        for rule in rules.patterns(source, utterance):
            try:
                match = rule.matcher.match(utterance)
            except MatchLimit:
                gave_up = True
                continue
            if match is not None and match.score >= 0:
                found.append(Candidate(rule, match, match.score * factor, source.distance))
    found.sort(key=lambda c: (-round(c.score, 12), c.distance, c.rule.stars, c.rule.trigger.order))
    return found, gave_up
