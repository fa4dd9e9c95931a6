"""Turns to answers of Webim's External Bot API 1.0.

An answer is one JSON object. `{"has_answer": true, "messages": […]}` keeps the chat with the bot,
`{"has_answer": false}` gives it to the queue of people (shapes: Webim's sample bot). What 1.0
cannot carry – files, timers – goes out as text or is logged.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from jaicp.channels.base import NEW_CHAT_STARTED
from jaicp.channels.webim.actions import read_actions, to_department
from jaicp.channels.webim.draft import Draft, cleaned, is_switch, line, write_replies
from jaicp.channels.webim.settings import WebimSettings
from jaicp.runtime.messages import JsonObject, Reply, Turn

__all__ = ["release", "respond", "silence"]

_log = logging.getLogger(__name__)


def respond(turn: Turn, settings: WebimSettings) -> JsonObject:
    """The answer for a turn.

    A turn that failed and has nothing to say releases the chat: a visitor is not left with a bot
    that cannot answer. Only the start of a chat, where nothing is awaited, keeps it.
    """
    answer = _Answer(settings, actions=read_actions(turn.response.get("actions")))
    answer.write(turn)
    messages = answer.draft.messages
    if answer.switched and not answer.actions:
        if messages:
            _log.warning("%d message(s) beside a hand-over are not sent", len(messages))
        return release()
    if messages or answer.actions or answer.extra:
        body: JsonObject = {"has_answer": True, "messages": messages}
        if answer.actions:
            body["actions"] = answer.actions
        return body | answer.extra
    if turn.error is not None and turn.event != NEW_CHAT_STARTED:
        return release()
    return silence(settings)


def silence(settings: WebimSettings) -> JsonObject:
    """The answer that says nothing."""
    return {"has_answer": True, "messages": []} if settings.keep_when_silent else release()


def release() -> JsonObject:
    """The answer that gives the chat to the queue."""
    return {"has_answer": False}


@dataclass(slots=True)
class _Answer:
    """An answer being put together."""

    settings: WebimSettings
    actions: list[JsonObject] = field(default_factory=list)
    extra: JsonObject = field(default_factory=dict)
    switched: bool = False
    draft: Draft = field(init=False)

    def __post_init__(self) -> None:
        self.draft = Draft(self.settings)

    def write(self, turn: Turn) -> None:
        """Take in the replies of a turn."""
        write_replies(self.draft, turn, {"switch": self._switch, "raw": self._raw})

    def _switch(self, draft: Draft, reply: Reply) -> None:
        if not is_switch(reply):
            _log.warning("a message to people without a hand-over cannot be sent on this channel")
            return
        self.switched = True
        destination = line(reply.get("destination"))
        if self.settings.switch_by_actions and destination:
            self.actions.append(to_department(destination))
            draft.say(reply.get("lastMessage"))

    def _raw(self, draft: Draft, reply: Reply) -> None:
        body = reply.get("body")
        if not isinstance(body, dict):
            _log.warning("a raw reply without an object as `body` is not sent")
            return
        extra = cleaned(body)
        messages = extra.pop("messages", None)
        if isinstance(messages, list):
            draft.messages.extend(
                message for message in messages if isinstance(message, dict) and "kind" in message
            )
        self.extra |= extra
