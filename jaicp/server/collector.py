"""What the visitor and a person say to each other after a hand-over, collected into the log.

One question at a time for the whole account, whatever the number of chats. How far it has come is stored
together with what was found, so that nothing is missed over a restart and nothing is logged twice.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from jaicp.channels.base import Archive, ArchiveError
from jaicp.runtime.messages import JsonObject
from jaicp.server.dispatch import Dispatcher
from jaicp.stores.base import Saying, StoreError, cursor_setting

__all__ = ["Collector"]

LONGEST_PAUSE = 3600.0
"""Seconds between two attempts while the archive cannot be read: too many of them lock the account."""

_log = logging.getLogger(__name__)


class Collector:
    """Collects for one channel every `seconds`; `clock` tells seconds since the epoch."""

    def __init__(
        self,
        key: str,
        archive: Archive,
        dispatcher: Dispatcher,
        *,
        seconds: float = 60.0,
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._key = key
        self._archive = archive
        self._dispatcher = dispatcher
        self._seconds = seconds
        self._clock = clock
        self._pause = pause
        self._task: asyncio.Task[None] | None = None
        self._collected = 0
        self._failures = 0
        self._status = "ok"
        self._problem = ""

    def status(self) -> JsonObject:
        """What health tells: `status` is `ok`, `unauthorized` or `failing`."""
        return {
            "status": self._status,
            "collected": self._collected,
            "problem": self._problem,
        }

    def start(self) -> None:
        """Begin to collect."""
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Stop collecting."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def collect(self) -> None:
        """Collect what there is; raises `ArchiveError` or `StoreError`."""
        store, stored = self._dispatcher.store, self._dispatcher.stored
        name = cursor_setting(self._key)
        cursor = await stored(lambda: store.setting(name))
        if cursor is None:  # nothing was given away before the first start
            cursor = str(int(self._clock() * 1_000_000))
        more = True
        while more:
            harvest = await self._archive.since(cursor)
            masked = self._dispatcher.masking.text
            sayings = [
                Saying(**{**asdict(spoken), "text": masked(spoken.text)})
                for spoken in harvest.spoken
            ]
            cursor, more = harvest.cursor, harvest.more
            kept = await stored(self._keeping(sayings, cursor))
            self._collected += kept

    async def _leads(self) -> bool:
        """Whether it is for this server to collect: of several on one store, one does."""
        store = self._dispatcher.store
        return await self._dispatcher.stored(lambda: store.leads(f"collect {self._key}"))

    def _keeping(self, sayings: list[Saying], cursor: str) -> Callable[[], int]:
        return lambda: self._dispatcher.store.keep_sayings(self._key, sayings, cursor)

    async def _run(self) -> None:
        while True:
            try:
                if await self._leads():
                    await self.collect()
            except (ArchiveError, StoreError) as error:
                self._fail(error)
            else:
                self._failures, self._status = 0, "ok"
            await self._pause(min(self._seconds * 2**self._failures, LONGEST_PAUSE))

    def _fail(self, error: ArchiveError | StoreError) -> None:
        barred = isinstance(error, ArchiveError) and error.barred
        self._status = "unauthorized" if barred else "failing"
        self._problem = str(error)
        self._failures = min(self._failures + (3 if barred else 1), 20)
        _log.error("what people said cannot be collected: %s", error)
