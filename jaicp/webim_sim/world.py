"""What the stand-in for Webim knows: chats with their messages, operators and departments.

The names of kinds and states are those of Webim's pages on message kinds and of its mobile SDK. Rules
that are nowhere documented are kept simple and strict, so that a bot that works here sends nothing
malformed: a button without a text, a message into a closed chat, a redirect to nobody.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from jaicp.runtime.messages import JsonObject

__all__ = ["Department", "Operator", "Refusal", "SimChat", "World"]

WITH_BOT, IN_QUEUE, WITH_PERSON, CLOSED = "chatting_with_robot", "queue", "chatting", "closed"
FROM_VISITOR = frozenset({"visitor", "keyboard_response", "file_visitor"})


class Refusal(Exception):  # noqa: N818 - it names what Webim answers
    """A call that is refused: `code` and, in words, why."""

    def __init__(self, code: str, description: str) -> None:
        self.code = code
        self.description = description
        super().__init__(f"{code}: {description}")


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who can take a chat."""

    id: int
    name: str
    email: str
    status: str = "online"
    roles: tuple[str, ...] = ("operator",)


@dataclass(frozen=True, slots=True)
class Department:
    """A group of operators."""

    key: str
    name: str


@dataclass(slots=True)
class SimChat:
    """One chat; `changed` counts microseconds since the epoch."""

    id: int
    visitor: str
    fields: JsonObject
    created: float
    state: str = WITH_BOT
    operator_id: int | None = None
    dep_key: str | None = None
    messages: list[JsonObject] = field(default_factory=list)
    changed: int = 0

    def shown(self) -> list[str]:
        """What the visitor reads: texts, captions in brackets, files by their address."""
        return [_shown(message) for message in self.messages if message["kind"] not in FROM_VISITOR]


class World:
    """All chats of an account; ids count from `first`. `clock` tells seconds since the epoch."""

    def __init__(self, *, first: int = 90_001, clock: Callable[[], float] = time.time) -> None:
        self.operators = [
            Operator(17, "Olga Orlova", "olga@desk.example"),
            Operator(18, "Boris Bykov", "boris@desk.example", "offline"),
        ]
        self.departments = [Department("sales", "Sales"), Department("support", "Support")]
        self.chats: dict[int, SimChat] = {}
        self._clock = clock
        self._ids = count(first)
        self._numbers = count(1)
        self._last_change = 0

    def open_chat(self, visitor: str, fields: JsonObject | None = None) -> SimChat:
        """A chat that the bot gets, with nothing said yet."""
        chat = SimChat(next(self._ids), visitor, dict(fields or {}), self._clock())
        self.chats[chat.id] = chat
        self._touch(chat)
        return chat

    def add(self, chat: SimChat, message: JsonObject) -> JsonObject:
        """A message in a chat, with its id and time."""
        stored = {"id": f"m{next(self._numbers)}", "created_at": self._now(), **message}
        chat.messages.append(stored)
        self._touch(chat)
        return stored

    def call(self, method: str, body: JsonObject) -> JsonObject:
        """Carry out a call of the bot; raises `Refusal`."""
        chat = self._chat(body)
        match method:
            case "send_message":
                message = _checked(body.get("message"))
                return {"result": "ok", "id": self.add(chat, message)["id"]}
            case "redirect_chat":
                self.redirect(chat, body.get("operator_id"), body.get("dep_key"))
            case "close_chat":
                chat.state = CLOSED
            case _:
                raise Refusal("unknown-method", f"there is no method {method}")
        self._touch(chat)
        return {"result": "ok"}

    def redirect(self, chat: SimChat, operator: object = None, department: object = None) -> None:
        """Give a chat to a person, to a department, or to the queue; raises `Refusal`."""
        if operator is not None:
            found = next((person for person in self.operators if person.id == operator), None)
            if found is None or found.status != "online":
                raise Refusal("operator-not-available", f"operator {operator} cannot take a chat")
            chat.state, chat.operator_id = WITH_PERSON, found.id
        elif department is not None:
            if department not in [known.key for known in self.departments]:
                raise Refusal("department-not-found", f"there is no department {department}")
            chat.state, chat.dep_key = IN_QUEUE, str(department)
        else:
            chat.state = IN_QUEUE
        self._touch(chat)

    def answer(self, chat: SimChat, body: JsonObject) -> None:
        """Carry out the answer of a bot of version 1.0; raises `Refusal` where it is malformed."""
        if body.get("has_answer") is not True:
            self.redirect(chat)
            return
        for message in body.get("messages") or ():
            self.add(chat, _checked(message))
        for action in body.get("actions") or ():
            match action.get("type"):
                case "redirect_to_operator":
                    self.redirect(chat, operator=int(action["operator_id"]))
                case "redirect_to_department":
                    self.redirect(chat, department=action["department_key"])
                case "close_chat":
                    chat.state = CLOSED
                    self._touch(chat)

    def take_back(self, chat: SimChat) -> None:
        """Give a chat to the bot again."""
        chat.state, chat.operator_id = WITH_BOT, None
        self._touch(chat)

    def page(self, since: int, size: int) -> JsonObject:
        """A page of the chats that changed after `since`, in microseconds since the epoch."""
        changed = sorted(
            (chat for chat in self.chats.values() if chat.changed > since),
            key=lambda chat: chat.changed,
        )
        shown = changed[:size]
        return {
            "chats": [self.told(chat) for chat in shown],
            "more_chats_available": len(changed) > size,
            "last_ts": str(shown[-1].changed if shown else since),
        }

    def told(self, chat: SimChat) -> JsonObject:
        """A chat as the Stored Data API tells it."""
        messages = [
            {("message" if name == "text" else name): value for name, value in message.items()}
            for message in chat.messages
        ]
        return {
            "id": chat.id,
            "operator_id": chat.operator_id,
            "created_at": _iso(chat.created),
            "visitor": {"fields": {"id": chat.visitor, **chat.fields}},
            "messages": messages,
        }

    def _chat(self, body: JsonObject) -> SimChat:
        number = body.get("chat_id")
        chat = self.chats.get(number) if isinstance(number, int) else None
        if chat is None:
            raise Refusal("chat-not-found", f"there is no chat {number}")
        if chat.state != WITH_BOT:
            raise Refusal("chat-not-with-bot", f"the chat is {chat.state}")
        return chat

    def _touch(self, chat: SimChat) -> None:
        """Note that a chat changed; no two changes have the same time."""
        self._last_change = max(self._last_change + 1, int(self._clock() * 1_000_000))
        chat.changed = self._last_change

    def _now(self) -> str:
        return _iso(self._clock())


def _checked(message: object) -> JsonObject:
    if not isinstance(message, dict):
        raise Refusal("bad-message", "the message is no object")
    match message.get("kind"):
        case "operator" if isinstance(message.get("text"), str) and message["text"].strip():
            return message
        case "keyboard" if _is_keyboard(message.get("buttons")):
            return message
        case "file_operator" if _is_file(message.get("data")):
            return message
    raise Refusal("bad-message", f"a message of kind {message.get('kind')} is malformed")


def _is_keyboard(rows: object) -> bool:
    """Rows of buttons, each with an id and a text: the visitor's side drops other keyboards."""
    if not isinstance(rows, list) or not rows:
        return False
    buttons = [button for row in rows if isinstance(row, list) for button in row]
    return bool(buttons) and all(
        isinstance(button, dict)
        and all(isinstance(button.get(name), str) and button[name] for name in ("id", "text"))
        for button in buttons
    )


def _is_file(data: object) -> bool:
    names = ("url", "name", "media_type")
    return isinstance(data, dict) and all(isinstance(data.get(name), str) for name in names)


def _shown(message: JsonObject) -> str:
    if message["kind"] == "keyboard":
        return " ".join(f"[{button['text']}]" for row in message["buttons"] for button in row)
    if message["kind"] == "file_operator":
        return str(message["data"]["url"])
    return str(message.get("text", ""))


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
