"""The stand-in for Webim: what it sends, what it takes, and what it refuses."""

import asyncio
import json

import httpx
import pytest

from jaicp.webim_sim.faults import FaultPlan
from jaicp.webim_sim.simulator import BotTrouble, Simulator
from jaicp.webim_sim.updates import new_chat, new_message
from jaicp.webim_sim.world import Refusal, World

CALLS = [
    ("send_message", {"message": {"kind": "operator", "text": " "}}, "bad-message"),
    ("send_message", {"message": {"kind": "keyboard", "buttons": []}}, "bad-message"),
    (
        "send_message",
        {"message": {"kind": "keyboard", "buttons": [[{"text": "A"}]]}},
        "bad-message",
    ),
    ("send_message", {"message": {"kind": "file_operator", "data": {"url": "u"}}}, "bad-message"),
    ("send_message", {"message": "hi"}, "bad-message"),
    ("redirect_chat", {"operator_id": 18}, "operator-not-available"),
    ("redirect_chat", {"operator_id": "17"}, "operator-not-available"),
    ("redirect_chat", {"dep_key": "x"}, "department-not-found"),
    ("dance", {}, "unknown-method"),
]


@pytest.fixture
def world():
    return World(clock=lambda: 1_700_000_000.0)


@pytest.fixture
def chat(world):
    return world.open_chat("v", {"name": "Ann"})


def call(world, chat, method, **body):
    return world.call(method, {"chat_id": chat.id, **body})


class TestCallsOfTheBot:
    def test_messages_are_shown_to_the_visitor(self, world, chat):
        buttons = [[{"id": "1", "text": "A"}, {"id": "2", "text": "B"}]]
        file = {"url": "https://f.example/1", "name": "1", "media_type": "image/png"}
        call(world, chat, "send_message", message={"kind": "operator", "text": "hi"})
        call(world, chat, "send_message", message={"kind": "keyboard", "buttons": buttons})
        call(world, chat, "send_message", message={"kind": "file_operator", "data": file})
        assert chat.shown() == ["hi", "[A] [B]", "https://f.example/1"]

    @pytest.mark.parametrize(
        ("target", "state", "operator", "department"),
        [
            ({}, "queue", None, None),
            ({"dep_key": "sales"}, "queue", None, "sales"),
            ({"operator_id": 17}, "chatting", 17, None),
        ],
    )
    def test_a_chat_is_redirected(self, world, chat, target, state, operator, department):
        call(world, chat, "redirect_chat", **target)
        assert (chat.state, chat.operator_id, chat.dep_key) == (state, operator, department)

    @pytest.mark.parametrize(("method", "body", "code"), CALLS)
    def test_what_is_malformed_is_refused(self, world, chat, method, body, code):
        with pytest.raises(Refusal) as caught:
            call(world, chat, method, **body)
        assert caught.value.code == code
        assert (chat.messages, chat.state) == ([], "chatting_with_robot")

    def test_so_is_a_call_in_a_chat_that_the_bot_does_not_have(self, world, chat):
        call(world, chat, "close_chat")
        for number in (chat.id, 5, "x", None):
            with pytest.raises(Refusal):
                world.call("close_chat", {"chat_id": number})


class TestAnswersOfVersion1:
    def test_messages_and_actions_are_carried_out(self, world, chat):
        message = {"kind": "operator", "text": "hi"}
        action = {"type": "redirect_to_department", "department_key": "sales"}
        world.answer(chat, {"has_answer": True, "messages": [message], "actions": [action]})
        assert (chat.shown(), chat.state, chat.dep_key) == (["hi"], "queue", "sales")

    def test_no_answer_is_the_queue(self, world, chat):
        world.answer(chat, {"has_answer": False})
        assert chat.state == "queue"


class TestUpdates:
    def test_a_chat_begins_in_both_versions(self, world, chat):
        assert new_chat(chat, "1.0") == {
            "event": "new_chat",
            "chat": {"id": str(chat.id)},
            "visitor": {"id": "v"},
        }
        world.add(chat, {"kind": "visitor", "text": "hi"})
        assert new_chat(chat, "2.0") == {
            "event": "new_chat",
            "chat": {"id": chat.id},
            "visitor": {"id": "v", "fields": {"name": "Ann"}},
            "messages": [{"id": "m1", "kind": "visitor", "text": "hi"}],
        }

    def test_version_1_does_not_tell_of_files(self, world, chat):
        file = world.add(chat, {"kind": "file_visitor", "data": {"url": "u"}})
        assert new_message(chat, file, "1.0") is None
        assert new_message(chat, file, "2.0")["message"]["data"] == {"url": "u"}


class TestStoredData:
    def ask(self, scene, **options):
        async def play():
            async with Simulator() as sim, httpx.AsyncClient(trust_env=False, **options) as client:
                return await scene(sim, client)

        return asyncio.run(play())

    def test_it_is_for_an_administrator(self):
        async def scene(sim, client):
            return (await client.get(f"{sim.url}/api/v2/operators")).status_code

        assert self.ask(scene) == 401
        assert self.ask(scene, auth=("admin@desk.example", "wrong")) == 401

    def test_chats_come_in_pages_by_the_time_of_their_last_change(self):
        async def scene(sim, client):
            sim.desk.page_size = 2
            first, *others = [sim.world.open_chat(f"v{n}") for n in range(3)]
            sim.world.add(first, {"kind": "visitor", "text": "hi"})
            pages, since = [], "0"
            while True:
                response = await client.get(f"{sim.url}/api/v2/chats", params={"since": since})
                page = response.json()
                pages.append([chat["id"] for chat in page["chats"]])
                since = page["last_ts"]
                if not page["more_chats_available"]:
                    break
            again = await client.get(f"{sim.url}/api/v2/chats", params={"since": since})
            one = await client.get(f"{sim.url}/api/v2/chat", params={"id": first.id})
            return pages, [c.id for c in (*others, first)], again.json(), since, one.json()

        pages, ids, again, since, one = self.ask(scene, auth=("admin@desk.example", "simulated"))
        assert pages == [ids[:2], ids[2:]]
        assert again == {"chats": [], "more_chats_available": False, "last_ts": since}
        assert one["chat"]["messages"][0]["message"] == "hi"

    @pytest.mark.parametrize(
        ("path", "key"),
        [
            ("operators", "full_name"),
            ("departments", "key"),
            ("chat?id=1", None),
            ("chats?since=x", None),
        ],
    )
    def test_other_answers(self, path, key):
        async def scene(sim, client):
            return (await client.get(f"{sim.url}/api/v2/{path}")).json()

        body = self.ask(scene, auth=("admin@desk.example", "simulated"))
        assert "error" in body if key is None else key in body[0]


class Bot:
    """An HTTP endpoint that answers as a test says, on loopback."""

    def __init__(self, answer, status=200):
        self.answer = answer
        self.status = status
        self.seen = []

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}/"
        return self

    async def __aexit__(self, *_):
        self.server.close()
        await self.server.wait_closed()

    async def serve(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        size = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        self.seen.append((head, json.loads(await reader.readexactly(size))))
        body = self.answer if isinstance(self.answer, bytes) else json.dumps(self.answer).encode()
        start = (
            f"HTTP/1.1 {self.status} X\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        writer.write(start.encode() + body)
        await writer.drain()
        writer.close()


def visit(bot, scene, **options):
    async def play():
        async with bot, Simulator(bot.url, **options) as sim:
            return await scene(sim)

    return asyncio.run(play())


@pytest.mark.parametrize("dialect", ["1.0", "2.0"])
def test_updates_say_which_version_they_are(dialect):
    bot = Bot({"has_answer": True, "messages": [], "result": "ok"})
    visit(bot, lambda sim: sim.open_chat("v"), dialect=dialect)
    assert f"x-bot-api-version: {dialect}" in bot.seen[0][0]


@pytest.mark.parametrize(
    ("answer", "status"), [({}, 200), (b"<html>", 200), ({"result": "ok"}, 500)]
)
def test_a_bot_that_does_not_acknowledge_loses_the_chat(answer, status):
    async def scene(sim):
        with pytest.raises(BotTrouble):
            await sim.open_chat("v", "hi")
        return [chat.state for chat in sim.world.chats.values()]

    assert visit(Bot(answer, status), scene) == ["queue"]


def test_nothing_is_sent_of_a_chat_that_a_person_has():
    bot = Bot({"has_answer": False})

    async def scene(sim):
        chat = await sim.open_chat("v")
        await sim.say(chat, "hi")
        sim.operator_says(chat, "Hello, I am Olga")
        return chat

    chat = visit(bot, scene, dialect="1.0")
    assert len(bot.seen) == 1
    assert (chat.state, chat.shown()) == ("chatting", ["Hello, I am Olga"])


def test_a_button_that_is_not_shown_cannot_be_pressed():
    async def scene(sim):
        with pytest.raises(LookupError):
            await sim.press(await sim.open_chat("v"), "Delivery")

    visit(Bot({"result": "ok"}), scene)


class TestFaults:
    def test_those_planned_come_first_and_in_order(self):
        plan = FaultPlan()
        plan.plan("busy", "", "error")
        assert [fault and fault.status for fault in (plan.next(), plan.next(), plan.next())] == [
            429,
            None,
            500,
        ]
        assert plan.next() is None

    def test_chance_is_the_same_each_time(self):
        one, two = FaultPlan(rate=0.5), FaultPlan(rate=0.5)
        faults = [one.next() for _ in range(50)]
        assert faults == [two.next() for _ in range(50)]
        assert {fault.status if fault else 0 for fault in faults} == {0, 429, 502, 503}

    def test_an_unknown_one_is_refused(self):
        with pytest.raises(ValueError, match="no fault earthquake"):
            FaultPlan().plan("earthquake")
