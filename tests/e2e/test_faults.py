"""What may go wrong around a server under load: Webim fails or is gone, the store is gone or locked.

Visitors repeat an update until it is acknowledged, as Webim does. The fake bot counts its turns in the session, so
a reply tells which update it answers, and that the session was whole.
"""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from contextlib import closing

import httpx
import pytest
from private_postgres import switched_postgres
from test_server_killed import without_repetitions
from webim_server import BotServer

from jaicp.webim_sim.faults import FAULTS
from jaicp.webim_sim.simulator import Simulator
from jaicp.webim_sim.updates import headers, new_message

CHATS, MESSAGES = 4, 8
EXPECTED = [f"t{n} {n + 1}" for n in range(MESSAGES)]
IMPATIENT = """
from jaicp.server import alarms, courier, dispatch, intake
courier.FIRST_PAUSE = courier.LONGEST_PAUSE = courier.LONGEST_WAIT = courier.PROBE_PAUSE = 0.02
dispatch.STORE_PAUSE = intake.STORE_PAUSE = alarms.STORE_PAUSE = 0.05
from jaicp.channels.webim import api
api.WebimApi.__init__.__kwdefaults__["seconds"] = 1.0
"""
"""The pauses of the server, for tests that do not have its patience."""

NOT_DONE = ("busy", "unavailable", "unauthorized", "forbidden")
"""Answers that say that nothing was done, so that the call is made again for as long as it takes."""


class Visitors:
    """Some who write at once; `refused` counts updates that were not acknowledged."""

    def __init__(self, simulator, server):
        self.simulator = simulator
        self.server = server
        self.chats = [simulator.world.open_chat(f"v{n}") for n in range(CHATS)]
        self.taken = 0
        self.refused = 0
        self.may_write = asyncio.Event()
        self.may_write.set()
        self._moments: list[tuple[int, asyncio.Event]] = []

    async def after(self, share: float) -> None:
        """Wait until so many of all updates have been acknowledged."""
        count, moment = int(CHATS * MESSAGES * share), asyncio.Event()
        self._moments.append((count, moment))
        if self.taken < count:
            await moment.wait()

    async def write(self) -> None:
        async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
            await asyncio.gather(*(self._visit(client, chat) for chat in self.chats))

    async def _visit(self, client, chat) -> None:
        for n in range(MESSAGES):
            await self.may_write.wait()
            message = self.simulator.world.add(chat, {"kind": "visitor", "text": f"t{n}"})
            update = new_message(chat, message, "2.0")
            while not await self._is_taken(client, update):
                self.refused += 1
                await asyncio.sleep(0.02)
            self.taken += 1
            for count, moment in self._moments:
                if self.taken >= count:
                    moment.set()

    async def _is_taken(self, client, update) -> bool:
        try:
            response = await client.post(self.server.endpoint, json=update, headers=headers("2.0"))
        except httpx.TransportError:
            return False
        assert response.status_code in (200, 503), response.text
        return response.json() == {"result": "ok"}

    def shown(self) -> list[list[str]]:
        return [chat.shown() for chat in self.chats]

    async def answered(self) -> None:
        """Wait until the last update of each chat is answered."""
        last = EXPECTED[-1]
        await self.simulator.until(lambda: all(shown[-1:] == [last] for shown in self.shown()), 30)


def with_server(folder, scene, **options):
    async def play():
        async with (
            Simulator() as simulator,
            BotServer(folder, simulator.url, before=IMPATIENT, **options) as server,
        ):
            visitors = Visitors(simulator, server)
            await scene(visitors, simulator, server)
            assert await server.end() == 0, server.log()
            return visitors

    return asyncio.run(play())


@pytest.mark.parametrize("kind", NOT_DONE)
def test_what_webim_did_not_do_is_done_once_in_the_end(tmp_path, kind):
    async def scene(visitors, simulator, server):
        simulator.desk.faults.rate, simulator.desk.faults.kinds = 0.3, (kind,)
        await visitors.write()
        await visitors.answered()

    assert with_server(tmp_path, scene).shown() == [EXPECTED] * CHATS


def test_whatever_webim_answers_nothing_comes_twice_nor_out_of_order(tmp_path):
    """After an answer that tells nothing a message is not sent again, so one may be missing; never more."""

    async def scene(visitors, simulator, server):
        simulator.desk.faults.rate, simulator.desk.faults.kinds = 0.25, tuple(FAULTS)
        await visitors.write()
        await simulator.until(lambda: simulator.desk.faults.rate == 0 or settled(simulator), 30)

    def settled(simulator):
        return len(simulator.desk.seen) >= CHATS * MESSAGES

    for shown in with_server(tmp_path, scene).shown():
        assert len(shown) == len(set(shown))
        assert shown == [text for text in EXPECTED if text in shown]


def test_a_webim_that_is_gone_for_a_while_gets_everything_later(tmp_path):
    async def scene(visitors, simulator, server):
        async def away():
            await visitors.after(0.25)
            visitors.may_write.clear()
            await simulator.__aexit__(None, None, None)
            visitors.may_write.set()
            await visitors.after(0.75)
            simulator._port = int(simulator.url.rpartition(":")[2])
            simulator._client = httpx.AsyncClient(trust_env=False)
            await simulator.__aenter__()

        await asyncio.gather(away(), visitors.write())
        await visitors.answered()

    shown = with_server(tmp_path, scene).shown()
    assert [without_repetitions(texts) for texts in shown] == [EXPECTED] * CHATS


@pytest.mark.parametrize("is_killed", [False, True], ids=["server stays", "server is killed, too"])
def test_a_database_that_loses_power_loses_nothing_that_was_acknowledged(tmp_path, is_killed):
    async def scene(visitors, simulator, server):
        async def fail():
            await visitors.after(0.4)
            await asyncio.to_thread(database.stop)
            refused = visitors.refused
            while visitors.refused < refused + CHATS:  # updates are refused meanwhile, none is lost
                await asyncio.sleep(0.02)
            if is_killed:
                await server.end(signal.SIGKILL)
            await asyncio.to_thread(database.start)
            if is_killed:
                await server.start()

        await asyncio.gather(fail(), visitors.write())
        await visitors.answered()

    with switched_postgres(durable=True) as database:
        visitors = with_server(tmp_path, scene, store=database.address)
    shown = visitors.shown()
    assert [without_repetitions(texts) for texts in shown] == [EXPECTED] * CHATS
    # A call whose answer nobody could note is made again: one a chat at most.
    assert sum(map(len, shown)) <= CHATS * (MESSAGES + 1)


def test_a_file_that_is_locked_for_a_while_holds_nothing_up_for_good(tmp_path):
    async def scene(visitors, simulator, server):
        async def lock():
            await visitors.after(0.4)
            with closing(sqlite3.connect(tmp_path / "store.sqlite3", timeout=5)) as other:
                other.execute("BEGIN IMMEDIATE")
                await asyncio.sleep(0.5)
                other.execute("ROLLBACK")

        await asyncio.gather(lock(), visitors.write())
        await visitors.answered()

    assert with_server(tmp_path, scene).shown() == [EXPECTED] * CHATS
