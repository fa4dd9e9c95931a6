"""Webim's External Bot API: in version 1.0 the answer to a request carries the bot's messages, in version
2.0 they are calls to Webim."""

from jaicp.channels.webim.channel import WebimCallingChannel, WebimChannel
from jaicp.channels.webim.decode import decode
from jaicp.channels.webim.decode_v2 import decode_v2
from jaicp.channels.webim.door import WebimDoor
from jaicp.channels.webim.respond import respond
from jaicp.channels.webim.settings import WebimSettings

__all__ = [
    "WebimCallingChannel",
    "WebimChannel",
    "WebimDoor",
    "WebimSettings",
    "decode",
    "decode_v2",
    "respond",
]
