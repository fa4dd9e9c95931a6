"""Stores by their address."""

from __future__ import annotations

from pathlib import Path

from jaicp.stores.base import Store, StoreError
from jaicp.stores.memory import MemoryStore
from jaicp.stores.sqlite import SqliteStore

__all__ = ["open_store", "store_path"]

_SQLITE = "sqlite:///"


def open_store(address: str) -> Store:
    """The store at `address`; raises `StoreError` where it cannot be used.

    `sqlite:///var/bot.sqlite3` is a file below the current folder, `sqlite:////srv/bot.sqlite3` one
    with an absolute path, `memory:` forgets everything at the end.
    """
    if address == "memory:":
        return MemoryStore()
    return SqliteStore(store_path(address))


def store_path(address: str) -> Path:
    """The file that a `sqlite:///…` address names; raises `StoreError` for another kind of address."""
    if not address.startswith(_SQLITE) or address == _SQLITE:
        raise StoreError(f"no store `{address}`: write `sqlite:///path/to/file` or `memory:`")
    return Path(address.removeprefix(_SQLITE))
