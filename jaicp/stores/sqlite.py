"""The embedded store: one SQLite file.

Write-ahead logging lets readers go on while a turn is saved; `synchronous=NORMAL` may lose the last
turns at a power cut, never the file. Two servers may share one file on a local disk: the version
check makes one of two turns on the same session start again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from jaicp.runtime.messages import Session
from jaicp.stores.base import Chat, SessionKey, StaleSession, Stored, StoreError, TurnRecord

__all__ = ["SqliteStore"]

SCHEMA_VERSION = 1

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sessions (
    channel TEXT NOT NULL, client TEXT NOT NULL, version INTEGER NOT NULL,
    updated REAL NOT NULL, data TEXT NOT NULL, PRIMARY KEY (channel, client));
CREATE TABLE chats (
    channel TEXT NOT NULL, chat TEXT NOT NULL, client TEXT NOT NULL,
    handed_over INTEGER NOT NULL, PRIMARY KEY (channel, chat)) WITHOUT ROWID;
CREATE TABLE turns (
    id INTEGER PRIMARY KEY, time REAL NOT NULL, channel TEXT NOT NULL, chat TEXT NOT NULL,
    client TEXT NOT NULL, session_id TEXT NOT NULL, query TEXT, event TEXT, state TEXT,
    context TEXT NOT NULL, replies TEXT NOT NULL, error TEXT, late INTEGER NOT NULL);
CREATE INDEX turns_of_chat ON turns (channel, chat, id);
"""

_COLUMNS = (
    "time, channel, chat, client, session_id, query, event, state, context, replies, error, late"
)
_INSERT_TURN = f"INSERT INTO turns ({_COLUMNS}) VALUES ({', '.join('?' * 12)})"
_PUT_CHAT = "INSERT OR REPLACE INTO chats (channel, chat, client, handed_over) VALUES (?, ?, ?, ?)"
_PUT_META = "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)"


class SqliteStore:
    """A store in the file `path`, which is made with its folders where it does not exist.

    `patience` is how long, in seconds, a file locked by another program is waited for.
    """

    def __init__(self, path: Path, *, patience: float = 5.0) -> None:
        self.path = path
        self._lock = Lock()
        self._connection = self._open(patience)

    def load(self, key: SessionKey) -> Stored:
        """The session of `key`, a new one where there is none."""
        sql = "SELECT data, version FROM sessions WHERE channel = ? AND client = ?"
        with self._using() as connection:
            row = connection.execute(sql, _texts(key)).fetchone()
        if row is None:
            return Stored(Session())
        try:
            return Stored(Session.from_json(json.loads(row[0])), row[1])
        except (ValueError, TypeError) as error:
            raise self._error(f"the session of `{key.client}` is damaged: {error}") from error

    def save(self, record: TurnRecord, chat: Chat, changed: Stored | None) -> None:
        """Append `record`, note `chat`, store the session, all or nothing; raises `StaleSession`."""
        with self._using() as connection, _transaction(connection):
            if changed is not None:
                _put_session(connection, record, changed)
            chat_row = (record.channel, record.chat, chat.client, chat.handed_over)
            connection.execute(_PUT_CHAT, _texts(chat_row))
            connection.execute(_INSERT_TURN, _turn_row(record))

    def chat(self, channel: str, chat: str) -> Chat | None:
        """Who the chat belongs to, None where it was never seen."""
        sql = "SELECT client, handed_over FROM chats WHERE channel = ? AND chat = ?"
        with self._using() as connection:
            row = connection.execute(sql, _texts((channel, chat))).fetchone()
        return None if row is None else Chat(row[0], bool(row[1]))

    def turns(
        self, *, channel: str | None = None, chat: str | None = None, limit: int = 100
    ) -> list[TurnRecord]:
        """The last turns, of one channel or chat if wanted, the oldest first."""
        wanted = [(name, value) for name, value in (("channel", channel), ("chat", chat)) if value]
        where = " AND ".join(f"{name} = ?" for name, _ in wanted) or "1"
        sql = f"SELECT {_COLUMNS} FROM turns WHERE {where} ORDER BY id DESC LIMIT ?"
        with self._using() as connection:
            rows = connection.execute(sql, _texts((*(v for _, v in wanted), limit))).fetchall()
        return [_record(row) for row in reversed(rows)]

    def setting(self, name: str) -> str | None:
        """A setting kept in the file, None where it was never set."""
        with self._using() as connection:
            return _meta(connection, name)

    def keep_setting(self, name: str, value: str) -> None:
        """Set a setting."""
        with self._using() as connection:
            connection.execute(_PUT_META, (name, value))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _open(self, patience: float) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)  # a secret and what people said: nobody else's business
            connection = sqlite3.connect(
                self.path, timeout=patience, isolation_level=None, check_same_thread=False
            )
        except OSError as error:
            raise self._error(f"it cannot be made: {error.strerror}") from error
        except sqlite3.Error as error:
            raise self._error(str(error)) from error
        try:
            self._prepare(connection)
        except BaseException as error:
            connection.close()
            if isinstance(error, sqlite3.Error):
                raise self._error(str(error)) from error
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Make the tables, or see that those there are ours."""
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        with _transaction(connection):
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            if not tables:
                for statement in _SCHEMA.split(";"):
                    connection.execute(statement)
                connection.execute(_PUT_META, ("schema", str(SCHEMA_VERSION)))
            elif not {"meta", "sessions", "chats", "turns"} <= tables:
                raise self._error("it is a database of another program")
            elif _meta(connection, "schema") != str(SCHEMA_VERSION):
                raise self._error("it was written by another version of jaicp")

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        """The connection, for one thread at a time, its errors told as `StoreError`."""
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise self._error(str(error)) from error

    def _error(self, problem: str) -> StoreError:
        return StoreError(f"cannot use the store `{self.path}`: {problem}")


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself rolls back after some errors
            connection.execute("ROLLBACK")
        raise


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
    if connection.execute(sql, _texts(row)).rowcount != 1:
        raise StaleSession


def _turn_row(record: TurnRecord) -> list[object]:
    return _texts(
        (
            record.time,
            record.channel,
            record.chat,
            record.client,
            record.session_id,
            record.query,
            record.event,
            record.state,
            record.context,
            json.dumps(record.replies),
            None if record.error is None else json.dumps(record.error),
            record.late,
        )
    )


def _record(row: tuple[Any, ...]) -> TurnRecord:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    values["replies"] = json.loads(values["replies"])
    values["error"] = None if values["error"] is None else json.loads(values["error"])
    values["late"] = bool(values["late"])
    return TurnRecord(**values)


def _meta(connection: sqlite3.Connection, name: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def _texts(values: tuple[object, ...]) -> list[object]:
    """`values` with lone surrogates replaced: SQLite takes nothing that is not UTF-8."""
    return [
        value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for value in values
    ]
