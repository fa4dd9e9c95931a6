"""Requests of Webim's External Bot API 1.0 to events.

Shapes: Webim's sample bot (webim/webim-extbot on GitHub, `api_v1.py`); the start of a chat: the
vendor's page "Webim as an incoming channel". A request names its `event`: `new_chat`, with the
messages that the visitor wrote before or without any, or `new_message`, whose `kind` and `text`
stand at the top level.
"""

from __future__ import annotations

from jaicp.channels.base import NEW_CHAT_STARTED, Update
from jaicp.channels.body import BadRequest
from jaicp.channels.webim.settings import WebimSettings
from jaicp.runtime.messages import Event, JsonObject

__all__ = ["decode"]

MAX_ID = 256
"""Characters of an id; Webim's own have up to 36."""

_NOT_OF_THE_VISITOR = frozenset(
    {
        "action_request",
        "cont_req",
        "contacts",
        "file_operator",
        "for_operator",
        "info",
        "keyboard",
        "operator",
        "operator_busy",
        "operator_note",
    }
)


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
        kind = _text(body, "kind", "kind")
        if kind not in ("visitor", "keyboard_response"):
            return Update(ignored=f"message of kind {kind[:40]!r}")
        query = _text(body, "text", "text") if kind == "visitor" else _caption(body, "")
        if not query.strip():
            return Update(ignored="message without text")
    else:
        return Update(ignored=f"event {name[:40]!r}")
    return _update(body, settings, query, now, question_id)


def _update(
    body: JsonObject, settings: WebimSettings, query: str, now: float, question_id: str
) -> Update:
    chat = _object(body, "chat", required=True)
    chat_key = _id(chat.get("id"), "chat.id")
    visitor = _object(body, "visitor", required=False)
    visitor_key = _id(visitor["id"], "visitor.id") if visitor.get("id") is not None else None
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
        user_from=_user(visitor, client or chat_key),
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
        return _text(message, "text", f"{place}.text")
    if kind == "keyboard_response":
        return _caption(message, f"{place}.")
    text = message.get("text")
    return text if isinstance(text, str) and kind not in _NOT_OF_THE_VISITOR else ""


def _caption(message: JsonObject, place: str) -> str:
    """The text of the pressed button."""
    response = _object(message, "response", required=True, place=place)
    button = _object(response, "button", required=True, place=f"{place}response.")
    return _text(button, "text", f"{place}response.button.text")


def _user(visitor: JsonObject, client: str) -> JsonObject:
    """`$request.userFrom`; 1.0 sends no names, yet one that stands where 2.0 has it is taken."""
    contact = visitor.get("fields")
    name = contact.get("name") if isinstance(contact, dict) else None
    return {"id": client, "firstName": name} if isinstance(name, str) else {"id": client}


def _object(body: JsonObject, name: str, *, required: bool, place: str = "") -> JsonObject:
    value = body.get(name)
    if value is None and not required:
        return {}
    if not isinstance(value, dict):
        raise BadRequest(f"{place}{name}", "must be an object")
    return value


def _text(body: JsonObject, name: str, place: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise BadRequest(place, "must be a string")
    return value


def _id(value: object, place: str) -> str:
    """The key of an id. Ids mean nothing to us: a text or an integer, used as they are."""
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() <= MAX_ID:
        return str(value)
    if isinstance(value, str) and 0 < len(value) <= MAX_ID:
        return value
    raise BadRequest(place, f"must be an integer or a text of 1 to {MAX_ID} characters")
