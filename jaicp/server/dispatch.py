"""Events to turns: the session is loaded, the turn run, what it left is saved.

The events of one chat are handled strictly in the order of arrival, and so are those of one person,
whose chats share a session; different people do not wait for each other. A turn that overruns the
deadline is not ended by it: its answer comes too late for the channel, what it did to the session
is kept.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Protocol, TypeVar

from jaicp.channels.base import LIVECHAT_FINISHED, NEW_CHAT_STARTED, Channel, Update
from jaicp.channels.buttons import pressed_state
from jaicp.runtime.messages import Event, Session, Turn, TurnError
from jaicp.server.botlike import TurnLostError
from jaicp.server.locks import KeyedLocks
from jaicp.stores.base import Chat, SessionKey, StaleSession, Store, Stored, TurnRecord

__all__ = ["DeadlineMissedError", "Dispatcher", "OverloadError", "TurnRunner"]

ATTEMPTS = 3
"""How often a turn is run where its session is saved by another server meanwhile."""

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class TurnRunner(Protocol):
    """Something that runs turns, such as the pool of workers."""

    async def run(self, event: Event, session: Session) -> Turn:
        """One turn; raises `TurnLostError` where it came to no end."""


class DeadlineMissedError(Exception):
    """The turn goes on, but the channel does not wait for it any longer."""


class OverloadError(Exception):
    """So many turns are under way that this one was not taken."""


@dataclass(slots=True)
class _Job:
    """An update on its way."""

    channel: Channel
    update: Update
    event: Event
    returned: bool = False
    """The script had given the chat to a person before."""
    late: bool = False


class Dispatcher:
    """Runs the turns of all channels over one store.

    `deadline` is how long, in seconds from the arrival, a turn is waited for; None waits to its
    end. `limit` is the number of turns, running and waiting, above which new ones are refused.
    """

    def __init__(
        self,
        store: Store,
        runner: TurnRunner,
        *,
        deadline: float | None = 5.0,
        limit: int = 1000,
    ) -> None:
        self.store = store
        self._runner = runner
        self._deadline = deadline
        self._limit = limit
        self._locks = KeyedLocks()
        self._tasks: set[asyncio.Task[Turn]] = set()
        # One thread: a save takes well under a millisecond, and SQLite writes one after another.
        self._store_thread = ThreadPoolExecutor(1, thread_name_prefix="store")

    @property
    def under_way(self) -> int:
        """The number of turns that run or wait."""
        return len(self._tasks)

    async def handle(self, channel: Channel, update: Update, *, waited: float = 0.0) -> Turn:
        """The turn of `update`, which must have an event; `waited` is the time since its arrival.

        Raises `DeadlineMissedError`, `OverloadError`, or `StoreError` where the store cannot be
        used.
        """
        if update.event is None:
            raise ValueError("nothing to handle")
        if len(self._tasks) >= self._limit:
            raise OverloadError
        job = _Job(channel, update, replace(update.event))
        task = asyncio.create_task(self._in_order(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        timeout = None if self._deadline is None else max(self._deadline - waited, 0.0)
        done, _ = await asyncio.wait({task}, timeout=timeout)
        if done:
            return task.result()
        job.late = True
        task.add_done_callback(_report)
        raise DeadlineMissedError

    async def close(self, patience: float) -> None:
        """Wait `patience` seconds for the turns under way, then give them up."""
        if self._tasks:
            _, left = await asyncio.wait(self._tasks, timeout=patience)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
        self._store_thread.shutdown()

    async def _in_order(self, job: _Job) -> Turn:
        channel = job.channel.key
        async with self._locks.hold((channel, "chat", job.update.chat)):
            known = await self._stored(lambda: self.store.chat(channel, job.update.chat))
            client = job.update.visitor or (known.client if known else job.update.chat)
            job.returned = known is not None and known.handed_over
            _identify(job.event, client)
            async with self._locks.hold((channel, "client", client)):
                return await self._settle(job, SessionKey(channel, client))

    async def _settle(self, job: _Job, key: SessionKey) -> Turn:
        """Run the turn and save it, again where someone else saved the session meanwhile."""
        for _ in range(ATTEMPTS):
            try:
                return await self._turn(job, key)
            except StaleSession:
                _log.info(
                    "chat %r: the session has changed, the turn starts again", job.update.chat
                )
        message = "the session was changed by another server again and again"
        return await self._lost(job, key, Session(), TurnError("internal", message))

    async def _turn(self, job: _Job, key: SessionKey) -> Turn:
        stored = await self._stored(lambda: self.store.load(key))
        try:
            turn = await self._run(job, stored.session)
        except TurnLostError as error:
            return await self._lost(job, key, stored.session, TurnError(error.kind, str(error)))
        chat = Chat(key.client, handed_over=job.channel.hands_over(turn))
        record = _record(job, key, turn)
        changed = Stored(turn.session, stored.version)
        await self._stored(lambda: self.store.save(record, chat, changed))
        return turn

    async def _run(self, job: _Job, session: Session) -> Turn:
        """The turn. Of a chat that comes back from a person the script hears so first."""
        if job.returned and job.event.event == NEW_CHAT_STARTED:
            turn = await self._runner.run(replace(job.event, event=LIVECHAT_FINISHED), session)
            if turn.state is not None or turn.error is not None:
                return turn
        event = replace(job.event, target_state=pressed_state(job.event, session))
        return await self._runner.run(event, session)

    async def _lost(self, job: _Job, key: SessionKey, session: Session, error: TurnError) -> Turn:
        """The turn that stands for one that came to no end: it is logged, the session stays."""
        context = session.session.get("contextPath")
        turn = Turn(
            state=None,
            context=context if isinstance(context, str) else "/",
            event=job.event.event,
            query=job.event.query,
            session=session,
            error=error,
        )
        record = _record(job, key, turn)
        await self._stored(lambda: self.store.save(record, Chat(key.client), None))
        return turn

    async def _stored(self, work: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._store_thread, work)


def _identify(event: Event, client: str) -> None:
    event.client_id = client
    event.user_from = {**event.user_from, "id": client}


def _record(job: _Job, key: SessionKey, turn: Turn) -> TurnRecord:
    return TurnRecord(
        time=job.event.timestamp,
        channel=key.channel,
        chat=job.update.chat,
        client=key.client,
        session_id=turn.session.id,
        query=turn.query,
        event=turn.event,
        state=turn.state,
        context=turn.context,
        replies=turn.replies,
        error=None if turn.error is None else asdict(turn.error),
        late=job.late,
    )


def _report(task: asyncio.Task[Turn]) -> None:
    """Tell of a late turn that failed: nobody waits for it who would."""
    if not task.cancelled() and task.exception() is not None:
        _log.error("a late turn failed", exc_info=task.exception())
