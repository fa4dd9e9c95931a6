"""Stores by their address."""

from __future__ import annotations

from pathlib import Path

from jaicp.stores.base import Store, StoreError
from jaicp.stores.memory import MemoryStore
from jaicp.stores.sqlite import SqliteStore

__all__ = ["open_store", "shown", "store_path"]

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql:", "postgres:", "postgresql+psycopg:")


def open_store(address: str) -> Store:
    """The store at `address`; raises `StoreError` where it cannot be used.

    `sqlite:///var/bot.sqlite3` is a file below the current folder, `sqlite:////srv/bot.sqlite3` one
    with an absolute path, `postgresql://user:password@host/name` a database that several servers may
    share, `memory:` forgets everything at the end.
    """
    if address == "memory:":
        return MemoryStore()
    if address.startswith(_POSTGRES):
        # SQLAlchemy takes a while to load, which the embedded store need not pay for.
        from jaicp.stores.postgres import PostgresStore  # noqa: PLC0415

        return PostgresStore(address)
    return SqliteStore(store_path(address))


def store_path(address: str) -> Path:
    """The file that a `sqlite:///…` address names; raises `StoreError` for another kind of address."""
    if not address.startswith(_SQLITE) or address == _SQLITE:
        raise StoreError(
            f"no store `{shown(address)}`: write `sqlite:///path/to/file`,"
            " `postgresql://user:password@host/name` or `memory:`"
        )
    return Path(address.removeprefix(_SQLITE))


def shown(address: str) -> str:
    """An address as it may be printed: without its password."""
    scheme, found, rest = address.partition("://")
    name, at, place = rest.rpartition("@")
    user, colon, _ = name.partition(":")
    return f"{scheme}{found}{user}:***@{place}" if at and colon else address
