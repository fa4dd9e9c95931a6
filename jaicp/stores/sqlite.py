"""The embedded store: one SQLite file.

Write-ahead logging lets readers go on while a turn is saved; `synchronous=NORMAL` may lose the last
turns at a power cut, never the file; what `sync` was called for is not lost. Two servers may share one
file on a local disk: the version check makes one of two turns on the same session start again. The
inbox and the outbox of a channel belong to one of them, which holds a lock on a file beside the store.

The statements are SQLite's own, by the standard library: through SQLAlchemy a turn would cost several times
as much. The tables are those of `jaicp.stores.tables`; files of older versions are brought up to date by
the same migrations as a PostgreSQL.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from jaicp.runtime.messages import Session
from jaicp.stores import sqlite_desk as desk
from jaicp.stores.base import (
    NO_EFFECTS,
    NOTHING_NEW,
    Arrival,
    Chat,
    Effects,
    OutCall,
    Saying,
    SessionKey,
    Share,
    StaleSession,
    StoreBusy,
    Stored,
    TurnRecord,
    cursor_setting,
    is_known_saying,
    saying_record,
)
from jaicp.stores.log import LogFilter
from jaicp.stores.rows import TURN_COLUMNS, conditions, scan, turn_record, turn_row
from jaicp.stores.sqlite_desk import texts
from jaicp.stores.sqlite_file import (
    PUT_META,
    connect,
    failure,
    prepare,
    read_meta,
    transaction,
)

__all__ = ["SqliteStore"]

_T = TypeVar("_T")
_COLUMNS = ", ".join(TURN_COLUMNS)
_INSERT_TURN = f"INSERT INTO turns ({_COLUMNS}) VALUES ({', '.join('?' * len(TURN_COLUMNS))})"
_PUT_CHAT = """
INSERT INTO chats (channel, chat, client, handed_over, given) VALUES (?1, ?2, ?3, ?4, iif(?4, ?5, NULL))
ON CONFLICT DO UPDATE SET client = ?3, handed_over = ?4,
    given = iif(?4 AND NOT handed_over, ?5, given),
    taken_back = iif(?4, iif(handed_over, taken_back, NULL), iif(handed_over, ?5, taken_back))
    WHERE client <> ?3 OR handed_over <> ?4
"""


class SqliteStore:
    """A store in the file `path`, which is made with its folders where it does not exist.

    `patience` is how long, in seconds, a file locked by another program is waited for.
    """

    def __init__(self, path: Path, *, patience: float = 5.0) -> None:
        self.path = path
        self._lock = RLock()
        self._patience = patience
        self._waits = patience
        """Seconds for which the connection waits where others have locked the file."""
        self._hurry = False
        self._locks: list[sqlite3.Connection] = []
        self._connection = self._open(patience)

    def load(self, key: SessionKey) -> Stored:
        """The session of `key`, a new one where there is none."""
        sql = "SELECT data, version FROM sessions WHERE channel = ? AND client = ?"
        with self._using() as connection:
            row = connection.execute(sql, texts(key)).fetchone()
        if row is None:
            return Stored(Session())
        try:
            return Stored(Session.from_json(json.loads(row[0])), row[1])
        except (ValueError, TypeError) as error:
            raise failure(
                self.path, f"the session of `{key.client}` is damaged: {error}"
            ) from error

    def save(
        self,
        record: TurnRecord,
        chat: Chat,
        changed: Stored | None,
        effects: Effects = NO_EFFECTS,
    ) -> list[OutCall]:
        """Append `record`, note `chat`, store the session and what else the turn does: all or nothing.

        Raises `StaleSession` or `AlreadyHandled`.
        """
        with self._using() as connection, transaction(connection):
            made = []
            if effects is not NO_EFFECTS:
                made = desk.take_effect(connection, record, chat, effects)
            if changed is not None:
                _put_session(connection, record, changed)
            chat_row = (record.channel, record.chat, chat.client, chat.handed_over, record.time)
            connection.execute(_PUT_CHAT, texts(chat_row))
            connection.execute(_INSERT_TURN, texts(tuple(turn_row(record))))
        return made

    def chat(self, channel: str, chat: str) -> Chat | None:
        """Who the chat belongs to, None where it was never seen."""
        sql = "SELECT client, handed_over FROM chats WHERE channel = ? AND chat = ?"
        with self._using() as connection:
            row = connection.execute(sql, texts((channel, chat))).fetchone()
        return None if row is None else Chat(row[0], bool(row[1]))

    def turns(
        self, *, channel: str | None = None, chat: str | None = None, limit: int = 100
    ) -> list[TurnRecord]:
        """The last turns, of one channel or chat if wanted, the oldest first."""
        with self._using() as connection:
            return _turns(connection, channel, chat, limit)

    def log(
        self, wanted: LogFilter, *, after: int | None = None, limit: int = 100
    ) -> list[TurnRecord]:
        """Turns that `wanted` lets through, the oldest first."""
        sql, values = _log_statement(wanted, upwards=after is not None)

        def read(edge: int, count: int) -> list[tuple[Any, ...]]:
            with self._using() as connection:
                return connection.execute(sql, texts((*values, edge, count))).fetchall()

        return scan(read, wanted, after=after, limit=limit)

    def forget(self, before: float) -> int:
        """Delete the turns of the log from before that time, some at a time: others write meanwhile."""
        sql = "DELETE FROM turns WHERE id IN (SELECT id FROM turns WHERE time < ? LIMIT 5000)"
        gone, count = 0, -1
        while count:
            with self._using() as connection:
                count = connection.execute(sql, (before,)).rowcount
            gone += count
        return gone

    def setting(self, name: str) -> str | None:
        """A setting kept in the file, None where it was never set."""
        with self._using() as connection:
            return read_meta(connection, name)

    def keep_setting(self, name: str, value: str) -> None:
        """Set a setting."""
        with self._using() as connection:
            connection.execute(PUT_META, (name, value))

    def records(self, kind: str) -> dict[str, str]:
        """All records of a kind, by name."""
        with self._using() as connection:
            sql = "SELECT name, data FROM records WHERE kind = ?"
            return dict(connection.execute(sql, (kind,)).fetchall())

    def put_record(self, kind: str, name: str, data: str | None) -> None:
        """Keep a record; None removes it."""
        with self._using() as connection, transaction(connection):
            connection.execute("DELETE FROM records WHERE kind = ? AND name = ?", (kind, name))
            if data is not None:
                connection.execute("INSERT INTO records VALUES (?, ?, ?)", (kind, name, data))

    def replace_record(self, kind: str, name: str, old: str | None, new: str) -> bool:
        """Keep `new` where `old` is kept; whether that was so."""
        row: tuple[str, ...]
        if old is None:
            sql, row = "INSERT OR IGNORE INTO records VALUES (?, ?, ?)", (kind, name, new)
        else:
            sql = "UPDATE records SET data = ? WHERE kind = ? AND name = ? AND data = ?"
            row = (new, kind, name, old)
        with self._using() as connection:
            return connection.execute(sql, row).rowcount == 1

    def own(self, channel: str) -> None:
        """Lock the inbox and the outbox of a channel; the system unlocks them when the program ends."""
        digest = hashlib.sha256(channel.encode("utf-8", "replace")).hexdigest()[:12]
        lock = connect(self.path.with_name(f"{self.path.name}-{digest}.lock"), self._patience)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            lock.close()
            if "locked" not in str(error):
                raise failure(self.path, str(error)) from error
            raise failure(self.path, f"another server answers for `{channel}` from it") from None
        self._locks.append(lock)

    @property
    def shared(self) -> bool:
        """A channel belongs to one server."""
        return False

    def share(self, channel: str) -> Share:
        """Nothing but what this server put there itself."""
        del channel
        return NOTHING_NEW

    def leads(self, task: str) -> bool:
        """The one server does everything."""
        del task
        return True

    def accept(self, arrival: Arrival) -> Arrival | None:
        """Put an arrival into the inbox; None where it is a repetition."""
        with self._using() as connection, transaction(connection):
            return desk.accept(connection, arrival)

    def at_once(self, work: Callable[[], _T]) -> _T:
        """The result of `work`; raises `StoreBusy` where another thread or program has the file."""
        if not self._lock.acquire(blocking=False):
            raise StoreBusy("another thread uses the store")
        try:
            self._hurry = True
            return work()
        finally:
            self._hurry = False
            self._lock.release()

    def fold(self) -> None:
        """Bring what the write-ahead log holds into the main file, while others go on writing."""
        try:
            with closing(connect(self.path, self._patience)) as connection:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except sqlite3.Error as error:
            raise failure(self.path, str(error)) from error

    def sync(self) -> None:
        """Write to the disk what SQLite has handed to the system.

        Syncing the write-ahead log from outside spares SQLite to do so within each transaction, while
        nobody else can write. A checkpoint in between does no harm: it syncs the log itself.
        """
        try:
            log = os.open(f"{self.path}-wal", os.O_RDWR)
            try:
                os.fsync(log)
            finally:
                os.close(log)
        except FileNotFoundError:
            return  # nothing has been written since it was folded into the main file
        except OSError as error:
            raise failure(
                self.path, f"it cannot be written to the disk: {error.strerror}"
            ) from error

    def arrivals(self, channel: str) -> list[Arrival]:
        """What lies in the inbox, in the order of arrival."""
        with self._using() as connection:
            try:
                return desk.read_arrivals(connection, channel)
            except (ValueError, TypeError) as error:
                raise failure(self.path, f"the inbox of `{channel}` is damaged: {error}") from error

    def calls(self, channel: str) -> list[OutCall]:
        """What lies in the outbox and is not settled, in the order of saving."""
        with self._using() as connection:
            try:
                return desk.read_calls(connection, channel)
            except ValueError as error:
                raise failure(
                    self.path, f"the outbox of `{channel}` is damaged: {error}"
                ) from error

    def settle(self, call: OutCall, problem: str = "") -> None:
        """Take a call out of the outbox; one with a problem is kept with it."""
        with self._using() as connection:
            desk.settle(connection, call, problem)

    def amend(self, call: OutCall) -> None:
        """Put `call` in the place of the one with its id."""
        with self._using() as connection:
            desk.amend(connection, call)

    def next_alarm(self, channel: str) -> float | None:
        """When the next alarm or push is due, None where none is set."""
        with self._using() as connection:
            return desk.next_alarm(connection, channel)

    def ring(self, channel: str, now: float) -> list[Arrival]:
        """Turn all alarms and pushes that are due into arrivals."""
        with self._using() as connection, transaction(connection):
            return desk.ring(connection, channel, now)

    def keep_sayings(self, channel: str, sayings: list[Saying], cursor: str) -> int:
        """Log what was said while a person had a chat, each saying once, and keep the cursor."""
        kept = 0
        with self._using() as connection, transaction(connection):
            for saying in sayings:
                client = desk.hear(connection, channel, saying)
                recent = () if client is None else _turns(connection, channel, saying.chat, 50)
                if client is not None and not is_known_saying(saying, recent):
                    record = saying_record(channel, client, saying)
                    connection.execute(_INSERT_TURN, texts(tuple(turn_row(record))))
                    kept += 1
            connection.execute(PUT_META, (cursor_setting(channel), cursor))
        return kept

    def close(self) -> None:
        """Close the file, and let go of the channels."""
        with self._lock:
            self._connection.close()
            for lock in self._locks:
                lock.close()

    def _open(self, patience: float) -> sqlite3.Connection:
        connection = connect(self.path, patience)
        try:
            prepare(connection, self.path)
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        """The connection, for one thread at a time, its errors told as `StoreError`."""
        with self._lock:
            try:
                self._wait(0.0 if self._hurry else self._patience)
                yield self._connection
            except sqlite3.Error as error:
                code = getattr(error, "sqlite_errorcode", 0)  # absent where Python itself complains
                if self._hurry and code & 0xFF == sqlite3.SQLITE_BUSY:
                    raise StoreBusy(str(error)) from error
                raise failure(self.path, str(error)) from error

    def _wait(self, seconds: float) -> None:
        """Let the connection wait that long for others from now on."""
        if seconds != self._waits:
            self._connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
            self._waits = seconds


def _put_session(connection: sqlite3.Connection, record: TurnRecord, changed: Stored) -> None:
    data = json.dumps(changed.session.to_json())
    if changed.version:
        sql = (
            "UPDATE sessions SET version = version + 1, updated = ?, data = ?"
            " WHERE channel = ? AND client = ? AND version = ?"
        )
        row = (record.time, data, *record.key, changed.version)
    else:
        sql = (
            "INSERT OR IGNORE INTO sessions (updated, data, channel, client, version)"
            " VALUES (?, ?, ?, ?, ?)"
        )
        row = (record.time, data, *record.key, 1)
    if connection.execute(sql, texts(row)).rowcount != 1:
        raise StaleSession


def _turns(
    connection: sqlite3.Connection, channel: str | None, chat: str | None, limit: int
) -> list[TurnRecord]:
    wanted = [(name, value) for name, value in (("channel", channel), ("chat", chat)) if value]
    where = " AND ".join(f"{name} = ?" for name, _ in wanted) or "1"
    sql = f"SELECT id, {_COLUMNS} FROM turns WHERE {where} ORDER BY id DESC LIMIT ?"
    rows = connection.execute(sql, texts((*(v for _, v in wanted), limit))).fetchall()
    return [turn_record(row) for row in reversed(rows)]


def _log_statement(wanted: LogFilter, *, upwards: bool) -> tuple[str, list[Any]]:
    """The rows of the log that a filter may let through, beyond an id and up to a number, and its values."""
    told = conditions(wanted)
    parts = [f"{name} {sign}" + ("" if value is None else " ?") for name, sign, value in told]
    where = " AND ".join([*parts, "id > ?" if upwards else "id < ?"])
    order = "ASC" if upwards else "DESC"
    sql = f"SELECT id, {_COLUMNS} FROM turns WHERE {where} ORDER BY id {order} LIMIT ?"
    return sql, [value for _, _, value in told if value is not None]
