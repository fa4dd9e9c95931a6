"""The log by sessions: one line for each, with the columns of the platform's own report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from jaicp.runtime.messages import JsonObject
from jaicp.stores.log import TurnRecord

__all__ = ["SessionLine", "sessions"]


@dataclass(slots=True)
class SessionLine:
    """What happened in a session; `start` and `end` in seconds since the epoch."""

    channel: str
    client: str
    session_id: str
    start: float
    end: float
    client_name: str = ""
    first_phrase: str = ""
    last_phrase: str = ""
    phrases: int = 0
    labels: list[str] = field(default_factory=list)
    result: str = ""
    transfer: bool = False
    errors: int = 0

    def add(self, turn: TurnRecord) -> None:
        """Take in the next turn of the session."""
        self.end = max(self.end, turn.time)
        self.client_name = turn.client_name or self.client_name
        self.transfer |= turn.transfer
        self.errors += turn.error is not None
        if turn.query is not None:
            self.first_phrase = self.first_phrase or turn.query
            self.last_phrase = turn.query
            self.phrases += 1
        for note in turn.analytics:
            if note.get("type") == "sessionLabel" and str(note.get("label")) not in self.labels:
                self.labels.append(str(note.get("label")))
            if note.get("type") == "sessionResult":
                self.result = str(note.get("value"))

    def to_json(self) -> JsonObject:
        """The columns, in order."""
        kind, _, channel = self.channel.partition(":")
        return {
            "channel_type": kind,
            "channel_id": channel,
            "client_id": self.client,
            "client_name": self.client_name,
            "session_id": self.session_id,
            "start": self.start,
            "end": self.end,
            "first_phrase": self.first_phrase,
            "last_phrase": self.last_phrase,
            "duration": round(self.end - self.start, 3),
            "phrase_count": self.phrases,
            "session_labels": self.labels,
            "session_result": self.result,
            "transfer_to_agent": self.transfer,
            "errors": self.errors,
        }


def sessions(turns: Iterable[TurnRecord]) -> Iterator[SessionLine]:
    """The sessions of `turns`, in the order in which they began.

    What people said after a hand-over has no session of its own; it belongs to the last one of its client.
    """
    found: dict[tuple[str, str, str], SessionLine] = {}
    last: dict[tuple[str, str], str] = {}
    for turn in turns:
        person = (turn.channel, turn.client)
        session = turn.session_id or last.get(person, "")
        last[person] = session
        line = found.get((*person, session))
        if line is None:
            line = SessionLine(turn.channel, turn.client, session, turn.time, turn.time)
            found[(*person, session)] = line
        line.add(turn)
    yield from found.values()
