"""What a server that shares a PostgreSQL goes through when its connection is lost."""

import asyncio

from test_dispatch import Runner
from test_intake import KEY, SETTINGS, Service, said
from test_postgres_shared import kill

from jaicp.channels.webim import WebimDoor
from jaicp.server.dispatch import Dispatcher
from jaicp.server.intake import Intake
from jaicp.stores.opening import open_store


def test_what_waits_when_the_connection_is_lost_is_handled_in_its_order(postgres):
    """The store forgets who had the chat, and the server learns of it while more of the chat waits."""
    runner, store = Runner(), open_store(postgres)
    other = open_store(postgres)
    asked, answered = asyncio.Event(), asyncio.Event()

    async def sharing_waits(_seconds):
        answered.set()
        await asked.wait()
        asked.clear()

    async def scene():
        runner.gates = {"a": asyncio.Event(), "b": asyncio.Event()}
        dispatcher = Dispatcher(store, runner, pause=lambda _: asyncio.sleep(0))
        door = WebimDoor(SETTINGS, calls=True)
        intake = Intake(door.calling, dispatcher, Service(), pause=sharing_waits)
        await intake.resume()
        await answered.wait()
        updates = [door.calling.decode(said(text), now=7.0, question_id=text) for text in "abc"]
        tasks = [await intake.take(update) for update in updates]
        kill(store, other)
        runner.gates["a"].set()
        await tasks[0]
        answered.clear()
        asked.set()  # now the server asks what is for it to do
        await answered.wait()
        runner.gates["b"].set()
        while store.arrivals(KEY):
            await asyncio.sleep(0)
        assert runner.begun == [*"aaa", "b", "c"]  # in vain for want of the store, then of the chat
        await dispatcher.close(10)
        await intake.close(10)

    try:
        asyncio.run(asyncio.wait_for(scene(), 30))
        assert [turn.query for turn in other.turns(channel=KEY)] == ["a", "b", "c"]
    finally:
        store.close()
        other.close()
