"""What every channel offers to the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from jaicp.runtime.messages import Event, JsonObject, Turn

__all__ = ["LIVECHAT_FINISHED", "NEW_CHAT_STARTED", "Channel", "Update"]

NEW_CHAT_STARTED = "newChatStarted"
"""Event of a chat that begins without a word of the visitor; its state may only set variables."""

LIVECHAT_FINISHED = "livechatFinished"
"""Event of a dialogue that comes back from a person to the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One request understood.

    `chat` is the key of the chat. `visitor` is the key of the person, None where the request does
    not name one: the person that the chat was opened with is meant then. `event` is None where
    there is nothing to handle, and `ignored` says why.
    """

    chat: str = ""
    visitor: str | None = None
    event: Event | None = None
    ignored: str = ""


class Channel(Protocol):
    """The protocol of one chat service: requests to events, turns to answers."""

    @property
    def key(self) -> str:
        """The name under which the store keeps the channel's sessions and chats."""

    def decode(self, body: JsonObject, *, now: float, question_id: str) -> Update:
        """The request in `body`; raises `BadRequest` where it cannot be understood."""

    def respond(self, turn: Turn) -> JsonObject:
        """The answer that carries the turn's replies."""

    def silence(self) -> JsonObject:
        """The answer that keeps the chat and says nothing."""

    def release(self) -> JsonObject:
        """The answer that gives the chat away, for a turn that could not be answered."""

    def hands_over(self, turn: Turn) -> bool:
        """Whether the script gave the chat to a person."""
