"""The tags of the language: what each takes, what may stand below it, and where it may stand.

One table serves the layout phase, the messages and the editor. Source: the vendor's pages on declarative,
trigger, reaction and action tags, and what public projects use.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["ACTION", "BUILT_IN_ACTIONS", "TAGS", "Body", "Place", "Tag", "Value"]


class _Kind(Enum):
    """Members are the same only if they are one object, so that is what their hash may tell: it is faster."""

    __hash__ = object.__hash__


class Value(_Kind):
    """What stands behind the colon."""

    NONE = "nothing"
    NAME = "a name"
    LINE = "a value"
    TEXT = "a text"
    PATTERN = "a pattern"
    SCRIPT = "an expression"


class Body(_Kind):
    """What the deeper lines below a tag are."""

    NONE = "nothing"
    TAGS = "nested tags"
    TEXT = "more of the value"
    SCRIPT = "JavaScript"
    BUTTONS = "buttons"
    SETTINGS = "key = value lines"
    DEFINITIONS = "named patterns"


class Place(_Kind):
    """Where a tag may stand; the values are the words for messages."""

    FILE = "the top of a file"
    THEME = "a theme"
    STATE = "a state"
    BRANCH = "an if or random block"


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag; `token` is its terminal in the grammar, `parameters` those known behind `||`."""

    name: str
    token: str
    value: Value
    body: Body
    places: frozenset[Place]
    required: bool = False
    parameters: frozenset[str] | None = None
    example: str = ""


_REACTION_PLACES = frozenset({Place.STATE, Place.BRANCH})
_ANYWHERE = frozenset(Place)
_TRIGGER_PARAMETERS = frozenset({"fromState", "toState", "onlyThisState"})


def _trigger(name: str, value: Value, body: Body, example: str) -> list[Tag]:
    token = {"q": "Q", "e": "E", "eg": "E", "event": "EVENT"}.get(name, "INTENT")
    places = frozenset({Place.STATE, Place.THEME})
    return [
        Tag(name + mark, token, value, body, places, True, _TRIGGER_PARAMETERS, example)
        for mark in ("", "!")
    ]


def _reaction(
    name: str,
    token: str,
    value: Value,
    body: Body,
    *,
    required: bool = True,
    parameters: tuple[str, ...] | None = None,
    example: str = "",
) -> Tag:
    known = None if parameters is None else frozenset(parameters)
    return Tag(name, token, value, body, _REACTION_PLACES, required, known, example)


_ANSWER_PARAMETERS = ("htmlEnabled", "html", "ttsEnabled", "tts", "auto_listening", "markdown")

_ALL = [
    Tag("theme", "THEME", Value.NAME, Body.TAGS, frozenset({Place.FILE}), True,
        frozenset({"modal", "noContext"}), "/Name"),
    Tag("state", "STATE", Value.NAME, Body.TAGS, _ANYWHERE - {Place.BRANCH}, False,
        frozenset({"noContext", "modal", "sessionResult", "sessionResultColor"}), "Name"),
    Tag("require", "REQUIRE", Value.LINE, Body.SETTINGS, frozenset({Place.FILE}), True, None,
        "file.sc"),
    Tag("patterns", "PATTERNS", Value.NONE, Body.DEFINITIONS, _ANYWHERE - {Place.BRANCH}),
    Tag("init", "INIT", Value.SCRIPT, Body.SCRIPT, _ANYWHERE - {Place.BRANCH}),
    *_trigger("q", Value.PATTERN, Body.TEXT, "* hello *"),
    *_trigger("e", Value.TEXT, Body.TEXT, "what does it cost"),
    *_trigger("eg", Value.LINE, Body.NONE, "group"),
    *_trigger("event", Value.LINE, Body.NONE, "noMatch"),
    *_trigger("intent", Value.LINE, Body.NONE, "/intent"),
    *_trigger("intentGroup", Value.LINE, Body.NONE, "/group"),
    _reaction("a", "A", Value.TEXT, Body.TEXT, required=False, parameters=_ANSWER_PARAMETERS,
              example="Hello!"),
    *(_reaction(kind, "MEDIA", Value.TEXT, Body.TEXT, parameters=("name", "text", "caption", "hash"),
                example="https://example.org/file") for kind in ("image", "audio", "video")),
    _reaction("go!", "GO", Value.LINE, Body.NONE, parameters=(), example="/State"),
    _reaction("go", "GO", Value.LINE, Body.NONE, parameters=(), example="/State"),
    _reaction("timeout", "TIMEOUT", Value.LINE, Body.NONE, parameters=("interval",),
              example="/State || interval = 30"),
    _reaction("buttons", "BUTTONS", Value.NONE, Body.BUTTONS, required=False),
    _reaction("inlineButtons", "BUTTONS", Value.NONE, Body.BUTTONS, required=False),
    _reaction("random", "RANDOM", Value.NONE, Body.TAGS, required=False),
    _reaction("if", "IF", Value.SCRIPT, Body.TAGS, example="$session.name"),
    _reaction("elseif", "ELSEIF", Value.SCRIPT, Body.TAGS, example="$session.name"),
    _reaction("else", "ELSE", Value.NONE, Body.TAGS, required=False),
    _reaction("script", "SCRIPT", Value.SCRIPT, Body.SCRIPT, required=False),
    _reaction("scriptEs6", "SCRIPT", Value.SCRIPT, Body.SCRIPT, required=False),
    _reaction("newSession", "NEW_SESSION", Value.NONE, Body.SETTINGS, required=False),
]  # fmt: skip

TAGS: dict[str, Tag] = {tag.name: tag for tag in _ALL}

ACTION = _reaction("Action", "ACTION", Value.NONE, Body.SETTINGS, required=False)
"""How every action tag is laid out: a name in CamelCase, no value, settings below."""

BUILT_IN_ACTIONS = frozenset(
    """InputText InputNumber InputPhoneNumber InputFile Confirmation HttpRequest Email Sms EndSession
    GoogleSheets TransferToOperator TransferCallToOperator TelegramPayment Transition""".split()
)
"""Action tags of the platform; any other CamelCase tag is the project's own."""
