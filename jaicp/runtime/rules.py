"""The triggers of a project, ready to be asked which of them an event or a phrase can fire.

Every trigger is an edge that is usable while the dialogue stands in its source or below. The edges of one
source are kept together: its events by name, its patterns in an index of required words, its intents by path,
its examples by phrase. Which sources count is a walk from the context up to the root that a modal state ends
(`active_sources`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from jaicp.nlu.explain import PatternExplainer
from jaicp.nlu.forms import lone_stars
from jaicp.nlu.index import RuleIndex
from jaicp.nlu.matcher import Matcher
from jaicp.nlu.words import Utterance
from jaicp.project.paths import ancestors, parent_path
from jaicp.project.symbols import StateSymbol, TriggerSymbol
from jaicp.syntax import ast

__all__ = ["PatternRule", "RuleSet", "Source", "active_sources", "intent_path"]


@dataclass(frozen=True, slots=True)
class PatternRule:
    """A `q` or `q!` with its compiled pattern; `stars` counts the `*` that stand alone: they break ties."""

    trigger: TriggerSymbol
    matcher: Matcher
    text: str
    stars: int


@dataclass(slots=True)
class _SourceRules:
    events: dict[str, list[TriggerSymbol]] = field(default_factory=dict)
    patterns: list[PatternRule] = field(default_factory=list)
    index: RuleIndex[PatternRule] | None = None
    intents: dict[str, list[TriggerSymbol]] = field(default_factory=dict)
    groups: dict[str, list[TriggerSymbol]] = field(default_factory=dict)
    any_only_here: bool = False
    """Whether some of them are not usable below the source."""
    examples: dict[str, list[TriggerSymbol]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A state whose edges are usable, `distance` levels above the context.

    `only_to` limits them to edges that lead to that state: what is left of the parent of a modal state.
    """

    path: str
    distance: int
    only_to: str | None = None

    def allows(self, trigger: TriggerSymbol) -> bool:
        """Whether this edge of the source is usable from the context."""
        if trigger.only_here and self.distance > 0:
            return False
        return self.only_to is None or trigger.target == self.only_to


def active_sources(states: Mapping[str, StateSymbol], context: str) -> list[Source]:
    """The sources of usable edges, nearest first.

    Source of the rule for modal states: the vendor's page on switching states and its open framework, which
    stops at the first modal state and adds the edges of its parent that lead back to it.
    """
    found: list[Source] = []
    path, distance = context, 0
    while True:
        found.append(Source(path, distance))
        if path == "/":
            return found
        symbol = states.get(path)
        if symbol is not None and symbol.modal:
            found.append(Source(parent_path(path), distance + 1, only_to=path))
            return found
        path, distance = parent_path(path), distance + 1


def intent_path(node: ast.IntentTrigger) -> str:
    """The path of the intent or the group that a trigger names; its leading slash may be left out."""
    return "/" + node.intent.text.strip().strip("/")


class RuleSet:
    """All triggers of a project by source; `begins` tells which words begin a name of a dictionary.

    `phrases` are the training phrases of triggers with examples, `explainer` tells what patterns took.
    """

    def __init__(
        self,
        triggers: Iterable[TriggerSymbol],
        matchers: Mapping[ast.PatternTrigger, Matcher],
        begins: Callable[[str, str], bool],
        explainer: PatternExplainer,
        phrases: Mapping[ast.ExampleTrigger, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        self.explainer = explainer
        self._sources: dict[str, _SourceRules] = {}
        self._active: dict[str, tuple[Source, ...]] = {}
        self._hearing: dict[str, tuple[Source, ...]] = {}
        for trigger in triggers:
            rules = self._sources.setdefault(trigger.source, _SourceRules())
            rules.any_only_here |= trigger.only_here
            node = trigger.node
            if isinstance(node, ast.EventTrigger):
                rules.events.setdefault(node.event.text, []).append(trigger)
            elif isinstance(node, ast.PatternTrigger) and node in matchers:
                text = node.pattern.text
                rules.patterns.append(PatternRule(trigger, matchers[node], text, lone_stars(text)))
            elif isinstance(node, ast.IntentTrigger):
                table = rules.groups if node.is_group else rules.intents
                table.setdefault(intent_path(node), []).append(trigger)
            elif isinstance(node, ast.ExampleTrigger):
                for phrase in phrases.get(node, ()):
                    rules.examples.setdefault(phrase, []).append(trigger)
        for rules in self._sources.values():
            rules.index = RuleIndex(((rule, rule.matcher) for rule in rules.patterns), begins)

    def active(self, states: Mapping[str, StateSymbol], context: str) -> tuple[Source, ...]:
        """The sources of usable edges in the states of the program, nearest first; worked out once a context."""
        found = self._active.get(context)
        if found is None:
            found = self._active[context] = tuple(active_sources(states, context))
        return found

    def hearing(self, states: Mapping[str, StateSymbol], context: str) -> tuple[Source, ...]:
        """The sources of `active` that have patterns."""
        found = self._hearing.get(context)
        if found is None:
            sources, active = self._sources, self.active(states, context)
            found = tuple(
                one for one in active if one.path in sources and sources[one.path].patterns
            )
            self._hearing[context] = found
        return found

    def events(self, source: Source, name: str) -> Iterator[TriggerSymbol]:
        """The usable triggers of a source for an event, first declared first."""
        rules = self._sources.get(source.path)
        if rules is None:
            return
        for trigger in rules.events.get(name, ()):
            if source.allows(trigger):
                yield trigger

    def patterns(self, source: Source, utterance: Utterance) -> list[PatternRule]:
        """The usable patterns of a source that may match, first declared first."""
        rules = self._sources.get(source.path)
        if rules is None or not rules.patterns or rules.index is None:
            return []
        found = rules.index.candidates(utterance)
        if source.only_to is None and not (rules.any_only_here and source.distance):
            return found
        return [rule for rule in found if source.allows(rule.trigger)]

    def intents(self, source: Source, path: str) -> Iterator[TriggerSymbol]:
        """The usable triggers of a source for an intent, and those for a group above it, nearest group first."""
        rules = self._sources.get(source.path)
        if rules is None or not (rules.intents or rules.groups):
            return
        found = list(rules.intents.get(path, ()))
        for group in ancestors(path)[1:]:
            found += rules.groups.get(group, ())
        for trigger in found:
            if source.allows(trigger):
                yield trigger

    def examples(self, source: Source, phrase: str) -> Iterator[TriggerSymbol]:
        """The usable triggers of a source with a training phrase, first declared first."""
        rules = self._sources.get(source.path)
        for trigger in () if rules is None else rules.examples.get(phrase, ()):
            if source.allows(trigger):
                yield trigger
