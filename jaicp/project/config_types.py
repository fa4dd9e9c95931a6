"""What kinds of values the settings of a `chatbot.yaml` take, and which of a file's are of another kind.

The keys are those of the vendor's page on the configuration file and those that are read here; any other key is
fine, and so is a key without a value. Keys that decide whether a bot can be loaded at all are read, and reported,
by `jaicp.project.config`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jaicp.project.config_places import Keys, place_of
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity
from jaicp.text.source import Source

__all__ = ["wrong_values"]


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a value has to be: words for the message, an example, and the test."""

    words: str
    example: str
    holds: Callable[[Any], bool]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_text(value: Any) -> bool:
    return isinstance(value, str) or _is_number(value)


FLAG = _Kind("`true` or `false`", "true", lambda value: isinstance(value, bool))
COUNT = _Kind("a whole number", "400", _is_count)
NUMBER = _Kind("a number", "0.2", _is_number)
SHARE = _Kind("a number from 0 to 1", "0.2", lambda value: _is_number(value) and 0 <= value <= 1)
TEXT = _Kind("a text", "text", _is_text)
TEXTS = _Kind(
    "a list of texts",
    "[text]",
    lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
)
MAPPING = _Kind("`key: value` lines", "", lambda value: isinstance(value, dict))
MAPPINGS = _Kind(
    "a list, each entry with `name`, `type` and `url`",
    "",
    lambda value: isinstance(value, list) and all(isinstance(item, dict) for item in value),
)

_LIMIT = {"enabled": FLAG}
_THRESHOLD = {"noMatchThreshold": SHARE}
_Table = Mapping[str, "_Kind | _Table"]
KINDS: _Table = {
    "botEngine": TEXT,
    "timezone": TEXT,
    "dependencies": MAPPINGS,
    "exampleGroups": TEXTS,
    "additionalEvents": TEXTS,
    "messages": {"onError": {"defaultMessage": TEXT, "locales": MAPPING}},
    "caila": _THRESHOLD,
    "sts": _THRESHOLD,
    "aligner": _THRESHOLD,
    "classifier": {"enabled": FLAG, **_THRESHOLD},
    "nlp": {
        "modifyRequestInPreMatch": FLAG,
        "considerContextDepthInStateSelectionV2": FLAG,
        "intentNoMatchThresholds": {"phrases": SHARE, "patterns": SHARE},
        "lengthLimit": {**_LIMIT, "symbols": COUNT, "words": COUNT},
        "timeLimit": {**_LIMIT, "timeout": NUMBER},
        "nluSystemLimit": _LIMIT,
        "nbest": COUNT,
        "nbestPatterns": COUNT,
        "nbestExamples": COUNT,
        "nbestIntents": COUNT,
        "rankByContext": {"p1": NUMBER, "p2": NUMBER},
    },
}
"""The settings, by the names of their sections."""

READ_ELSEWHERE = frozenset({"messages", "nlp"})
"""Sections that are no mapping are told by whoever reads them."""


def wrong_values(source: Source, data: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """A diagnostic for each setting of another kind than it has to be; the bot runs with the default."""
    waiting: list[tuple[Keys, Mapping[str, Any], _Table]] = [((), data, KINDS)]
    while waiting:
        keys, values, table = waiting.pop()
        for key, kind in table.items():
            value = values.get(key)
            here = (*keys, key)
            if value is None:
                continue
            if isinstance(kind, _Kind):
                if not kind.holds(value):
                    yield _wrong(source, here, kind)
            elif isinstance(value, dict):
                waiting.append((here, value, kind))
            elif key not in READ_ELSEWHERE:
                yield _wrong(source, here, MAPPING)


def _wrong(source: Source, keys: Keys, kind: _Kind) -> Diagnostic:
    name = ".".join(str(key) for key in keys)
    help_text = f"write it like `{keys[-1]}: {kind.example}`" if kind.example else ""
    return Diagnostic(
        code=codes.BAD_CONFIG_VALUE,
        message=f"`{name}` is {kind.words}",
        span=place_of(source, keys),
        severity=Severity.WARNING,
        label="this is passed over",
        help=help_text,
    )
