"""Work on the store: what takes next to nothing is done at once, the rest in a thread.

A save into SQLite takes a tenth of a millisecond; handing it to a thread and back takes several times as
much, most of it waiting for the interpreter's lock. So a turn uses the store from the event loop, as
long as nobody has to be waited for. Where the file is locked, or the disk was slow a moment ago, or the
store is at the other end of a network, the work is done in a thread, one job after another, and in the
order in which it was asked for.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from jaicp.stores.base import Store, StoreBusy, StoreError

__all__ = ["StoreDesk"]

SLOW = 0.05
"""Seconds of a job from which on the store counts as slow."""

SLOW_LASTS = 5.0
"""Seconds for which a store that was slow is used from the thread."""

FOLDED_AFTER = 400
"""Jobs done at once after which the store is put in order."""

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class StoreDesk:
    """Does work on a store; `clock` tells seconds that only grow."""

    def __init__(self, store: Store, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._in_thread = 0
        self._slow_until = 0.0
        self._done = 0
        self._folding: asyncio.Task[None] | None = None

    async def do(self, work: Callable[[], _T]) -> _T:
        """The result of `work`, a job as small as a turn's."""
        if not self._in_thread:
            started = self._clock()
            if started >= self._slow_until:
                try:
                    return self._store.at_once(work)
                except StoreBusy:
                    pass
                finally:
                    self._note(started)
        return await self.in_thread(work)

    async def in_thread(self, work: Callable[[], _T]) -> _T:
        """The result of `work`, which may take its time."""
        self._in_thread += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        finally:
            self._in_thread -= 1

    def close(self) -> None:
        """End the thread, once it has nothing to do any more."""
        self._thread.shutdown()

    def _note(self, started: float) -> None:
        """Take in that a job was done at once."""
        ended = self._clock()
        if ended - started > SLOW:
            self._slow_until = ended + SLOW_LASTS
        self._done += 1
        if self._done >= FOLDED_AFTER and (self._folding is None or self._folding.done()):
            self._done = 0
            self._folding = asyncio.create_task(self._fold())

    async def _fold(self) -> None:
        """Put the store in order, in a thread for which no turn waits."""
        try:
            await asyncio.to_thread(self._store.fold)
        except StoreError as error:
            _log.warning("%s", error)
