"""Updates of a channel that answers by calls: stored, acknowledged, then handled in the background.

An update is acknowledged once it lies in the inbox. From there on it is handled once, whatever happens
to the program: the turn that deals with it is saved together with the calls that it makes and the end of
the arrival. After a crash what lies in the inbox and in the outbox is gone on with.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from jaicp.channels.base import Caller, CallingChannel, Update
from jaicp.runtime.messages import Event, JsonObject, Turn
from jaicp.server.alarms import AlarmClock
from jaicp.server.courier import Courier
from jaicp.server.dispatch import (
    STORE_PAUSE,
    Dispatcher,
    Handled,
    Lease,
    OverloadError,
    RepeatedError,
)
from jaicp.stores.base import Arrival, OutCall, Share, StoreError

__all__ = ["Intake"]

SHARE_SECONDS = 0.25
"""How often a server asks what is for it to do, where several share the chats."""

_log = logging.getLogger(__name__)


class _Disk:
    """Syncs the store: one sync at a time, each for all who asked before it began."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="disk")
        self._running: asyncio.Task[None] | None = None
        self._next: asyncio.Task[None] | None = None

    async def sync(self) -> None:
        """Return after a sync that began after this was called; a disk that fails is logged."""
        if self._next is None:
            self._next = asyncio.create_task(self._sync_after(self._running))
        await asyncio.shield(self._next)

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()

    async def _sync_after(self, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before})
        self._running, self._next = self._next, None
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._work)
        except StoreError as error:
            # The update is in the inbox and being handled: refusing it now would be of no help.
            _log.error("%s", error)


class Intake:
    """The inbox of one channel, and what follows from it.

    Without a `caller` nothing is delivered and no timer rings: that is how requests are tried out.
    `on_turn` hears of each turn. `pause` waits some seconds.
    """

    def __init__(
        self,
        channel: CallingChannel,
        dispatcher: Dispatcher,
        caller: Caller | None = None,
        *,
        on_turn: Callable[[str, Turn], object] = lambda _chat, _turn: None,
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.channel = channel
        self.on_turn = on_turn
        self._dispatcher = dispatcher
        self._store = dispatcher.store
        self._clock = clock
        self._disk = _Disk(self._store.sync)
        self._alarms = AlarmClock(self._next_due, self._ring, self._begin_in_order, clock=clock)
        self._tasks: list[asyncio.Task[None]] = []
        self._leases: dict[str, Lease] = {}
        """Of the chats of which something is being handled here."""
        self._pause = pause
        self._courier = None
        if caller is not None:
            self._courier = Courier(
                channel,
                caller,
                self._store,
                dispatcher.stored,
                on_event=self._raise,
                clock=clock,
            )

    async def resume(self) -> None:
        """Go on where the last run of the program ended; raises `StoreError`."""
        channel = self.channel.key
        self._tasks.append(asyncio.create_task(self._alarms.run()))
        if self._store.shared:
            self._tasks.append(asyncio.create_task(self._keep_sharing()))
            return
        calls = await self._dispatcher.stored(lambda: self._store.calls(channel))
        arrivals = await self._dispatcher.stored(lambda: self._store.arrivals(channel))
        if calls or arrivals:
            _log.warning("resumed: %d update(s), %d call(s)", len(arrivals), len(calls))
        if self._courier is not None:
            self._courier.resume(calls)
        for arrival in arrivals:
            self._begin(arrival)

    async def take(self, update: Update) -> asyncio.Task[Handled | None] | None:
        """Store an update and begin to handle it.

        None where there is nothing to do: it is a repetition, or another server has the chat.
        Raises `OverloadError` and `StoreError`: the update is not taken in then.
        """
        if update.event is None:
            raise ValueError("nothing to handle")
        if self._dispatcher.full:
            raise OverloadError
        arrival = Arrival(
            channel=self.channel.key,
            chat=update.chat,
            visitor=update.visitor,
            event=update.event,
            received=update.event.timestamp,
            mark=update.mark,
            lasting=update.lasting,
            also=update.also,
        )
        stored = await self._dispatcher.stored(lambda: self._store.accept(arrival))
        if stored is None:
            raise RepeatedError
        if stored.elsewhere:
            return None
        task = self._begin_in_order(
            stored
        )  # it need not wait for the disk, only its acknowledgement does
        await self._disk.sync()
        return task

    def status(self) -> JsonObject | None:
        """What health tells of the deliveries; None where there are none."""
        return None if self._courier is None else self._courier.status()

    async def close(self, patience: float) -> None:
        """Stop the timers, and go on delivering for `patience` seconds."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._courier is not None:
            await self._courier.close(patience)
        self._disk.close()

    async def _keep_sharing(self) -> None:
        """See to what is for this server to do, as long as it runs."""
        channel = self.channel.key
        while True:
            try:
                share = await self._dispatcher.stored(lambda: self._store.share(channel))
            except StoreError as error:
                _log.error("%s; it is tried again", error)
                await self._pause(STORE_PAUSE)
            else:
                self._see_to(share)
            await self._pause(SHARE_SECONDS)

    def _see_to(self, share: Share) -> None:
        """Begin what is for this server to do: at once, before what was saved after the store was asked."""
        fresh = [arrival for arrival in share.arrivals if self._is_fresh(arrival)]
        if share.calls:
            _log.warning("taken over: %d update(s), %d call(s)", len(fresh), len(share.calls))
            self._alarms.wake()
        if self._courier is not None:
            (self._courier.begin_anew if share.anew else self._courier.resume)(share.calls)
        for arrival in fresh:
            self._begin(arrival)

    def _is_fresh(self, arrival: Arrival) -> bool:
        """Whether an arrival is to be begun: it is not being handled, or given up already."""
        lease = self._leases.get(arrival.chat)
        return lease is None or lease.lost or arrival.id not in lease.arrivals

    def _begin_in_order(self, arrival: Arrival) -> asyncio.Task[Handled | None]:
        """Begin to handle an arrival, after what others have taken in for its chat before."""
        if arrival.calls and self._courier is not None:
            self._courier.resume(list(arrival.calls))
        for earlier in arrival.before:
            if self._is_fresh(earlier):
                self._begin(earlier)
        return self._begin(replace(arrival, before=(), calls=()))

    def _begin(self, arrival: Arrival) -> asyncio.Task[Handled | None]:
        lease = self._leases.get(arrival.chat)
        if lease is None or lease.lost:
            lease = self._leases[arrival.chat] = Lease()
        lease.arrivals.add(arrival.id)
        task = self._dispatcher.process(self.channel, arrival, lease)
        task.add_done_callback(lambda done: self._done(arrival, lease, done))
        return task

    def _done(self, arrival: Arrival, lease: Lease, task: asyncio.Task[Handled | None]) -> None:
        lease.arrivals.discard(arrival.id)
        if not lease.arrivals and self._leases.get(arrival.chat) is lease:
            del self._leases[arrival.chat]
        if task.cancelled():
            return
        if task.exception() is not None:
            _log.error("chat %r: a turn failed", arrival.chat, exc_info=task.exception())
            return
        handled = task.result()
        if handled is None:
            return
        self.on_turn(arrival.chat, handled.turn)
        if self._courier is not None:
            self._courier.add(handled.calls)
        if handled.alarm:
            self._alarms.wake()

    async def _raise(self, call: OutCall, event: Event) -> None:
        """Take in an event that a refused call raises; the same call does so once."""
        arrival = Arrival(
            channel=self.channel.key,
            chat=call.chat,
            visitor=None,
            event=event,
            received=event.timestamp,
            mark=f"refused {call.id}",
        )
        stored = await self._dispatcher.stored(lambda: self._store.accept(arrival))
        if stored is not None and not stored.elsewhere:
            self._begin_in_order(stored)

    async def _next_due(self) -> float | None:
        return await self._dispatcher.stored(lambda: self._store.next_alarm(self.channel.key))

    async def _ring(self, now: float) -> list[Arrival]:
        return await self._dispatcher.stored(lambda: self._store.ring(self.channel.key, now))
