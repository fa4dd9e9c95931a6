"""The workers, as real processes: a turn that runs away or dies costs that turn only."""

import asyncio
import os
import time
from pathlib import Path

import pytest

from jaicp.runtime.messages import Event, Session
from jaicp.server.botlike import BotUnusableError, TurnLostError
from jaicp.server.pool import WorkerPool
from jaicp.server.process import WorkerCrashError, WorkerSettings, WorkerStartError

HERE = str(Path(__file__).parent)
SLACK = 8.0
"""Seconds for machines that have other things to do."""


def settings(bot="chatty", path="bot", **more):
    environment = {"PYTHONPATH": HERE}
    return WorkerSettings(
        path=Path(path), factory=f"fake_bots:{bot}", environment=environment, **more
    )


def with_pool(scene, size=1, *, pause=asyncio.sleep, **more):
    async def play():
        pool = WorkerPool(settings(**more), size, pause=pause)
        await pool.start()
        try:
            return await scene(pool)
        finally:
            await pool.close()

    return asyncio.run(play())


async def say(pool, text, session=None):
    turn = await pool.run(Event(query=text), session or Session())
    return [reply["text"] for reply in turn.replies]


def test_a_turn_goes_out_and_comes_back():
    async def scene(pool):
        session = Session(session={"n": 4}, client={"любые": "😀 \ud83d"})
        turn = await pool.run(Event(query="hello"), session)
        return pool.bot_name, turn

    name, turn = with_pool(scene)
    assert name == "fake"
    assert turn.replies == [{"type": "text", "text": "hello 5", "state": "/Start"}]
    assert turn.session.session == {"n": 5, "contextPath": "/Start"}
    assert turn.session.client == {"любые": "😀 \ud83d"}


def test_what_a_bot_prints_does_not_disturb():
    async def scene(pool):
        return await say(pool, "print"), await say(pool, "hello")

    assert with_pool(scene) == (["printed"], ["hello 1"])


def test_a_bot_runs_in_another_process_and_stays_there():
    async def scene(pool):
        return await say(pool, "pid"), await say(pool, "pid")

    first, second = with_pool(scene)
    assert first == second != [str(os.getpid())]


def test_a_runaway_turn_is_ended_while_others_go_on():
    async def scene(pool):
        runaway = asyncio.create_task(say(pool, "loop"))
        while pool.status()["busy"] == 0:
            await asyncio.sleep(0)
        meanwhile = await say(pool, "hello")
        assert not runaway.done()
        with pytest.raises(TurnLostError, match=r"longer than 0\.5 s") as lost:
            await runaway
        return lost.value.kind, meanwhile, await say(pool, "again"), pool.status()

    kind, meanwhile, again, status = with_pool(scene, size=2, turn_seconds=0.5, grace_seconds=0.1)
    assert (kind, meanwhile, again) == ("limit", ["hello 1"], ["again 1"])
    assert status["lost"] == 1


NATIVE = {
    "one call of the engine": "var s = 'a'.repeat(4e6); s.indexOf('a'.repeat(2e5) + 'b')",
    "many of them": "for (;;) 'a'.repeat(1e6).replaceAll('a', 'b'.repeat(20))",
}


@pytest.mark.parametrize("code", NATIVE.values(), ids=NATIVE)
def test_what_the_engine_itself_cannot_stop_ends_half_a_second_late_at_most(code, tmp_path):
    script = tmp_path / "main.sc"
    script.write_text(
        f"theme: /\n    state: Run\n        q!: run\n        script: {code}\n"
        "    state: Hello\n        q!: hello\n        a: hello\n"
    )

    async def play():
        pool = WorkerPool(WorkerSettings(path=script, turn_seconds=0.3), 2)
        await pool.start()
        try:
            began = time.monotonic()
            runaway = asyncio.create_task(say(pool, "run"))
            while pool.status()["busy"] == 0:
                await asyncio.sleep(0)
            meanwhile = await say(pool, "hello")
            with pytest.raises(TurnLostError, match=r"longer than 0\.3 s"):
                await runaway
            seconds = time.monotonic() - began
            return meanwhile, seconds, await say(pool, "hello")
        finally:
            await pool.close()

    meanwhile, seconds, after = asyncio.run(play())
    assert meanwhile == after == ["hello"]
    assert seconds < 0.3 + 0.5 + SLACK


@pytest.mark.parametrize(
    ("query", "kind", "message"),
    [
        ("die", "internal", "ended within a turn"),
        ("fail", "internal", "our own fault"),
        ("eat", "limit", "more memory"),
    ],
)
def test_a_worker_that_fails_is_replaced(query, kind, message):
    async def scene(pool):
        before = await say(pool, "pid")
        with pytest.raises(TurnLostError, match=message) as lost:
            await say(pool, query)
        assert await say(pool, "pid") != before
        return lost.value.kind

    assert with_pool(scene, memory_mib=256) == kind


def test_a_worker_that_died_at_rest_costs_no_turn():
    async def scene(pool):
        [pid] = await say(pool, "pid")
        os.kill(int(pid), 9)
        while pool._idle._queue[0].alive:
            await asyncio.sleep(0)
        return await say(pool, "hello")

    assert with_pool(scene) == ["hello 1"]


class TestABotThatDoesNotLoad:
    def refused(self, error, problem, bot, **more):
        with pytest.raises(error, match=problem):
            with_pool(None, size=2, bot=bot, **more)

    def test_for_its_author_to_mend(self):
        self.refused(BotUnusableError, "bot: 1 error", "refused")

    def test_for_us_to_mend(self):
        self.refused(WorkerCrashError, "failed: RuntimeError: loading went wrong$", "broken")
        self.refused(WorkerCrashError, "no attribute 'nowhere'", "nowhere")

    def test_for_want_of_memory(self):
        self.refused(
            WorkerStartError, "more than 256 MiB of memory to load", "huge", memory_mib=256
        )
        self.refused(WorkerStartError, "too little memory", "dying")

    def test_in_time(self):
        self.refused(WorkerStartError, r"longer than 0\.001 s", "chatty", load_seconds=0.001)


def test_a_bot_that_broke_on_disk_is_reported_and_tried_again_after_pauses(tmp_path, caplog):
    token = tmp_path / "token"
    token.touch()
    pauses = []

    async def scene(pool):
        with pytest.raises(TurnLostError, match="ended within"):
            await say(pool, "die")
        while len(pauses) < 3:
            await asyncio.sleep(0)
        with pytest.raises(TurnLostError, match="no worker can be started"):
            await say(pool, "hello")
        assert pool.status()["failed_starts"] >= 3
        token.touch()
        while not pool.status()["live"]:
            await asyncio.sleep(0)
        return await say(pool, "hello"), pool.status()["failed_starts"]

    async def pause(seconds):
        pauses.append(seconds)

    assert with_pool(scene, bot="only_once", path=token, pause=pause) == (["hello 1"], 0)
    assert pauses[:3] == [1.0, 2.0, 4.0]
    assert "no worker could be started, next try in 1 s: gone" in caplog.text
