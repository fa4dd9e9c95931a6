"""`$reactions.newSession`: the running turn ends, and another message is handled in a session of its own.

Source: the vendor's page on that method, which is deprecated but in use. What was said before the call is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from jaicp.runtime.messages import Event, JsonObject, Session, Turn, TurnError
from jaicp.script.host import HostError

__all__ = ["MOST_RENEWALS", "Renewal", "joined", "never_ending"]

MOST_RENEWALS = 5
"""How often the handling of one event may open another session; more is an endless circle."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a script has asked for: a message or the name of an event, and what to begin with."""

    message: str | None
    event: str | None
    data: JsonObject | None
    session: JsonObject
    client: JsonObject | None

    @classmethod
    def read(cls, options: object) -> Renewal:
        """From the argument of the method: `{message, data, session, client, request}`."""
        if not isinstance(options, dict):
            raise HostError("newSession takes {message, data}")
        request = _mapping(options.get("request")) or {}
        message = options.get("message", request.get("query"))
        event = request.get("event") if message is None else None
        if message is None and not isinstance(event, str):
            raise HostError("newSession needs a `message`, or a `request` with an event")
        return cls(
            None if message is None else str(message),
            event,
            _mapping(options.get("data", request.get("data"))),
            _mapping(options.get("session")) or {},
            _mapping(options.get("client")),
        )

    def following(self, event: Event) -> Event:
        """The event to be handled next, in place of the one that has just been handled."""
        data = event.data if self.data is None else self.data
        return replace(event, query=self.message, event=self.event, data=data, target_state=None)

    def fresh(self, session: Session) -> Session:
        """The session to handle it in; the person stays the same."""
        client = session.client if self.client is None else self.client
        return replace(
            session, id="", session=self.session, client=client, buttons={}, asking={}, left_at=""
        )


def joined(first: Turn, then: Turn) -> Turn:
    """Two turns that answer one event."""
    return replace(
        then,
        query=first.query,
        event=first.event,
        replies=[*first.replies, *then.replies],
        analytics=[*first.analytics, *then.analytics],
        pushes=[*first.pushes, *then.pushes],
        error=then.error or first.error,
        trace=[*first.trace, "a new session", *then.trace],
        walk=[*first.walk, *then.walk],
    )


def never_ending(turn: Turn) -> Turn:
    """The turn, with the error that new sessions are opened without end."""
    message = f"newSession was asked for more than {MOST_RENEWALS} times"
    return replace(turn, error=TurnError("dialog", message))


def _mapping(value: object) -> JsonObject | None:
    return value if isinstance(value, dict) else None
