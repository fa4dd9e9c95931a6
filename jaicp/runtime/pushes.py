"""The events that `$pushgate` asks for: what they look like when they come, and a list of those that wait.

A push is what `jaicp.services.pushgate` writes. Its data comes as `$request.rawRequest.eventData`, and as
`$request.data.eventData`, where bots look as well. Source: the vendor's page on `createEvent`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from jaicp.runtime.messages import Event, JsonObject, Turn

__all__ = ["WaitingPushes", "pushed_event"]


def pushed_event(event: Event, push: JsonObject) -> Event:
    """The event of a push that a turn on `event` has asked for."""
    data = {**event.data, "eventData": push["data"]}
    return replace(
        event,
        query=None,
        event=str(push["event"]),
        question_id=_question_id(push["id"]),
        raw_request={"eventData": push["data"]},
        data=data,
        target_state=None,
    )


def _question_id(push: object) -> str:
    return f"push-{push}"


@dataclass(slots=True)
class WaitingPushes:
    """The pushes of one dialogue that is led without a server, in the order in which they are due."""

    _waiting: list[tuple[float, Event]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._waiting)

    def note(self, event: Event, turn: Turn) -> None:
        """Take over what a turn on `event` has asked for and called off."""
        for push in turn.pushes:
            if "cancel" in push:
                gone = _question_id(push["cancel"])
                self._waiting = [one for one in self._waiting if one[1].question_id != gone]
            else:
                self._waiting.append((float(push["due"]), pushed_event(event, push)))
        self._waiting.sort(key=lambda one: one[0])

    def take(self, *, name: str = "", by: float | None = None) -> tuple[float, Event] | None:
        """The next, with the time at which it is due; of those with that name, or due by then."""
        for number, (due, event) in enumerate(self._waiting):
            if name in ("", event.event) and (by is None or due <= by):
                return self._waiting.pop(number)
        return None
