"""Messages between the server and its workers: four bytes of length, then a JSON object.

JSON is written in ASCII, so that any text of a script crosses, half emojis too.
"""

from __future__ import annotations

import json
from asyncio import IncompleteReadError, StreamReader
from typing import BinaryIO

from jaicp.runtime.messages import JsonObject

__all__ = ["FrameError", "encode_frame", "read_frame", "receive_frame"]

MAX_FRAME = 64 * 1024 * 1024
"""Bytes. A session so large is a script's leak; refusing it beats using all memory."""


class FrameError(Exception):
    """The other side closed the pipe within a message, or sent something else."""


def encode_frame(message: JsonObject) -> bytes:
    """The bytes of one message."""
    data = json.dumps(message).encode("ascii")
    if len(data) > MAX_FRAME:
        raise FrameError(f"a message of {len(data)} bytes is too large")
    return len(data).to_bytes(4, "big") + data


def read_frame(stream: BinaryIO) -> JsonObject | None:
    """The next message, None at the end of the stream."""
    head = stream.read(4)
    if not head:
        return None
    data = stream.read(_length(head))
    return _decode(data, _length(head))


async def receive_frame(stream: StreamReader) -> JsonObject:
    """The next message; raises `FrameError` at the end of the stream."""
    try:
        size = _length(await stream.readexactly(4))
        return _decode(await stream.readexactly(size), size)
    except IncompleteReadError as error:
        raise FrameError("the other side has gone") from error


def _length(head: bytes) -> int:
    size = int.from_bytes(head, "big")
    if len(head) != 4 or size > MAX_FRAME:
        raise FrameError("not a message")
    return size


def _decode(data: bytes, size: int) -> JsonObject:
    if len(data) != size:
        raise FrameError("a message was cut off")
    try:
        message = json.loads(data)
    except ValueError as error:
        raise FrameError(f"not a message: {error}") from error
    if not isinstance(message, dict):
        raise FrameError("not a message")
    return message
