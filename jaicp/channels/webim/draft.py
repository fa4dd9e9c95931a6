"""Replies to messages, as far as both versions of the bot API carry them the same way.

Messages are texts (`operator`) and keyboards (shapes: Webim's sample bot); version 2.0 has files
besides. What neither version can carry is told by a line in the log.
"""

from __future__ import annotations

import hashlib
import logging
import mimetypes
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from jaicp.channels.base import NEW_CHAT_STARTED
from jaicp.channels.body import clean, clean_text
from jaicp.channels.buttons import button_items, caption
from jaicp.channels.plain import from_html, from_markdown, split_text
from jaicp.channels.webim.actions import redirects
from jaicp.channels.webim.settings import WebimSettings
from jaicp.runtime.messages import JsonObject, Reply, Turn

__all__ = ["Draft", "Writer", "cleaned", "hands_over", "is_switch", "line", "write_replies"]

_log = logging.getLogger(__name__)


def hands_over(turn: Turn) -> bool:
    """Whether the script gave the chat to a person, by a `switch` reply or by an action."""
    replies = [] if turn.event == NEW_CHAT_STARTED else turn.replies
    return any(map(is_switch, replies)) or redirects(turn.response.get("actions"))


def is_switch(reply: Reply) -> bool:
    """Whether a reply gives the chat to a person."""
    return reply.get("type") == "switch" and reply.get("oneTimeMessage") is not True


@dataclass(slots=True)
class Draft:
    """Messages being put together."""

    settings: WebimSettings
    files: bool = False
    """Whether files go out as such; else their addresses do, as text."""
    messages: list[JsonObject] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    """Of the buttons in the keyboard that stands last."""

    def say(self, *lines: object) -> None:
        """Add a text of these lines; what is no text or number, or blank, is left out."""
        texts = [line(part) for part in lines]
        whole = "\n".join(text for text in texts if text.strip())
        for piece in split_text(whole, self.settings.max_text):
            self.messages.append({"kind": "operator", "text": piece})

    def offer(self, button: JsonObject) -> None:
        """Add a button, in a row of its own, to the keyboard that stands last, or to a new one."""
        if not self.messages or self.messages[-1].get("kind") != "keyboard":
            self.messages.append({"kind": "keyboard", "buttons": []})
            self.ids.clear()
        self.messages[-1]["buttons"].append([_button(button, self.ids)])

    def attach(self, url: str, name: str, media_type: str) -> None:
        """Add a file by its address."""
        data = {"url": url, "name": name, "media_type": media_type}
        self.messages.append({"kind": "file_operator", "data": data})


Writer = Callable[[Draft, Reply], None]


def write_replies(draft: Draft, turn: Turn, writers: Mapping[str, Writer]) -> None:
    """Write the replies of a turn; `writers` knows the types that `Draft` alone cannot carry."""
    replies = turn.replies
    if turn.event == NEW_CHAT_STARTED and replies:
        _log.warning("%d reply(s) at `%s` are not sent", len(replies), NEW_CHAT_STARTED)
        replies = []
    for reply in replies:
        kind = str(reply.get("type"))
        write = writers.get(kind) or _WRITERS.get(kind, _skip)
        write(draft, reply)


def line(value: object) -> str:
    """`value` as text: texts and numbers only, empty for the rest."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def cleaned(value: JsonObject) -> JsonObject:
    """`value` fit to be sent; empty, and a line in the log, where it cannot be."""
    try:
        return dict(clean(value))
    except ValueError as error:
        _log.warning("a part of a reply is not sent: it %s", error)
        return {}


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
    return {"id": name, "text": text} | cleaned(extras)


def _text(draft: Draft, reply: Reply) -> None:
    """A reply that brings its markup in `html` has the plain text beside it, unless that is empty."""
    text, markup = reply.get("text"), reply.get("markup")
    if isinstance(reply.get("html"), str):
        is_empty = not line(text).strip()
        text, markup = (reply["html"], "html") if is_empty else (text, None)
    if markup == "html":
        text = from_html(line(text))
    elif markup == "markdown":
        text = from_markdown(line(text))
    draft.say(text)


def _buttons(draft: Draft, reply: Reply) -> None:
    """Buttons that open a page cannot do so from a keyboard: their address goes out as text."""
    for button in button_items(reply):
        if isinstance(button.get("url"), str) and button["url"]:
            draft.say(f"{button['text']}: {button['url']}")
        else:
            draft.offer(button)


def _link(draft: Draft, reply: Reply) -> None:
    draft.say(reply.get("text"), reply.get("url"))


def _media(kind: str, names: tuple[str, ...], captions: tuple[str, ...]) -> Writer:
    """A writer of files: `names` hold what the file is called, `captions` what is said of it."""

    def write(draft: Draft, reply: Reply) -> None:
        url = line(reply.get(f"{kind}Url"))
        if not url:
            _log.warning("a reply of type `%s` has no `%sUrl`", reply.get("type"), kind)
        name = _first(reply, names)
        if draft.files and url:
            draft.say(_first(reply, captions))
            draft.attach(url, name or _file_name(url), _media_type(reply, url, kind))
        else:
            draft.say(name or _first(reply, captions), url)

    return write


def _first(reply: Reply, names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := line(reply.get(name)))), "")


def _file_name(url: str) -> str:
    return unquote(posixpath.basename(_path(url))) or "file"


def _media_type(reply: Reply, url: str, kind: str) -> str:
    """What kind of file it is: as the script says, by its ending, or, of an image, the usual one."""
    told = line(reply.get("mimeType"))
    guessed, _ = mimetypes.guess_type(_path(url), strict=False)
    return told or guessed or _USUAL.get(kind, "application/octet-stream")


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:  # such as an address with half a bracket
        return url


def _carousel(draft: Draft, reply: Reply) -> None:
    draft.say(reply.get("text"))
    content = reply.get("content")
    cards = (
        [card for card in content if isinstance(card, dict)] if isinstance(content, list) else []
    )
    for card in cards:
        draft.say(*(card.get(name) for name in ("title", "description", "image", "url")))
    for button in button_items({"buttons": [card.get("btnText") for card in cards]}):
        draft.offer(button)


def _skip(draft: Draft, reply: Reply) -> None:
    _log.warning("a reply of type `%s` cannot be sent on this channel", reply.get("type"))


_USUAL = {"image": "image/jpeg", "audio": "audio/mpeg", "video": "video/mp4"}

_WRITERS: dict[str, Writer] = {
    "text": _text,
    "buttons": _buttons,
    "inlineButtons": _buttons,
    "image": _media("image", ("imageName",), ("text",)),
    "audio": _media("audio", ("audioName",), ("text", "caption")),
    "video": _media("video", ("videoName", "name"), ("text", "caption")),
    "file": _media("file", ("fileName", "name"), ("text", "caption")),
    "link": _link,
    "carousel": _carousel,
}
