"""Settings of the Webim channel: one for each point that the published documents leave open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

__all__ = ["WebimSettings"]

_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebimSettings:
    """How requests are read and answers written."""

    channel_id: str = ""
    """`$request.channelBotId`, and part of the key of the sessions; empty takes the bot's name."""

    joiner: str = "\n"
    """What stands between the messages of one `new_chat` that become one query."""

    client: str = "visitor"
    """Who a session belongs to: the `visitor` over all his chats, or each `chat`."""

    keep_when_silent: bool = True
    """Answer a turn without replies by an empty list of messages; else by `has_answer: false`."""

    switch_by_actions: bool = False
    """Where a `switch` names its destination, hand over by `actions`, so that messages are sent."""

    max_text: int = 4000
    """Longer texts go out as several messages; in characters."""

    def __post_init__(self) -> None:
        if self.client not in ("visitor", "chat"):
            raise ValueError("`client` is `visitor` or `chat`")
        if self.max_text < 1:
            raise ValueError("`max_text` is 1 or more")

    def changed(self, options: Mapping[str, str]) -> WebimSettings:
        """These settings, some replaced by texts that a user typed; raises ValueError."""
        known = {field.name: getattr(self, field.name) for field in fields(self)}
        values: dict[str, Any] = {}
        for name, text in options.items():
            if name not in known:
                raise ValueError(f"no setting `{name}`; there are {', '.join(sorted(known))}")
            values[name] = _read(name, text, known[name])
        return replace(self, **values)


def _read(name: str, text: str, current: object) -> object:
    if isinstance(current, bool):
        if text.casefold() not in _WORDS:
            raise ValueError(f"`{name}` is `true` or `false`")
        return _WORDS[text.casefold()]
    if isinstance(current, int):
        if not (text.isascii() and text.isdigit()):
            raise ValueError(f"`{name}` is a number")
        return int(text)
    return text.replace("\\n", "\n")
