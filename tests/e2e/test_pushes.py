"""Events of `$pushgate` as a visitor meets them: the server is killed before they are due, and they come, once."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import asynccontextmanager
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


def in_words(due):
    """A time as scripts write it."""
    return datetime.fromtimestamp(due, UTC).replace(tzinfo=None).isoformat()


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
            chat = await sim.open_chat("ann", f"remind {in_words(due)}")
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


def set_up(folder, sim):
    """A channel for the bot, published; the path of its endpoint."""
    added = jaicp(
        folder, sim, "add", "shop", ".", "--manual", "--tests", "skip", "--domain", sim.url
    )
    jaicp(folder, sim, "publish", "shop")
    return re.search(r"endpoint +http://[^/]+(\S+)", added)[1]


def jaicp(folder, sim, *arguments):
    environment = {**os.environ, "JAICP_WEBIM_TOKEN": "simulated-token"}
    command = [sys.executable, "-m", "jaicp", "channel", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@asynccontextmanager
async def serving(folder, log):
    """`jaicp serve`, ended at the end: its address."""
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "jaicp", "serve", "--port", "0"],
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=log,
    )
    try:
        while line := (await process.stdout.readline()).decode():
            if line.startswith("ready"):
                ready = line.split()[1]
                async with httpx.AsyncClient(trust_env=False) as client:
                    while (await client.get(ready)).status_code != 200:
                        await asyncio.sleep(0.05)
                yield ready.removesuffix("/ready")
                return
        raise AssertionError("the server did not start")
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


def test_a_server_of_many_channels_brings_them_as_well(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src/main.sc").write_text(BOT)
    (tmp_path / "chatbot.yaml").write_text("entryPoint: main.sc\n")

    async def play(log):
        async with Simulator() as sim:
            path = await asyncio.to_thread(set_up, tmp_path, sim)
            async with serving(tmp_path, log) as base:
                sim.endpoint = base + path
                due = time.time() + 3
                chat = await sim.open_chat("ann", f"remind {in_words(due)}")
                await sim.until(lambda: chat.shown() == ["I will."], 20)
                await sim.say(chat, "no cake")
                await sim.until(lambda: chat.shown()[-1] == "No cake.")
                assert time.time() < due, "the machine was too slow for this test"
            async with serving(tmp_path, log) as base:
                sim.endpoint = base + path
                await sim.until(lambda: chat.shown()[-1] == "tea!", 30)
                assert time.time() >= due
                await sim.say(chat, "count")
                await sim.until(lambda: chat.shown()[-1] == "1", 30)
                assert chat.shown() == ["I will.", "No cake.", "tea!", "1"]

    with (tmp_path / "log").open("wb") as log:
        asyncio.run(play(log))
