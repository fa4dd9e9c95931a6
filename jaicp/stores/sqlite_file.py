"""The file of an SQLite store: opened, its tables made or brought up to date; transactions on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jaicp.stores.base import StoreError
from jaicp.stores.sqlite_schema import NEWEST, OLDER, SCHEMA

__all__ = ["PUT_META", "connect", "failure", "prepare", "read_meta", "transaction"]

PUT_META = "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)"


def failure(path: Path, problem: str) -> StoreError:
    """The error that tells what is wrong with the file."""
    return StoreError(f"cannot use the store `{path}`: {problem}")


def connect(path: Path, patience: float) -> sqlite3.Connection:
    """A connection to the file, which is made with its folders where it does not exist."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)  # a secret and what people said: nobody else's business
        return sqlite3.connect(
            path, timeout=patience, isolation_level=None, check_same_thread=False
        )
    except OSError as error:
        raise failure(path, f"it cannot be made: {error.strerror}") from error
    except sqlite3.Error as error:
        raise failure(path, str(error)) from error


def prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables, or see that those there are ours; raises `StoreError`."""
    try:
        _prepare(connection, path)
    except sqlite3.Error as error:
        raise failure(path, str(error)) from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    # `fold` comes before, in a thread; only where nobody calls it does a commit do the work.
    connection.execute("PRAGMA wal_autocheckpoint = 4000")
    # 16 MB of pages, so that a turn costs hardly more where there are many sessions.
    connection.execute("PRAGMA cache_size = -16000")
    with transaction(connection):
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if not tables:
            for statement in SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute("INSERT INTO alembic_version VALUES (?)", (NEWEST,))
            connection.execute(PUT_META, ("schema", NEWEST))
        elif not {"meta", "sessions", "chats", "turns"} <= tables:
            raise failure(path, "it is a database of another program")
        schema = read_meta(connection, "schema")
    if schema in OLDER:
        _upgrade(path, schema)
        connection.execute(PUT_META, ("schema", NEWEST))
    elif schema != NEWEST:
        raise failure(path, "it was written by another version of jaicp")


def _upgrade(path: Path, schema: str) -> None:
    """Run the migrations that are missing; what they need is loaded only here."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    from jaicp.stores.migrate import upgrade_file  # noqa: PLC0415

    try:
        upgrade_file(path, schema)
    except SQLAlchemyError as error:
        raise failure(path, f"its tables cannot be brought up to date: {error}") from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of what is done within, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself rolls back after some errors
            connection.execute("ROLLBACK")
        raise


def read_meta(connection: sqlite3.Connection, name: str) -> str | None:
    """A setting kept in the file, None where it was never set."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])
