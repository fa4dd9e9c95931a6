"""Whether operators are there: asked in the background, seldom, and not at all costs."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from test_dispatch import Runner

from jaicp.channels.base import ArchiveError
from jaicp.channels.webim import WebimChannel, WebimSettings
from jaicp.project.files import DiskFiles
from jaicp.runtime.engine import load_bot
from jaicp.runtime.messages import Event, Session
from jaicp.server.dispatch import Dispatcher
from jaicp.server.presence import SECONDS, STALE, Presence
from jaicp.stores.memory import MemoryStore


class Service:
    """Answers what a test puts in; `gate` holds an answer back."""

    def __init__(self, *answers: bool | Exception) -> None:
        self.answers = list(answers)
        self.asked = 0
        self.gate: asyncio.Event | None = None

    async def ask(self) -> bool:
        self.asked += 1
        if self.gate is not None:
            await self.gate.wait()
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def play(service: Service, moments: list[float], patience: float = 10.0) -> list[bool | None]:
    """What is told at some moments, in seconds from the start."""
    now = [1000.0]

    async def scene() -> list[bool | None]:
        presence = Presence(service.ask, clock=lambda: now[0], patience=patience)
        told = []
        for moment in moments:
            now[0] = 1000.0 + moment
            told.append(await presence.current())
            for _ in range(3):  # what is asked in the background gets its turn
                await asyncio.sleep(0)
        await presence.close()
        return told

    return asyncio.run(scene())


def test_the_first_turn_waits_and_later_ones_get_what_was_heard_last() -> None:
    service = Service(True, False)
    assert play(service, [0, 1, SECONDS + 1, SECONDS + 2]) == [True, True, True, False]
    assert service.asked == 2


def test_a_turn_does_not_wait_for_long() -> None:
    service = Service(True)

    async def scene() -> bool | None:
        service.gate = asyncio.Event()
        presence = Presence(service.ask, patience=0.01)
        told = await presence.current()
        await presence.close()
        return told

    assert asyncio.run(scene()) is None


def test_nothing_is_known_of_a_service_that_has_been_gone_for_long() -> None:
    service = Service(True, ArchiveError("status 502"))
    assert play(service, [0, 20, 60, STALE + 1]) == [True, True, True, None]


def test_a_service_that_does_not_let_us_in_is_asked_seldom() -> None:
    service = Service(ArchiveError("401: the login is not accepted", barred=True))
    assert play(service, [float(n) for n in range(0, 300, 10)]) == [None] * 30
    assert service.asked == 1


def test_each_turn_is_told() -> None:
    async def scene() -> list[bool | None]:
        heard: list[bool | None] = []

        class Noting(Runner):
            async def run(self, event, session):
                heard.append(event.operators_online)
                return await super().run(event, session)

        answers = iter([False, None])

        async def told() -> bool | None:
            return next(answers)

        dispatcher = Dispatcher(MemoryStore(), Noting())
        dispatcher.operators_online = told
        channel = WebimChannel(WebimSettings())
        for text in ("one", "two"):
            body = {"event": "new_message", "chat": {"id": "c"}, "kind": "visitor", "text": text}
            update = channel.decode(body, now=1.0, question_id=text)
            await dispatcher.handle(channel, update)
        await dispatcher.close(5)
        return heard

    assert asyncio.run(scene()) == [False, None]


@pytest.mark.parametrize("told", [True, False, None])
def test_scripts_hear_it(told: bool | None) -> None:
    main = Path("main.sc").absolute()
    script = "theme: /\n    state: A\n        q!: *\n        a: {{ hasOperatorsOnline() }}\n"
    bot = load_bot(main, files=DiskFiles({main: script}))
    try:
        assert bot.asks_operators
        turn = bot.handle(Event(query="hi", operators_online=told), Session())
    finally:
        bot.close()
    assert turn.replies[0]["text"] == ("false" if told is False else "true")
