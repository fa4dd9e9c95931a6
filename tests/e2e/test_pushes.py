"""Events of `$pushgate` as a visitor meets them: the server is killed before they are due, and they come, once."""

import asyncio
import signal
import time
from datetime import UTC, datetime

import httpx
from webim_server import BotServer

from jaicp.webim_sim.simulator import Simulator

BOT = """\
theme: /

    state: Remind
        q!: remind * $regex<\\d{4}-.*>
        script:
            var time = $request.query.slice("remind ".length);
            $session.tea = $pushgate.createEvent(time, "reminder", {what: "tea"}).id;
            $session.cake = $pushgate.createEvent(time, "reminder", {what: "cake"}).id;
        a: I will.

    state: NoCake
        q!: no cake
        script: $pushgate.cancelEvent($session.cake);
        a: No cake.

    state: Reminder
        event!: reminder
        script: $session.reminded = ($session.reminded || 0) + 1;
        a: {{ $request.rawRequest.eventData.what }}!

    state: Count
        q!: count
        a: {{ $session.reminded || 0 }}
"""


async def delivered(server):
    """Wait until no call is under way: one whose answer a killed server never saw would be made again."""
    async with httpx.AsyncClient(trust_env=False) as client:
        while (await client.get(f"{server.base}/health")).json()["calls"]["waiting"]:
            await asyncio.sleep(0)


def test_a_server_that_is_killed_before_brings_it_once_when_it_is_back(tmp_path):
    bot = tmp_path / "main.sc"
    bot.write_text(BOT)

    async def play():
        async with (
            Simulator() as sim,
            BotServer(tmp_path, sim.url, str(bot), "--workers", "1", real=True) as server,
        ):
            sim.endpoint = server.endpoint
            due = time.time() + 3
            when = datetime.fromtimestamp(due, UTC).replace(tzinfo=None).isoformat()
            chat = await sim.open_chat("ann", f"remind {when}")
            await sim.until(lambda: chat.shown() == ["I will."])
            await sim.say(chat, "no cake")
            await sim.until(lambda: chat.shown()[-1] == "No cake.")
            await delivered(server)
            await server.end(signal.SIGKILL)
            assert time.time() < due, "the machine was too slow for this test"

            await server.start()
            await sim.until(lambda: chat.shown()[-1] == "tea!", 30)
            assert time.time() >= due
            await delivered(server)
            await server.end(signal.SIGKILL)

            await server.start()
            await sim.say(chat, "count")
            await sim.until(lambda: chat.shown()[-1] == "1", 30)
            assert chat.shown() == ["I will.", "No cake.", "tea!", "1"]
            assert await server.end() == 0, server.log()

    asyncio.run(play())
