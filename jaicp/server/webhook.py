"""One request of a channel, from its bytes to its answer, whatever carried it."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from jaicp.channels.base import (
    AnsweringChannel,
    Call,
    CallingChannel,
    Door,
    UnknownVersion,
    Update,
)
from jaicp.channels.body import BadRequest, read_body
from jaicp.runtime.messages import JsonObject, Turn
from jaicp.server.collector import Collector
from jaicp.server.dispatch import DeadlineMissedError, Dispatcher, OverloadError, RepeatedError
from jaicp.server.intake import Intake
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
    calls: list[Call] = field(default_factory=list)
    """Those that would be made, where they are only rehearsed."""


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
    """Released or refused, since too many were under way or the store failed."""
    ignored: int = 0
    """Of a kind that the channel does not know."""
    repeated: int = 0
    """Recognised as sent before, and not handled again."""
    bad_requests: int = 0


def problem(status: int, error: str, message: str, **more: Any) -> Answer:
    """An answer that refuses a request."""
    return Answer(status, {"error": error, "message": message, **more})


class Webhook:
    """The door of a service: a request goes to the channel that it speaks.

    Requests of a channel that answers by calls go to `intake`. With `rehearsal` their turns are
    waited for, and told with their calls. `clock` tells seconds since the epoch, `new_id` names
    requests.
    """

    def __init__(
        self,
        door: Door,
        dispatcher: Dispatcher,
        intake: Intake | None = None,
        *,
        rehearsal: bool = False,
        clock: Callable[[], float] = time.time,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        self.door = door
        self.dispatcher = dispatcher
        self.intake = intake
        self.counters = Counters()
        self.collector: Collector | None = None
        """Who collects what people say after a hand-over, where that is set up."""
        self._rehearsal = rehearsal
        self._clock = clock
        self._new_id = new_id
        if intake is not None:
            intake.on_turn = self._note

    async def answer(
        self, raw: bytes, *, arrived: float | None = None, version: str | None = None
    ) -> Answer:
        """The answer to the request body `raw`, which arrived at `arrived` by `time.monotonic`.

        `version` is that of the protocol, where the request tells it apart from its body.
        """
        if len(raw) > BODY_LIMIT:
            self.counters.bad_requests += 1
            return problem(413, "too_large", f"a request may have up to {BODY_LIMIT} bytes")
        try:
            body = read_body(raw)
            channel = self.door.channel(body, version)
            update = channel.decode(body, now=self._clock(), question_id=self._new_id())
        except UnknownVersion as error:
            self.counters.bad_requests += 1
            _log.warning("a request of another version: %s", error)
            return problem(404, "unknown_version", str(error))
        except BadRequest as error:
            self.counters.bad_requests += 1
            _log.warning("bad request: %s", error)
            more = {"field": error.field} if error.field else {}
            return problem(400, "bad_request", str(error), **more)
        if update.event is None:
            self.counters.ignored += 1
            _log.info("ignored: %s", update.ignored)
        if channel.way == "answers":
            waited = 0.0 if arrived is None else time.monotonic() - arrived
            return await self._reply(channel, update, waited)
        return await self._accept(channel, update)

    async def _reply(self, channel: AnsweringChannel, update: Update, waited: float) -> Answer:
        """The answer of a channel that has the replies in it."""
        if update.event is None:
            return Answer(200, channel.silence())
        try:
            turn = await self.dispatcher.handle(channel, update, waited=waited)
        except DeadlineMissedError:
            self.counters.late += 1
            _log.warning("chat %r: the deadline passed, the chat is released", update.chat)
            return Answer(200, channel.release())
        except OverloadError:
            self.counters.refused += 1
            _log.error("chat %r: too many turns under way, the chat is released", update.chat)
            return Answer(200, channel.release())
        except StoreError as error:
            self.counters.refused += 1
            _log.error("chat %r: %s; the chat is released", update.chat, error)
            return Answer(200, channel.release())
        self._note(update.chat, turn)
        return Answer(200, channel.respond(turn), [turn])

    async def _accept(self, channel: CallingChannel, update: Update) -> Answer:
        """The acknowledgement of an update, which is stored by then."""
        if update.event is None:
            return Answer(200, channel.accepted())
        if self.intake is None:
            raise ValueError("this door opens to a channel without an intake")
        try:
            task = await self.intake.take(update)
        except OverloadError:
            self.counters.refused += 1
            _log.error("chat %r: too many turns under way, an update is refused", update.chat)
            return problem(503, "busy", "too many updates are waiting")
        except StoreError as error:
            self.counters.refused += 1
            _log.error("chat %r: %s; an update is refused", update.chat, error)
            return problem(503, "failed", "the update cannot be stored")
        except RepeatedError:
            self.counters.repeated += 1
            _log.info("chat %r: a repeated update", update.chat)
            return Answer(200, channel.accepted())
        if self._rehearsal and task is not None and (handled := await task) is not None:
            calls = [Call(call.method, call.body) for call in handled.calls]
            return Answer(200, channel.accepted(), [handled.turn], calls)
        return Answer(200, channel.accepted())

    def _note(self, chat: str, turn: Turn) -> None:
        self.counters.turns += 1
        if turn.error is not None:
            self.counters.errors += 1
            _log.error("chat %r: %s: %s", chat, turn.error.kind, turn.error)
