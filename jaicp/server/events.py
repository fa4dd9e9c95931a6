"""Requests from a file instead of the network: one line in, one line out.

Each line goes the same way as a request to the endpoint, so `body` is exactly what Webim would get.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import BinaryIO

from jaicp.runtime.messages import JsonObject, Turn
from jaicp.server.webhook import BODY_LIMIT, Webhook

__all__ = ["answer_line", "read_lines"]


def read_lines(source: BinaryIO) -> Iterator[bytes]:
    """The lines of `source`; of one that is too long, no more than tells so."""
    while line := source.readline(BODY_LIMIT + 2):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = source.readline(BODY_LIMIT)
        yield line.rstrip(b"\r\n")


async def answer_line(n: int, line: bytes, webhook: Webhook) -> str:
    """The line that tells what request number `n` is answered by, without a line break."""
    answer = await webhook.answer(line)
    result = {
        "n": n,
        "status": answer.status,
        "body": answer.body,
        "calls": [{"method": call.method, "body": call.body} for call in answer.calls],
        "turns": [_turn(turn) for turn in answer.turns],
    }
    return json.dumps(result, ensure_ascii=False).encode("utf-8", "replace").decode()


def _turn(turn: Turn) -> JsonObject:
    return {
        "state": turn.state,
        "context": turn.context,
        "event": turn.event,
        "query": turn.query,
        "replies": turn.replies,
        "error": None if turn.error is None else asdict(turn.error),
    }
