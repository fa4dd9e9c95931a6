"""One of each kind of store, for the suites that all of them pass."""

from jaicp.stores.memory import MemoryStore
from jaicp.stores.opening import open_store
from jaicp.stores.sqlite import SqliteStore


def new_store(request, folder):
    """An empty store of the kind that the fixture's parameter names."""
    match request.param:
        case "memory":
            return MemoryStore()
        case "sqlite":
            return SqliteStore(folder / "s.sqlite3")
        case "postgres":
            return open_store(request.getfixturevalue("postgres"))
    raise ValueError(request.param)
