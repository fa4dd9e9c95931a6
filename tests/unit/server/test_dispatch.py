"""Order, deadlines and saving: what happens to an update between the channel and the bot."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from jaicp.channels.webim import WebimChannel, WebimSettings
from jaicp.runtime.messages import Session, Turn
from jaicp.server.botlike import TurnLostError
from jaicp.server.dispatch import ATTEMPTS, DeadlineMissedError, Dispatcher, OverloadError
from jaicp.server.locks import KeyedLocks
from jaicp.stores.base import Chat, SessionKey, Stored, StoreError, TurnRecord
from jaicp.stores.memory import MemoryStore

CHANNEL = WebimChannel(WebimSettings(channel_id="shop"))
ANN = SessionKey("webim:shop", "ann")


class Runner:
    """A bot in this process: it says what its session heard before, or does what a test tells it to."""

    def __init__(self):
        self.begun = []
        self.events = []
        self.gates = {}
        self.act: Callable[..., None] = lambda event, session: None
        self.replies = [{"type": "text", "text": "ok"}]
        self.pushes = []
        self.listens = {"newChatStarted", "livechatFinished"}

    async def run(self, event, session):
        self.events.append(event)
        self.begun.append(event.query)
        if event.query in self.gates:
            await self.gates[event.query].wait()
        self.act(event, session)
        session.session.setdefault("heard", []).append(event.query)
        session.id = "s1"
        return Turn(
            state="/S" if event.query or event.event in self.listens else None,
            context="/S",
            event=event.event,
            query=event.query,
            replies=[dict(reply) for reply in self.replies],
            pushes=list(self.pushes),
            session=session,
        )


@pytest.fixture
def runner():
    return Runner()


@pytest.fixture
def store():
    return MemoryStore()


def said(text, chat="c1", visitor="ann"):
    body = {"event": "new_message", "chat": {"id": chat}, "kind": "visitor", "text": text}
    if visitor:
        body["visitor"] = {"id": visitor}
    return CHANNEL.decode(body, now=7.0, question_id="")


def started(chat="c1", visitor="ann"):
    body = {"event": "new_chat", "chat": {"id": chat}, "visitor": {"id": visitor}}
    return CHANNEL.decode(body, now=7.0, question_id="")


def run(*updates, store, runner, **options):
    """The turns of `updates`, one after another."""

    async def scene():
        dispatcher = Dispatcher(store, runner, **options)
        turns = [await dispatcher.handle(CHANNEL, update) for update in updates]
        await dispatcher.close(0)
        return turns

    return asyncio.run(scene())


async def settled():
    """Let everything that can go on go on: store calls of a test end within a few rounds."""
    for _ in range(50):
        await asyncio.get_running_loop().run_in_executor(None, lambda: None)


class TestSaving:
    def test_the_session_goes_from_turn_to_turn(self, store, runner):
        turns = run(said("a"), said("b"), store=store, runner=runner)
        assert turns[1].session.session == {"heard": ["a", "b"]}
        assert store.load(ANN).session.session == {"heard": ["a", "b"]}

    def test_each_turn_is_logged(self, store, runner):
        run(said("a"), store=store, runner=runner)
        [turn] = store.turns()
        assert [replace(turn, seconds=0.0)] == [
            TurnRecord(
                time=7.0,
                channel="webim:shop",
                chat="c1",
                client="ann",
                session_id="s1",
                query="a",
                state="/S",
                context="/S",
                replies=[{"type": "text", "text": "ok"}],
            )
        ]

    def test_a_lost_turn_is_answered_and_logged_and_changes_nothing(self, store, runner):
        def lose(event, session):
            if event.query == "b":
                session.session["heard"].append("half done")
                raise TurnLostError("limit", "too long")

        runner.act = lose
        [_, lost] = run(said("a"), said("b"), store=store, runner=runner)
        assert (lost.state, lost.replies, lost.error.kind) == (None, [], "limit")
        assert store.load(ANN).session.session == {"heard": ["a"]}
        assert store.turns()[-1].error["message"] == "too long"


class TestWhoseSession:
    def test_a_message_without_a_visitor_belongs_to_whom_the_chat_was_opened_with(
        self, store, runner
    ):
        run(started(), said("a", visitor=None), store=store, runner=runner)
        assert [event.client_id for event in runner.events] == ["ann", "ann"]
        assert runner.events[1].user_from == {"id": "ann"}

    def test_even_where_the_first_turn_was_lost(self, store, runner):
        def lose(event, session):
            if event.event:
                raise TurnLostError("limit", "too long")

        runner.act = lose
        run(started(), said("a", visitor=None), store=store, runner=runner)
        assert runner.events[1].client_id == "ann"

    def test_an_unknown_chat_is_its_own_client(self, store, runner):
        run(said("a", visitor=None), store=store, runner=runner)
        assert runner.events[0].client_id == "c1"


def test_a_caption_shown_before_leads_to_its_state(store, runner):
    def show(event, session):
        session.buttons = {"Prices": "/Prices"}

    runner.act = show
    run(said("hi"), said("Prices"), store=store, runner=runner)
    assert [event.target_state for event in runner.events] == [None, "/Prices"]


class TestAChatGivenToAPerson:
    @pytest.fixture(autouse=True)
    def handed_over(self, store, runner):
        runner.replies = [{"type": "switch"}]
        run(said("person"), store=store, runner=runner)
        assert store.chat("webim:shop", "c1") == Chat("ann", handed_over=True)
        runner.replies = []

    def test_comes_back_as_livechat_finished_once(self, store, runner):
        turns = run(started(), started(), store=store, runner=runner)
        assert [turn.event for turn in turns] == ["livechatFinished", "newChatStarted"]

    def test_begins_like_any_other_where_nobody_listens_to_that(self, store, runner):
        runner.listens = {"newChatStarted"}
        [turn] = run(started(), store=store, runner=runner)
        assert (turn.event, turn.state) == ("newChatStarted", "/S")
        assert [record.event for record in store.turns()] == [None, "newChatStarted"]


class TestOrder:
    def scene(self, runner, store, *updates, free=0):
        """What begins, and in which order it ends, where the first turn is held up.

        It is held up until `free` others have ended and nothing else goes on.
        """

        async def play():
            dispatcher = Dispatcher(store, runner)
            runner.gates["first"] = asyncio.Event()
            ended = []

            async def one(update):
                turn = await dispatcher.handle(CHANNEL, update)
                ended.append(turn.query)

            tasks = []
            for update in updates:
                tasks.append(asyncio.create_task(one(update)))
                await asyncio.sleep(0)
            while "first" not in runner.begun or len(ended) < free:
                await asyncio.sleep(0)
            await settled()
            begun_meanwhile = list(runner.begun)
            runner.gates["first"].set()
            await asyncio.gather(*tasks)
            await dispatcher.close(0)
            return begun_meanwhile, ended

        return asyncio.run(play())

    def test_the_messages_of_a_chat_wait_for_each_other(self, runner, store):
        begun, ended = self.scene(runner, store, said("first"), said("second"), said("third"))
        assert begun == ["first"]
        assert ended == ["first", "second", "third"]
        assert store.load(ANN).session.session["heard"] == ended

    def test_so_do_two_chats_of_one_person(self, runner, store):
        begun, ended = self.scene(runner, store, said("first"), said("second", chat="c2"))
        assert begun == ["first"]
        assert ended == ["first", "second"]

    def test_other_people_do_not_wait(self, runner, store):
        begun, ended = self.scene(runner, store, said("first"), said("other", "c2", "bob"), free=1)
        assert begun == ["first", "other"]
        assert ended == ["other", "first"]

    def test_locks_are_let_go_of_when_nobody_needs_them(self):
        async def play():
            locks, order = KeyedLocks(), []

            async def one(n):
                async with locks.hold("key"):
                    order.append(n)
                    await asyncio.sleep(0)

            await asyncio.gather(*(one(n) for n in range(5)))
            return order, len(locks)

        assert asyncio.run(play()) == ([0, 1, 2, 3, 4], 0)


class TestTheDeadline:
    def test_nobody_waits_longer_yet_the_late_turn_is_saved(self, runner, store):
        async def play():
            dispatcher = Dispatcher(store, runner, deadline=0.0)
            runner.gates["slow"] = asyncio.Event()
            with pytest.raises(DeadlineMissedError):
                await dispatcher.handle(CHANNEL, said("slow"))
            assert dispatcher.under_way == 1
            runner.gates["slow"].set()
            await dispatcher.close(10)

        asyncio.run(play())
        assert store.load(ANN).session.session == {"heard": ["slow"]}
        assert [turn.late for turn in store.turns()] == [True]

    def test_it_counts_from_the_arrival(self, runner, store):
        async def play():
            dispatcher = Dispatcher(store, runner, deadline=1000.0)
            with pytest.raises(DeadlineMissedError):
                await dispatcher.handle(CHANNEL, said("a"), waited=1000.0)
            await dispatcher.close(10)

        asyncio.run(play())

    def test_what_breaks_in_a_late_turn_is_logged(self, runner, store, caplog):
        def fail(event, session):
            raise StoreError("disk full")

        async def play():
            runner.gates["slow"] = asyncio.Event()
            runner.act = fail
            dispatcher = Dispatcher(store, runner, deadline=0.0)
            with pytest.raises(DeadlineMissedError):
                await dispatcher.handle(CHANNEL, said("slow"))
            runner.gates["slow"].set()
            await dispatcher.close(10)

        asyncio.run(play())
        assert "a late turn failed" in caplog.text

    def test_at_the_end_turns_are_given_up_that_never_end(self, runner, store):
        async def play():
            runner.gates["slow"] = asyncio.Event()
            dispatcher = Dispatcher(store, runner, deadline=0.0)
            with pytest.raises(DeadlineMissedError):
                await dispatcher.handle(CHANNEL, said("slow"))
            await dispatcher.close(0)
            return dispatcher.under_way

        assert asyncio.run(play()) == 0


class TestConflicts:
    def meddle(self, store, times):
        """An act that saves the session from elsewhere while a turn runs, so many times."""
        left = [times]

        def act(event, session):
            if left[0]:
                left[0] -= 1
                loaded = store.load(ANN)
                other = Session(
                    session={"heard": [*loaded.session.session.get("heard", []), "other"]}
                )
                record = TurnRecord(time=0.0, channel=ANN.channel, chat="c9", client="ann")
                store.save(record, Chat("ann"), Stored(other, loaded.version))

        return act

    def test_the_turn_starts_again_from_what_the_other_left(self, runner, store):
        runner.act = self.meddle(store, 1)
        [turn] = run(said("a"), store=store, runner=runner)
        assert turn.session.session == {"heard": ["other", "a"]}
        assert store.load(ANN).session.session == {"heard": ["other", "a"]}

    def test_but_not_for_ever(self, runner, store):
        runner.act = self.meddle(store, ATTEMPTS)
        [turn] = run(said("a"), store=store, runner=runner)
        assert turn.error.kind == "internal"
        assert store.load(ANN).session.session == {"heard": ["other"] * ATTEMPTS}


def test_above_the_limit_turns_are_refused(runner, store):
    async def play():
        dispatcher = Dispatcher(store, runner, limit=1)
        runner.gates["first"] = asyncio.Event()
        first = asyncio.create_task(dispatcher.handle(CHANNEL, said("first")))
        await asyncio.sleep(0)
        with pytest.raises(OverloadError):
            await dispatcher.handle(CHANNEL, said("second", "c2", "bob"))
        runner.gates["first"].set()
        await first
        await dispatcher.close(0)

    asyncio.run(play())


def test_a_store_that_fails_is_told(runner, store):
    class Locked(MemoryStore):
        def load(self, key):
            raise StoreError("locked")

    with pytest.raises(StoreError, match="locked"):
        run(said("a"), store=Locked(), runner=runner)


def test_the_log_has_the_name_of_the_client():
    async def play():
        store = MemoryStore()
        dispatcher = Dispatcher(store, Runner())
        channel = WebimChannel(WebimSettings())
        visitor = {"id": "v", "fields": {"name": "Anna Ivanova"}}
        body = {"event": "new_chat", "chat": {"id": "c"}, "visitor": visitor}
        body["messages"] = [{"kind": "visitor", "text": "hi"}]
        await dispatcher.handle(channel, channel.decode(body, now=1.0, question_id="q"))
        await dispatcher.close(5)
        return store.turns()

    [turn] = asyncio.run(play())
    assert turn.client_name == "Anna Ivanova"
