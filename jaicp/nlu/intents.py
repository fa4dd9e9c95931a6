"""Which intents a text may have, by training phrases and by patterns.

Each intent has two weights. That of its phrases comes from the classifier that the NLU project names; a text
that *is* a training phrase has the weight 1 there. That of its patterns is the best score of one. Each has a
threshold of its own; the larger of those that pass is the intent's confidence. An intent falls out when its
rules about entities say so, and when a required slot is empty that nobody would ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from jaicp.nlu.aligner import Aligned, Aligner
from jaicp.nlu.alignment import StsSettings
from jaicp.nlu.compile import compile_pattern
from jaicp.nlu.entities import EntityCatalogue, Finder, entity_names
from jaicp.nlu.extra_classifiers import ClassifierError, ExtraClassifier, find_classifier
from jaicp.nlu.index import RuleIndex
from jaicp.nlu.kept_models import learned
from jaicp.nlu.matcher import Hit, Match, Matcher, MatchLimit
from jaicp.nlu.phrases import Element, read_phrase, text_words
from jaicp.nlu.slots import Filling, fill_slots, missing_slots, slot_values
from jaicp.nlu.table import PatternTable
from jaicp.nlu.words import Utterance
from jaicp.project.nlp_config import NlpConfig
from jaicp.project.nlu_files import Intent, NluData, Slot
from jaicp.syntax.patterns import parse_pattern

__all__ = ["HEAVY", "IntentMatch", "IntentModel"]

HEAVY = frozenset({"deeplearning", "transformer"})
"""Classifiers of the platform for which the linear model stands in, unless another package brings them along."""


@dataclass(frozen=True, slots=True)
class IntentMatch:
    """An intent that a text may have. `aligned` tells of the training phrase, `match` of the pattern `pattern`."""

    intent: Intent
    confidence: float
    phrases: float = 0.0
    patterns: float = 0.0
    aligned: Aligned[int] | None = None
    match: Match | None = None
    pattern: str = ""
    fillings: tuple[Filling, ...] = ()


class _Phrases(Protocol):
    def rank(
        self, utterance: Utterance, finder: Finder
    ) -> list[tuple[int, float, Aligned[int] | None]]:
        """The numbers of intents with their weights, and how a phrase was aligned where that was done."""


class _Sts:
    def __init__(self, phrases: list[tuple[int, str]], settings: StsSettings) -> None:
        self._aligner = Aligner(phrases, settings)

    def rank(
        self, utterance: Utterance, finder: Finder
    ) -> list[tuple[int, float, Aligned[int] | None]]:
        ranked = self._aligner.rank(utterance, finder)
        return [(one.key, one.confidence, one) for one in ranked]


class _Model(Protocol):
    def rank(self, utterance: Utterance, entities: list[str]) -> list[tuple[int, float]]:
        """Numbers of intents with their probabilities, best first."""


class _Learned:
    """A learned model, the linear one or another; phrases word for word come first, as without one."""

    def __init__(self, phrases: list[tuple[int, str]], model: _Model) -> None:
        self._model = model
        self._exact: dict[tuple[str, ...], list[tuple[int, str, tuple[Element, ...]]]] = {}
        self._entities: set[str] = set()
        for number, text in phrases:
            elements = read_phrase(text)
            names = {element.text for element in elements if element.is_entity}
            self._entities |= names
            if elements and not names:
                words = tuple(element.text for element in elements)
                self._exact.setdefault(words, []).append((number, text, elements))

    def rank(
        self, utterance: Utterance, finder: Finder
    ) -> list[tuple[int, float, Aligned[int] | None]]:
        present = [name for name in sorted(self._entities) if finder.find(name, utterance)]
        found: dict[int, tuple[int, float, Aligned[int] | None]] = {}
        text = text_words(utterance)
        for number, phrase, elements in self._exact.get(text.words, ()):
            aligned = Aligned(number, phrase, 1.0, text, elements, None)
            found.setdefault(number, (number, 1.0, aligned))
        for number, weight in self._model.rank(utterance, present):
            found.setdefault(number, (number, weight, None))
        return list(found.values())


class IntentModel:
    """The intents of a project, learned once; shared by all turns.

    `bad_patterns` tells of patterns that cannot be read: the intent's path and the text.
    """

    def __init__(
        self, data: NluData, table: PatternTable, catalogue: EntityCatalogue, config: NlpConfig
    ) -> None:
        self.intents = tuple(intent for intent in data.intents if intent.enabled)
        self.algorithm = data.settings.algorithm
        self.bad_patterns: list[tuple[str, str]] = []
        self.used_entities: set[str] = set()
        self._catalogue = catalogue
        self._config = config
        phrases = [
            (number, text) for number, intent in enumerate(self.intents) for text in intent.phrases
        ]
        self.missing = ""
        """Why another classifier stands in for the one that the project wants; empty where none does."""
        self._phrases: _Phrases
        if self.algorithm == "regression" or self.algorithm in HEAVY:
            self._phrases = _Learned(phrases, self._learn(phrases))
        else:
            self._phrases = _Sts(phrases, StsSettings.from_json(data.settings.sts))
        self._note_entities(text for _, text in phrases)
        self._patterns = RuleIndex(self._compile(table), table.begins)

    def _learn(self, phrases: list[tuple[int, str]]) -> _Model:
        """The classifier of another package where the project wants one, else the linear model."""
        if self.algorithm in HEAVY:
            extra = find_classifier(self.algorithm)
            if extra is not None:
                try:
                    return ExtraClassifier(extra, phrases)
                except ClassifierError as error:
                    self.missing = str(error)
            else:
                self.missing = f"no package that is installed has the classifier `{self.algorithm}`"
        return learned(phrases)

    def _note_entities(self, phrases: Iterable[str]) -> None:
        for text in phrases:
            if "@" in text or "$" in text:
                self.used_entities |= {e.text for e in read_phrase(text) if e.is_entity}
        for intent in self.intents:
            self.used_entities |= {slot.entity for slot in intent.slots if slot.entity}
            self.used_entities |= {rule.entity for rule in intent.rules if rule.entity}

    def _compile(self, table: PatternTable) -> list[tuple[_PatternKey, Matcher]]:
        found: list[tuple[_PatternKey, Matcher]] = []
        for number, intent in enumerate(self.intents):
            for text in intent.patterns:
                parsed = parse_pattern(text.strip())
                if parsed.root is None or table.problems_of(parsed.root):
                    self.bad_patterns.append((intent.path, text.strip()))
                    continue
                self.used_entities |= entity_names(parsed.root)
                matcher = compile_pattern(parsed.root, table)
                found.append((_PatternKey(number, text.strip(), matcher), matcher))
        return found

    def infer(self, utterance: Utterance, finder: Finder) -> list[IntentMatch]:
        """The intents that pass their thresholds, most confident first; of equals the first declared."""
        by_pattern = self._by_pattern(utterance, finder)
        found: list[IntentMatch] = []
        seen: set[int] = set()
        for number, weight, aligned in self._phrases.rank(utterance, finder):
            seen.add(number)
            found += self._judged(
                number, weight, aligned, by_pattern.get(number), utterance, finder
            )
        for number, one in by_pattern.items():
            if number not in seen:
                found += self._judged(number, 0.0, None, one, utterance, finder)
        order = {id(intent): number for number, intent in enumerate(self.intents)}
        return sorted(found, key=lambda m: (-round(m.confidence, 12), order[id(m.intent)]))

    def _by_pattern(
        self, utterance: Utterance, finder: Finder
    ) -> dict[int, tuple[_PatternKey, Match]]:
        best: dict[int, tuple[_PatternKey, Match]] = {}
        for key in self._patterns.candidates(utterance):
            try:
                match = key.matcher.match(utterance, finder)
            except MatchLimit:
                continue
            if match is not None and (
                key.intent not in best or match.score > best[key.intent][1].score
            ):
                best[key.intent] = (key, match)
        return best

    def _judged(
        self,
        number: int,
        weight: float,
        aligned: Aligned[int] | None,
        by_pattern: tuple[_PatternKey, Match] | None,
        utterance: Utterance,
        finder: Finder,
    ) -> list[IntentMatch]:
        """The match of one intent, or nothing where it falls out."""
        intent, config = self.intents[number], self._config
        score = by_pattern[1].score if by_pattern is not None else 0.0
        passing = [
            value
            for value, least in ((weight, config.phrases), (score, config.patterns))
            if value > 0 and value >= least
        ]
        if not passing or not self._allowed(intent, utterance, finder):
            return []
        key, match = by_pattern if by_pattern is not None else (None, None)
        if score < weight:
            key, match = None, None
        named = _named_by_phrase(aligned, utterance) if key is None else _named_by_pattern(match)
        named = _for_slots(named, intent.slots)
        fillings = fill_slots(intent.slots, utterance, finder, named)
        values = slot_values(intent.slots, fillings)
        if any(not slot.prompts for slot in missing_slots(intent.slots, values)):
            return []
        return [
            IntentMatch(
                intent,
                max(passing),
                weight,
                score,
                aligned,
                match,
                key.text if key is not None else "",
                tuple(fillings),
            )
        ]

    def _allowed(self, intent: Intent, utterance: Utterance, finder: Finder) -> bool:
        return all(
            bool(finder.find(rule.entity, utterance)) == rule.present for rule in intent.rules
        )


@dataclass(frozen=True, slots=True)
class _PatternKey:
    intent: int
    text: str
    matcher: Matcher


def _named_by_phrase(aligned: Aligned[int] | None, utterance: Utterance) -> list[tuple[str, int]]:
    """The slots, or else entities, that the matched phrase names, with the tokens where these begin."""
    if aligned is None or aligned.alignment is None:
        return []
    places = [at for at, token in enumerate(utterance.tokens) if not token.is_punctuation]
    pairs = [(aligned.elements[pair.element], pair.start) for pair in aligned.alignment.pairs]
    return [
        (element.slot or element.text, places[start])
        for element, start in pairs
        if element.is_entity
    ]


def _named_by_pattern(match: Match | None) -> list[tuple[str, int]]:
    """The aliases of the entities that a pattern took, with the tokens where these begin."""
    waiting: list[Hit] = [] if match is None else [match.hypothesis]
    found: list[tuple[str, int]] = []
    while waiting:
        hit = waiting.pop()
        found.append((hit.tag, hit.start))
        waiting.extend(hit.children)
    return found


def _for_slots(named: Iterable[tuple[str, int]], slots: Sequence[Slot]) -> list[tuple[str, int]]:
    """What was named, as slots: an entity without a slot of its name is meant for the first of its kind.

    Of slots of one kind each takes one place, in the order of the text.
    """
    names = {slot.name for slot in slots}
    found = {name: start for name, start in named if name in names}
    for name, start in sorted(named, key=lambda one: one[1]):
        free = (slot.name for slot in slots if slot.entity == name and slot.name not in found)
        slot = next(free, None) if name not in names else None
        if slot is not None:
            found[slot] = start
    return list(found.items())
