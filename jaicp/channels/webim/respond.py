"""Turns to answers of Webim's External Bot API 1.0.

An answer is one JSON object. `{"has_answer": true, "messages": […]}` keeps the chat with the bot,
`{"has_answer": false}` gives it to the queue of people; messages are texts (`operator`) and
keyboards (shapes: Webim's sample bot). What 1.0 cannot carry – files, timers – goes out as text or
is logged.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from jaicp.channels.base import NEW_CHAT_STARTED
from jaicp.channels.body import clean, clean_text
from jaicp.channels.buttons import button_items, caption
from jaicp.channels.plain import from_html, from_markdown, split_text
from jaicp.channels.webim.actions import read_actions, redirects, to_department
from jaicp.channels.webim.settings import WebimSettings
from jaicp.runtime.messages import JsonObject, Reply, Turn

__all__ = ["hands_over", "release", "respond", "silence"]

_log = logging.getLogger(__name__)


def respond(turn: Turn, settings: WebimSettings) -> JsonObject:
    """The answer for a turn.

    A turn that failed and has nothing to say releases the chat: a visitor is not left with a bot
    that cannot answer. Only the start of a chat, where nothing is awaited, keeps it.
    """
    draft = _draft(turn, settings)
    if draft.switched and not draft.actions:
        if draft.messages:
            _log.warning("%d message(s) beside a hand-over are not sent", len(draft.messages))
        return release()
    if draft.messages or draft.actions or draft.extra:
        answer: JsonObject = {"has_answer": True, "messages": draft.messages}
        if draft.actions:
            answer["actions"] = draft.actions
        return answer | draft.extra
    if turn.error is not None and turn.event != NEW_CHAT_STARTED:
        return release()
    return silence(settings)


def silence(settings: WebimSettings) -> JsonObject:
    """The answer that says nothing."""
    return {"has_answer": True, "messages": []} if settings.keep_when_silent else release()


def release() -> JsonObject:
    """The answer that gives the chat to the queue."""
    return {"has_answer": False}


def hands_over(turn: Turn) -> bool:
    """Whether the script gave the chat to a person, by a `switch` reply or by an action."""
    replies = [] if turn.event == NEW_CHAT_STARTED else turn.replies
    return any(map(_is_switch, replies)) or redirects(turn.response.get("actions"))


def _is_switch(reply: Reply) -> bool:
    return reply.get("type") == "switch" and reply.get("oneTimeMessage") is not True


@dataclass(slots=True)
class _Draft:
    """An answer being put together."""

    settings: WebimSettings
    messages: list[JsonObject] = field(default_factory=list)
    actions: list[JsonObject] = field(default_factory=list)
    extra: JsonObject = field(default_factory=dict)
    switched: bool = False
    ids: set[str] = field(default_factory=set)
    """Of the buttons in the keyboard that stands last."""

    def say(self, *lines: object) -> None:
        """Add a text of these lines; what is no text or number, or blank, is left out."""
        texts = [_line(line) for line in lines]
        whole = "\n".join(text for text in texts if text.strip())
        for piece in split_text(whole, self.settings.max_text):
            self.messages.append({"kind": "operator", "text": piece})

    def offer(self, button: JsonObject) -> None:
        """Add a button, in a row of its own, to the keyboard that stands last, or to a new one."""
        if not self.messages or self.messages[-1]["kind"] != "keyboard":
            self.messages.append({"kind": "keyboard", "buttons": []})
            self.ids.clear()
        self.messages[-1]["buttons"].append([_button(button, self.ids)])


def _draft(turn: Turn, settings: WebimSettings) -> _Draft:
    draft = _Draft(settings, actions=read_actions(turn.response.get("actions")))
    replies = turn.replies
    if turn.event == NEW_CHAT_STARTED and replies:
        _log.warning("%d reply(s) at `%s` are not sent", len(replies), NEW_CHAT_STARTED)
        replies = []
    for reply in replies:
        write = _WRITERS.get(str(reply.get("type")), _skip)
        write(draft, reply)
    return draft


def _line(value: object) -> str:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def _button(button: JsonObject, taken: set[str]) -> JsonObject:
    """A button as Webim takes it; its id comes from its caption, so it is always the same."""
    text = caption(button["text"])
    base = "b" + hashlib.sha256(text.encode()).hexdigest()[:12]
    name, n = base, 1
    while name in taken:
        n += 1
        name = f"{base}-{n}"
    taken.add(name)
    extras = {key: button[key] for key in ("config", "params") if isinstance(button.get(key), dict)}
    return {"id": name, "text": text} | _cleaned(extras)


def _text(draft: _Draft, reply: Reply) -> None:
    text, markup = reply.get("text"), reply.get("markup")
    if not _line(text).strip() and isinstance(reply.get("html"), str):
        text, markup = reply["html"], "html"
    if markup == "html":
        text = from_html(_line(text))
    elif markup == "markdown":
        text = from_markdown(_line(text))
    draft.say(text)


def _buttons(draft: _Draft, reply: Reply) -> None:
    """Buttons that open a page cannot do so from a keyboard: their address goes out as text."""
    for button in button_items(reply):
        if isinstance(button.get("url"), str) and button["url"]:
            draft.say(f"{button['text']}: {button['url']}")
        else:
            draft.offer(button)


def _media(address: str, *captions: str) -> Callable[[_Draft, Reply], None]:
    def write(draft: _Draft, reply: Reply) -> None:
        title = next((text for name in captions if (text := _line(reply.get(name)))), "")
        if not _line(reply.get(address)):
            _log.warning("a reply of type `%s` has no `%s`", reply.get("type"), address)
        draft.say(title, reply.get(address))

    return write


def _carousel(draft: _Draft, reply: Reply) -> None:
    draft.say(reply.get("text"))
    content = reply.get("content")
    cards = (
        [card for card in content if isinstance(card, dict)] if isinstance(content, list) else []
    )
    for card in cards:
        draft.say(*(card.get(name) for name in ("title", "description", "image", "url")))
    for button in button_items({"buttons": [card.get("btnText") for card in cards]}):
        draft.offer(button)


def _switch(draft: _Draft, reply: Reply) -> None:
    if not _is_switch(reply):
        _log.warning("a message to people without a hand-over cannot be sent on this channel")
        return
    draft.switched = True
    destination = _line(reply.get("destination"))
    if draft.settings.switch_by_actions and destination:
        draft.actions.append(to_department(destination))
        draft.say(reply.get("lastMessage"))


def _raw(draft: _Draft, reply: Reply) -> None:
    body = reply.get("body")
    if not isinstance(body, dict):
        _log.warning("a raw reply without an object as `body` is not sent")
        return
    extra = _cleaned(body)
    messages = extra.pop("messages", None)
    if isinstance(messages, list):
        draft.messages.extend(
            message for message in messages if isinstance(message, dict) and "kind" in message
        )
    draft.extra |= extra


def _skip(draft: _Draft, reply: Reply) -> None:
    _log.warning("a reply of type `%s` cannot be sent on this channel", reply.get("type"))


def _cleaned(value: JsonObject) -> JsonObject:
    try:
        return dict(clean(value))
    except ValueError as error:
        _log.warning("a part of a reply is not sent: it %s", error)
        return {}


_WRITERS: dict[str, Callable[[_Draft, Reply], None]] = {
    "text": _text,
    "buttons": _buttons,
    "inlineButtons": _buttons,
    "image": _media("imageUrl", "text"),
    "audio": _media("audioUrl", "audioName", "text", "caption"),
    "video": _media("videoUrl", "videoName", "name", "text", "caption"),
    "file": _media("fileUrl", "fileName", "name", "text", "caption"),
    "link": _media("url", "text"),
    "carousel": _carousel,
    "switch": _switch,
    "raw": _raw,
}
