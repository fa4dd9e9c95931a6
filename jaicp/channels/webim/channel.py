"""The Webim channel as the server sees it."""

from __future__ import annotations

from dataclasses import dataclass

from jaicp.channels.base import Update
from jaicp.channels.webim.decode import decode
from jaicp.channels.webim.respond import hands_over, release, respond, silence
from jaicp.channels.webim.settings import WebimSettings
from jaicp.runtime.messages import JsonObject, Turn

__all__ = ["WebimChannel"]


@dataclass(frozen=True, slots=True)
class WebimChannel:
    """External Bot API 1.0 under one set of settings; a `jaicp.channels.base.Channel`."""

    settings: WebimSettings

    @property
    def key(self) -> str:
        """The name under which the store keeps the channel's sessions and chats."""
        return f"webim:{self.settings.channel_id}"

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
