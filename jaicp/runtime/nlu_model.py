"""What a program knows of language beside its patterns: entities, intents, examples; one phrase as it sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import Any

from jaicp.nlu.aligner import Aligned, Aligner
from jaicp.nlu.entities import EntityCatalogue, Finder, FoundEntity
from jaicp.nlu.intents import IntentMatch, IntentModel
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.table import PatternTable
from jaicp.nlu.words import tokenize
from jaicp.project.nlp_config import NlpConfig
from jaicp.project.symbols import StateSymbol
from jaicp.runtime.activation import (
    Candidate,
    ExampleCandidate,
    Hypothesis,
    IntentCandidate,
    rank_examples,
    rank_intents,
    rank_patterns,
)
from jaicp.runtime.client_entities import ClientCatalogues
from jaicp.runtime.rules import RuleSet

__all__ = ["NOBODY", "Heard", "ProgramNlu", "Understood", "understand"]

NOBODY: Mapping[str, Any] = MappingProxyType({})
"""The records of a person who has none."""


@dataclass(frozen=True, slots=True)
class ProgramNlu:
    """The NLU of a program; `intents` and `examples` are None where the project has none that could fire."""

    config: NlpConfig = field(default_factory=NlpConfig)
    catalogue: EntityCatalogue = field(default_factory=lambda: EntityCatalogue((), PatternTable()))
    intents: IntentModel | None = None
    examples: Aligner[str] | None = None
    zone: tzinfo = UTC
    language: str = ""
    of_clients: ClientCatalogues = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "of_clients", ClientCatalogues(self.catalogue))

    def finder(self, seconds: float, records: Mapping[str, Any] = NOBODY) -> Finder:
        """The entities as they are at a time, in seconds since the epoch, for a person with records."""
        catalogue = self.of_clients.with_records(records) if records else self.catalogue
        return Finder(catalogue, lambda: Moment.at(seconds, self.zone, self.language))

    def hear(self, text: str, seconds: float, records: Mapping[str, Any] = NOBODY) -> Heard:
        """A phrase that a person with records said at a time, in seconds since the epoch."""
        return Heard(self, text, seconds, records)


class Heard:
    """A phrase, said `seconds` after the epoch: its words at once, all else when it is asked for."""

    def __init__(
        self, nlu: ProgramNlu, text: str, seconds: float, records: Mapping[str, Any] = NOBODY
    ) -> None:
        self.nlu = nlu
        self.seconds = seconds
        self.finder = nlu.finder(seconds, records)
        self.utterance = tokenize(text)
        self.finder.catalogue.expect(self.utterance)

    @cached_property
    def intents(self) -> list[IntentMatch]:
        """The intents that the phrase may have, whether a state listens to them or not; best first."""
        model = self.nlu.intents
        return [] if model is None else model.infer(self.utterance, self.finder)

    @cached_property
    def examples(self) -> list[Aligned[str]]:
        """The training phrases of `e` and `eg` that it comes near to, best first."""
        aligner = self.nlu.examples
        return [] if aligner is None else aligner.rank(self.utterance, self.finder)

    def entities(self, names: Iterable[str] = ()) -> list[FoundEntity]:
        """What `$entities` lists; those with the given names in any case."""
        return self.finder.all(self.utterance, names)

    @property
    def is_too_long(self) -> bool:
        """Whether the phrase is longer than the project wants to look at."""
        config, utterance = self.nlu.config, self.utterance
        if config.symbols is not None and len(utterance.text) > config.symbols:
            return True
        return config.words is not None and len(utterance.words()) > config.words


@dataclass(frozen=True, slots=True)
class Understood:
    """The hypotheses of a phrase in a context, each class best first.

    Where a pattern fits, intents are only there if they were asked for all the same.
    """

    patterns: Sequence[Candidate] = ()
    examples: Sequence[ExampleCandidate] = ()
    intents: Sequence[IntentCandidate] = ()
    gave_up: bool = False

    @property
    def best(self) -> Hypothesis | None:
        """The winner: a pattern, else an example, else an intent."""
        ranked: list[Hypothesis] = [*self.patterns[:1], *self.examples[:1], *self.intents[:1]]
        return ranked[0] if ranked else None

    @property
    def runner_up(self) -> Hypothesis | None:
        """The best one that leads to another state than the winner."""
        best = self.best
        if best is None:
            return None
        ranked: Iterable[Hypothesis] = chain(self.patterns, self.examples, self.intents)
        return next((one for one in ranked if one.trigger.target != best.trigger.target), None)


def understand(
    rules: RuleSet,
    states: Mapping[str, StateSymbol],
    context: str,
    heard: Heard,
    *,
    everything: bool = False,
) -> Understood:
    """What a phrase may mean in a context.

    A class that cannot win any more is left out, unless `everything` is wanted.
    """
    patterns, gave_up = rank_patterns(rules, states, context, heard.utterance, heard.finder)
    examples: list[ExampleCandidate] = []
    intents: list[IntentCandidate] = []
    nlu = heard.nlu
    if nlu.examples is not None and (everything or not patterns):
        examples = rank_examples(rules, states, context, heard.examples, nlu.config.examples)
    if nlu.intents is not None and (everything or not (patterns or examples)):
        intents = rank_intents(rules, states, context, heard.intents)
    return Understood(patterns, examples, intents, gave_up)
