"""The Webim channel as the server sees it, in both versions of the bot API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from jaicp.channels.base import Call, Timer, Update
from jaicp.channels.webim.calls import SEND, calls, instead, timer
from jaicp.channels.webim.decode import decode
from jaicp.channels.webim.decode_v2 import decode_v2
from jaicp.channels.webim.draft import hands_over
from jaicp.channels.webim.respond import release, respond, silence
from jaicp.channels.webim.settings import WebimSettings
from jaicp.runtime.messages import Event, JsonObject, Turn

__all__ = ["WebimCallingChannel", "WebimChannel"]


@dataclass(frozen=True, slots=True)
class WebimChannel:
    """External Bot API 1.0 under one set of settings; an `AnsweringChannel`."""

    settings: WebimSettings
    way: Literal["answers"] = "answers"

    @property
    def key(self) -> str:
        """The name under which the store keeps the channel's sessions and chats."""
        return self.settings.key

    def decode(self, body: JsonObject, *, now: float, question_id: str) -> Update:
        """The request in `body`; raises `BadRequest` where it cannot be understood."""
        return decode(body, self.settings, now=now, question_id=question_id)

    def respond(self, turn: Turn) -> JsonObject:
        """The answer that carries the turn's replies."""
        return respond(turn, self.settings)

    def silence(self) -> JsonObject:
        """The answer that keeps the chat and says nothing."""
        return silence(self.settings)

    def release(self) -> JsonObject:
        """The answer that gives the chat to the queue."""
        return release()

    def hands_over(self, turn: Turn) -> bool:
        """Whether the script gave the chat to a person."""
        return hands_over(turn)


@dataclass(frozen=True, slots=True)
class WebimCallingChannel:
    """External Bot API 2.0 under one set of settings; a `CallingChannel`."""

    settings: WebimSettings
    way: Literal["calls"] = "calls"

    @property
    def key(self) -> str:
        """The name under which the store keeps the channel's sessions and chats."""
        return self.settings.key

    def decode(self, body: JsonObject, *, now: float, question_id: str) -> Update:
        """The request in `body`; raises `BadRequest` where it cannot be understood."""
        return decode_v2(body, self.settings, now=now, question_id=question_id)

    def accepted(self) -> JsonObject:
        """The answer that acknowledges a request and keeps the chat."""
        return {"result": "ok"}

    def calls(self, turn: Turn, event: Event) -> list[Call]:
        """The calls that carry the replies to `event`, in order."""
        return calls(turn, event, self.settings)

    def timer(self, turn: Turn) -> Timer | None:
        """The timer that the turn sets."""
        return timer(turn)

    def instead(self, call: Call, *, now: float, question_id: str) -> Call | Event | None:
        """What to do about a call that was refused: another call, an event to the script, or nothing."""
        found = instead(call)
        if not isinstance(found, str):
            return found
        return Event(
            event=found,
            channel_type="webim",
            channel_id=self.settings.channel_id,
            question_id=question_id,
            data={"chatId": call.body.get("chat_id"), "eventData": call.body},
            timestamp=now,
        )

    def lasts(self, call: Call) -> float | None:
        """For how many seconds a call is of use: messages grow stale, hand-overs do not."""
        return float(self.settings.deliver_within) if call.method == SEND else None

    def repeatable(self, call: Call) -> bool:
        """Whether a call may be made again though it may have been carried out."""
        return call.method != SEND or self.settings.repeat_uncertain

    def hands_over(self, turn: Turn) -> bool:
        """Whether the script gave the chat to a person."""
        return hands_over(turn)
