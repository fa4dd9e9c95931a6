"""The outbox to the chat service: each chat's calls in order, one at a time, retried where that is safe.

What becomes of a call depends on what is known of it:

* taken: it is settled;
* refused: it is given up, or another call or an event takes its place, as the channel says;
* a passing fault (a gateway's): it is tried again up to three times, with pauses that grow;
* not known (the answer never came): it is tried again only where doing it twice does no harm;
* not carried out (nobody there, too many requests, a token that is not accepted): it waits. One call at
  a time then tries whether the service is back, the others follow once it is.

Where a call that may have been carried out before is refused when it is made again, it most likely was:
nothing takes its place. So it is with the first call of each chat after a start, for the last run may
have ended while it was under way.

A call that waits longer than it is of use is given up. One that is given up stays in the store with its
problem, and its chat goes on with the next.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from jaicp.channels.base import Call, Caller, CallingChannel, CallResult, Outcome
from jaicp.runtime.messages import Event, JsonObject
from jaicp.server.traces import span
from jaicp.stores.base import OutCall, Store, StoreError

__all__ = ["RETRIES", "Courier"]

RETRIES = 3
"""How often a call is repeated after a passing fault."""

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 8.0
"""Seconds between two tries of one call: the first pause, doubled each time up to the longest."""

LONGEST_WAIT = 60.0
"""Seconds that the service may ask us to wait."""

PROBE_PAUSE = 30.0
"""Seconds between two tries of a service that is not there or does not let us in."""

_WAITING = frozenset({Outcome.UNREACHED, Outcome.BUSY, Outcome.BARRED})
_log = logging.getLogger(__name__)
_T = TypeVar("_T")


@dataclass(slots=True)
class _State:
    """What health tells of the deliveries."""

    sent: int = 0
    retried: int = 0
    given_up: int = 0
    down: str = ""
    """Why the service takes no calls, one of `Outcome`; empty while it does."""
    problem: str = ""
    """The last one, in words."""


class Courier:
    """Delivers the calls of one channel.

    `stored` runs work on the store in its thread. `on_event` takes in an event that a refused call
    raises. `clock` tells seconds since the epoch, `pause` waits some seconds, `chance` gives a
    number from 0 to 1.
    """

    def __init__(
        self,
        channel: CallingChannel,
        caller: Caller,
        store: Store,
        stored: Callable[[Callable[[], None]], Awaitable[None]],
        *,
        on_event: Callable[[OutCall, Event], Awaitable[object]],
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._channel = channel
        self._caller = caller
        self._store = store
        self._stored = stored
        self._on_event = on_event
        self._clock = clock
        self._pause = pause
        self._chance = chance
        self._queues: dict[str, deque[OutCall]] = {}
        self._doubtful: set[int] = set()
        """Ids of calls that may have been carried out already."""
        self._tasks: dict[str, asyncio.Task[None]] = {}
        """The deliveries of the chats of `_queues`."""
        self._probing = asyncio.Lock()
        self._state = _State()

    @property
    def waiting(self) -> int:
        """The number of calls that are not settled."""
        return sum(map(len, self._queues.values()))

    def status(self) -> JsonObject:
        """What health tells: `status` is `ok`, or why no calls are taken."""
        oldest = min((queue[0].created for queue in self._queues.values() if queue), default=None)
        state = self._state
        return {
            "status": state.down or "ok",
            "waiting": self.waiting,
            "oldest_seconds": 0.0 if oldest is None else round(max(self._clock() - oldest, 0.0), 1),
            "sent": state.sent,
            "retried": state.retried,
            "given_up": state.given_up,
            "problem": state.problem,
        }

    def begin_anew(self, calls: list[OutCall]) -> None:
        """Deliver `calls` only: of all else that waits others have the chats now."""
        ids = {call.id for call in calls}
        lost = [chat for chat, queue in self._queues.items() if any(c.id not in ids for c in queue)]
        for chat in lost:
            self._tasks[chat].cancel()
            del self._queues[chat], self._tasks[chat]
        self.resume(calls)

    def resume(self, calls: list[OutCall]) -> None:
        """Deliver what the last run of the program left; the first of each chat may have been made."""
        known = {call.id for queue in self._queues.values() for call in queue}
        for call in calls:
            if call.id in known:
                continue
            if call.chat not in self._queues:
                self._doubtful.add(call.id)
            self.add([call])

    def add(self, calls: tuple[OutCall, ...] | list[OutCall]) -> None:
        """Deliver `calls`, those of each chat after what it has waiting."""
        for call in calls:
            queue = self._queues.get(call.chat)
            if queue is not None:
                queue.append(call)
                continue
            self._queues[call.chat] = deque([call])
            self._tasks[call.chat] = asyncio.create_task(self._deliver(call.chat))

    async def close(self, patience: float) -> None:
        """Go on delivering for `patience` seconds, less where no calls are taken.

        What is left stays in the outbox.
        """
        if self._tasks and not self._state.down:
            await asyncio.wait(self._tasks.values(), timeout=patience)
        left = list(self._tasks.values())
        if left:
            _log.warning("%d call(s) stay in the outbox", self.waiting)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _deliver(self, chat: str) -> None:
        """Deliver the calls of a chat until there are none."""
        queue = self._queues[chat]
        while queue:
            try:
                await self._see_to(queue[0])
            except StoreError as error:  # what a refused call calls for could not be stored
                _log.error("chat %r: %s; the call is tried again", chat, error)
                await self._pause(PROBE_PAUSE)
            else:
                queue.popleft()
        del self._queues[chat], self._tasks[chat]

    async def _see_to(self, call: OutCall) -> None:
        """Make a call until it is settled."""
        tries = 0
        while True:
            if self._is_stale(call):
                await self._give_up(
                    call, f"too old: {self._state.problem or 'not delivered in time'}"
                )
                return
            result = await self._make(call)
            if result.outcome == Outcome.SENT:
                self._state.sent += 1
                await self._settle(call)
                return
            if not self._goes_on(call, result, tries):
                other = await self._replacement(call, result)
                if other is None:
                    await self._give_up(call, result.problem or result.outcome)
                    return
                call, tries = other, 0
                continue
            if result.outcome not in _WAITING:
                self._doubtful.add(call.id)
            tries += 1
            self._state.retried += 1
            await self._wait_for_next(call, result, tries)

    def _goes_on(self, call: OutCall, result: CallResult, tries: int) -> bool:
        """Whether a call that was not taken is to be tried again."""
        if result.outcome in _WAITING:
            return True
        again = result.outcome == Outcome.FAULT or (
            result.outcome == Outcome.UNCERTAIN and self._channel.repeatable(_plain(call))
        )
        return again and tries < RETRIES

    async def _make(self, call: OutCall) -> CallResult:
        """Make a call once; while the service is down, only one call tries at a time."""
        if not self._state.down:
            return await self._make_now(call)
        async with self._probing:
            if self._state.down:
                await self._pause(self._varied(PROBE_PAUSE))
            return await self._make_now(call)

    async def _make_now(self, call: OutCall) -> CallResult:
        with span("call", jaicp__chat=call.chat, jaicp__method=call.method) as traced:
            result = await self._caller.make(_plain(call))
            traced.note(jaicp__outcome=str(result.outcome))
            if result.outcome != Outcome.SENT:
                traced.fail(str(result.outcome))
            return self._noted(result)

    def _noted(self, result: CallResult) -> CallResult:
        if result.outcome in (Outcome.SENT, Outcome.REFUSED):
            if self._state.down:
                _log.warning("calls are taken again")
            self._state.down = ""
        if result.problem:
            self._state.problem = result.problem
        return result

    async def _wait_for_next(self, call: OutCall, result: CallResult, tries: int) -> None:
        _log.warning("chat %r: `%s` %s: %s", call.chat, call.method, result.outcome, result.problem)
        hopeless = result.outcome == Outcome.BARRED
        if result.outcome in _WAITING and (hopeless or tries > RETRIES):
            if not self._state.down:
                _log.error("no calls are taken, they wait: %s", result.problem)
            self._state.down = result.outcome
            return
        growing = min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
        await self._pause(max(self._varied(growing), min(result.wait, LONGEST_WAIT)))

    def _varied(self, seconds: float) -> float:
        """From half of `seconds` to all of them, so that chats do not come back all at once."""
        return seconds * (0.5 + 0.5 * self._chance())

    def _is_stale(self, call: OutCall) -> bool:
        seconds = self._channel.lasts(_plain(call))
        return seconds is not None and self._clock() - call.created > seconds

    async def _replacement(self, call: OutCall, result: CallResult) -> OutCall | None:
        """The call that takes the place of one that will not be taken; an event may do so as well."""
        if call.id in self._doubtful:
            return None
        found = self._channel.instead(
            _plain(call), now=self._clock(), question_id=f"refused-{call.id}"
        )
        if isinstance(found, Call):
            _log.warning(
                "chat %r: `%s`: %s; another follows", call.chat, call.method, result.problem
            )
            other = replace(call, method=found.method, body=found.body, note=found.note)
            await self._stored(lambda: self._store.amend(other))
            return other
        if found is not None:
            await self._on_event(call, found)
        return None

    async def _give_up(self, call: OutCall, problem: str) -> None:
        self._state.given_up += 1
        _log.error("chat %r: `%s` is given up: %s", call.chat, call.method, problem)
        await self._settle(call, problem)

    async def _settle(self, call: OutCall, problem: str = "") -> None:
        """Settle a call in the store, however long that takes: what was taken is not made again."""
        while True:
            try:
                await self._stored(lambda: self._store.settle(call, problem))
            except StoreError as error:
                _log.error("chat %r: %s; that a call is done waits to be stored", call.chat, error)
                await self._pause(PROBE_PAUSE)
            else:
                self._doubtful.discard(call.id)
                return


def _plain(call: OutCall) -> Call:
    return Call(call.method, call.body, call.note)
