"""Timers of chats: when one is due, its event goes into the inbox."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from jaicp.stores.base import Arrival, StoreError

__all__ = ["AlarmClock", "wait_for"]

LONGEST_SLEEP = 60.0
"""Seconds after which the clock is looked at again: it may have been set."""

STORE_PAUSE = 5.0

_log = logging.getLogger(__name__)


async def wait_for(event: asyncio.Event, seconds: float | None) -> None:
    """Wait until the event is set, no longer than `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return


class AlarmClock:
    """Rings the alarms of one channel.

    `next_due` tells when the next one is due, `ring` turns those that are into arrivals, `on_ring`
    takes one of these. `clock` tells seconds since the epoch; `wait` waits for an event or some
    seconds, whatever comes first.
    """

    def __init__(
        self,
        next_due: Callable[[], Awaitable[float | None]],
        ring: Callable[[float], Awaitable[list[Arrival]]],
        on_ring: Callable[[Arrival], object],
        *,
        clock: Callable[[], float] = time.time,
        wait: Callable[[asyncio.Event, float | None], Awaitable[None]] = wait_for,
    ) -> None:
        self._next_due = next_due
        self._ring = ring
        self._on_ring = on_ring
        self._clock = clock
        self._wait = wait
        self._changed = asyncio.Event()

    def wake(self) -> None:
        """Look again which alarm is next: one has been set."""
        self._changed.set()

    async def run(self) -> None:
        """Ring alarms until cancelled."""
        while True:
            self._changed.clear()
            try:
                await self._wait(self._changed, await self._until_next())
            except StoreError as error:
                _log.error("timers wait: %s", error)
                await self._wait(asyncio.Event(), STORE_PAUSE)

    async def _until_next(self) -> float | None:
        """Ring what is due; seconds until something may be again, None where nothing is set."""
        due = await self._next_due()
        if due is not None and due <= self._clock():
            for arrival in await self._ring(self._clock()):
                self._on_ring(arrival)
            due = await self._next_due()
        return None if due is None else min(max(due - self._clock(), 0.0), LONGEST_SLEEP)
