"""The lines of the log, and which of them are wanted, whatever keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jaicp.runtime.messages import JsonObject, Reply, WalkStep

__all__ = ["LogFilter", "SessionKey", "TurnRecord", "answer_text"]


class SessionKey(NamedTuple):
    """Whose session: the key of the channel, and of the person within it."""

    channel: str
    client: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRecord:
    """One line of the log. `time` counts seconds since the epoch, `error` is a turn's error as
    JSON.

    `state` is the one where the turn began (the log's *class*), `start` the context before it, `context`
    the one after it; each reply names the state that made it. `rule` is what chose the state, and `walk` the
    way through the script (see `Turn`); `analytics` is what `$analytics` noted, `data` what the script left in
    `$response.data`. `seconds` is how long the turn took. `transfer` tells that the chat was given to a person,
    `late` that the replies came after the channel's deadline and were not sent. `id` is given by the store.
    `client_name` is what the channel calls the client, empty where it does not say.
    """

    time: float
    channel: str
    chat: str
    client: str
    client_name: str = ""
    session_id: str = ""
    query: str | None = None
    event: str | None = None
    state: str | None = None
    context: str = "/"
    replies: list[Reply] = field(default_factory=list)
    error: JsonObject | None = None
    late: bool = False
    question_id: str = ""
    start: str = "/"
    seconds: float = 0.0
    transfer: bool = False
    walk: list[WalkStep] = field(default_factory=list)
    analytics: list[JsonObject] = field(default_factory=list)
    data: Any = None
    rule: JsonObject | None = None
    id: int = field(default=0, compare=False)

    @property
    def key(self) -> SessionKey:
        """Whose session the turn ran in."""
        return SessionKey(self.channel, self.client)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Turns of the log; what is None or False does not matter.

    `since` and `until` are seconds since the epoch, the second not included. `state` is the state where
    a turn began, or one above it. `text` stands in what was said or answered, in whatever case.
    """

    channel: str | None = None
    chat: str | None = None
    client: str | None = None
    session_id: str | None = None
    since: float | None = None
    until: float | None = None
    state: str | None = None
    text: str | None = None
    errors: bool = False
    transfer: bool = False

    def lets_through(self, turn: TurnRecord) -> bool:
        """Whether a turn is wanted."""
        return (
            self.channel in (None, turn.channel)
            and self.chat in (None, turn.chat)
            and self.client in (None, turn.client)
            and self.session_id in (None, turn.session_id)
            and (self.since is None or turn.time >= self.since)
            and (self.until is None or turn.time < self.until)
            and (not self.errors or turn.error is not None)
            and (not self.transfer or turn.transfer)
            and self.has_state(turn)
            and self.has_text(turn)
        )

    def has_state(self, turn: TurnRecord) -> bool:
        """Whether the turn began in the wanted state or below it."""
        if self.state is None:
            return True
        above = self.state.rstrip("/")
        return turn.state is not None and f"{turn.state}/".startswith(f"{above}/")

    def has_text(self, turn: TurnRecord) -> bool:
        """Whether the wanted text was said or answered."""
        if self.text is None:
            return True
        wanted = self.text.casefold()
        return wanted in (turn.query or "").casefold() or wanted in answer_text(turn).casefold()


def answer_text(turn: TurnRecord) -> str:
    """The texts of the replies, a blank line between two."""
    texts = (reply.get("text") for reply in turn.replies)
    return "\n\n".join(text for text in texts if isinstance(text, str))
