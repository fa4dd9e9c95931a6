"""Timers ring when they are due, by a clock that a test moves."""

import asyncio

from jaicp.server.alarms import LONGEST_SLEEP, AlarmClock, wait_for
from jaicp.stores.base import StoreError


class Scene:
    """Alarms at some times, and a clock; waiting moves it."""

    def __init__(self, *due):
        self.due = list(due)
        self.now = 0.0
        self.rung = []
        self.waits = []
        self.failures = 0
        self.clock = AlarmClock(
            self.next_due, self.ring, self.rung.append, clock=lambda: self.now, wait=self.wait
        )

    async def next_due(self):
        if self.failures:
            self.failures -= 1
            raise StoreError("locked")
        return min(self.due, default=None)

    async def ring(self, now):
        ready = sorted(due for due in self.due if due <= now)
        self.due = [due for due in self.due if due > now]
        return ready

    async def wait(self, event, seconds):
        self.waits.append(seconds)
        if seconds is None:
            await event.wait()
        else:
            self.now += seconds
            await asyncio.sleep(0)

    def run(self, *steps):
        """Let the clock run; before each time that it waits for news, do the next step."""

        async def play():
            task = asyncio.create_task(self.clock.run())
            for step in (*steps, lambda: None):
                while not self.waits or self.waits[-1] is not None:
                    await asyncio.sleep(0)
                self.waits.append(0)
                step()
                self.clock.wake()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        asyncio.run(play())


def test_each_rings_at_its_time():
    scene = Scene(20, 10)
    scene.run()
    assert scene.rung == [10, 20]
    assert scene.waits[:2] == [10, 10]


def test_what_was_due_while_nobody_looked_rings_at_once():
    scene = Scene(-5)
    scene.run()
    assert scene.rung == [-5]


def test_a_new_one_is_noticed():
    scene = Scene()
    scene.run(lambda: scene.due.append(5))
    assert scene.rung == [5]


def test_the_clock_is_looked_at_now_and_then():
    scene = Scene(1000)
    scene.run()
    assert max(seconds for seconds in scene.waits if seconds is not None) == LONGEST_SLEEP
    assert scene.rung == [1000]


def test_a_store_that_fails_is_asked_again(caplog):
    scene = Scene(10)
    scene.failures = 2
    scene.run()
    assert scene.rung == [10]
    assert "timers wait: locked" in caplog.text


def test_waiting_ends_with_the_event_or_the_time():
    async def play():
        event = asyncio.Event()
        await wait_for(event, 0)
        event.set()
        await wait_for(event, None)

    asyncio.run(play())
