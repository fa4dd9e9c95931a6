"""What a test case is made of: a list of steps, in the order of the file.

A *stimulus* makes the bot take a turn, a *check* looks at the turn before it, anything else changes the
conditions of what follows. Names of tags and attributes: the vendor's page on test tags.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from jaicp.suites.values import JsonObject, JsonPath
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.source import Source, Span

__all__ = [
    "Case",
    "CheckAnswer",
    "CheckData",
    "CheckMail",
    "CheckSession",
    "CheckTimeout",
    "Mock",
    "MockBody",
    "MockedResponse",
    "SendEvent",
    "SendQuery",
    "SendRequest",
    "ServiceMock",
    "SetClock",
    "SetNumbers",
    "SetRawRequest",
    "SetRequestData",
    "SetState",
    "SetVariables",
    "Step",
    "Suite",
    "Wait",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step, and the start tag that it was written with."""

    span: Span


# --- stimuli


@dataclass(frozen=True, slots=True, kw_only=True)
class SendQuery(Step):
    """`<q>`: the client writes this text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendEvent(Step):
    """`<event>`: the channel sends an event."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRequest(Step):
    """`<request>`: a whole request as a JSON object."""

    fields: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Step):
    """`<timeout/>`: the client stays silent until the timeout that the bot has set."""


# --- conditions


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRequestData(Step):
    """`<requestData>`: `$request.data` of the next stimulus."""

    value: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRawRequest(Step):
    """`<rawRequest>`: `$request.rawRequest` of the next stimulus."""

    value: JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNumbers(Step):
    """`<random>`: the numbers that random choices give from here on."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClock(Step):
    """`<dateTime>`: the time that scripts read from here on, without a zone."""

    time: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SetState(Step):
    """`<state>`: the state in which the dialogue stands from here on, as an absolute path."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVariables(Step):
    """`<context>`: fields that `$client` or `$session` gets."""

    variable: Literal["client", "session"]
    fields: JsonObject


@dataclass(frozen=True, slots=True)
class MockBody:
    """What the body of a request has to hold, all of it or the part at `field`."""

    value: Any
    field: JsonPath = ()
    strict: bool = False


@dataclass(frozen=True, slots=True)
class MockedResponse:
    """What a mocked call answers: `data` is the value of a JSON body, `text` the body as it stands."""

    status: int
    type: str
    text: str
    data: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Mock(Step):
    """`<mockData>`: the answer to HTTP requests of this method, URL and perhaps body.

    `encoded_url` is the URL for parameters that were written as requests have them, where they were.
    """

    method: str
    url: str
    body: MockBody | None
    response: MockedResponse
    encoded_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceMock(Step):
    """`<mockService>`: the answer of a method of `$integration.googleSheets`, called with these arguments.

    `arguments` are compared by their places; None stands for one that may be anything.
    """

    method: str
    arguments: tuple[Any, ...]
    answer: Any


# --- checks


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAnswer(Step):
    """`<a>`: one more text reply, of this text, made in this state, in a turn that began in that one.

    Beyond the platform's format, and only where that is enabled: `contains` is a part of the text, `regexp` a
    Java regular expression for all of it, `texts` are several, one of which it is.
    """

    text: str
    state: str | None
    entry: str | None
    contains: str = ""
    regexp: str = ""
    texts: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing but that there is a reply."""
        return not (
            self.text or self.state or self.entry or self.contains or self.regexp or self.texts
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckData(Step):
    """`<responseData>`: the response has these fields, at `field`.

    Without a body, `asks_value` is False: there only has to be something.
    """

    field: JsonPath
    value: Any
    asks_value: bool
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTimeout(Step):
    """`<timeoutReply>`: the turn has set a timeout, to this state and after so many seconds."""

    target: str | None
    interval: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSession(Step):
    """`<newSession>`: the turn has begun a session by the reaction of this name."""

    message: str | None
    data: JsonObject | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckMail(Step):
    """`<mail>`: a letter was sent, with these values."""

    recipient: str | None
    subject: str | None
    body: str | None


# --- files


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A test case: one client from the first word on. `mocks` and `services` are the suite's, weakest first.

    `problems` are what keeps the case from being played.
    """

    id: str
    span: Span
    steps: tuple[Step, ...]
    mocks: tuple[Mock, ...] = ()
    services: tuple[ServiceMock, ...] = ()
    integration: bool = False
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """One file of cases. With `error` it could not be read; `warnings` are what was passed over."""

    path: Path
    source: Source
    cases: tuple[Case, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
    error: Diagnostic | None = None
