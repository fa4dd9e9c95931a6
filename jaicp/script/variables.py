"""The built-in variables of one turn as the host holds them, until scripts look at them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jaicp.script.engine import Json
from jaicp.script.values import JsonText, to_json_text

__all__ = ["CONTEXT_FIELDS", "STORED", "VARIABLES", "TurnVariables"]

VARIABLES = (
    "session",
    "client",
    "request",
    "response",
    "temp",
    "parseTree",
    "injector",
    "entities",
)
"""Variables that scripts know as `$name` and as `$context.name`."""

CONTEXT_FIELDS = (
    "currentState",
    "contextPath",
    "contextHistory",
    "testContext",
    "intent",
    "nluResults",
    "nBest",
    "nBestPatterns",
    "nBestExamples",
    "nBestIntents",
    "exception",
    "logInfo",
)
"""Further fields of `$context`."""

STORED = ("session", "client", "response")
"""What is kept of a turn when it ends."""

_OBJECTS = frozenset({"session", "client", "request", "response", "temp", "injector"})


def _value(given: Json) -> Json:
    if callable(given):  # computed when a script first looks at it
        given = given()
    return json.loads(given) if isinstance(given, JsonText) else given


class TurnVariables:
    """Values by name; those that a script has taken over are marked `live` and are no longer ours.

    A value may be a function without arguments: it is called when the value is first looked at.
    """

    def __init__(self, variables: Mapping[str, Json]) -> None:
        self.live: set[str] = set()
        self.parsed: set[str] = set()
        self.changed: list[str] = []
        self.queued: list[Json] = []
        self._values: dict[str, Json] = {}
        self._replies: list[Json] = []
        self._is_put = False
        self._set(variables)

    def _set(self, variables: Mapping[str, Json]) -> None:
        for name, value in variables.items():
            if name == "context":
                self._set(_value(value))
            elif name in VARIABLES or name in CONTEXT_FIELDS:
                self._values[name] = value
            else:
                raise ValueError(f"scripts have no variable {name!r}")

    def pull(self, request: str) -> str:
        """JSON text of a variable, which belongs to the script from now on; empty where it has none.

        `=name` takes the variable over without asking for its value, as scripts replace it.
        """
        name = request.removeprefix("=")
        self.live.add(name)
        if name != request:
            return ""
        self.parsed.add(name)
        given = self.held(name) if name == "response" else self._values.get(name)
        if callable(given):
            given = given()
        if given is None:
            return "{}" if name in _OBJECTS else ""
        return to_json_text(given)

    def put(self, name: str, value: Json) -> None:
        """Set a variable in the middle of a turn; `context` sets the given fields."""
        self._set({name: value})
        if name == "response":
            self._replies.clear()
            self._is_put = True
        names = _value(value) if name == "context" else (name,)
        for each in names:
            if each in self.live:
                self.live.discard(each)
                self.changed.append(each)

    def add_reply(self, reply: Json) -> None:
        """Add a reply that did not come from a script, behind those there are."""
        self._replies.append(reply)
        if "response" in self.live:
            self.queued.append(reply)

    @property
    def has_own_replies(self) -> bool:
        """Whether the response holds what no script has written: added replies, or one that was put."""
        return bool(self._replies) or self._is_put

    def held(self, name: str) -> Json:
        """The value of a variable that no script has taken over."""
        given = _value(self._values.get(name))
        if name != "response":
            return given
        response: dict[str, Any] = dict(given or {})
        response["replies"] = [*response.get("replies", ()), *self._replies]
        return response

    def take_news(self) -> tuple[list[str], list[Json]]:
        """What scripts have to be told: variables that were set, and replies. Told once."""
        news = (self.changed, self.queued)
        self.changed, self.queued = [], []
        return news

    def start_over(self) -> None:
        """Forget that scripts had taken anything over: their world is gone."""
        self.live.clear()
        self.changed, self.queued = [], []
