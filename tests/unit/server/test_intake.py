"""An update of bot API 2.0 from its arrival to the calls: stored, acknowledged, handled once."""

import asyncio
import json
import threading

import pytest
from test_dispatch import Runner

from jaicp.channels.base import CallResult, Outcome
from jaicp.channels.webim import WebimDoor, WebimSettings
from jaicp.runtime.messages import TurnError
from jaicp.server.botlike import TurnLostError
from jaicp.server.dispatch import Dispatcher
from jaicp.server.intake import Intake
from jaicp.server.webhook import Webhook
from jaicp.stores.base import SessionKey, StoreError
from jaicp.stores.memory import MemoryStore

KEY = "webim:shop"
SETTINGS = WebimSettings(channel_id="shop")
OK = {"result": "ok"}


class Service:
    """Takes all calls, but for those that a test wants refused."""

    def __init__(self):
        self.calls = []
        self.refuse = set()

    async def make(self, call):
        if call.method in self.refuse:
            return CallResult(Outcome.REFUSED, "no")
        self.calls.append((call.method, call.body.get("message", {}).get("text")))
        return CallResult(Outcome.SENT)


class Scene:
    """A server without a network: its store outlives it."""

    def __init__(self, store, runner, *, deliver=True, clock=lambda: 1000.0, **options):
        self.service = Service()
        self.store = store
        self.dispatcher = Dispatcher(store, runner, clock=clock, **options)
        door = WebimDoor(SETTINGS, calls=True)
        self.intake = Intake(
            door.calling, self.dispatcher, self.service if deliver else None, clock=clock
        )
        self.webhook = Webhook(door, self.dispatcher, self.intake, clock=clock)

    async def __aenter__(self):
        await self.intake.resume()
        return self

    async def __aexit__(self, *_):
        await self.dispatcher.drain(10)
        await self.intake.close(10)
        await self.dispatcher.close()

    async def send(self, body):
        answer = await self.webhook.answer(json.dumps(body).encode(), version="2.0")
        return answer.status, answer.body

    async def until(self, holds):
        async with asyncio.timeout(10):
            while not holds():
                await asyncio.sleep(0)


@pytest.fixture
def runner():
    return Runner()


@pytest.fixture
def store():
    return MemoryStore()


def said(text, chat=5, **more):
    return {
        "event": "new_message",
        "chat_id": chat,
        "message": {"kind": "visitor", "text": text, **more},
    }


def started(chat=5, visitor="ann"):
    return {"event": "new_chat", "chat": {"id": chat}, "visitor": {"id": visitor}}


def play(scene, *steps):
    """Do the steps within a running scene; returns what the last one gives."""

    async def run():
        async with scene:
            result = None
            for step in steps:
                result = await step(scene)
            return result

    return asyncio.run(run())


def send(*bodies):
    async def step(scene):
        return [await scene.send(body) for body in bodies]

    return step


def test_an_update_is_acknowledged_and_answered_by_a_call(store, runner):
    scene = Scene(store, runner)
    assert play(scene, send(started(), said("hi"))) == [(200, OK), (200, OK)]
    assert scene.service.calls == [("send_message", "ok")]
    assert runner.events[1].client_id == "ann"
    assert store.load(SessionKey(KEY, "ann")).session.session == {"heard": [None, "hi"]}
    assert (store.arrivals(KEY), store.calls(KEY)) == ([], [])


def test_it_is_stored_before_it_is_acknowledged_and_handled_after(store, runner):
    runner.gates["slow"] = asyncio.Event()

    async def look(scene):
        assert await scene.send(said("slow")) == (200, OK)
        assert [arrival.event.query for arrival in store.arrivals(KEY)] == ["slow"]
        runner.gates["slow"].set()

    play(Scene(store, runner), look)
    assert store.arrivals(KEY) == []


def test_what_is_not_known_is_acknowledged(store, runner):
    assert play(Scene(store, runner), send({"event": "x"}, said(" "))) == [(200, OK)] * 2
    assert runner.events == []


def test_a_repeated_message_is_handled_once(store, runner):
    scene = Scene(store, runner)
    assert play(scene, send(said("a", id="m1"), said("a", id="m1"))) == [(200, OK)] * 2
    assert runner.begun == ["a"]
    assert scene.webhook.counters.repeated == 1


def test_a_repeated_beginning_is_handled_once_until_the_chat_was_given_away(store, runner):
    runner.listens.discard("livechatFinished")
    play(Scene(store, runner), send(started(), started()))
    assert [event.event for event in runner.events] == ["newChatStarted"]
    runner.replies = [{"type": "switch"}]
    play(Scene(store, runner), send(said("person")))
    play(Scene(store, runner), send(started()))
    assert [event.event for event in runner.events][2:] == ["livechatFinished", "newChatStarted"]


def test_the_messages_of_a_chat_are_handled_in_the_order_of_arrival(store, runner):
    runner.gates["0"] = asyncio.Event()

    async def scene(scene):
        for n in range(5):
            await scene.send(said(str(n)))
        await scene.send(said("other", chat=6))
        await scene.until(lambda: "other" in runner.begun)
        assert runner.begun == ["0", "other"]
        runner.gates["0"].set()

    play(Scene(store, runner), scene)
    assert runner.begun == ["0", "other", "1", "2", "3", "4"]


class TestAfterACrash:
    def crash(self, store, runner, *bodies):
        """Take in updates, and end without handling them."""

        async def run():
            scene = Scene(store, runner)
            for body in bodies:
                await scene.send(body)
            await scene.dispatcher.drain(0)
            await scene.dispatcher.close()

        asyncio.run(run())

    def test_what_was_taken_in_is_handled_in_order(self, store, runner):
        runner.gates["a"] = asyncio.Event()
        self.crash(store, runner, said("a"), said("b"))
        assert len(store.arrivals(KEY)) == 2
        del runner.gates["a"]
        scene = Scene(store, runner)
        play(scene)
        assert store.load(SessionKey(KEY, "5")).session.session == {"heard": ["a", "b"]}
        assert len(scene.service.calls) == 2

    def test_what_was_to_be_delivered_is(self, store, runner):
        async def handle():
            scene = Scene(store, runner, deliver=False)
            await scene.send(said("a"))
            await scene.dispatcher.drain(10)
            await scene.dispatcher.close()

        asyncio.run(handle())
        assert len(store.calls(KEY)) == 1
        scene = Scene(store, runner)
        play(scene)
        assert scene.service.calls == [("send_message", "ok")]
        assert runner.begun == ["a"]


class TestTrouble:
    def test_an_update_that_cannot_be_stored_is_refused(self, store, runner, caplog):
        def fail(_):
            raise StoreError("disk full")

        store.accept = fail
        [(status, body)] = play(Scene(store, runner), send(said("a")))
        assert (status, body["error"]) == (503, "failed")
        assert "disk full" in caplog.text

    def test_above_the_limit_too(self, store, runner):
        runner.gates["a"] = asyncio.Event()

        async def scene(scene):
            await scene.send(said("a"))
            status, body = await scene.send(said("b"))
            assert (status, body["error"]) == (503, "busy")
            runner.gates["a"].set()

        play(Scene(store, runner, limit=1), scene)
        assert runner.begun == ["a"]

    def test_one_that_was_stored_is_handled_though_the_store_fails_for_a_while(self, store, runner):
        load, failures, pauses = store.load, iter([StoreError("locked")] * 3), []

        def fail(key):
            error = next(failures, None)
            if error is not None:
                raise error
            return load(key)

        async def pause(seconds):
            pauses.append(seconds)

        store.load = fail
        scene = Scene(store, runner, pause=pause)
        play(scene, send(said("a"), said("b")))
        assert runner.begun == ["a", "b"]
        assert len(pauses) == 3
        assert len(scene.service.calls) == 2

    def test_a_turn_that_comes_to_no_end_gives_the_chat_to_the_queue(self, store, runner):
        def lose(event, session):
            raise TurnLostError("limit", "too long")

        runner.act = lose
        scene = Scene(store, runner)
        play(scene, send(said("a")))
        assert scene.service.calls == [("redirect_chat", None)]
        assert (store.arrivals(KEY), scene.webhook.counters.errors) == ([], 1)

    def test_what_another_server_dealt_with_is_left_alone(self, store, runner):
        def meddle(event, session):
            store._inbox.clear()

        runner.act = meddle
        scene = Scene(store, runner)
        play(scene, send(said("a")))
        assert (scene.service.calls, store.turns()) == ([], [])

    def test_a_refused_switch_is_told_to_the_script(self, store, runner):
        def reply(event, session):
            person = event.query == "person"
            runner.replies = [{"type": "switch"} if person else {"type": "text", "text": "nobody"}]

        runner.act = reply
        runner.listens.add("noLivechatOperatorsOnline")
        scene = Scene(store, runner)
        scene.service.refuse = {"redirect_chat"}

        async def wait(scene):
            await scene.until(lambda: scene.service.calls)

        play(scene, send(started(), said("person")), wait)
        assert [event.event for event in runner.events] == [
            "newChatStarted",
            None,
            "noLivechatOperatorsOnline",
        ]
        assert runner.events[2].client_id == "ann"
        assert scene.service.calls == [("send_message", "nobody")]
        assert store.chat(KEY, "5").handed_over is False


class TestTimers:
    @pytest.fixture(autouse=True)
    def asks(self, runner):
        """The first turn asks for a state in five seconds."""

        def act(event, session):
            timeout = {"type": "timeout", "interval": "5s", "targetState": "/Late"}
            runner.replies = [timeout] if event.query == "a" else [{"type": "text", "text": "ok"}]

        runner.act = act
        runner.listens.add("timeout")

    def test_one_rings_where_the_visitor_stays_silent(self, store, runner):
        now = [1000.0]
        scene = Scene(store, runner, clock=lambda: now[0])

        async def wait(scene):
            await scene.until(lambda: store.next_alarm(KEY) == 1005.0)
            assert scene.service.calls == []
            now[0] = 1005.0
            scene.intake._alarms.wake()
            await scene.until(lambda: scene.service.calls)

        play(scene, send(started(), said("a")), wait)
        late = runner.events[-1]
        assert (late.event, late.target_state, late.client_id) == ("timeout", "/Late", "ann")
        assert late.data == {"chatId": 5}
        assert scene.service.calls == [("send_message", "ok")]

    def test_an_event_that_the_script_asks_for_comes_though_the_visitor_writes(self, store, runner):
        now = [1000.0]
        scene = Scene(store, runner, clock=lambda: now[0])
        push = {"id": "p1", "due": 1005.0, "event": "wake", "data": {"n": 1}, "chatId": "5"}

        def act(event, session):
            runner.replies = [{"type": "text", "text": event.query or event.event}]
            runner.pushes = [push] if event.query == "a" else []

        runner.act = act

        async def wait(scene):
            await scene.until(lambda: len(scene.service.calls) == 2)
            assert store.next_alarm(KEY) == 1005.0
            now[0] = 1005.0
            scene.intake._alarms.wake()
            await scene.until(lambda: len(scene.service.calls) == 3)

        play(scene, send(said("a"), said("b")), wait)
        assert [text for _, text in scene.service.calls] == ["a", "b", "wake"]
        woken = runner.events[-1]
        assert woken.raw_request == {"eventData": {"n": 1}}
        assert (woken.data["chatId"], woken.client_id) == (5, "5")

    def test_one_is_called_off_by_what_the_visitor_writes(self, store, runner):
        play(Scene(store, runner), send(said("a")))
        assert store.next_alarm(KEY) == 1005.0
        play(Scene(store, runner), send(said("b")))
        assert store.next_alarm(KEY) is None

    def test_one_that_ran_out_while_no_server_ran_rings_at_the_start(self, store, runner):
        play(Scene(store, runner), send(said("a")))
        scene = Scene(store, runner, clock=lambda: 9000.0)

        async def wait(scene):
            await scene.until(lambda: scene.service.calls)

        play(scene, wait)
        assert runner.events[-1].target_state == "/Late"

    def test_a_mistake_in_its_turn_is_no_reason_to_give_the_chat_away(self, store, runner):
        def fail(event, session):
            raise TurnLostError("limit", "too long")

        play(Scene(store, runner), send(said("a")))
        runner.act = fail
        scene = Scene(store, runner, clock=lambda: 9000.0)

        async def wait(scene):
            await scene.until(lambda: scene.webhook.counters.errors)

        play(scene, wait)
        assert scene.service.calls == []


def test_a_rehearsal_tells_the_turn_and_the_calls(store, runner):
    async def run():
        dispatcher = Dispatcher(store, runner)
        door = WebimDoor(SETTINGS, calls=True)
        webhook = Webhook(door, dispatcher, Intake(door.calling, dispatcher), rehearsal=True)
        answer = await webhook.answer(json.dumps(said("a")).encode())
        await dispatcher.close()
        return answer

    answer = asyncio.run(run())
    assert (answer.status, answer.body) == (200, OK)
    assert [turn.query for turn in answer.turns] == ["a"]
    message = {"kind": "operator", "text": "ok"}
    assert [(call.method, call.body) for call in answer.calls] == [
        ("send_message", {"chat_id": 5, "message": message})
    ]


def test_errors_of_scripts_are_counted(store, runner):
    def fail(event, session):
        session.session["error"] = True

    original = runner.run

    async def run(event, session):
        turn = await original(event, session)
        turn.error = TurnError("script", "x is not defined")
        return turn

    runner.act, runner.run = fail, run
    scene = Scene(store, runner)
    play(scene, send(said("a")))
    assert (scene.webhook.counters.turns, scene.webhook.counters.errors) == (1, 1)


class TestTheDisk:
    """Updates that arrive while the disk is busy share its next sync."""

    def test_each_is_acknowledged_after_a_sync_that_began_after_it_was_stored(self, store, runner):
        order = []
        first, may_end = threading.Event(), threading.Event()

        def sync():
            order.append(("begin", len(store._marks)))
            first.set()
            may_end.wait(10)
            order.append("end")

        store.sync = sync

        async def scene(scene):
            tasks = [asyncio.create_task(scene.send(said("a", id="m0")))]
            await scene.until(first.is_set)
            tasks += [asyncio.create_task(scene.send(said("b", id=f"m{n}"))) for n in (1, 2, 3)]
            await scene.until(lambda: len(store._marks) == 4)
            assert not any(task.done() for task in tasks)
            may_end.set()
            await asyncio.gather(*tasks)

        play(Scene(store, runner), scene)
        assert order == [("begin", 1), "end", ("begin", 4), "end"]

    def test_one_that_fails_is_logged(self, store, runner, caplog):
        def fail():
            raise StoreError("no disk")

        store.sync = fail
        assert play(Scene(store, runner), send(said("a"))) == [(200, OK)]
        assert "no disk" in caplog.text
