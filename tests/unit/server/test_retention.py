"""The log is kept for so many days."""

import asyncio

from jaicp.server.retention import PAUSE, Retention
from jaicp.stores.base import Chat, StoreError, TurnRecord
from jaicp.stores.memory import MemoryStore

DAY = 86400.0


class Failing(MemoryStore):
    failures = 1

    def forget(self, before):
        if self.failures:
            self.failures -= 1
            raise StoreError("disk full")
        return super().forget(before)


def test_what_is_older_is_deleted_again_and_again_whatever_happens(caplog):
    store = Failing()
    for n in range(4):
        record = TurnRecord(time=n * DAY, channel="c", chat="1", client="a", query=f"day {n}")
        store.save(record, Chat("a"), None)
    pauses = []

    async def pause(seconds):
        pauses.append(seconds)
        if len(pauses) == 2:
            raise asyncio.CancelledError

    async def play():
        retention = Retention(store, asyncio.to_thread, 2.0, clock=lambda: 4 * DAY, pause=pause)
        task = asyncio.create_task(retention.run())
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(play())
    assert pauses == [PAUSE, PAUSE]
    assert "disk full" in caplog.text
    assert [turn.query for turn in store.turns()] == ["day 2", "day 3"]
