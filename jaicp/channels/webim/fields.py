"""Reading the fields of Webim's requests, in either version of the bot API."""

from __future__ import annotations

from jaicp.channels.body import BadRequest
from jaicp.runtime.messages import JsonObject

__all__ = ["NOT_OF_THE_VISITOR", "id_field", "object_field", "text_field", "user"]

MAX_ID = 256
"""Characters of an id; Webim's own have up to 36."""

NOT_OF_THE_VISITOR = frozenset(
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
"""Kinds of messages that people of the service and Webim itself write."""


def object_field(body: JsonObject, name: str, *, required: bool, place: str = "") -> JsonObject:
    """The object in `body[name]`; an empty one where it is missing and not required."""
    value = body.get(name)
    if value is None and not required:
        return {}
    if not isinstance(value, dict):
        raise BadRequest(f"{place}{name}", "must be an object")
    return value


def text_field(body: JsonObject, name: str, place: str) -> str:
    """The text in `body[name]`."""
    value = body.get(name)
    if not isinstance(value, str):
        raise BadRequest(place, "must be a string")
    return value


def id_field(value: object, place: str) -> str:
    """The key of an id. Ids mean nothing to us: a text or an integer, used as they are."""
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() <= MAX_ID:
        return str(value)
    if isinstance(value, str) and 0 < len(value) <= MAX_ID:
        return value
    raise BadRequest(place, f"must be an integer or a text of 1 to {MAX_ID} characters")


def user(visitor: JsonObject, client: str) -> JsonObject:
    """`$request.userFrom`. Only 2.0 sends a name; one that stands there in 1.0 is taken as well."""
    contact = visitor.get("fields")
    name = contact.get("name") if isinstance(contact, dict) else None
    return {"id": client, "firstName": name} if isinstance(name, str) else {"id": client}
