"""Messages over standard input and output, read by a thread of their own.

A message reaches the loop of the server as a whole and in one step: while the checker is at work, each step
between threads may have to wait for it.
"""

from __future__ import annotations

import asyncio
import logging
import re
import threading
from collections.abc import Callable
from typing import BinaryIO

__all__ = ["LARGEST_MESSAGE", "read_messages", "serve"]

LARGEST_MESSAGE = 256_000_000
"""Bytes of a message that are taken; what claims to be longer is no client of ours."""

_LENGTH = re.compile(rb"content-length:\s*(\d+)\s*\Z", re.IGNORECASE)
_log = logging.getLogger(__name__)


def read_messages(stream: BinaryIO, take: Callable[[bytes], None]) -> None:
    """Hand over the bodies of messages until the stream ends, or until it cannot be followed any more."""
    length = None
    while header := stream.readline():
        found = _LENGTH.match(header.strip())
        if found is not None:
            length = int(found[1])
        elif not header.strip() and length is not None:
            if length > LARGEST_MESSAGE:
                _log.error("a message of %d bytes is not taken", length)
                return
            body = stream.read(length)
            if len(body) < length:
                return
            take(body)
            length = None


async def serve(stream: BinaryIO, handle: Callable[[bytes], None]) -> None:
    """Handle messages on the loop until the stream ends."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()

    def read() -> None:
        try:
            read_messages(stream, lambda body: _hand_over(loop, handle, body))
        except (OSError, ValueError) as error:  # the stream was closed
            _log.info("the input has ended: %s", error)
        _hand_over(loop, lambda _: ended.set(), b"")

    threading.Thread(target=read, name="messages", daemon=True).start()
    await ended.wait()


def _hand_over(
    loop: asyncio.AbstractEventLoop, handle: Callable[[bytes], None], body: bytes
) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(handle, body)
