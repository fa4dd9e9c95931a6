"""Requests of Webim's External Bot API 1.0 to events.

Shapes: Webim's sample bot (webim/webim-extbot on GitHub, `api_v1.py`); the start of a chat: the
vendor's page "Webim as an incoming channel". A request names its `event`: `new_chat`, with the
messages that the visitor wrote before or without any, or `new_message`, whose `kind` and `text`
stand at the top level.
"""

from __future__ import annotations

from jaicp.channels.base import NEW_CHAT_STARTED, Update
from jaicp.channels.body import BadRequest
from jaicp.channels.webim.fields import (
    NOT_OF_THE_VISITOR,
    id_field,
    object_field,
    text_field,
    user,
)
from jaicp.channels.webim.settings import WebimSettings
from jaicp.runtime.messages import Event, JsonObject

__all__ = ["decode"]


def decode(
    body: JsonObject, settings: WebimSettings, *, now: float = 0.0, question_id: str = ""
) -> Update:
    """The event in a request; `now` is its time in seconds since the epoch.

    Raises `BadRequest`, naming the field, for a wrong shape. An event or a kind of message that
    this channel does not know is no mistake: the update has no event then and says why.
    """
    name = body.get("event")
    if not isinstance(name, str):
        raise BadRequest("event", "must be a string")
    if name == "new_chat":
        query = _joined(body, settings)
    elif name == "new_message":
        kind = text_field(body, "kind", "kind")
        if kind not in ("visitor", "keyboard_response"):
            return Update(ignored=f"message of kind {kind[:40]!r}")
        query = text_field(body, "text", "text") if kind == "visitor" else _caption(body, "")
        if not query.strip():
            return Update(ignored="message without text")
    else:
        return Update(ignored=f"event {name[:40]!r}")
    return _update(body, settings, query, now, question_id)


def _update(
    body: JsonObject, settings: WebimSettings, query: str, now: float, question_id: str
) -> Update:
    chat = object_field(body, "chat", required=True)
    chat_key = id_field(chat.get("id"), "chat.id")
    visitor = object_field(body, "visitor", required=False)
    visitor_key = id_field(visitor["id"], "visitor.id") if visitor.get("id") is not None else None
    client = _client(settings, chat_key, visitor_key)
    data: JsonObject = {"chatId": chat["id"]}
    if not query:
        data["eventData"] = body
    event = Event(
        query=query or None,
        event=None if query else NEW_CHAT_STARTED,
        client_id=client or chat_key,
        channel_type="webim",
        channel_id=settings.channel_id,
        question_id=question_id,
        raw_request=body,
        data=data,
        user_from=user(visitor, client or chat_key),
        timestamp=now,
    )
    return Update(chat=chat_key, visitor=client, event=event)


def _client(settings: WebimSettings, chat: str, visitor: str | None) -> str | None:
    return chat if settings.client == "chat" else visitor


def _joined(body: JsonObject, settings: WebimSettings) -> str:
    """What the visitor wrote before the bot got the chat, as one query; empty if nothing."""
    messages = body.get("messages")
    if messages is None:
        return ""
    if not isinstance(messages, list):
        raise BadRequest("messages", "must be a list")
    texts = [_message_text(message, f"messages[{n}]") for n, message in enumerate(messages)]
    return settings.joiner.join(text for text in texts if text.strip())


def _message_text(message: object, place: str) -> str:
    if not isinstance(message, dict):
        raise BadRequest(place, "must be an object")
    kind = message.get("kind", "visitor")
    if not isinstance(kind, str):
        raise BadRequest(f"{place}.kind", "must be a string")
    if kind == "visitor":
        return text_field(message, "text", f"{place}.text")
    if kind == "keyboard_response":
        return _caption(message, f"{place}.")
    text = message.get("text")
    return text if isinstance(text, str) and kind not in NOT_OF_THE_VISITOR else ""


def _caption(message: JsonObject, place: str) -> str:
    """The text of the pressed button."""
    response = object_field(message, "response", required=True, place=place)
    button = object_field(response, "button", required=True, place=f"{place}response.")
    return text_field(button, "text", f"{place}response.button.text")
