"""What goes into a turn and what comes out of it, as data that crosses processes as JSON.

Field names of replies are the platform's own (`type`, `text`, `imageUrl` …), since scripts read and write
them; a reply is therefore a plain JSON object and carries `state`, the path of the state that made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, overload

__all__ = ["Event", "JsonObject", "Reply", "Session", "Trace", "Turn", "TurnError", "WalkStep"]

Json = Any
"""Anything that `json.dumps` takes."""

JsonObject = dict[str, Any]
"""A JSON object."""

Reply = dict[str, Any]
"""One reply: `type` and the fields of that type, plus `state`."""


WalkStep = list[str | int]
"""One step through the script: its kind, and the trigger's order or the paths of states."""


@dataclass(slots=True, kw_only=True)
class Event:
    """One request to the bot: either a `query` (what was said) or an `event` (its name).

    `client_id` names the person within the channel, `raw_request` is the channel's own request body
    (`$request.rawRequest`), `data` what the channel adds (`$request.data`: `eventData`, `chatId` …),
    `timestamp` counts seconds since the epoch.
    """

    query: str | None = None
    event: str | None = None
    client_id: str = "client"
    channel_type: str = "webim"
    channel_id: str = "local"
    question_id: str = ""
    raw_request: JsonObject = field(default_factory=dict)
    data: JsonObject = field(default_factory=dict)
    user_from: JsonObject = field(default_factory=dict)
    timestamp: float = 0.0
    target_state: str | None = None
    """Set where a pressed button names the state to go to: no matching then."""
    operators_online: bool | None = None
    """Whether people are there to take the chat, where the channel can tell."""

    def __post_init__(self) -> None:
        if (self.query is None) == (self.event is None):
            raise ValueError("an event has either a query or an event name")

    def to_json(self) -> JsonObject:
        """All fields as a JSON object, which shares their values."""
        return {name: getattr(self, name) for name in _EVENT_FIELDS}

    @classmethod
    def from_json(cls, data: JsonObject) -> Event:
        """The event that `to_json` wrote."""
        return cls(**data)


@dataclass(slots=True)
class Session:
    """What is kept of one person between turns.

    `session` is `$session` (the dialogue's context stands in it as `contextPath`), `client` is `$client`.
    `id` names the running session; an empty one means that the next turn begins a session.
    """

    id: str = ""
    session: JsonObject = field(default_factory=dict)
    client: JsonObject = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)
    """Captions of the buttons shown last, with the states they lead to."""
    timezone: str = ""
    """The client's time zone, where a script has set it."""
    recent: dict[str, list[int]] = field(default_factory=dict)
    """The last random choices by the number of possibilities, so that they are not repeated at once."""
    asking: JsonObject = field(default_factory=dict)
    """The intent whose slots the visitor is being asked for (`jaicp.runtime.slots`); empty where there is none."""
    history: list[JsonObject] = field(default_factory=list)
    """The last messages, for bots that ask for them (`jaicp.services.history`)."""
    entities: JsonObject = field(default_factory=dict)
    """Records of entities that belong to this person (`jaicp.runtime.client_entities`)."""
    left_at: str = ""
    """Where the dialogue stands though a script has ended the session, so that `$session` is empty."""

    @property
    def context(self) -> str:
        """The path where the dialogue stands."""
        context = self.session.get("contextPath")
        return context if isinstance(context, str) else self.left_at or "/"

    def copy(self) -> Session:
        """Another session with the same values; those of the fields are shared."""
        return Session(
            self.id,
            self.session,
            self.client,
            self.buttons,
            self.timezone,
            self.recent,
            self.asking,
            self.history,
            self.entities,
            self.left_at,
        )

    def to_json(self) -> JsonObject:
        """All fields as a JSON object, which shares their values."""
        return {name: getattr(self, name) for name in _SESSION_FIELDS}

    @classmethod
    def from_json(cls, data: JsonObject) -> Session:
        """The session that `to_json` wrote."""
        return cls(**data)


@dataclass(slots=True)
class TurnError:
    """What went wrong in a turn: `kind` is `script`, `dialog` or `limit`; the place where it is known.

    `handled` tells that a handler of the bot dealt with it, or the text of `messages.onError`.
    """

    kind: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    handled: bool = False

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: " if self.file else ""
        return f"{place}{self.message}"


class Trace(Sequence[str]):
    """The steps of a turn, a line each, put into words when somebody reads them: hardly anybody does."""

    __slots__ = ("_steps",)

    def __init__(self) -> None:
        self._steps: list[tuple[str, tuple[object, ...]]] = []

    def add(self, words: str, *values: object) -> None:
        """Add a line; `values` fill the `{}` of its words, which are left alone where there are none."""
        self._steps.append((words, values))

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> list[str]: ...

    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [_in_words(*step) for step in self._steps[index]]
        return _in_words(*self._steps[index])

    def __len__(self) -> int:
        return len(self._steps)


def _in_words(words: str, values: tuple[object, ...]) -> str:
    return words.format(*values) if values else words


@dataclass(slots=True, kw_only=True)
class Turn:
    """One event handled.

    `state` is the entry state (the log's *class*), None where nothing was entered; `context` the path where
    the dialogue stands afterwards. `replies` are in order. `response` holds what the script left in
    `$response` beside the replies (`actions`, `data` …). `analytics` are the records that `$analytics` has made,
    `pushes` the events that `$pushgate` asks for or calls off. `error` is the error that was not handled by the
    script, or that it handled.

    `rule` is the one that chose the entry state: its `type` (`pattern`, `example`, `intent`, `intentGroup`,
    `event`, `button`), what it says as `rule`, and its score as `confidence`. `walk` is the way through the
    script, for programs: `["trigger", order]`, `["enter", path]`, `["go", from, to]`, `["button", from, to]`.
    `trace` has one line for each step taken, for people, and does not leave the process.
    """

    state: str | None
    context: str
    event: str | None
    query: str | None
    replies: list[Reply] = field(default_factory=list)
    session: Session = field(default_factory=Session)
    response: JsonObject = field(default_factory=dict)
    analytics: list[JsonObject] = field(default_factory=list)
    pushes: list[JsonObject] = field(default_factory=list)
    error: TurnError | None = None
    rule: JsonObject | None = None
    trace: Sequence[str] = ()
    walk: list[WalkStep] = field(default_factory=list)

    def to_json(self) -> JsonObject:
        """All fields but the trace as a JSON object, which shares their values."""
        found: JsonObject = {name: getattr(self, name) for name in _TURN_FIELDS}
        found["session"] = self.session.to_json()
        found["error"] = None if self.error is None else asdict(self.error)
        return found

    @classmethod
    def from_json(cls, data: JsonObject) -> Turn:
        """The turn that `to_json` wrote."""
        data = dict(data)
        data["session"] = Session.from_json(data["session"])
        if data["error"] is not None:
            data["error"] = TurnError(**data["error"])
        return cls(**data)


_EVENT_FIELDS = tuple(each.name for each in fields(Event))
_SESSION_FIELDS = tuple(each.name for each in fields(Session))
_TURN_FIELDS = tuple(each.name for each in fields(Turn) if each.name != "trace")
