"""Webim's External Bot API 1.0: the answer to a request carries the bot's messages."""

from jaicp.channels.webim.channel import WebimChannel
from jaicp.channels.webim.decode import decode
from jaicp.channels.webim.respond import respond
from jaicp.channels.webim.settings import WebimSettings

__all__ = ["WebimChannel", "WebimSettings", "decode", "respond"]
