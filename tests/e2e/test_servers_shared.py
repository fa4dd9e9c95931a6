"""Two servers on one PostgreSQL, updates spread over both, each killed in turn while visitors write."""

import asyncio
import random
import signal

import httpx
from test_server_killed import without_repetitions
from webim_server import BotServer

from jaicp.webim_sim.simulator import Simulator
from jaicp.webim_sim.updates import headers, new_message

CHATS, MESSAGES, KILLS = 4, 6, 2


async def is_taken(client, server, update):
    try:
        response = await client.post(server.endpoint, json=update, headers=headers("2.0"))
    except httpx.TransportError:
        return False
    return response.json() == {"result": "ok"}


async def visit(client, simulator, servers, chat, chance, note):
    for n in range(MESSAGES):
        message = simulator.world.add(chat, {"kind": "visitor", "text": f"t{n}"})
        update = new_message(chat, message, "2.0")
        while not await is_taken(client, chance.choice(servers), update):
            await asyncio.sleep(0.01)
        note()


async def kill_in_turn(servers, moments):
    for n in range(KILLS):
        await moments[n].wait()
        server = servers[n % 2]
        await server.end(signal.SIGKILL)
        await server.start()


def test_every_update_is_answered_once_and_in_order_whoever_dies(tmp_path, postgres):
    async def play():
        chance = random.Random(3)
        folders = [tmp_path / "one", tmp_path / "two"]
        for folder in folders:
            folder.mkdir()
        async with (
            Simulator() as simulator,
            BotServer(folders[0], simulator.url, store=postgres) as one,
            BotServer(folders[1], simulator.url, store=postgres) as two,
            httpx.AsyncClient(timeout=30, trust_env=False) as client,
        ):
            chats = [simulator.world.open_chat(f"v{n}") for n in range(CHATS)]
            moments = [asyncio.Event() for _ in range(KILLS)]
            taken = 0

            def note():
                nonlocal taken
                taken += 1
                share = CHATS * MESSAGES // (KILLS + 1)
                if taken % share == 0 and taken // share <= KILLS:
                    moments[taken // share - 1].set()

            await asyncio.gather(
                kill_in_turn([one, two], moments),
                *(visit(client, simulator, [one, two], chat, chance, note) for chat in chats),
            )
            expected = [f"t{n} {n + 1}" for n in range(MESSAGES)]
            await simulator.until(
                lambda: all(chat.shown()[-1:] == expected[-1:] for chat in chats), 30
            )
            codes = [await one.end(), await two.end()]
            assert codes == [0, 0], one.log() + two.log()
            shown = [chat.shown() for chat in chats]
            assert [without_repetitions(texts) for texts in shown] == [expected] * CHATS
            assert sum(map(len, shown)) - CHATS * MESSAGES <= CHATS * KILLS

    asyncio.run(play())
