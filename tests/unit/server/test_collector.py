"""What people say after a hand-over gets into the log, a page at a time."""

import asyncio

import pytest
from test_dispatch import Runner

from jaicp.channels.base import ArchiveError, Harvest, Spoken
from jaicp.server.collector import LONGEST_PAUSE, Collector
from jaicp.server.dispatch import Dispatcher
from jaicp.stores.base import Chat, TurnRecord
from jaicp.stores.memory import MemoryStore

KEY = "webim:shop"


def spoken(text, number, time=110.0):
    return Spoken(chat="c1", id=number, time=time, text=text, operator="Olga")


class Archive:
    """Gives the pages, or raises the errors, that a test puts in."""

    def __init__(self, *pages):
        self.pages = list(pages)
        self.cursors = []

    async def since(self, cursor):
        self.cursors.append(cursor)
        page = self.pages.pop(0) if self.pages else Harvest([], cursor)
        if isinstance(page, Exception):
            raise page
        return page


@pytest.fixture
def store():
    store = MemoryStore()
    record = TurnRecord(time=100.0, channel=KEY, chat="c1", client="ann")
    store.save(record, Chat("ann", handed_over=True), None)
    return store


def run(store, archive, rounds=1):
    """Collect for some rounds; the collector's status and the pauses between them."""

    async def play():
        pauses = []
        over = asyncio.Event()

        async def pause(seconds):
            pauses.append(seconds)
            if len(pauses) == rounds:
                over.set()
                await asyncio.Event().wait()

        dispatcher = Dispatcher(store, Runner())
        collector = Collector(KEY, archive, dispatcher, clock=lambda: 50.0, pause=pause)
        collector.start()
        await over.wait()
        await collector.close()
        await dispatcher.close()
        return collector.status(), pauses

    return asyncio.run(play())


def said(store):
    return [turn.replies[0]["text"] for turn in store.turns() if turn.event == "livechatMessage"]


def test_all_pages_are_read_and_the_next_start_goes_on(store):
    archive = Archive(
        Harvest([spoken("a", "m1")], "10", more=True), Harvest([spoken("b", "m2")], "20")
    )
    status, _ = run(store, archive)
    assert (said(store), status["collected"]) == (["a", "b"], 2)
    again = Archive()
    run(store, again)
    assert (archive.cursors, again.cursors) == (["50000000", "10"], ["20"])


def test_a_page_that_failed_is_read_again(store):
    archive = Archive(
        Harvest([spoken("a", "m1")], "10", more=True),
        ArchiveError("status 500"),
        Harvest([spoken("b", "m2")], "20"),
    )
    status, pauses = run(store, archive, rounds=2)
    assert archive.cursors == ["50000000", "10", "10"]
    assert said(store) == ["a", "b"]
    assert (status["status"], pauses) == ("ok", [120.0, 60.0])


def test_a_login_that_is_not_accepted_is_tried_rarely(store):
    archive = Archive(*[ArchiveError("401: the login is not accepted", barred=True)] * 4)
    status, pauses = run(store, archive, rounds=4)
    assert status == {
        "status": "unauthorized",
        "collected": 0,
        "problem": "401: the login is not accepted",
    }
    assert pauses == [480.0, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]
