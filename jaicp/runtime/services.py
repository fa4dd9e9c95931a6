"""What a turn needs of the world: time, chance, log lines. All of it is handed in, so that tests can choose."""

from __future__ import annotations

import logging
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

__all__ = ["Numbers", "Services"]


class Numbers(Protocol):
    """What decides random choices in place of chance; each number is from 0 up to `limit`."""

    def plain(self, limit: int) -> int:
        """The number that `$jsapi.random(limit)` gives."""

    def varied(self, limit: int) -> int:
        """The number for `$reactions.random(limit)` and for the tag `random`, which avoid repetitions."""


@dataclass(slots=True)
class Services:
    """The clock (seconds since the epoch), the source of chance, and where log lines go.

    `numbers`, where given, stands in for chance in a bot's random choices. `test_context` is what scripts see
    as `$context.testContext`: bots take any object there for a test that is being played.
    """

    clock: Callable[[], float] = time.time
    chance: random.Random = field(default_factory=random.Random)
    log: Callable[[str], None] = logging.getLogger("jaicp.bot").info
    numbers: Numbers | None = None
    test_context: dict[str, Any] | None = None

    def random(self, limit: int) -> int:
        """A number from 0 up to `limit`."""
        return self.chance.randrange(limit) if self.numbers is None else self.numbers.plain(limit)

    def varied_random(self, limit: int) -> int:
        """A number from 0 up to `limit` for a choice between answers."""
        return self.chance.randrange(limit) if self.numbers is None else self.numbers.varied(limit)

    def new_id(self) -> str:
        """A fresh identifier, drawn from the source of chance."""
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
