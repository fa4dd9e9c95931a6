"""A store that lives as long as the program: for tests and for runs without a server."""

from __future__ import annotations

import json
from collections import deque
from itertools import islice
from threading import Lock

from jaicp.runtime.messages import Session
from jaicp.stores.base import Chat, SessionKey, StaleSession, Stored, TurnRecord

__all__ = ["MemoryStore"]


class MemoryStore:
    """Sessions in a dictionary, as JSON, so that nobody holds a session that another one changes.

    The log keeps the last `log_size` turns.
    """

    def __init__(self, log_size: int = 10_000) -> None:
        self._lock = Lock()
        self._sessions: dict[SessionKey, tuple[int, str]] = {}
        self._chats: dict[tuple[str, str], Chat] = {}
        self._turns: deque[TurnRecord] = deque(maxlen=log_size)
        self._settings: dict[str, str] = {}

    def load(self, key: SessionKey) -> Stored:
        """The session of `key`, a new one where there is none."""
        with self._lock:
            version, data = self._sessions.get(key, (0, ""))
        return Stored(Session.from_json(json.loads(data)) if data else Session(), version)

    def save(self, record: TurnRecord, chat: Chat, changed: Stored | None) -> None:
        """Append `record`, note `chat`, store the session; raises `StaleSession`."""
        with self._lock:
            if changed is not None:
                data = json.dumps(changed.session.to_json())
                if self._sessions.get(record.key, (0, ""))[0] != changed.version:
                    raise StaleSession
                self._sessions[record.key] = (changed.version + 1, data)
            self._chats[record.channel, record.chat] = chat
            self._turns.append(record)

    def chat(self, channel: str, chat: str) -> Chat | None:
        """Who the chat belongs to, None where it was never seen."""
        with self._lock:
            return self._chats.get((channel, chat))

    def turns(
        self, *, channel: str | None = None, chat: str | None = None, limit: int = 100
    ) -> list[TurnRecord]:
        """The last turns, of one channel or chat if wanted, the oldest first."""
        with self._lock:
            wanted = (
                turn
                for turn in reversed(self._turns)
                if channel in (None, turn.channel) and chat in (None, turn.chat)
            )
            return list(islice(wanted, limit))[::-1]

    def setting(self, name: str) -> str | None:
        """A setting, None where it was never set."""
        with self._lock:
            return self._settings.get(name)

    def keep_setting(self, name: str, value: str) -> None:
        """Set a setting."""
        with self._lock:
            self._settings[name] = value

    def close(self) -> None:
        """Nothing to let go of."""
