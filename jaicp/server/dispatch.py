"""Events to turns: the session is loaded, the turn run, what it left is saved.

The events of one chat are handled strictly in the order of arrival, and so are those of one person,
whose chats share a session; different people do not wait for each other. A turn that overruns the
deadline is not ended by it: its answer comes too late for the channel, what it did to the session
is kept.

An arrival of the store's inbox goes the same way, but for two things: the calls that carry its replies
are saved with the session, and a store that fails is tried until it works again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Protocol, TypeVar

from jaicp.channels.base import (
    LIVECHAT_FINISHED,
    NEW_CHAT_STARTED,
    TIMEOUT,
    AnsweringChannel,
    CallingChannel,
    Channel,
    Update,
)
from jaicp.channels.buttons import pressed_state
from jaicp.runtime.messages import Event, Session, Turn, TurnError
from jaicp.server.botlike import TurnLostError
from jaicp.server.locks import KeyedLocks
from jaicp.server.pushes import asked_for, called_off
from jaicp.server.store_desk import StoreDesk
from jaicp.server.traces import span
from jaicp.server.turn_log import log_turn
from jaicp.stores.base import (
    NO_EFFECTS,
    Alarm,
    AlreadyHandled,
    Arrival,
    Chat,
    Effects,
    NewCall,
    NotOurTurn,
    OutCall,
    SessionKey,
    StaleSession,
    Store,
    Stored,
    StoreError,
    TurnRecord,
)
from jaicp.stores.masking import Masking

__all__ = [
    "DeadlineMissedError",
    "Dispatcher",
    "Handled",
    "Lease",
    "OverloadError",
    "RepeatedError",
    "TurnRunner",
]

ATTEMPTS = 3
"""How often a turn is run where its session is saved by another server meanwhile."""

NO_MASKING = Masking()

STORE_PAUSE = 1.0
"""Seconds until a store that failed is tried again for an arrival."""

_NO_PUSHES = (
    "chat %r: $pushgate: this version of the channel carries no events that nobody has asked for"
)

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


class RepeatedError(Exception):
    """The update was taken in before."""


@dataclass(frozen=True, slots=True)
class Handled:
    """A turn that is saved, and its calls as they lie in the outbox."""

    turn: Turn
    calls: tuple[OutCall, ...] = ()
    alarm: bool = False
    """Whether something may be due now or later that was not before."""


@dataclass(slots=True)
class Lease:
    """A chat that is this server's to handle, until it turns out that it is not, or not any more."""

    arrivals: set[int] = field(default_factory=set)
    """Ids of what is being handled under it."""
    lost: bool = False


@dataclass(slots=True)
class _Job:
    """An event on its way."""

    channel: Channel
    chat: str
    visitor: str | None
    event: Event
    effects: Callable[[Turn], Effects] = lambda _: NO_EFFECTS
    returned: bool = False
    """The script had given the chat to a person before."""
    late: bool = False
    start: str = "/"
    """The context in which the dialogue stood."""
    began: float = 0.0
    """When the turn began, by `time.monotonic`."""


class Dispatcher:
    """Runs the turns of all channels over one store.

    `deadline` is how long, in seconds from the arrival, a turn is waited for; None waits to its
    end. `limit` is the number of turns, running and waiting, above which new ones are refused.
    `masking` is applied to what is logged, `on_saved` hears of each turn that is.
    `clock` tells seconds since the epoch, `pause` waits some seconds.
    """

    def __init__(
        self,
        store: Store,
        runner: TurnRunner,
        *,
        deadline: float | None = 5.0,
        limit: int = 1000,
        masking: Masking = NO_MASKING,
        on_saved: Callable[[TurnRecord], object] = log_turn,
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.store = store
        self.masking = masking
        self.on_saved = on_saved
        self.operators_online: Callable[[], Awaitable[bool | None]] | None = None
        """Tells whether people are there to take a chat, None where that is not known."""
        self._runner = runner
        self._deadline = deadline
        self._limit = limit
        self._clock = clock
        self._pause = pause
        self._locks = KeyedLocks()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._desk = StoreDesk(store)

    @property
    def under_way(self) -> int:
        """The number of turns that run or wait."""
        return len(self._tasks)

    @property
    def full(self) -> bool:
        """Whether so many turns are under way that new ones are to be refused."""
        return len(self._tasks) >= self._limit

    async def handle(
        self, channel: AnsweringChannel, update: Update, *, waited: float = 0.0
    ) -> Turn:
        """The turn of `update`, which must have an event; `waited` is the time since its arrival.

        Raises `DeadlineMissedError`, `OverloadError`, or `StoreError` where the store cannot be
        used.
        """
        if update.event is None:
            raise ValueError("nothing to handle")
        if self.full:
            raise OverloadError
        job = _Job(channel, update.chat, update.visitor, replace(update.event))
        task = self._start(self._in_order(job))
        timeout = None if self._deadline is None else max(self._deadline - waited, 0.0)
        if timeout != 0.0:  # else it is too late, however quick the turn is
            await asyncio.wait({task}, timeout=timeout)
        if task.done():
            return task.result().turn
        job.late = True
        task.add_done_callback(_report)
        raise DeadlineMissedError

    def process(
        self, channel: CallingChannel, arrival: Arrival, lease: Lease
    ) -> asyncio.Task[Handled | None]:
        """Begin to handle an arrival of the inbox, after all of its chat that began before.

        The task's result is None where another server dealt with the arrival. Where the store says that
        it is not for this server to handle, the lease is lost, and whatever began under it ends with
        None: handled later it would come out of order. The task is cancelled where the dispatcher is
        closed before; the arrival stays in the inbox then.
        """
        event = replace(arrival.event)

        def effects(turn: Turn) -> Effects:
            return self._effects(channel, arrival, event, turn)

        job = _Job(channel, arrival.chat, arrival.visitor, event, effects)
        return self._start(self._surely(job, lease))

    async def stored(self, work: Callable[[], _T]) -> _T:
        """The result of `work`, which calls one method of the store."""
        return await self._desk.do(work)

    async def drain(self, patience: float) -> None:
        """Wait `patience` seconds for the turns under way, then give them up."""
        if self._tasks:
            _, left = await asyncio.wait(self._tasks, timeout=patience)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def close(self, patience: float = 0.0) -> None:
        """Drain, and let go of the store: no turn can be handled afterwards."""
        await self.drain(patience)
        self._desk.close()

    def _start(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _surely(self, job: _Job, lease: Lease) -> Handled | None:
        """Handle a job however often it takes; its chat waits meanwhile."""
        async with self._locks.hold((job.channel.key, "arrivals", job.chat)):
            while not lease.lost:
                try:
                    return await self._in_order(job)
                except AlreadyHandled:
                    _log.warning("chat %r: another server has dealt with this", job.chat)
                    return None
                except NotOurTurn:
                    _log.warning("chat %r: it is not with this server now", job.chat)
                    lease.lost = True
                except StoreError as error:
                    _log.error("chat %r: %s; it is tried again", job.chat, error)
                    await self._pause(STORE_PAUSE)
        return None

    async def _in_order(self, job: _Job) -> Handled:
        channel = job.channel.key
        async with self._locks.hold((channel, "chat", job.chat)):
            known = await self.stored(lambda: self.store.chat(channel, job.chat))
            client = job.visitor or (known.client if known else job.chat)
            job.returned = known is not None and known.handed_over
            _identify(job.event, client)
            async with self._locks.hold((channel, "client", client)):
                return await self._settle(job, SessionKey(channel, client))

    async def _settle(self, job: _Job, key: SessionKey) -> Handled:
        """Run the turn and save it, again where someone else saved the session meanwhile."""
        for _ in range(ATTEMPTS):
            try:
                return await self._turn(job, key)
            except StaleSession:
                _log.info("chat %r: the session has changed, the turn starts again", job.chat)
        message = "the session was changed by another server again and again"
        return await self._lost(job, key, Session(), TurnError("internal", message))

    async def _turn(self, job: _Job, key: SessionKey) -> Handled:
        with span("turn", jaicp__channel=key.channel, jaicp__chat=job.chat) as traced:
            handled = await self._loaded_run_and_saved(job, key)
            turn = handled.turn
            traced.note(
                jaicp__event=turn.event,
                jaicp__state=turn.state,
                jaicp__session=turn.session.id,
                jaicp__replies=len(turn.replies),
            )
            if turn.error is not None:
                traced.fail(turn.error.kind)
            return handled

    async def _loaded_run_and_saved(self, job: _Job, key: SessionKey) -> Handled:
        stored = await self.stored(lambda: self.store.load(key))
        job.start, job.began = stored.session.context, time.monotonic()
        try:
            turn = await self._run(job, stored.session)
        except TurnLostError as error:
            return await self._lost(job, key, stored.session, TurnError(error.kind, str(error)))
        chat = Chat(key.client, handed_over=job.channel.hands_over(turn))
        return await self._save(job, key, turn, chat, Stored(turn.session, stored.version))

    async def _run(self, job: _Job, session: Session) -> Turn:
        """The turn. Of a chat that comes back from a person the script hears so first."""
        if self.operators_online is not None:
            job.event.operators_online = await self.operators_online()
        if job.returned and job.event.event == NEW_CHAT_STARTED:
            turn = await self._runner.run(replace(job.event, event=LIVECHAT_FINISHED), session)
            if turn.state is not None or turn.error is not None:
                return turn
        target = job.event.target_state or pressed_state(job.event, session)
        return await self._runner.run(replace(job.event, target_state=target), session)

    async def _lost(
        self, job: _Job, key: SessionKey, session: Session, error: TurnError
    ) -> Handled:
        """The turn that stands for one that came to no end: it is logged, the session stays."""
        turn = Turn(
            state=None,
            context=session.context,
            event=job.event.event,
            query=job.event.query,
            session=session,
            error=error,
        )
        return await self._save(job, key, turn, Chat(key.client), None)

    async def _save(
        self, job: _Job, key: SessionKey, turn: Turn, chat: Chat, changed: Stored | None
    ) -> Handled:
        effects = job.effects(turn)
        if effects is NO_EFFECTS and asked_for(turn, job.event, job.chat):
            _log.warning(_NO_PUSHES, job.chat)
        record = self.masking.record(_record(job, key, turn, transfer=chat.handed_over))
        calls = await self.stored(lambda: self.store.save(record, chat, changed, effects))
        self.on_saved(record)
        alarm = effects.alarm is not None or bool(effects.pushes) or job.returned
        return Handled(turn, tuple(calls), alarm)

    def _effects(
        self, channel: CallingChannel, arrival: Arrival, event: Event, turn: Turn
    ) -> Effects:
        now = self._clock()
        calls = [NewCall(call.method, call.body, call.note) for call in channel.calls(turn, event)]
        timer, alarm = channel.timer(turn), None
        if timer is not None:
            rung = _alarm_event(event, timer.target_state)
            alarm = Alarm(due=now + timer.seconds, visitor=event.client_id, event=rung)
        return Effects(
            time=now,
            handled=arrival.id,
            calls=tuple(calls),
            alarm=alarm,
            pushes=asked_for(turn, event, arrival.chat),
            cancelled=called_off(turn),
        )


def _alarm_event(event: Event, target: str) -> Event:
    """The event of a timer that a turn on `event` sets."""
    data = {name: value for name, value in event.data.items() if name != "eventData"}
    return replace(
        event,
        query=None,
        event=TIMEOUT,
        question_id=f"{event.question_id}-{TIMEOUT}",
        raw_request={},
        data=data,
        target_state=target,
    )


def _identify(event: Event, client: str) -> None:
    event.client_id = client
    event.user_from = {**event.user_from, "id": client}


def _name(event: Event) -> str:
    """What the channel calls the client."""
    parts = (event.user_from.get(part) for part in ("firstName", "lastName"))
    return " ".join(part for part in parts if isinstance(part, str) and part)


def _record(job: _Job, key: SessionKey, turn: Turn, *, transfer: bool) -> TurnRecord:
    return TurnRecord(
        time=job.event.timestamp,
        channel=key.channel,
        chat=job.chat,
        client=key.client,
        client_name=_name(job.event),
        session_id=turn.session.id,
        query=turn.query,
        event=turn.event,
        state=turn.state,
        context=turn.context,
        replies=turn.replies,
        error=None if turn.error is None else asdict(turn.error),
        late=job.late,
        question_id=job.event.question_id,
        start=job.start,
        seconds=round(time.monotonic() - job.began, 4),
        transfer=transfer,
        walk=turn.walk,
        analytics=turn.analytics,
        data=turn.response.get("data"),
        rule=turn.rule,
    )


def _report(task: asyncio.Task[Any]) -> None:
    """Tell of a late turn that failed: nobody waits for it who would."""
    if not task.cancelled() and task.exception() is not None:
        _log.error("a late turn failed", exc_info=task.exception())
