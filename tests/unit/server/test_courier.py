"""Deliveries: order, retries, what is given up, and a service that is not there."""

import asyncio
import itertools

import pytest

from jaicp.channels.base import Call, CallResult, Outcome
from jaicp.channels.webim import WebimCallingChannel, WebimSettings
from jaicp.runtime.messages import Event
from jaicp.server.courier import LONGEST_WAIT, PROBE_PAUSE, RETRIES, Courier
from jaicp.stores.base import Chat, Effects, NewCall, StoreError, TurnRecord
from jaicp.stores.memory import MemoryStore

CHANNEL = WebimCallingChannel(WebimSettings())
KEY = CHANNEL.key


class Service:
    """A chat service of which a test says how it takes each call; then it takes them all."""

    def __init__(self):
        self.taken = []
        self.tried = []
        self.results = {}
        self.gates = {}

    def will(self, name, *outcomes, wait=0.0):
        """How the calls of this name (or of all, under "") end, one after another."""
        results = [CallResult(o, "" if o == Outcome.SENT else f"it is {o}", wait) for o in outcomes]
        self.results[name] = itertools.chain(results)

    async def make(self, call):
        name = name_of(call)
        self.tried.append(name)
        if name in self.gates:
            await self.gates[name].wait()
        for key in (name, ""):
            result = next(self.results.get(key, iter(())), None)
            if result is not None:
                break
        result = result or CallResult(Outcome.SENT)
        if result.outcome == Outcome.SENT:
            self.taken.append(name)
        return result


def name_of(call):
    return call.body.get("name", call.method)


class Scene:
    """A courier with a store, a clock that only moves by pauses, and a service."""

    def __init__(self, channel=CHANNEL, store=None):
        self.store = store or MemoryStore()
        self.service = Service()
        self.now = 1000.0
        self.pauses = []
        self.events = []
        self.courier = Courier(
            channel,
            self.service,
            self.store,
            self.stored,
            on_event=self.on_event,
            clock=lambda: self.now,
            pause=self.pause,
            chance=lambda: 1.0,
        )

    async def stored(self, work):
        work()

    async def on_event(self, call, event):
        self.events.append((call.chat, event.event))

    async def pause(self, seconds):
        self.pauses.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)

    def put(self, *names, chat="c1", method="send_message"):
        """Put calls of these names into the outbox."""
        record = TurnRecord(time=self.now, channel=KEY, chat=chat, client=chat)
        calls = tuple(NewCall(method, {"chat_id": chat, "name": name}) for name in names)
        return self.store.save(record, Chat(chat), None, Effects(time=self.now, calls=calls))

    def left(self):
        return [name_of(call) for call in self.store.calls(KEY)]

    def run(self, *batches):
        """Deliver the batches and wait until nothing is left to do."""

        async def play():
            for batch in batches:
                self.courier.add(batch)
            await self.finish()

        asyncio.run(play())

    async def finish(self):
        """Wait until nothing is left to do."""
        while self.courier.waiting:
            await asyncio.sleep(0)
        await self.courier.close(1)


@pytest.fixture
def scene():
    return Scene()


class TestOrder:
    def test_the_calls_of_a_chat_go_out_one_after_another(self, scene):
        scene.run(scene.put("a", "b"), scene.put("c"))
        assert scene.service.taken == ["a", "b", "c"]
        assert scene.left() == []

    def test_a_retry_does_not_change_it(self, scene):
        scene.service.will("a", Outcome.BUSY, Outcome.FAULT, Outcome.SENT)
        scene.run(scene.put("a", "b"))
        assert scene.service.tried == ["a", "a", "a", "b"]

    def test_chats_do_not_wait_for_each_other(self, scene):
        async def play():
            scene.service.gates["a"] = asyncio.Event()
            scene.courier.add(scene.put("a"))
            scene.courier.add(scene.put("b", chat="c2"))
            while scene.service.taken != ["b"]:
                await asyncio.sleep(0)
            scene.service.gates["a"].set()
            await scene.courier.close(1)

        asyncio.run(play())
        assert scene.service.taken == ["b", "a"]


class TestBeginAnew:
    """After all chats were lost: what the store gives again is delivered, and nothing else is."""

    def test_what_others_have_now_is_let_go(self, scene):
        async def play():
            scene.service.gates["a"] = asyncio.Event()
            scene.courier.add(scene.put("a", "b"))
            kept = scene.put("c", "d", chat="c2")
            scene.service.gates["c"] = asyncio.Event()
            scene.courier.add(kept)
            while scene.service.tried != ["a", "c"]:
                await asyncio.sleep(0)
            scene.courier.begin_anew([*kept, *scene.put("e", chat="c3")])
            for gate in scene.service.gates.values():
                gate.set()
            await scene.finish()

        asyncio.run(play())
        assert scene.service.tried.count("c") == 1
        assert sorted(scene.service.taken) == ["c", "d", "e"]
        assert scene.left() == ["a", "b"]

    def test_what_comes_back_is_delivered_again(self, scene):
        async def play():
            scene.service.gates["a"] = asyncio.Event()
            calls = scene.put("a", "b")
            scene.courier.add(calls)
            while not scene.service.tried:
                await asyncio.sleep(0)
            scene.courier.begin_anew([])
            scene.service.gates.clear()
            scene.courier.begin_anew(calls)
            await scene.finish()

        asyncio.run(play())
        assert scene.service.taken == ["a", "b"]


class TestRetries:
    def test_a_passing_fault_is_retried_three_times_with_growing_pauses(self, scene):
        scene.service.will("a", *[Outcome.FAULT] * RETRIES, Outcome.SENT)
        scene.run(scene.put("a"))
        assert scene.service.taken == ["a"]
        assert scene.pauses == [1.0, 2.0, 4.0]

    def test_and_then_given_up_and_the_next_goes_on(self, scene, caplog):
        scene.service.will("a", *[Outcome.FAULT] * 9)
        scene.run(scene.put("a", "b"))
        assert scene.service.tried == ["a"] * (RETRIES + 1) + ["b"]
        assert scene.left() == []
        assert "`send_message` is given up: it is fault" in caplog.text

    def test_the_service_may_ask_for_a_longer_pause(self, scene):
        scene.service.will("a", Outcome.BUSY, wait=5)
        scene.run(scene.put("a"))
        assert scene.pauses == [5]

    def test_but_not_for_any(self, scene):
        scene.service.will("a", Outcome.BUSY, wait=86400)
        scene.run(scene.put("a"))
        assert scene.pauses == [LONGEST_WAIT]

    def test_a_refused_call_is_not_repeated(self, scene):
        scene.service.will("a", Outcome.REFUSED)
        scene.run(scene.put("a", "b"))
        assert scene.service.tried == ["a", "b"]

    def test_a_message_of_which_nothing_is_known_is_not_repeated(self, scene):
        scene.service.will("a", Outcome.UNCERTAIN)
        scene.run(scene.put("a", "b"))
        assert scene.service.tried == ["a", "b"]

    def test_unless_the_channel_is_set_to(self):
        scene = Scene(WebimCallingChannel(WebimSettings(repeat_uncertain=True)))
        scene.service.will("a", Outcome.UNCERTAIN)
        scene.run(scene.put("a"))
        assert scene.service.tried == ["a", "a"]

    def test_a_hand_over_is(self, scene):
        scene.service.will("a", Outcome.UNCERTAIN)
        scene.run(scene.put("a", method="redirect_chat"))
        assert scene.service.tried == ["a", "a"]


class TestAServiceThatTakesNothing:
    @pytest.mark.parametrize("outcome", [Outcome.UNREACHED, Outcome.BUSY, Outcome.BARRED])
    def test_calls_wait_and_none_is_lost(self, scene, outcome):
        scene.service.will("", *[outcome] * 8)
        scene.run(scene.put("a", "b"), scene.put("c", chat="c2"))
        assert sorted(scene.service.taken) == ["a", "b", "c"]
        assert scene.courier.status()["status"] == "ok"

    def test_a_wrong_token_is_tried_again_after_half_a_minute_only(self, scene):
        scene.service.will("", Outcome.BARRED, Outcome.BARRED)
        scene.run(scene.put("a"))
        assert scene.pauses == [PROBE_PAUSE, PROBE_PAUSE]

    def test_one_call_at_a_time_tries(self, scene):
        async def play():
            scene.service.will("", *[Outcome.BARRED] * 3)
            for n in range(3):
                scene.courier.add(scene.put(f"first{n}", chat=f"c{n}"))
            while len(scene.service.tried) < 3:
                await asyncio.sleep(0)
            held = asyncio.Event()

            async def hold(_seconds):
                await held.wait()

            scene.courier._pause = hold
            for _ in range(50):
                await asyncio.sleep(0)
            assert len(scene.service.tried) <= 4
            assert scene.courier.status()["status"] == "unauthorized"
            held.set()
            while scene.courier.waiting:
                await asyncio.sleep(0)

        asyncio.run(play())
        assert len(scene.service.taken) == 3

    def test_messages_grow_too_old(self, scene, caplog):
        scene.service.will("", *[Outcome.UNREACHED] * 60)
        scene.run(scene.put("a"))
        assert scene.service.taken == []
        assert scene.now <= 1000 + CHANNEL.settings.deliver_within + PROBE_PAUSE + 1
        assert "given up: too old: it is unreachable" in caplog.text

    def test_hand_overs_do_not(self, scene):
        scene.service.will("", *[Outcome.UNREACHED] * 60)
        scene.run(scene.put("a", method="redirect_chat"))
        assert scene.service.taken == ["a"]

    def test_the_end_does_not_wait_for_it(self, scene):
        async def play():
            scene.service.will("", *itertools.repeat(Outcome.BARRED, 5))
            scene.courier.add(scene.put("a"))
            while not scene.courier.status()["problem"]:
                await asyncio.sleep(0)
            scene.service.gates["a"] = asyncio.Event()
            await scene.courier.close(3600)

        asyncio.run(play())
        assert scene.left() == ["a"]


class TestARefusedHandOver:
    def redirect(self, scene, body, note=""):
        record = TurnRecord(time=scene.now, channel=KEY, chat="c1", client="ann")
        calls = (NewCall("redirect_chat", body, note), NewCall("close_chat", {"chat_id": 5}))
        return scene.store.save(record, Chat("ann"), None, Effects(time=scene.now, calls=calls))

    def test_goes_to_the_queue_before_what_follows(self, scene):
        made = []

        async def make(call):
            made.append(Call(call.method, dict(call.body)))
            refused = "operator_id" in call.body
            return CallResult(Outcome.REFUSED if refused else Outcome.SENT, "no")

        scene.service.make = make
        scene.run(self.redirect(scene, {"chat_id": 5, "operator_id": 17}))
        assert made == [
            Call("redirect_chat", {"chat_id": 5, "operator_id": 17}),
            Call("redirect_chat", {"chat_id": 5}),
            Call("close_chat", {"chat_id": 5}),
        ]
        assert scene.left() == []

    def test_of_a_switch_raises_an_event(self, scene):
        scene.service.will("redirect_chat", Outcome.REFUSED)
        scene.run(self.redirect(scene, {"chat_id": 5, "dep_key": "x"}, "switch"))
        assert scene.events == [("c1", "noLivechatOperatorsOnline")]
        assert scene.left() == []

    def test_that_may_have_been_carried_out_is_left_alone(self, scene):
        """The second try is refused because the first one was not: a person has the chat by now."""
        scene.service.will("redirect_chat", Outcome.UNCERTAIN, Outcome.REFUSED)
        scene.run(self.redirect(scene, {"chat_id": 5, "operator_id": 17}, "switch"))
        assert scene.service.tried == ["redirect_chat", "redirect_chat", "close_chat"]
        assert (scene.events, scene.left()) == ([], [])

    def test_so_is_the_first_call_of_a_chat_after_a_start(self, scene):
        calls = self.redirect(scene, {"chat_id": 5, "operator_id": 17}, "switch")
        again = self.redirect(scene, {"chat_id": 5, "operator_id": 17}, "switch")

        async def play():
            scene.service.will("redirect_chat", Outcome.REFUSED, Outcome.REFUSED)
            scene.courier.resume([*calls, *again])
            while scene.courier.waiting:
                await asyncio.sleep(0)

        asyncio.run(play())
        assert scene.events == [("c1", "noLivechatOperatorsOnline")]


def test_a_store_that_fails_does_not_end_the_deliveries_and_has_nothing_said_twice(caplog):
    class Failing(MemoryStore):
        failures = 1

        def settle(self, call, problem=""):
            if self.failures:
                self.failures -= 1
                raise StoreError("disk full")
            super().settle(call, problem)

    scene = Scene(store=Failing())
    scene.run(scene.put("a", "b"))
    assert scene.service.taken == ["a", "b"]
    assert "disk full" in caplog.text


def test_health_tells_how_it_goes(scene):
    scene.service.will("a", Outcome.BUSY)
    scene.service.will("b", Outcome.REFUSED)
    scene.run(scene.put("a", "b"))
    assert scene.courier.status() == {
        "status": "ok",
        "waiting": 0,
        "oldest_seconds": 0.0,
        "sent": 1,
        "retried": 1,
        "given_up": 1,
        "problem": "it is refused",
    }


def test_events_of_the_channel_are_events():
    assert isinstance(
        CHANNEL.instead(Call("redirect_chat", {"chat_id": 5}, "switch"), now=1.0, question_id="q"),
        Event,
    )
