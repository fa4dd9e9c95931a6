"""One request of a channel, from its bytes to its answer, whatever carried it."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from jaicp.channels.base import Channel, Update
from jaicp.channels.body import BadRequest, read_body
from jaicp.runtime.messages import JsonObject, Turn
from jaicp.server.dispatch import DeadlineMissedError, Dispatcher, OverloadError
from jaicp.stores.base import StoreError

__all__ = ["BODY_LIMIT", "Answer", "Counters", "Webhook", "problem"]

BODY_LIMIT = 1024 * 1024
"""Bytes of a request body."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: the HTTP status, the JSON body, and the turns that were run for it."""

    status: int
    body: JsonObject
    turns: list[Turn] = field(default_factory=list)


@dataclass(slots=True)
class Counters:
    """What happened since the start, for the health page."""

    turns: int = 0
    """Run to an answer in time."""
    errors: int = 0
    """Of those, the ones with an error in the script or a limit that was hit."""
    late: int = 0
    """Answered by a release of the chat, since the deadline passed."""
    refused: int = 0
    """Released, since too many were under way or the store failed."""
    ignored: int = 0
    """Of a kind that the channel does not know."""
    bad_requests: int = 0


def problem(status: int, error: str, message: str, **more: Any) -> Answer:
    """An answer that refuses a request."""
    return Answer(status, {"error": error, "message": message, **more})


class Webhook:
    """A channel and its dispatcher. `clock` tells seconds since the epoch, `new_id` names requests."""

    def __init__(
        self,
        channel: Channel,
        dispatcher: Dispatcher,
        *,
        clock: Callable[[], float] = time.time,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        self.channel = channel
        self.dispatcher = dispatcher
        self.counters = Counters()
        self._clock = clock
        self._new_id = new_id

    async def answer(self, raw: bytes, *, arrived: float | None = None) -> Answer:
        """The answer to the request body `raw`, which arrived at `arrived` by `time.monotonic`."""
        if len(raw) > BODY_LIMIT:
            self.counters.bad_requests += 1
            return problem(413, "too_large", f"a request may have up to {BODY_LIMIT} bytes")
        try:
            now, question_id = self._clock(), self._new_id()
            update = self.channel.decode(read_body(raw), now=now, question_id=question_id)
        except BadRequest as error:
            self.counters.bad_requests += 1
            _log.warning("bad request: %s", error)
            more = {"field": error.field} if error.field else {}
            return problem(400, "bad_request", str(error), **more)
        if update.event is None:
            self.counters.ignored += 1
            _log.info("ignored: %s", update.ignored)
            return Answer(200, self.channel.silence())
        return await self._handle(update, 0.0 if arrived is None else time.monotonic() - arrived)

    async def _handle(self, update: Update, waited: float) -> Answer:
        try:
            turn = await self.dispatcher.handle(self.channel, update, waited=waited)
        except DeadlineMissedError:
            self.counters.late += 1
            _log.warning("chat %r: the deadline passed, the chat is released", update.chat)
            return Answer(200, self.channel.release())
        except OverloadError:
            self.counters.refused += 1
            _log.error("chat %r: too many turns under way, the chat is released", update.chat)
            return Answer(200, self.channel.release())
        except StoreError as error:
            self.counters.refused += 1
            _log.error("chat %r: %s; the chat is released", update.chat, error)
            return Answer(200, self.channel.release())
        self._note(update, turn)
        return Answer(200, self.channel.respond(turn), [turn])

    def _note(self, update: Update, turn: Turn) -> None:
        self.counters.turns += 1
        if turn.error is not None:
            self.counters.errors += 1
            _log.error("chat %r: %s: %s", update.chat, turn.error.kind, turn.error)
        _log.info("chat %r: %s, %d reply(s)", update.chat, turn.state, len(turn.replies))
