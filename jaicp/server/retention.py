"""The log is kept for so many days: what is older is deleted while the server runs."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from jaicp.server.dispatch import Dispatcher
from jaicp.stores.base import StoreError

__all__ = ["Retention"]

PAUSE = 3600.0
"""Seconds between two looks."""

_log = logging.getLogger(__name__)


class Retention:
    """Deletes turns older than `days`; `clock` tells seconds since the epoch."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        days: float,
        *,
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._dispatcher = dispatcher
        self._days = days
        self._clock = clock
        self._pause = pause

    async def run(self) -> None:
        """Look at once, then again and again, until cancelled."""
        store = self._dispatcher.store
        while True:
            before = self._clock() - self._days * 86400
            try:
                if await self._dispatcher.stored(lambda: store.leads("retention")):
                    gone = await self._dispatcher.stored(_forgetting(self._dispatcher, before))
                    _log.info("%d turn(s) older than %g days deleted", gone, self._days)
            except StoreError as error:
                _log.error("old turns are not deleted: %s", error)
            await self._pause(PAUSE)


def _forgetting(dispatcher: Dispatcher, before: float) -> Callable[[], int]:
    return lambda: dispatcher.store.forget(before)
