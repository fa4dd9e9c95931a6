"""What a turn costs a store: load, accept, save with a call, settle, as with version 2.0 of the bot API.

`python tests/bench/bench_stores.py [--turns N] [--postgres ADDRESS]` prints turns a second for each store in
one run. Without an address a private PostgreSQL is started, its disk syncs off as for tests.
"""

import argparse
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "unit" / "stores"))

from private_postgres import private_postgres

from jaicp.runtime.messages import Event, Session
from jaicp.stores.base import (
    Arrival,
    Chat,
    Effects,
    NewCall,
    SessionKey,
    Stored,
    TurnRecord,
)
from jaicp.stores.opening import open_store

CHANNEL = "webim:bench"


def turn(store, n, people):
    client = f"p{n % people}"
    event = Event(query="hello", timestamp=float(n))
    taken = store.accept(
        Arrival(channel=CHANNEL, chat=client, visitor=client, event=event, received=float(n))
    )
    store.chat(CHANNEL, client)
    stored = store.load(SessionKey(CHANNEL, client))
    session = Session(id="s", session={"n": n, "text": "x" * 500}, client={"name": "Ann"})
    record = TurnRecord(
        time=float(n),
        channel=CHANNEL,
        chat=client,
        client=client,
        query="hello",
        replies=[{"type": "text", "text": "Hello!", "state": "/Hello"}],
    )
    effects = Effects(handled=taken.id, calls=(NewCall("send_message", {"text": "Hello!"}),))
    for call in store.save(record, Chat(client), Stored(session, stored.version), effects):
        store.settle(call)


def rate(address, turns, people):
    """Turns a second."""
    store = open_store(address)
    for n in range(50):
        turn(store, n, people)
    started = time.perf_counter()
    for n in range(turns):
        turn(store, n, people)
    taken = time.perf_counter() - started
    store.close()
    return turns / taken


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--turns", type=int, default=3000)
    options.add_argument("--people", type=int, default=500)
    options.add_argument("--postgres")
    given = options.parse_args()
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        postgres = given.postgres or stack.enter_context(private_postgres())
        addresses = {
            "memory": "memory:",
            "sqlite": f"sqlite:///{folder}/bench.sqlite3",
            "postgresql": postgres,
        }
        rates = {name: rate(at, given.turns, given.people) for name, at in addresses.items()}
    for name, found in rates.items():
        print(
            f"{name:12} {found:8.0f} turns/s  {1000 / found:6.2f} ms  {found / rates['sqlite']:5.2f} x sqlite"
        )


if __name__ == "__main__":
    main()
