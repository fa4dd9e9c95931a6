"""Where Webim's requests come in: which version of the bot API a request speaks."""

from __future__ import annotations

from dataclasses import dataclass, field

from jaicp.channels.base import AnsweringChannel, CallingChannel, UnknownVersion
from jaicp.channels.webim.channel import WebimCallingChannel, WebimChannel
from jaicp.channels.webim.settings import WebimSettings
from jaicp.runtime.messages import JsonObject

__all__ = ["WebimDoor", "version_of"]


@dataclass(frozen=True, slots=True)
class WebimDoor:
    """The endpoint of one bot on Webim; a `jaicp.channels.base.Door`.

    Both versions are served under one key, so that sessions stay where a bot changes from one to the
    other. Version 2.0 is served where `calls` says that its calls can be made.
    """

    settings: WebimSettings
    calls: bool = False
    assumed: str = ""
    """The version of a request that does not tell; empty is 2.0 where it is served, else 1.0."""

    answering: WebimChannel = field(init=False)
    """The channel of version 1.0."""

    calling: WebimCallingChannel = field(init=False)
    """The channel of version 2.0."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "answering", WebimChannel(self.settings))
        object.__setattr__(self, "calling", WebimCallingChannel(self.settings))

    def channel(self, body: JsonObject, version: str | None) -> AnsweringChannel | CallingChannel:
        """Whose a request is; `version` is what its header says. Raises `UnknownVersion`."""
        told = self.settings.dialect
        if told == "auto":
            assumed = self.assumed or ("2.0" if self.calls else "1.0")
            told = version_of(body) or assumed if version is None else version.strip()
        match told.partition(".")[0]:
            case "1":
                return self.answering
            case "2" if self.calls:
                return self.calling
            case "2":
                raise UnknownVersion(
                    "this endpoint serves version 1.0 of the bot API only: "
                    "2.0 needs the settings `host` and `token`"
                )
        raise UnknownVersion("this endpoint serves versions 1.0 and 2.0 of the bot API only")


def version_of(body: JsonObject) -> str:
    """The version that a request's shape tells; empty where either has it so."""
    if "chat_id" in body or isinstance(body.get("message"), dict):
        return "2.0"
    if "kind" in body or "response" in body:
        return "1.0"
    visitor, messages = body.get("visitor"), body.get("messages")
    if isinstance(visitor, dict) and "fields" in visitor:
        return "2.0"
    listed = messages if isinstance(messages, list) else []
    if any(
        isinstance(message, dict) and ("id" in message or "data" in message) for message in listed
    ):
        return "2.0"
    return ""
