"""Requests of Webim to a bot, in both versions of the bot API (shapes: Webim's sample bot)."""

from __future__ import annotations

from jaicp.runtime.messages import JsonObject
from jaicp.webim_sim.world import FROM_VISITOR, SimChat

__all__ = ["headers", "new_chat", "new_message"]


def headers(dialect: str) -> dict[str, str]:
    """What Webim 10.3 and later tell of themselves."""
    return {
        "X-Bot-API-Dialect": "Webim Standard",
        "X-Bot-API-Version": dialect,
        "X-Webim-Version": "10.5.62",
    }


def new_chat(chat: SimChat, dialect: str) -> JsonObject:
    """The chat begins, with what the visitor has said so far."""
    said = [message for message in chat.messages if message["kind"] in FROM_VISITOR]
    if dialect == "1.0":
        number: object = str(chat.id)
        visitor: JsonObject = {"id": chat.visitor}
        messages = [flat for message in said if (flat := _flat(message))]
    else:
        number = chat.id
        visitor = {"id": chat.visitor, "fields": chat.fields}
        messages = [_whole(message) for message in said]
    body = {"event": "new_chat", "chat": {"id": number}, "visitor": visitor}
    return {**body, "messages": messages} if messages else body


def new_message(chat: SimChat, message: JsonObject, dialect: str) -> JsonObject | None:
    """One message; None where the version cannot tell of it."""
    if dialect == "1.0":
        flat = _flat(message)
        return flat and {"event": "new_message", "chat": {"id": str(chat.id)}, **flat}
    return {"event": "new_message", "chat_id": chat.id, "message": _whole(message)}


def _flat(message: JsonObject) -> JsonObject | None:
    if message["kind"] == "visitor":
        return {"kind": "visitor", "text": message["text"]}
    if message["kind"] == "keyboard_response":
        return {"kind": "keyboard_response", "response": {"button": message["data"]["button"]}}
    return None


def _whole(message: JsonObject) -> JsonObject:
    return {name: message[name] for name in ("id", "kind", "text", "data") if name in message}
