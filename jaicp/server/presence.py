"""Whether people are there to take a chat, as the service tells it: what `hasOperatorsOnline()` answers.

The service is asked at most every few seconds, and in the background: turns are given what was heard last. Only
where nothing was heard yet a turn waits, and not for long. A service that does not answer, or does not let us in,
is asked less and less often, since too many attempts lock an account; then nothing is known.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from jaicp.channels.base import ArchiveError

__all__ = ["Presence"]

SECONDS = 15.0
"""For how long an answer counts as fresh."""

STALE = 120.0
"""From when on an answer is so old that nothing is known any more; in seconds."""

PATIENCE = 1.0
"""Seconds that a turn waits where nothing was heard yet."""

LONGEST_PAUSE = 3600.0
"""Seconds between two attempts while the service does not answer, at most."""

_log = logging.getLogger(__name__)


class Presence:
    """Asks by `ask`, which raises `ArchiveError` where there is no answer.

    An answer is fresh for `seconds`; a turn waits `patience` seconds; `clock` tells seconds that only grow.
    """

    def __init__(
        self,
        ask: Callable[[], Awaitable[bool]],
        *,
        seconds: float = SECONDS,
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._seconds = seconds
        self._patience = patience
        self._clock = clock
        self._heard: bool | None = None
        self._heard_at = 0.0
        self._next = 0.0
        self._failures = 0
        self._asking: asyncio.Task[None] | None = None

    async def current(self) -> bool | None:
        """Whether somebody is there; None where that is not known."""
        if self._asking is None and self._clock() >= self._next:
            self._asking = asyncio.create_task(self._hear())
        if self._known() is None and self._asking is not None:
            await asyncio.wait({self._asking}, timeout=self._patience)
        return self._known()

    async def close(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    def _known(self) -> bool | None:
        return self._heard if self._clock() - self._heard_at < STALE else None

    async def _hear(self) -> None:
        try:
            self._heard = await self._ask()
            self._heard_at, self._failures = self._clock(), 0
        except ArchiveError as error:
            self._failures = min(self._failures + (5 if error.barred else 1), 10)
            _log.warning("it is not known whether operators are there: %s", error)
        finally:
            self._next = self._clock() + min(self._seconds * 2**self._failures, LONGEST_PAUSE)
            self._asking = None
