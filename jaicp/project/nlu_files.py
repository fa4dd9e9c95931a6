"""The NLU part of a project: intents, entities and settings from JSON, example groups from their files.

The platform exports one JSON beside `chatbot.yaml`: `nlu.json`, in older projects `caila_import.json`. Which keys
there are was seen in public projects; every one of them may be missing, and unknown ones are fine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jaicp.project.config import ProjectConfig
from jaicp.project.files import Files, read_source
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity
from jaicp.text.source import Source

__all__ = [
    "ClassRule",
    "Entity",
    "ExampleGroup",
    "Intent",
    "NluData",
    "NluSettings",
    "Record",
    "Slot",
    "load_nlu",
    "read_example_groups",
    "read_nlu",
]

NAMES = ("nlu.json", "caila_import.json")
"""Where the NLU project is looked for, in the project's folder; the first that exists counts."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What an intent wants to know: an entity under a name, and what to ask where it is missing."""

    name: str
    entity: str
    required: bool = False
    array: bool = False
    prompts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassRule:
    """An intent only counts if the text holds the entity, or with `present` false only if it does not."""

    entity: str
    present: bool = True


@dataclass(frozen=True, slots=True)
class Intent:
    """One intent; `custom_data` is free text, usually JSON."""

    path: str
    phrases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    answer: str = ""
    enabled: bool = True
    shared: bool = False
    priority: int = 0
    id: int | str | None = None
    custom_data: str = ""
    rules: tuple[ClassRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """An entry of an entity: synonyms, or patterns where `is_pattern`; `value` is text, perhaps JSON."""

    rules: tuple[str, ...]
    value: str = ""
    is_pattern: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """A dictionary of the project; `no_morph` takes its words as they stand.

    `loose` are ways to search it beyond that: `fuzzySearch`, `phoneticSearch`.
    """

    name: str
    records: tuple[Record, ...] = ()
    enabled: bool = True
    priority: int = 0
    no_morph: bool = False
    hidden: bool = False
    loose: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NluSettings:
    """Settings of the NLU project; `system_entities` are those that are switched on there."""

    algorithm: str = "sts"
    language: str = ""
    timezone: str = "UTC"
    sts: Mapping[str, Any] = field(default_factory=dict)
    system_entities: tuple[str, ...] = (
        "duckling.number", "duckling.time", "duckling.duration", "duckling.phone-number",
        "duckling.email", "duckling.url",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExampleGroup:
    """The phrases that `eg:` names by their path."""

    path: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NluData:
    """All of it; `source` is None where a project has no such file. `faq` maps intents to their replies."""

    source: Source | None = None
    settings: NluSettings = field(default_factory=NluSettings)
    intents: tuple[Intent, ...] = ()
    entities: tuple[Entity, ...] = ()
    groups: tuple[ExampleGroup, ...] = ()
    faq: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)


def load_nlu(config: ProjectConfig, files: Files) -> tuple[NluData, list[Diagnostic]]:
    """The NLU data of a project, and what of it cannot be read."""
    data, problems = NluData(), list[Diagnostic]()
    path = next((p for name in NAMES if files.is_file(p := config.root / name)), None)
    if path is not None:
        source, problem = read_source(files, path)
        data, problems = (NluData(), [problem]) if problem else read_nlu(source)
    groups: list[ExampleGroup] = []
    for name in _texts(config.raw.get("exampleGroups")):
        found_groups, found = _group_file(config, files, name)
        groups += found_groups
        problems += found
    return replace(data, groups=tuple(groups)), problems


def _group_file(
    config: ProjectConfig, files: Files, name: str
) -> tuple[list[ExampleGroup], list[Diagnostic]]:
    path = config.root / name.lstrip("/")
    path = path if files.is_file(path) else config.source_root / name.lstrip("/")
    if not files.is_file(path):
        source = config.source or Source(path, "")
        at = max(source.text.find(name), 0)
        span = source.span(at, at + len(name) if source.text else at)
        message = f"there is no file `{name}`"
        missing = Diagnostic(
            code=codes.MISSING_FILE, message=message, span=span, severity=Severity.WARNING
        )
        return [], [missing]
    source, problem = read_source(files, path)
    return ([], [problem]) if problem else read_example_groups(source)


def read_example_groups(source: Source) -> tuple[list[ExampleGroup], list[Diagnostic]]:
    """The groups of a file `{"classes": [{path, disabled, phrases}]}`."""
    reader = _Reader(source)
    return [
        ExampleGroup(_text(item.get("path")), reader.phrases(item))
        for item in _objects(reader.data.get("classes"))
        if not item.get("disabled")
    ], reader.problems


def read_nlu(source: Source) -> tuple[NluData, list[Diagnostic]]:
    """The NLU project in a JSON file; intents may also be its `classes`, as in import files."""
    reader = _Reader(source)
    data = reader.data
    listed = [*_objects(data.get("intents")), *_objects(data.get("classes"))]
    return NluData(
        source,
        _settings(data),
        tuple(reader.intent(item) for item in listed),
        tuple(_entity(item) for item in _objects(data.get("entities"))),
        (),
        {
            _text(item.get("intentPath")): tuple(_objects(item.get("replies")))
            for item in _objects(data.get("faq"))
        },
    ), reader.problems


class _Reader:
    """Reads one JSON file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Diagnostic] = []
        self.data = self._load()

    def _load(self) -> dict[str, Any]:
        try:
            data = json.loads(self.source.text)
        except json.JSONDecodeError as error:
            self._problem(error.pos, f"this is no JSON: {error.msg.lower()}")
            return {}
        except RecursionError:
            self._problem(0, "this JSON is nested too deep")
            return {}
        if isinstance(data, dict):
            return data
        self._problem(0, "an NLU project is a JSON object")
        return {}

    def _problem(self, at: int, message: str) -> None:
        span = self.source.span(at, min(at + 1, len(self.source.text)))
        self.problems.append(Diagnostic(code=codes.UNREADABLE_FILE, message=message, span=span))

    def phrases(self, item: Mapping[str, Any]) -> tuple[str, ...]:
        """Phrases are texts, or objects with a `text`."""
        found = item.get("phrases")
        texts = [
            _text(phrase.get("text")) if isinstance(phrase, dict) else _text(phrase)
            for phrase in (found if isinstance(found, list) else ())
        ]
        return tuple(text for text in texts if text.strip())

    def intent(self, item: Mapping[str, Any]) -> Intent:
        """One intent."""
        rules = item.get("classificationRules")
        return Intent(
            path=_path(item.get("path")),
            phrases=self.phrases(item),
            patterns=tuple(text for text in _texts(item.get("patterns")) if text.strip()),
            slots=tuple(_slot(slot) for slot in _objects(item.get("slots"))),
            answer=_text(item.get("answer")),
            enabled=item.get("enabled") is not False and not item.get("disabled"),
            shared=bool(item.get("shared")),
            priority=_number(item.get("priority")),
            id=item.get("id"),
            custom_data=_text(item.get("customData")),
            rules=_rules(rules) if isinstance(rules, dict) else (),
        )


def _rules(data: Mapping[str, Any]) -> tuple[ClassRule, ...]:
    return tuple(
        ClassRule(_text(ref.get("entityName")), ref.get("predicate") != "CONTAINS_NOT")
        for ref in _objects(data.get("refs"))
    )


def _slot(item: Mapping[str, Any]) -> Slot:
    return Slot(
        _text(item.get("name")),
        _text(item.get("entity")),
        bool(item.get("required")),
        bool(item.get("array")),
        tuple(text for text in _texts(item.get("prompts")) if text.strip()),
    )


def _entity(item: Mapping[str, Any]) -> Entity:
    """Entities have their head below `entity`, with the records beside it."""
    head = item.get("entity")
    head = head if isinstance(head, dict) else item
    return Entity(
        name=_text(head.get("name")),
        records=tuple(_record(record) for record in _objects(item.get("records"))),
        enabled=head.get("enabled") is not False,
        priority=_number(head.get("priority")),
        no_morph=bool(head.get("noMorph")),
        hidden=bool(head.get("hidden")),
        loose=tuple(key for key in ("fuzzySearch", "phoneticSearch") if head.get(key)),
    )


def _record(item: Mapping[str, Any]) -> Record:
    rules = tuple(rule for rule in _texts(item.get("rule")) if rule.strip())
    return Record(rules, _text(item.get("value")), item.get("type") == "pattern")


def _settings(data: Mapping[str, Any]) -> NluSettings:
    settings = data.get("settings")
    settings = settings if isinstance(settings, dict) else {}
    extended = settings.get("extendedSettings")
    sts = extended.get("stsSettings") if isinstance(extended, dict) else None
    default = NluSettings()
    enabled = data.get("enabledSystemEntities")
    listed = [
        _text(e.get("name")) for e in _objects(data.get("systemEntities")) if e.get("enabled")
    ]
    return NluSettings(
        _text(settings.get("classificationAlgorithm")) or default.algorithm,
        _text(settings.get("language")),
        _text(settings.get("timezone")) or default.timezone,
        sts if isinstance(sts, dict) else {},
        tuple(dict.fromkeys([*_texts(enabled), *listed])) or default.system_entities,
    )


# --- values of the kind that is wanted, whatever stands there


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [_text(item) for item in values]


def _objects(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _path(value: object) -> str:
    path = _text(value).strip()
    return path if path.startswith("/") else "/" + path
