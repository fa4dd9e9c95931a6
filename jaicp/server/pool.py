"""The pool of workers: each turn gets a free one, and a worker that failed is replaced.

Turns run in processes, since nothing else can end a script that never returns. A worker lost within
a turn costs that turn only; the others go on. A replacement that does not come up is tried again
after pauses that grow up to a minute, so a bot broken on disk is reported and not spun on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from jaicp.runtime.messages import Event, JsonObject, Session, Turn
from jaicp.server.botlike import BotUnusableError, TurnLostError
from jaicp.server.process import WorkerProcess, WorkerSettings, WorkerStartError

__all__ = ["WorkerPool"]

LONGEST_PAUSE = 60.0

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Counts:
    """What health tells of the pool."""

    live: int = 0
    busy: int = 0
    lost: int = 0
    failed_starts: int = 0
    """In a row, so 0 once a worker came up."""


class WorkerPool:
    """`size` workers with the same bot. `pause` waits some seconds between attempts to start one."""

    def __init__(
        self,
        settings: WorkerSettings,
        size: int = 2,
        *,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.settings = settings
        self.size = size
        self.bot_name = ""
        self.asks_operators = False
        """Whether the bot's scripts want to know if people are there to take a chat."""
        self._pause = pause
        self._idle: asyncio.Queue[WorkerProcess] = asyncio.Queue()
        self._replacing: set[asyncio.Task[None]] = set()
        self._counts = _Counts()

    async def start(self) -> None:
        """Start all workers; raises `BotUnusableError` or `WorkerStartError`, none left running.

        The first one starts alone, so that a broken bot is reported once.
        """
        try:
            await self._start_one()
            starts = [self._start_one() for _ in range(self.size - 1)]
            for result in await asyncio.gather(*starts, return_exceptions=True):
                if isinstance(result, BaseException):
                    raise result
        except BaseException:
            await self.close()
            raise

    async def run(self, event: Event, session: Session) -> Turn:
        """One turn in the next free worker; raises `TurnLostError`."""
        worker = await self._next_worker()
        self._counts.busy += 1
        try:
            turn = await worker.run(event, session)
        except BaseException:
            await self._discard(worker)
            raise
        finally:
            self._counts.busy -= 1
        self._idle.put_nowait(worker)
        return turn

    async def close(self) -> None:
        """End all workers; no turn may be running. Closing twice does no harm."""
        for task in self._replacing:
            task.cancel()
        await asyncio.gather(*self._replacing, return_exceptions=True)
        while not self._idle.empty():
            self._counts.live -= 1
            await self._idle.get_nowait().stop()

    def status(self) -> JsonObject:
        """Counts for the health page."""
        counts = self._counts
        return {
            "size": self.size,
            "live": counts.live,
            "busy": counts.busy,
            "lost": counts.lost,
            "failed_starts": counts.failed_starts,
        }

    async def _next_worker(self) -> WorkerProcess:
        while True:
            if self._counts.failed_starts and not self._counts.live:
                raise TurnLostError("internal", "no worker can be started")
            worker = await self._idle.get()
            if worker.alive:
                return worker
            await self._discard(worker)  # it died while it had nothing to do

    async def _start_one(self) -> None:
        worker = await WorkerProcess.start(self.settings)
        self.bot_name, self.asks_operators = worker.bot_name, worker.asks_operators
        self._counts.live += 1
        self._counts.failed_starts = 0
        self._idle.put_nowait(worker)

    async def _discard(self, worker: WorkerProcess) -> None:
        """Kill a worker and see to its replacement."""
        self._counts.live -= 1
        self._counts.lost += 1
        _log.warning("worker %d is replaced", worker.pid)
        task = asyncio.create_task(self._replace())
        self._replacing.add(task)
        task.add_done_callback(self._replacing.discard)
        await worker.kill()

    async def _replace(self) -> None:
        while True:
            try:
                await self._start_one()
            except (BotUnusableError, WorkerStartError, OSError) as error:
                self._counts.failed_starts += 1
                seconds = min(2.0 ** (self._counts.failed_starts - 1), LONGEST_PAUSE)
                _log.error("no worker could be started, next try in %g s: %s", seconds, error)
                await self._pause(seconds)
            else:
                return
