"""Settings of the Webim channel: one for each point that the published documents leave open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

__all__ = ["WebimSettings"]

_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_HOST = re.compile(r"([A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
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

    dialect: str = "auto"
    """The version of the bot API: `1.0`, `2.0`, or `auto`, as each request tells."""

    host: str = ""
    """Webim's address for version 2.0: `acme` for `acme.webim.ru`, or a whole host name."""

    token: str = field(default="", repr=False)
    """The bot's token for version 2.0, which Webim shows in the settings of the bot."""

    login: str = ""
    """E-mail of an administrator of the account, to read what people say after a hand-over."""

    password: str = field(default="", repr=False)
    """The administrator's password."""

    operator_id: str = ""
    """The id of the bot's own operator account, whose messages are not a person's."""

    collect_seconds: int = 60
    """How often what people said is asked for."""

    deliver_within: int = 600
    """Seconds after which a message that could not be delivered is given up."""

    repeat_uncertain: bool = False
    """Send a message again where it is not known whether Webim took it: rather twice than never."""

    repeat_seconds: int = 60
    """For so long the same `new_chat` of a chat that the bot still has counts as a repetition."""

    def __post_init__(self) -> None:
        if self.client not in ("visitor", "chat"):
            raise ValueError("`client` is `visitor` or `chat`")
        if self.max_text < 1:
            raise ValueError("`max_text` is 1 or more")
        if self.dialect not in ("auto", "1.0", "2.0"):
            raise ValueError("`dialect` is `auto`, `1.0` or `2.0`")
        if bool(self.login) != bool(self.password):
            raise ValueError("`login` and `password` are given together")
        if bool(self.host) != bool(self.token or self.login):
            raise ValueError("`host` and `token`, or `login`, are given together")
        if self.collect_seconds < 1:
            raise ValueError("`collect_seconds` is 1 or more")
        if not (self.token.isascii() and self.token.isprintable()) or " " in self.token:
            raise ValueError("`token` has a character that no token has")
        _base_url(self.host)

    @property
    def key(self) -> str:
        """The name under which a store keeps what belongs to the channel."""
        return f"webim:{self.channel_id}"

    @property
    def base_url(self) -> str:
        """Where Webim is, without a slash at the end; empty where no host is set."""
        return _base_url(self.host)

    def changed(self, options: Mapping[str, str]) -> WebimSettings:
        """These settings, some replaced by texts that a user typed; raises ValueError."""
        known = {known.name: getattr(self, known.name) for known in fields(self)}
        values: dict[str, Any] = {}
        for name, text in options.items():
            if name not in known:
                raise ValueError(f"no setting `{name}`; there are {', '.join(sorted(known))}")
            values[name] = _read(name, text, known[name])
        return replace(self, **values)


def _base_url(host: str) -> str:
    """The address of Webim. Plain HTTP would show the token, so it is for this machine only."""
    if not host:
        return ""
    scheme, found, rest = host.rstrip("/").rpartition("://")
    scheme = scheme or "https"
    if not found and _ACCOUNT.fullmatch(rest):
        rest += ".webim.ru"
    name = _HOST.fullmatch(rest)
    if name is None or scheme not in ("http", "https"):
        raise ValueError(
            "`host` is an account such as `acme`, or a host such as `chat.acme.example`"
        )
    if scheme == "http" and name[1] not in _LOOPBACK:
        raise ValueError("`host` is reached by https, else anybody on the way could read the token")
    return f"{scheme}://{rest}"


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
