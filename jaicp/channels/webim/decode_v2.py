"""Requests of Webim's External Bot API 2.0 to events.

Shapes: Webim's sample bot (webim/webim-extbot on GitHub, `api_v2.py`). A `new_chat` names its chat as
`chat.id`, a `new_message` as `chat_id`; what was said is an object `message`. The keys of a visitor's
file are nowhere documented, so each of them may be missing, and those that Webim's mobile SDK uses are
read as well.
"""

from __future__ import annotations

import hashlib
import json

from jaicp.channels.base import FILE_EVENT, NEW_CHAT_STARTED, Update
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

__all__ = ["decode_v2"]

_FILE_KEYS = {
    "url": ("url",),
    "mimeType": ("media_type", "content_type", "mime_type"),
    "name": ("name", "filename"),
    "size": ("size",),
}
_FILE_TYPES = frozenset({"image", "audio", "video"})


def decode_v2(
    body: JsonObject, settings: WebimSettings, *, now: float = 0.0, question_id: str = ""
) -> Update:
    """The event in a request; `now` is its time in seconds since the epoch.

    Raises `BadRequest`, naming the field, for a wrong shape. An event or a kind of message that
    this channel does not know is no mistake: the update has no event then and says why.
    """
    name = body.get("event")
    if not isinstance(name, str):
        raise BadRequest("event", "must be a string")
    reader = _Reader(body, settings, now, question_id)
    if name == "new_chat":
        return reader.new_chat()
    if name == "new_message":
        return reader.new_message()
    return Update(ignored=f"event {name[:40]!r}")


class _Reader:
    """One request being read."""

    def __init__(
        self, body: JsonObject, settings: WebimSettings, now: float, question_id: str
    ) -> None:
        self.body = body
        self.settings = settings
        self.now = now
        self.question_id = question_id

    def new_chat(self) -> Update:
        """The beginning of a chat: what was said before as one query, the files, or neither."""
        chat = object_field(self.body, "chat", required=True)
        key = id_field(chat.get("id"), "chat.id")
        messages = self.body.get("messages")
        if not isinstance(messages, list | None):
            raise BadRequest("messages", "must be a list")
        texts, files, marks = [], [], []
        for n, message in enumerate(messages or ()):
            place = f"messages[{n}]"
            if not isinstance(message, dict):
                raise BadRequest(place, "must be an object")
            texts.append(_said(message, f"{place}."))
            files.extend(_files(message, f"{place}."))
            marks.append(_mark(message))
        query = self.settings.joiner.join(text for text in texts if text.strip())
        event = self._event(chat["id"], key, query, files)
        digest = hashlib.sha256(json.dumps(self.body, sort_keys=True).encode()).hexdigest()
        return Update(
            chat=key,
            visitor=self._client(key),
            event=event,
            mark=f"chat {digest[:32]}",
            lasting=self.settings.repeat_seconds,
            also=tuple(mark for mark in marks if mark),
        )

    def new_message(self) -> Update:
        """One message of the visitor."""
        message = object_field(self.body, "message", required=True)
        chat = self.body.get("chat_id")
        key = id_field(chat, "chat_id")
        kind = text_field(message, "kind", "message.kind")
        query, files = _said(message, "message."), _files(message, "message.")
        if not query.strip() and not files:
            known = kind in ("visitor", "keyboard_response")
            return Update(
                ignored="message without text" if known else f"message of kind {kind[:40]!r}"
            )
        event = self._event(chat, key, query, files)
        return Update(chat=key, visitor=self._client(key), event=event, mark=_mark(message))

    def _client(self, chat: str) -> str | None:
        if self.settings.client == "chat":
            return chat
        visitor = object_field(self.body, "visitor", required=False)
        given = visitor.get("id")
        return None if given is None else id_field(given, "visitor.id")

    def _event(self, chat: object, key: str, query: str, files: list[JsonObject]) -> Event:
        name = None if query.strip() else FILE_EVENT if files else NEW_CHAT_STARTED
        data: JsonObject = {"chatId": chat}
        if name is not None:
            data["eventData"] = files or self.body
        client = self._client(key) or key
        return Event(
            query=query if name is None else None,
            event=name,
            client_id=client,
            channel_type="webim",
            channel_id=self.settings.channel_id,
            question_id=self.question_id,
            raw_request=self.body,
            data=data,
            user_from=user(object_field(self.body, "visitor", required=False), client),
            timestamp=self.now,
        )


def _said(message: JsonObject, place: str) -> str:
    """What the visitor says by a message: its text, or the caption of the pressed button."""
    kind = message.get("kind", "visitor")
    if not isinstance(kind, str):
        raise BadRequest(f"{place}kind", "must be a string")
    if kind == "visitor":
        return text_field(message, "text", f"{place}text")
    if kind != "keyboard_response":
        return ""
    data = object_field(message, "data", required=True, place=place)
    button = object_field(data, "button", required=True, place=f"{place}data.")
    return text_field(button, "text", f"{place}data.button.text")


def _files(message: JsonObject, place: str) -> list[JsonObject]:
    """The file that a message carries, as the platform describes files to scripts."""
    if message.get("kind") != "file_visitor":
        return []
    data = object_field(message, "data", required=False, place=place)
    found: JsonObject = {}
    for key, names in _FILE_KEYS.items():
        value = next((data[name] for name in names if data.get(name) is not None), None)
        if value is not None:
            found[key] = value
    mime = found.get("mimeType")
    family = mime.partition("/")[0] if isinstance(mime, str) else ""
    return [{"type": family if family in _FILE_TYPES else "file", **found}]


def _mark(message: JsonObject) -> str:
    """What tells a message from any other of its chat; empty where it has no id."""
    number = message.get("id")
    ours = isinstance(number, str | int) and not isinstance(number, bool)
    return (
        f"message {number}"[:300] if ours and message.get("kind") not in NOT_OF_THE_VISITOR else ""
    )
