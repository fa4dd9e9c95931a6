"""Where work on the store is done: at once where nobody is waited for, else in the desk's thread."""

import asyncio
import sqlite3
import threading
from contextlib import closing

from jaicp.runtime.messages import Session
from jaicp.server.store_desk import FOLDED_AFTER, SLOW, SLOW_LASTS, StoreDesk
from jaicp.stores.base import Chat, SessionKey, Stored, TurnRecord
from jaicp.stores.memory import MemoryStore
from jaicp.stores.sqlite import SqliteStore

HERE = threading.current_thread


def run(store, play, **more):
    async def playing():
        desk = StoreDesk(store, **more)
        try:
            return await play(desk)
        finally:
            desk.close()

    return asyncio.run(playing())


def turn(store, client):
    record = TurnRecord(time=1.0, channel="c", chat=client, client=client, query="hello")
    store.save(record, Chat(client), Stored(Session(id="s")))


def test_work_on_an_idle_store_is_done_by_the_loop_itself(tmp_path):
    with closing(SqliteStore(tmp_path / "s.sqlite3")) as store:
        assert run(store, lambda desk: desk.do(HERE)) is HERE()


def test_while_another_program_writes_the_work_waits_in_the_thread(tmp_path):
    path = tmp_path / "s.sqlite3"

    async def play(desk):
        saving = asyncio.create_task(desk.do(lambda: turn(store, "ann")))
        await asyncio.sleep(0)  # it has found the file locked, and the loop goes on
        later = asyncio.create_task(desk.do(lambda: (store.load(SessionKey("c", "ann")), HERE())))
        await asyncio.sleep(0)
        assert not saving.done()
        other.execute("COMMIT")
        await saving
        return await later

    with (
        closing(SqliteStore(path)) as store,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        found, thread = run(store, play)
    assert found.session.id == "s"  # what was asked for later was done later
    assert thread is not HERE()


def test_a_store_that_was_slow_is_used_from_the_thread_for_a_while():
    now = [0.0]

    def slow():
        now[0] += SLOW * 2

    async def play(desk):
        await desk.do(slow)
        soon = await desk.do(HERE)
        now[0] += SLOW_LASTS
        return soon, await desk.do(HERE)

    soon, later = run(MemoryStore(), play, clock=lambda: now[0])
    assert soon is not HERE()
    assert later is HERE()


def test_a_lock_that_lasts_is_an_error_and_the_store_goes_on(tmp_path):
    path = tmp_path / "s.sqlite3"

    async def play(desk):
        try:
            await desk.do(lambda: turn(store, "ann"))
        except Exception as error:  # noqa: BLE001 - looked at below
            other.execute("ROLLBACK")
            await desk.do(lambda: turn(store, "ben"))
            return error
        return None

    with (
        closing(SqliteStore(path, patience=0.05)) as store,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        error = run(store, play)
        assert "locked" in str(error)
        assert [record.client for record in store.turns()] == ["ben"]


def test_many_saves_leave_a_small_write_ahead_log(tmp_path):
    path = tmp_path / "s.sqlite3"

    async def play(desk):
        for n in range(FOLDED_AFTER * 4):
            await desk.do(lambda n=n: turn(store, f"person {n}"))
            await asyncio.sleep(0.01 if n % FOLDED_AFTER == 0 else 0)

    with closing(SqliteStore(path)) as store:
        run(store, play)
        folded = path.stat().st_size
        assert folded > 100_000  # most of it is in the main file before anybody closes it
        assert len(store.turns(limit=5000)) == FOLDED_AFTER * 4
