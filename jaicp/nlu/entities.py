"""The entities of a project: dictionaries of words and patterns, and those that the platform brings along.

Synonyms fit words as the settings of the entity say (`jaicp.nlu.synonyms`). Records with patterns fit a run of
words and may name other entities. Of the places of one entity that overlap the longest counts, then the first
record. Source of the records' form: the vendor's pages on entities and what public projects export.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jaicp.nlu.compile import compile_pattern
from jaicp.nlu.finder import EntityHit, expect_entities, impossible_entities
from jaicp.nlu.index import RuleIndex
from jaicp.nlu.matcher import Matcher, MatchLimit
from jaicp.nlu.synonyms import Compare, Place, Synonyms, as_written, by_form, by_sound
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.system_entities.registry import BUILT, is_system_entity
from jaicp.nlu.table import PatternTable
from jaicp.nlu.words import Utterance
from jaicp.project.nlu_files import Entity, Record
from jaicp.syntax.pattern_ast import EntityRef, PatternNode, walk
from jaicp.syntax.patterns import parse_pattern

__all__ = ["EntityCatalogue", "Finder", "FoundEntity"]


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity in a text: its tokens, half-open; `value` is JSON, None where the entity gives none."""

    name: str
    start: int
    end: int
    value: object
    is_system: bool = False


@dataclass(slots=True)
class _Compiled:
    entity: Entity
    synonyms: Synonyms
    patterns: list[tuple[int, Matcher]] = field(default_factory=list)
    values: list[object] = field(default_factory=list)


class EntityCatalogue:
    """All entities that patterns, phrases and slots may name; compiled once, shared by all turns.

    `listed` are the system entities that `$entities` lists. `bad_patterns` tells of records that cannot be read:
    the entity and the text.
    """

    def __init__(
        self,
        entities: Iterable[Entity],
        table: PatternTable,
        listed: Iterable[str] = (),
    ) -> None:
        self._table = table
        self._own: dict[str, _Compiled] = {}
        self._named: dict[str, Matcher] = {}
        self.listed = tuple(name for name in listed if name in BUILT)
        self.bad_patterns: list[tuple[str, str]] = []
        self.used: set[str] = set()
        """The entities that records name."""
        for entity in entities:
            if entity.enabled and entity.name:
                self._own[entity.name] = self._compile(entity)
        self._index()

    def _index(self) -> None:
        """Make the tables by which entities are ruled out."""
        self._patterns = RuleIndex(
            (
                ((name, pattern), pattern[1])
                for name, one in self._own.items()
                for pattern in one.patterns
            ),
            self._table.begins,
        )
        self._first_words: dict[Compare, dict[str, list[str]]] = {}
        for name, one in self._own.items():
            words = self._first_words.setdefault(one.synonyms.compare, {})
            for word in one.synonyms.first_words:
                words.setdefault(word, []).append(name)

    def with_records(self, more: Mapping[str, tuple[Record, ...]]) -> EntityCatalogue:
        """The same entities, some of them with more records behind their own."""
        made = EntityCatalogue((), self._table, self.listed)
        made._own = dict(self._own)
        for name, records in more.items():
            known = self._own.get(name)
            if known is not None and records:
                entity = replace(known.entity, records=(*known.entity.records, *records))
                made._own[name] = made._compile(entity)
        made._index()
        return made

    def _compile(self, entity: Entity) -> _Compiled:
        compiled = _Compiled(entity, _synonyms(entity))
        for number, record in enumerate(entity.records):
            compiled.values.append(_given(entity, record))
            for rule in record.rules:
                if record.is_pattern or "*" in rule:
                    matcher = self._pattern(entity, rule)
                    if matcher is not None:
                        compiled.patterns.append((number, matcher))
                else:
                    compiled.synonyms.add(rule, number)
        return compiled

    def _pattern(self, entity: Entity, rule: str) -> Matcher | None:
        parsed = parse_pattern(rule.strip())
        if parsed.root is None or self._table.problems_of(parsed.root):
            self.bad_patterns.append((entity.name, rule.strip()))
            return None
        self.used |= entity_names(parsed.root)
        return compile_pattern(parsed.root, self._table)

    def knows(self, name: str) -> bool:
        """Whether something can be found under a name."""
        return name in self._own or name in BUILT or name.removeprefix("$") in self._table.patterns

    def is_unbuilt(self, name: str) -> bool:
        """Whether the name is a system entity that is not recognised here."""
        return name not in self._own and name not in BUILT and is_system_entity(name)

    def priority(self, name: str) -> int:
        """The priority of an entity; those of the platform have none."""
        found = self._own.get(name)
        return 0 if found is None else found.entity.priority

    def all_names(self) -> list[str]:
        """The entities that `$entities` lists: the project's own, then the system's."""
        own = [name for name, one in self._own.items() if not one.entity.hidden]
        return [*own, *(name for name in self.listed if name not in self._own)]

    def expect(self, utterance: Utterance) -> None:
        """Note at an utterance how to find out which entities it cannot hold."""
        if self._own:
            expect_entities(utterance, lambda: self._impossible(utterance))

    def _impossible(self, utterance: Utterance) -> frozenset[str]:
        """The project's entities of which no pattern and no first word of a name can be in an utterance."""
        hopeful: dict[str, list[tuple[int, Matcher]]] = {}
        for name, pattern in self._patterns.candidates(utterance):
            hopeful.setdefault(name, []).append(pattern)
        utterance.notes["hopeful patterns", id(self)] = hopeful
        possible = set(hopeful)
        for compare, names in self._first_words.items():
            for word in utterance.places:
                for form in compare(word):
                    possible.update(names.get(form, ()))
        return frozenset(self._own.keys() - possible)

    def _hopeful(self, own: _Compiled, utterance: Utterance) -> list[tuple[int, Matcher]]:
        """The patterns of an entity that an utterance does not rule out."""
        impossible_entities(utterance)
        hopeful = utterance.notes.get(("hopeful patterns", id(self)))
        if not isinstance(hopeful, dict):
            return own.patterns
        found: list[tuple[int, Matcher]] = hopeful.get(own.entity.name, [])
        return found

    def places(self, name: str, utterance: Utterance, finder: Finder) -> list[EntityHit]:
        """Every place of an entity that no longer one of it covers, from left to right."""
        own = self._own.get(name)
        if own is not None:
            if name in impossible_entities(utterance):
                return []
            patterns = self._hopeful(own, utterance)
            found = [*own.synonyms.find(utterance), *_runs(patterns, utterance, finder)]
            return [
                EntityHit(start, end, own.values[record]) for start, end, record in _longest(found)
            ]
        if name in BUILT:
            return BUILT[name](utterance, finder.moment)
        named = self._matcher(name.removeprefix("$"))
        if named is None:
            return []
        found = list(_runs([(0, named)], utterance, finder))
        return [EntityHit(start, end) for start, end, _ in _longest(found)]

    def _matcher(self, name: str) -> Matcher | None:
        """A named pattern as an entity, as in `e: $City`."""
        if name not in self._named and name in self._table.patterns:
            self._named[name] = compile_pattern(self._table.patterns[name].root, self._table)
        return self._named.get(name)


class Finder:
    """The entities of a catalogue at some moment, remembered for each utterance."""

    def __init__(self, catalogue: EntityCatalogue, moment: Moment | Callable[[], Moment]) -> None:
        self.catalogue = catalogue
        self._moment = moment

    @property
    def moment(self) -> Moment:
        """When it is, worked out when a recogniser asks."""
        if not isinstance(self._moment, Moment):
            self._moment = self._moment()
        return self._moment

    def find(self, name: str, utterance: Utterance) -> list[EntityHit]:
        """Every place of an entity; none inside of itself, so circles of entities end."""
        key = ("entity", id(self), name)
        known = utterance.notes.get(key)
        if known is None:
            utterance.notes[key] = []
            known = utterance.notes[key] = self.catalogue.places(name, utterance, self)
        assert isinstance(known, list)
        return known

    def all(self, utterance: Utterance, names: Iterable[str] = ()) -> list[FoundEntity]:
        """What `$entities` lists, from left to right: of places that overlap the longest one.

        Of equally long ones those count first whose `names` are given, then by priority, then the project's own.
        Entities with given names are all listed.
        """
        wanted = list(dict.fromkeys(names))
        everything = [*wanted, *(n for n in self.catalogue.all_names() if n not in wanted)]
        order = {name: number for number, name in enumerate(everything)}
        found = [
            FoundEntity(name, hit.start, hit.end, hit.value, name in BUILT)
            for name in everything
            for hit in self.find(name, utterance)
        ]
        found.sort(key=lambda f: (f.start - f.end, -self.catalogue.priority(f.name), order[f.name]))
        chosen: list[FoundEntity] = []
        taken: set[int] = set()
        for one in found:
            tokens = set(range(one.start, one.end))
            if one.name in wanted or taken.isdisjoint(tokens):
                chosen.append(one)
                taken |= tokens
        return sorted(chosen, key=lambda f: (f.start, f.end, order[f.name]))


def _synonyms(entity: Entity) -> Synonyms:
    if "phoneticSearch" in entity.loose:
        compare: Compare = by_sound
    else:
        compare = as_written if entity.no_morph else by_form
    return Synonyms(compare, fuzzy="fuzzySearch" in entity.loose)


def entity_names(root: PatternNode) -> set[str]:
    """The entities that a pattern names."""
    return {node.name for node in walk(root) if isinstance(node, EntityRef)}


def _given(entity: Entity, record: Record) -> object:
    """What a record gives; one without a value that is searched loosely, its first name."""
    value = _value(record.value)
    if value is None and "fuzzySearch" in entity.loose and not record.is_pattern and record.rules:
        return record.rules[0].strip()
    return value


def _value(text: str) -> object:
    """What a record gives: JSON where the text is some, else the text; None for no text."""
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text


def _runs(
    patterns: Iterable[tuple[int, Matcher]], utterance: Utterance, finder: Finder
) -> Iterator[Place]:
    """The places of patterns; one that takes too long finds no more."""
    for record, matcher in patterns:
        try:
            for start, end in matcher.runs(utterance, finder):
                yield start, end, record
        except MatchLimit:
            continue


def _longest(found: Sequence[Place]) -> list[Place]:
    """Places that do not overlap: the longest first, of equals the first record; from left to right."""
    taken: set[int] = set()
    chosen: list[Place] = []
    by_length: Callable[[Place], tuple[int, int, int]] = lambda p: (p[0] - p[1], p[2], p[0])  # noqa: E731
    for place in sorted(set(found), key=by_length):
        tokens = range(place[0], place[1])
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            chosen.append(place)
    return sorted(chosen)
