"""A server that is killed at any moment, under load: nothing is lost, nothing is mixed up.

Webim's part is played by senders that repeat an update until it is acknowledged, and by the simulator,
which takes the bot's calls. The fake bot counts its turns in the session, so a reply tells both which
update it answers and whether the session was whole.
"""

import asyncio
import random
import signal

import httpx
import pytest
from webim_server import BotServer

from jaicp.webim_sim.simulator import Simulator
from jaicp.webim_sim.updates import headers, new_message

CHATS, MESSAGES, KILLS = 6, 12, 5


class Load:
    """Visitors who all write at once; something is killed after so many acknowledgements and calls."""

    def __init__(self, simulator, server, seed):
        self.simulator = simulator
        self.server = server
        self.random = random.Random(seed)
        self.client = httpx.AsyncClient(timeout=30, trust_env=False)
        self.chats = [simulator.world.open_chat(f"v{n}") for n in range(CHATS)]
        self.happened = 0
        self.moment = asyncio.Event()
        self.next_kill = 0
        simulator.desk.on_change = self.note

    def note(self):
        self.happened += 1
        if self.next_kill and self.happened >= self.next_kill:
            self.moment.set()
        self.simulator._note_change()

    async def run(self):
        async with self.client:
            await asyncio.gather(self.kill(), *(self.visit(chat) for chat in self.chats))

    async def kill(self):
        """Kill the server at moments that chance chooses, and start it again."""
        share = CHATS * MESSAGES * 2 // (KILLS + 1)
        for _ in range(KILLS):
            self.moment.clear()
            self.next_kill = self.happened + self.random.randint(1, share)
            await self.moment.wait()
            self.next_kill = 0
            await self.server.end(signal.SIGKILL)
            await self.server.start()

    async def visit(self, chat):
        for n in range(MESSAGES):
            message = self.simulator.world.add(chat, {"kind": "visitor", "text": f"t{n}"})
            update = new_message(chat, message, "2.0")
            while not await self.is_taken(update):
                await self.server.up.wait()
            self.note()

    async def is_taken(self, update):
        try:
            response = await self.client.post(
                self.server.endpoint, json=update, headers=headers("2.0")
            )
        except httpx.TransportError:
            return False
        assert response.json() == {"result": "ok"}, response.text
        return True


def without_repetitions(texts):
    return [text for n, text in enumerate(texts) if n == 0 or texts[n - 1] != text]


@pytest.mark.parametrize("seed", [1])
def test_whenever_it_is_killed_every_update_is_answered_once_and_in_order(tmp_path, seed):
    async def play():
        async with Simulator() as simulator, BotServer(tmp_path, simulator.url) as server:
            load = Load(simulator, server, seed)
            await load.run()
            expected = [f"t{n} {n + 1}" for n in range(MESSAGES)]
            await simulator.until(
                lambda: all(chat.shown()[-1:] == expected[-1:] for chat in load.chats), 30
            )
            assert await server.end() == 0, server.log()
            shown = [chat.shown() for chat in load.chats]
            assert [without_repetitions(texts) for texts in shown] == [expected] * CHATS
            # A call whose answer the killed server never saw is made again: one a chat and kill at most.
            assert sum(map(len, shown)) - CHATS * MESSAGES <= CHATS * KILLS

    asyncio.run(play())
