"""What all services share: their form, the facts of the running turn, and short ways to read arguments."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from jaicp.script.host import HostError

__all__ = [
    "HttpMocks",
    "Json",
    "MockedAnswer",
    "Service",
    "TurnFacts",
    "as_text",
    "given",
    "not_available",
    "short_text",
    "text_of",
]

Json = Any
"""Anything that `json.dumps` takes."""

MOST_CHARACTERS = 10_000
"""Of a text that a service has to understand: more would take longer than a turn may, and nobody says so much."""


class Service(Protocol):
    """One service of scripts."""

    def call(self, method: str, args: list[Json]) -> Json:
        """Do what `$service.method(args)` asks; raises `HostError` where the script should see an exception."""


class MockedAnswer(Protocol):
    """The answer of a mocked HTTP request: `data` is the value of a JSON body, `text` the body as it stands."""

    @property
    def status(self) -> int:
        """The status code."""

    @property
    def type(self) -> str:
        """`json`, `text` or `xml`."""

    @property
    def text(self) -> str:
        """The body."""

    @property
    def data(self) -> Json:
        """The value of a body of the type `json`."""


class HttpMocks(Protocol):
    """Stands in for the world in tests: no letter leaves the machine, nor a request unless it is let through."""

    @property
    def lets_through(self) -> bool:
        """Whether a request without an answer is really sent, instead of failing."""

    def answer(
        self, method: str, url: str, query: dict[str, Any], body: Json, headers: dict[str, str]
    ) -> MockedAnswer | None:
        """The answer to a request, or None for none: the request fails then. `query` fills the URL's template."""

    def send_mail(self, recipient: str, subject: str, body: str) -> None:
        """Take a letter."""


@dataclass(slots=True)
class TurnFacts:
    """What services know of the turn they serve; one object, which every turn fills anew.

    `seconds_left` tells how long scripts of the turn may still take. `timezone` is the client's, and may be
    empty. `operators_online` is what the channel says, None where it cannot tell. `entities` are records of
    entities of the person, by owner and entity, and `entity_owner` whose of them count. `history` is what was
    said, up to what the client says now. `analytics` and `pushes` collect what is kept with the turn.
    """

    seconds_left: Callable[[], float] = lambda: 25.0
    channel_type: str = ""
    channel_id: str = ""
    client_id: str = ""
    chat_id: str = ""
    timezone: str = ""
    operators_online: bool | None = None
    entities: dict[str, Json] = field(default_factory=dict)
    entity_owner: str = ""
    history: list[dict[str, Json]] = field(default_factory=list)
    analytics: list[dict[str, Json]] = field(default_factory=list)
    pushes: list[dict[str, Json]] = field(default_factory=list)

    def begin(self) -> None:
        """Forget what the turn before has collected."""
        self.analytics, self.pushes = [], []


def given(args: Sequence[Json], index: int, default: Json = None) -> Json:
    """The argument at `index`, `default` where there is none or `null`."""
    value = args[index] if index < len(args) else None
    return default if value is None else value


def as_text(value: Json) -> str:
    """A JSON value as JavaScript would join it to a text; objects as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)


def text_of(args: Sequence[Json], index: int, name: str) -> str:
    """The text at `index`; raises `HostError` where there is none. `name` is that of the method, with service."""
    value = given(args, index)
    if value is None:
        raise HostError(f"{name} needs a text as argument {index + 1}")
    return as_text(value)


def short_text(args: Sequence[Json], index: int, name: str, most: int = MOST_CHARACTERS) -> str:
    """The text at `index`, of up to so many characters; raises `HostError` where there is none, or more."""
    text = text_of(args, index, name)
    if len(text) > most:
        raise HostError(f"{name} takes a text of up to {most} characters")
    return text


def not_available(service: str, method: str) -> HostError:
    """The error for a method that is not built."""
    return HostError(f"${service}.{method} is not available yet")
