"""Bot API 2.0 as a user meets it: a real bot, a real server, and the stand-in for Webim, over HTTP."""

import asyncio
import json
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from webim_server import BotServer

from jaicp.stores.sqlite import SqliteStore
from jaicp.webim_sim.simulator import BotTrouble, Simulator

BOT = """\
theme: /

    state: Hello
        q!: hello
        a: Hello, {{$request.userFrom.firstName || "you"}}!
        buttons:
            "Delivery" -> /Delivery

    state: Delivery
        q!: delivery
        a: Which town?
        image: https://shop.example/map.png

    state: File
        event!: fileEvent
        a: A {{$request.data.eventData[0].type}}: {{$request.data.eventData[0].name}}

    state: Wait
        q!: wait
        a: I am waiting.
        timeout: /Late || interval = 0

    state: Late
        a: Are you there?

    state: Person
        q!: person
        a: One moment.
        script:
            $response.replies.push({type: "switch", destination: "operator:17"});

    state: Nobody
        q!: nobody
        script:
            $response.replies.push({type: "switch", destination: "operator:18"});

    state: NobodyOnline
        event!: noLivechatOperatorsOnline
        a: Nobody is there.

    state: Back
        event!: livechatFinished
        a: I am back.

    state: Bye
        q!: bye
        a: Bye!
        script:
            $response.actions = [{type: "close_chat"}];

    state: NoMatch
        event!: noMatch
        a: You said {{$request.query}}
"""

LINES = [
    {"event": "new_chat", "chat": {"id": 5}, "visitor": {"id": "v", "fields": {"name": "Ann"}}},
    {
        "event": "new_message",
        "chat_id": 5,
        "message": {"id": "m1", "kind": "visitor", "text": "hello"},
    },
    {
        "event": "new_message",
        "chat_id": 5,
        "message": {"id": "m1", "kind": "visitor", "text": "hello"},
    },
    {
        "event": "new_message",
        "chat_id": 5,
        "message": {"id": "m2", "kind": "visitor", "text": "bye"},
    },
]


@pytest.fixture
def bot(tmp_path):
    path = tmp_path / "main.sc"
    path.write_text(BOT)
    return path


def test_a_file_of_requests_shows_the_calls(bot):
    command = [sys.executable, "-m", "jaicp", "run", str(bot), "--events", "-", "--dialect", "2.0"]
    data = "\n".join(map(json.dumps, LINES))
    done = subprocess.run(
        command, input=data, capture_output=True, text=True, timeout=120, check=True
    )
    opened, hello, again, bye = map(json.loads, done.stdout.splitlines())
    assert [line["body"] for line in (opened, hello, again, bye)] == [{"result": "ok"}] * 4
    assert (opened["calls"], again["calls"], again["turns"]) == ([], [], [])
    assert [call["method"] for call in hello["calls"]] == ["send_message", "send_message"]
    assert hello["calls"][0]["body"] == {
        "chat_id": 5,
        "message": {"kind": "operator", "text": "Hello, you!"},
    }
    assert [call["method"] for call in bye["calls"]] == ["send_message", "close_chat"]


async def conversation(sim):
    """What the visitor sees of all that the bot can do; the state in which each chat ends."""
    seen = {}

    async def shown(chat, *wanted):
        await sim.until(lambda: chat.shown()[-len(wanted) :] == list(wanted))

    chat = await sim.open_chat("ann", "hello", fields={"name": "Ann"})
    await shown(chat, "Hello, Ann!", "[Delivery]")
    await sim.press(chat, "Delivery")
    await shown(chat, "Which town?", "https://shop.example/map.png")
    await sim.send_file(chat, "https://f.example/1.png", "1.png", "image/png")
    await shown(chat, "A image: 1.png")
    await sim.say(chat, "wait")
    await shown(chat, "I am waiting.", "Are you there?")
    await sim.say(chat, "nobody")
    await shown(chat, "Nobody is there.")
    await sim.say(chat, "person")
    await sim.until(lambda: chat.operator_id == 17)
    seen["person"] = (chat.shown()[-1], chat.state)
    await sim.give_back(chat)
    await shown(chat, "I am back.")
    sim.desk.faults.plan("busy", "gateway")
    await sim.say(chat, "bye")
    await sim.until(lambda: chat.state == "closed")
    seen["end"] = chat.shown()[-1]
    return seen


def test_a_conversation_with_all_that_a_bot_can_do(tmp_path, bot):
    async def play():
        async with Simulator() as sim, BotServer(tmp_path, sim.url, str(bot), real=True) as server:
            sim.endpoint = server.endpoint
            seen = await conversation(sim)
            async with httpx.AsyncClient(trust_env=False) as client:
                health = (await client.get(f"{server.base}/health")).json()
            code = await server.end()
            return seen, health, code, server.log()

    seen, health, code, log = asyncio.run(play())
    assert seen == {"person": ("One moment.", "chatting"), "end": "Bye!"}
    assert (health["status"], health["calls"]["waiting"], health["calls"]["retried"]) == (
        "ok",
        0,
        2,
    )
    assert code == 0
    assert "simulated-token" not in log


def test_duplicates_and_swapped_messages_do_no_harm(tmp_path):
    async def play():
        async with (
            Simulator(duplicate=0.5, reorder=0.5) as sim,
            BotServer(tmp_path, sim.url) as server,
        ):
            sim.endpoint = server.endpoint
            chats = [await sim.open_chat(f"v{n}") for n in range(4)]
            for n in range(5):
                await sim.say_at_once([(chat, f"t{n}") for chat in chats])
            await sim.until(lambda: all(len(chat.shown()) >= 5 for chat in chats))
            await server.end()
            return [chat.shown() for chat in chats]

    # The first turn is the beginning of the chat.
    assert asyncio.run(play()) == [[f"t{n} {n + 2}" for n in range(5)]] * 4


def test_a_wrong_token_is_seen_in_health_and_nothing_is_lost(tmp_path):
    async def play():
        async with Simulator(token="another-token") as sim, BotServer(tmp_path, sim.url) as server:
            sim.endpoint = server.endpoint
            chat = await sim.open_chat("v", "hi")
            async with httpx.AsyncClient(trust_env=False) as client:
                health = {"calls": {"status": "ok"}}
                while health["calls"]["status"] == "ok":
                    health = (await client.get(f"{server.base}/health")).json()
            assert await server.end() == 0
            sim.desk.token = "simulated-token"
            await server.start()
            await sim.until(lambda: chat.shown() == ["hi 1"])
            return health

    health = asyncio.run(play())
    assert health["status"] == "degraded"
    assert health["calls"]["status"] == "unauthorized"
    assert "401" in health["calls"]["problem"]


def test_what_people_say_after_a_hand_over_is_in_the_log(tmp_path):
    account = ["--webim", "login=admin@desk.example", "--webim", "password=simulated"]

    async def play():
        async with (
            Simulator() as sim,
            BotServer(tmp_path, sim.url, *account, "--webim", "collect_seconds=1") as server,
        ):
            sim.endpoint = server.endpoint
            chat = await sim.open_chat("ann", "person")
            await sim.until(lambda: chat.state == "queue")
            sim.operator_says(chat, "I am Olga")
            async with httpx.AsyncClient(trust_env=False) as client:
                health = {"collector": {"collected": 0}}
                while not health["collector"]["collected"]:
                    health = (await client.get(f"{server.base}/health")).json()
            await server.end()
            return health, server.log()

    health, log = asyncio.run(play())
    assert (health["status"], health["collector"]["status"]) == ("ok", "ok")
    assert "simulated" not in log
    with closing(SqliteStore(tmp_path / "store.sqlite3")) as store:
        said = store.turns()[-1]
    assert (said.client, said.event, said.replies[0]["operator"]) == (
        "ann",
        "livechatMessage",
        "Olga Orlova",
    )


def test_a_second_server_on_the_same_store_is_refused(tmp_path):
    async def play():
        async with Simulator() as sim, BotServer(tmp_path, sim.url) as server:
            other = BotServer(tmp_path, sim.url)
            with pytest.raises(AssertionError, match="another server answers for `webim:fake`"):
                await other.start()
            assert server.up.is_set()

    asyncio.run(play())


def test_an_orderly_end_delivers_what_is_under_way(tmp_path):
    async def play():
        async with Simulator() as sim, BotServer(tmp_path, sim.url) as server:
            sim.endpoint = server.endpoint
            chats = [await sim.open_chat(f"v{n}", f"hi {n}") for n in range(10)]
            assert await server.end(signal.SIGTERM) == 0
            return [chat.shown() for chat in chats]

    assert asyncio.run(play()) == [[f"hi {n} 1"] for n in range(10)]


def test_an_endpoint_that_is_not_there_sends_the_chat_to_the_queue():
    async def play():
        async with Simulator("http://127.0.0.1:1/") as sim:
            with pytest.raises(BotTrouble):
                await sim.open_chat("v", "hi")
            return [chat.state for chat in sim.world.chats.values()]

    assert asyncio.run(play()) == ["queue"]


def test_the_stand_in_in_the_terminal(tmp_path):
    """`jaicp webim-sim` against the sample, in the version that needs no address of its own."""
    sample = Path(__file__).parents[2] / "samples" / "webim-welcome"

    async def play():
        async with (
            Simulator() as sim,
            BotServer(tmp_path, sim.url, str(sample), real=True) as server,
        ):
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "jaicp",
                "webim-sim",
                server.endpoint,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            said = b"hi\nDelivery\n/help\n/person hello\n/quit\n"
            out, err = await asyncio.wait_for(process.communicate(said), 60)
            return process.returncode, out.decode(), err.decode()

    code, out, err = asyncio.run(play())
    assert code == 0
    assert "< [Delivery] [Opening hours]\n< We deliver" in out
    assert "/new          begin a new chat" in err
    assert "! chat-with-bot: the bot has the chat" in err
