"""A server and a bot for the tests of services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from service_world import FakeServer, OneBot, serving


@pytest.fixture(scope="session")
def _running() -> Iterator[FakeServer]:
    with serving() as fake:
        yield fake


@pytest.fixture
def server(_running: FakeServer) -> FakeServer:
    """An HTTP server on this machine that has not been asked yet."""
    _running.answers.clear()
    _running.asked.clear()
    return _running


@pytest.fixture
def make_bot(tmp_path: Path) -> Iterator[Callable[..., OneBot]]:
    """Makes a bot that runs scripts; see `OneBot`."""
    made: list[OneBot] = []

    def make(**options: Any) -> OneBot:
        made.append(OneBot(tmp_path, **options))
        return made[-1]

    yield make
    for bot in made:
        bot.bot.close()


@pytest.fixture
def bot(make_bot: Callable[..., OneBot]) -> OneBot:
    """A bot that may call servers on this machine."""
    return make_bot()
