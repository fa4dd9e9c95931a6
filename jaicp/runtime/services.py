"""What a turn needs of the world: time, chance, log lines. All of it is handed in, so that tests can choose."""

from __future__ import annotations

import logging
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Services"]


@dataclass(slots=True)
class Services:
    """The clock (seconds since the epoch), the source of chance, and where log lines go."""

    clock: Callable[[], float] = time.time
    chance: random.Random = field(default_factory=random.Random)
    log: Callable[[str], None] = logging.getLogger("jaicp.bot").info

    def new_id(self) -> str:
        """A fresh identifier, drawn from the source of chance."""
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
