"""What a store keeps: sessions, who a chat belongs to, a log of turns, and a few settings.

A session is saved together with the log line of its turn, or not at all. Each session carries a
version; saving one that was loaded under an older version is refused, so that of two turns on one
session the second has to start again from what the first left. Stores are synchronous and may be
used from several threads.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from jaicp.runtime.messages import JsonObject, Reply, Session

__all__ = ["Chat", "SessionKey", "StaleSession", "Store", "StoreError", "Stored", "TurnRecord"]


class StoreError(Exception):
    """The store cannot be used: it is locked, damaged, or of another kind."""


class StaleSession(Exception):  # noqa: N818 - it names the state of things, and is no failure
    """The session was saved by someone else since it was loaded."""


class SessionKey(NamedTuple):
    """Whose session: the key of the channel, and of the person within it."""

    channel: str
    client: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A session and the version under which it is stored; 0 where it is not stored yet."""

    session: Session
    version: int = 0


@dataclass(frozen=True, slots=True)
class Chat:
    """Who a chat was opened with, and whether the script gave it to a person."""

    client: str
    handed_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRecord:
    """One line of the log. `time` counts seconds since the epoch, `error` is a turn's error as
    JSON.

    `late` marks a turn whose replies came after the channel's deadline and were not sent.
    """

    time: float
    channel: str
    chat: str
    client: str
    session_id: str = ""
    query: str | None = None
    event: str | None = None
    state: str | None = None
    context: str = "/"
    replies: list[Reply] = field(default_factory=list)
    error: JsonObject | None = None
    late: bool = False

    @property
    def key(self) -> SessionKey:
        """Whose session the turn ran in."""
        return SessionKey(self.channel, self.client)


class Store(Protocol):
    """A place for sessions and logs. Every method may raise `StoreError`."""

    def load(self, key: SessionKey) -> Stored:
        """The session of `key`, a new one where there is none."""

    def save(self, record: TurnRecord, chat: Chat, changed: Stored | None) -> None:
        """Append `record` to the log, note `chat`, and store the session of `record.key`.

        `changed` is the session after the turn with the version it was loaded under; None leaves
        what is stored as it is. Raises `StaleSession`, and saves nothing, where another version is
        stored by now.
        """

    def chat(self, channel: str, chat: str) -> Chat | None:
        """Who the chat belongs to, None where it was never seen."""

    def turns(
        self, *, channel: str | None = None, chat: str | None = None, limit: int = 100
    ) -> list[TurnRecord]:
        """The last turns, of one channel or chat if wanted, the oldest first."""

    def setting(self, name: str) -> str | None:
        """A setting kept with the data, None where it was never set."""

    def keep_setting(self, name: str, value: str) -> None:
        """Set a setting."""

    def close(self) -> None:
        """Let go of the store; it cannot be used afterwards."""
