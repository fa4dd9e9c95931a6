"""What a turn asks of `$pushgate`, as a store keeps it."""

from __future__ import annotations

from dataclasses import replace

from jaicp.runtime.messages import Event, JsonObject, Turn
from jaicp.runtime.pushes import pushed_event
from jaicp.stores.base import Push

__all__ = ["asked_for", "called_off"]


def asked_for(turn: Turn, event: Event, chat: str) -> tuple[Push, ...]:
    """The pushes of a turn on `event` in `chat`."""
    return tuple(_push(push, event, chat) for push in turn.pushes if "cancel" not in push)


def called_off(turn: Turn) -> tuple[str, ...]:
    """The ids of the pushes that a turn does not want any more."""
    return tuple(str(push["cancel"]) for push in turn.pushes if "cancel" in push)


def _push(push: JsonObject, event: Event, chat: str) -> Push:
    told = pushed_event(event, push)
    here = {str(event.data.get("chatId") or chat), event.client_id, chat}
    if push["chatId"] in here:
        visitor: str | None = event.client_id
    else:
        chat, visitor = push["chatId"], None
        number = chat.isascii() and chat.isdigit() and isinstance(event.data.get("chatId"), int)
        told = replace(told, data={**told.data, "chatId": int(chat) if number else chat})
    return Push(id=push["id"], chat=chat, due=float(push["due"]), visitor=visitor, event=told)
