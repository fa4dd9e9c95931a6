"""Which build answers: turns go to the workers of the newest, those under way end where they began."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from jaicp.runtime.messages import Event, JsonObject, Session, Turn
from jaicp.server.botlike import TurnLostError
from jaicp.server.pool import WorkerPool

__all__ = ["Switch"]


class Switch:
    """A runner of turns whose pool of workers can be changed while turns run.

    `new_pool` makes a pool, not started yet, of the bot at a path.
    """

    def __init__(self, new_pool: Callable[[str], WorkerPool]) -> None:
        self._new_pool = new_pool
        self._current: WorkerPool | None = None
        self._running: dict[WorkerPool, int] = {}
        self._closing: set[asyncio.Task[None]] = set()

    @property
    def is_deployed(self) -> bool:
        """Whether there is a build that answers."""
        return self._current is not None

    @property
    def asks_operators(self) -> bool:
        """Whether the scripts of the build that answers want to know if people are there."""
        return self._current is not None and self._current.asks_operators

    async def deploy(self, path: str) -> None:
        """Start workers with the bot at `path`, then let them answer.

        Raises what `WorkerPool.start` raises; the build that answered goes on then.
        """
        pool = self._new_pool(path)
        await pool.start()
        before, self._current = self._current, pool
        if before is not None and not self._running.get(before):
            self._close_later(before)

    async def run(self, event: Event, session: Session) -> Turn:
        """One turn on the build that answers now; raises `TurnLostError`."""
        pool = self._current
        if pool is None:
            raise TurnLostError("internal", "there is no deployment")
        self._running[pool] = self._running.get(pool, 0) + 1
        try:
            return await pool.run(event, session)
        finally:
            self._running[pool] -= 1
            if not self._running[pool]:
                del self._running[pool]
                if pool is not self._current:
                    self._close_later(pool)

    def status(self) -> JsonObject | None:
        """Counts of the workers that answer, None where there is no build."""
        return None if self._current is None else self._current.status()

    async def close(self) -> None:
        """End all workers; no turn may be running."""
        if self._current is not None:
            await self._current.close()
            self._current = None
        await asyncio.gather(*self._closing, return_exceptions=True)

    def _close_later(self, pool: WorkerPool) -> None:
        task = asyncio.create_task(pool.close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)
