"""The store for several machines: a PostgreSQL, by SQLAlchemy Core and psycopg.

Every server has one connection, used by one thread at a time. The servers share the chats of a channel,
each chat with one of them at a time (`postgres_desk`). A connection that is lost takes its claims with
it: the server comes back under another number and asks for what is to be done anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from jaicp.runtime.messages import Session
from jaicp.stores import postgres_alarms as alarms
from jaicp.stores import postgres_desk as desk
from jaicp.stores import postgres_rows as rows
from jaicp.stores.base import (
    NO_EFFECTS,
    Arrival,
    Chat,
    Effects,
    OutCall,
    Saying,
    SessionKey,
    Share,
    StoreBusy,
    Stored,
    StoreError,
    TurnRecord,
    cursor_setting,
    is_known_saying,
    saying_record,
)
from jaicp.stores.log import LogFilter
from jaicp.stores.migrate import upgrade
from jaicp.stores.postgres_desk import LIVE_SERVERS, texts
from jaicp.stores.rows import scan, turn_record
from jaicp.stores.tables import CHATS, META, OUTBOX, RECORDS, SERVER_IDS, SESSIONS, TURNS

__all__ = ["PostgresStore"]

_T = TypeVar("_T")

_TASKS = 0x6A616964
"""The class of the advisory locks that tell which server does what only one does."""


class PostgresStore:
    """A store in the database at `address`, `postgresql://user:password@host/name`.

    Its tables are made, or brought up to date, when it is opened. `patience` is how long, in seconds, the
    server and its locks are waited for.
    """

    def __init__(self, address: str, *, patience: float = 5.0) -> None:
        self._url = _url(address)
        self._lock = Lock()
        milliseconds = int(patience * 1000)
        self._engine = create_engine(
            self._url,
            poolclass=NullPool,
            connect_args={
                "connect_timeout": max(int(patience), 2),
                "options": f"-c lock_timeout={milliseconds} -c statement_timeout={milliseconds * 6}",
                "keepalives_idle": 10,
                "keepalives_interval": 5,
                "keepalives_count": 3,
            },
        )
        self._connection: Connection | None = None
        self._server = 0
        self._anew: set[str] = set()
        """Channels that were told of the loss of a connection; others learn of it when they ask."""
        self._closed = False
        self._is_ready = False
        with self._transaction():
            pass  # the first one brings the tables up to date

    def load(self, key: SessionKey) -> Stored:
        """The session of `key`, a new one where there is none."""
        at = texts(key._asdict())
        with self._transaction() as connection:
            row = connection.execute(
                select(SESSIONS.c.data, SESSIONS.c.version).where(
                    SESSIONS.c.channel == at["channel"], SESSIONS.c.client == at["client"]
                )
            ).first()
        if row is None:
            return Stored(Session())
        try:
            return Stored(Session.from_json(json.loads(row.data)), row.version)
        except (ValueError, TypeError) as error:
            raise self._error(f"the session of `{key.client}` is damaged: {error}") from error

    def save(
        self,
        record: TurnRecord,
        chat: Chat,
        changed: Stored | None,
        effects: Effects = NO_EFFECTS,
    ) -> list[OutCall]:
        """Append `record` to the log, note `chat`, store the session and what else the turn does.

        Raises `StaleSession`, `AlreadyHandled` or `NotOurTurn`.
        """
        with self._transaction() as connection:
            made = []
            desk.lock_chat(connection, record.channel, record.chat)
            if effects is not NO_EFFECTS:
                made = desk.take_effect(connection, self._server, record, chat, effects)
            if changed is not None:
                rows.put_session(connection, record, changed)
            rows.put_chat(connection, record, chat)
            rows.put_turn(connection, record)
            if effects.handled is not None and not made:
                desk.release(connection, self._server, record.channel, record.chat)
        return made

    def chat(self, channel: str, chat: str) -> Chat | None:
        """Who the chat belongs to, None where it was never seen."""
        at = texts({"channel": channel, "chat": chat})
        with self._transaction() as connection:
            row = connection.execute(
                select(CHATS.c.client, CHATS.c.handed_over).where(
                    CHATS.c.channel == at["channel"], CHATS.c.chat == at["chat"]
                )
            ).first()
        return None if row is None else Chat(row.client, bool(row.handed_over))

    def turns(
        self, *, channel: str | None = None, chat: str | None = None, limit: int = 100
    ) -> list[TurnRecord]:
        """The last turns, of one channel or chat if wanted, the oldest first."""
        return self.log(LogFilter(channel=channel, chat=chat), limit=limit)

    def log(
        self, wanted: LogFilter, *, after: int | None = None, limit: int = 100
    ) -> list[TurnRecord]:
        """Turns that `wanted` lets through, the oldest first."""

        def read(edge: int, count: int) -> list[Any]:
            with self._transaction() as connection:
                return rows.log_rows(connection, wanted, edge, count, upwards=after is not None)

        return scan(read, wanted, after=after, limit=limit)

    def forget(self, before: float) -> int:
        """Delete the turns of the log from before that time, some at a time."""
        gone, count = 0, -1
        while count:
            with self._transaction() as connection:
                old = select(TURNS.c.id).where(TURNS.c.time < before).limit(5000)
                old = old.with_for_update(skip_locked=True)
                count = connection.execute(delete(TURNS).where(TURNS.c.id.in_(old))).rowcount
            gone += count
        return gone

    def setting(self, name: str) -> str | None:
        """A setting kept in the database, None where it was never set."""
        with self._transaction() as connection:
            found = select(META.c.value).where(META.c.name == name)
            return connection.execute(found).scalar_one_or_none()

    def keep_setting(self, name: str, value: str) -> None:
        """Set a setting."""
        with self._transaction() as connection:
            rows.put_meta(connection, name, value)

    def records(self, kind: str) -> dict[str, str]:
        """All records of a kind, by name."""
        wanted = select(RECORDS.c.name, RECORDS.c.data).where(RECORDS.c.kind == kind)
        with self._transaction() as connection:
            return {row.name: row.data for row in connection.execute(wanted)}

    def put_record(self, kind: str, name: str, data: str | None) -> None:
        """Keep a record; None removes it."""
        with self._transaction() as connection:
            if data is None:
                gone = delete(RECORDS).where(RECORDS.c.kind == kind, RECORDS.c.name == name)
                connection.execute(gone)
                return
            put = insert(RECORDS).values(kind=kind, name=name, data=data)
            same = RECORDS.primary_key
            connection.execute(put.on_conflict_do_update(constraint=same, set_={"data": data}))

    def replace_record(self, kind: str, name: str, old: str | None, new: str) -> bool:
        """Keep `new` where `old` is kept; whether that was so."""
        put = insert(RECORDS).values(kind=kind, name=name, data=new).on_conflict_do_nothing()
        same = (RECORDS.c.kind == kind, RECORDS.c.name == name, RECORDS.c.data == old)
        change = update(RECORDS).where(*same).values(data=new)
        with self._transaction() as connection:
            told = (put if old is None else change).returning(RECORDS.c.name)
            return connection.execute(told).first() is not None

    def own(self, channel: str) -> None:
        """A channel is shared: its chats are claimed one by one."""

    @property
    def shared(self) -> bool:
        """Any number of servers share the chats."""
        return True

    def share(self, channel: str) -> Share:
        """What this server has to see to, with the chats that nobody has taken over from the dead."""
        with self._transaction() as connection:
            chats = desk.adopt(connection, self._server, channel)
            arrivals = desk.read_arrivals(connection, channel, self._server)
            anew = channel not in self._anew
            if anew:  # chats may have been claimed since, by what was accepted
                calls = desk.read_calls(connection, channel, server=self._server)
            else:
                calls = desk.read_calls(connection, channel, chats) if chats else []
            self._anew.add(channel)
        return Share(arrivals, calls, anew)

    def leads(self, task: str) -> bool:
        """Whether this server is the one that does `task`: the first that asks, as long as it lives."""
        lock = func.pg_try_advisory_lock(_TASKS, func.hashtext(task))
        with self._transaction() as connection:
            return bool(connection.execute(select(lock)).scalar_one())

    def accept(self, arrival: Arrival) -> Arrival | None:
        """Put an arrival into the inbox; None where it is a repetition."""
        with self._transaction() as connection:
            return desk.accept(connection, self._server, arrival)

    def at_once(self, work: Callable[[], _T]) -> _T:
        """A network is always waited for."""
        del work
        raise StoreBusy("the store is at the other end of a network")

    def fold(self) -> None:
        """The database sees to that itself."""

    def sync(self) -> None:
        """What is committed is on the disk of the database already."""

    def arrivals(self, channel: str) -> list[Arrival]:
        """What lies in the inbox, in the order of arrival."""
        with self._transaction() as connection:
            try:
                return desk.read_arrivals(connection, channel, None)
            except (ValueError, TypeError) as error:
                raise self._error(f"the inbox of `{channel}` is damaged: {error}") from error

    def calls(self, channel: str) -> list[OutCall]:
        """What lies in the outbox and is not settled, in the order of saving."""
        with self._transaction() as connection:
            try:
                return desk.read_calls(connection, channel)
            except ValueError as error:
                raise self._error(f"the outbox of `{channel}` is damaged: {error}") from error

    def settle(self, call: OutCall, problem: str = "") -> None:
        """Take a call out of the outbox; one with a problem is kept with it."""
        with self._transaction() as connection:
            desk.settle(connection, self._server, call, problem)

    def amend(self, call: OutCall) -> None:
        """Put `call` in the place of the one with its id."""
        row = {"method": call.method, "body": json.dumps(call.body), "note": call.note}
        with self._transaction() as connection:
            connection.execute(update(OUTBOX).where(OUTBOX.c.id == call.id).values(texts(row)))

    def next_alarm(self, channel: str) -> float | None:
        """When the next alarm or push is due, None where none is set."""
        with self._transaction() as connection:
            return alarms.next_alarm(connection, channel)

    def ring(self, channel: str, now: float) -> list[Arrival]:
        """Turn the alarms and pushes that are due into arrivals; those for this server to handle."""
        with self._transaction() as connection:
            return alarms.ring(connection, self._server, channel, now)

    def keep_sayings(self, channel: str, sayings: list[Saying], cursor: str) -> int:
        """Log what was said while a person had a chat, each saying once, and keep the cursor."""
        kept = 0
        with self._transaction() as connection:
            for saying in sayings:
                client = desk.hear(connection, channel, saying)
                if client is None:
                    continue
                said = LogFilter(channel=channel, chat=saying.chat)
                recent = rows.log_rows(connection, said, 1 << 62, 50, upwards=False)
                if not is_known_saying(saying, map(turn_record, recent)):
                    rows.put_turn(connection, saying_record(channel, client, saying))
                    kept += 1
            rows.put_meta(connection, cursor_setting(channel), cursor)
        return kept

    def close(self) -> None:
        """End the connection; the chats are free for other servers then."""
        with self._lock:
            self._closed = True
            self._drop()
            self._engine.dispose()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """A transaction on the connection, for one thread at a time, its errors told as `StoreError`."""
        with self._lock:
            if self._closed:
                raise self._error("it is closed")
            try:
                connection = self._connection or self._connect()
                with connection.begin():
                    yield connection
            except SQLAlchemyError as error:
                if not isinstance(error, DBAPIError) or error.connection_invalidated:
                    self._drop()
                raise self._error(_reason(error)) from error

    def _connect(self) -> Connection:
        """A connection under a new number, whose lock tells the others that this server lives."""
        connection = self._engine.connect()
        try:
            with connection.begin():
                if not self._is_ready:
                    upgrade(connection)
                number = connection.execute(select(SERVER_IDS.next_value())).scalar_one()
                connection.execute(select(func.pg_advisory_lock(LIVE_SERVERS, number)))
        except BaseException:
            connection.close()
            raise
        self._connection, self._server, self._is_ready = connection, number, True
        self._anew.clear()
        return connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.invalidate()
            finally:
                connection.close()

    def _error(self, problem: str) -> StoreError:
        address = self._url.render_as_string(hide_password=True)
        return StoreError(f"cannot use the store `{address}`: {problem}")


def _url(address: str) -> URL:
    try:
        url = make_url(address)
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        url.get_dialect().import_dbapi()
    except (ArgumentError, NoSuchModuleError, ValueError):
        message = "no such store: write `postgresql://user:password@host/name`"
        raise StoreError(message) from None
    except ImportError as error:
        message = f"a PostgreSQL needs psycopg ({error}); type `pip install 'jaicp[postgres]'`"
        raise StoreError(message) from None
    return url


def _reason(error: SQLAlchemyError) -> str:
    """What went wrong in one line, without the statement and its values: they hold what people said."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return (str(cause).strip() or type(cause).__name__).splitlines()[0]
