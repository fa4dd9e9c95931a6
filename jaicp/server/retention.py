"""The log is kept for so many days: what is older is deleted while the server runs."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from jaicp.stores.base import Store, StoreError

__all__ = ["Retention"]

PAUSE = 3600.0
"""Seconds between two looks."""

_log = logging.getLogger(__name__)


class Retention:
    """Deletes turns older than `days`.

    `stored` runs work on the store in its thread, `clock` tells seconds since the epoch.
    """

    def __init__(
        self,
        store: Store,
        stored: Callable[[Callable[[], int]], Awaitable[int]],
        days: float,
        *,
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._stored = stored
        self._days = days
        self._clock = clock
        self._pause = pause

    async def run(self) -> None:
        """Look at once, then again and again, until cancelled."""
        while True:
            try:
                gone = await self._stored(self._forget)
                _log.info("%d turn(s) older than %g days deleted", gone, self._days)
            except StoreError as error:
                _log.error("old turns are not deleted: %s", error)
            await self._pause(PAUSE)

    def _forget(self) -> int:
        """Delete what is old, where it is for this server to do."""
        if not self._store.leads("retention"):
            return 0
        return self._store.forget(self._clock() - self._days * 86400)
