"""What a turn needs of the world: time, chance, log lines. All of it is handed in, so that tests can choose."""

from __future__ import annotations

import logging
import os
import random
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any, Protocol

from jaicp.services.base import HttpMocks
from jaicp.services.integration import Sheets
from jaicp.services.settings import ServiceSettings

__all__ = ["MOST_VARIED", "Numbers", "Services"]

MOST_VARIED = 100
"""From more numbers than these, repetitions are rare and not avoided."""


class Numbers(Protocol):
    """What decides random choices in place of chance; each number is from 0 up to `limit`."""

    def plain(self, limit: int) -> int:
        """The number that `$jsapi.random(limit)` gives."""

    def varied(self, limit: int) -> int:
        """The number for `$reactions.random(limit)` and for the tag `random`, which avoid repetitions."""


@dataclass(slots=True)
class Services:
    """The clock (seconds since the epoch), the source of chance, how to wait (seconds), and where log lines go.

    `numbers`, where given, stands in for chance in a bot's random choices. `test_context` is what scripts see
    as `$context.testContext`: bots take any object there for a test that is being played. With `http_mocks` no
    request and no letter of a script leaves the machine. `sheets` answers `$integration.googleSheets`.
    `delivers_pushes` tells that the caller looks at the `pushes` of turns. `enter_zone` is told the project's time
    zone before its scripts begin, so that `Date` in them goes by it and not by the machine's. `settings` are those
    of whoever runs the bot, by default what variables of the process say.
    """

    clock: Callable[[], float] = time.time
    chance: random.Random = field(default_factory=random.Random)
    sleep: Callable[[float], None] = time.sleep
    log: Callable[[str], None] = logging.getLogger("jaicp.bot").info
    numbers: Numbers | None = None
    test_context: dict[str, Any] | None = None
    http_mocks: HttpMocks | None = None
    sheets: Sheets | None = None
    delivers_pushes: bool = False
    enter_zone: Callable[[tzinfo], None] | None = None
    settings: ServiceSettings = field(
        default_factory=lambda: ServiceSettings.from_environment(os.environ)
    )

    def random(self, limit: int) -> int:
        """A number from 0 up to `limit`."""
        return self.chance.randrange(limit) if self.numbers is None else self.numbers.plain(limit)

    def varied_random(self, limit: int, recent: Sequence[int] = ()) -> int:
        """A number from 0 up to `limit` for a choice between answers, none of those chosen recently."""
        if self.numbers is not None:
            return self.numbers.varied(limit)
        if limit > MOST_VARIED or len(recent) >= limit:
            return self.chance.randrange(limit)
        avoided = frozenset(recent)
        return self.chance.choice([number for number in range(limit) if number not in avoided])

    def new_id(self) -> str:
        """A fresh identifier, drawn from the source of chance."""
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
