"""The world of a test: a clock that can be set, numbers that can be fixed, HTTP and mail that stay at home."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from jaicp.runtime.services import Services
from jaicp.services.local_zone import local_zone
from jaicp.suites.steps import Case
from jaicp.testing.mocks import MockWorld
from jaicp.testing.service_mocks import SheetMocks

__all__ = ["CaseClock", "FixedNumbers", "World", "local_zone"]


class CaseClock:
    """Seconds since the epoch: of the machine, or standing still once a test has set them."""

    def __init__(self, zone: tzinfo, machine: Callable[[], float] = time.time) -> None:
        self._zone = zone
        self._machine = machine
        self._fixed: float | None = None

    def __call__(self) -> float:
        """The time now."""
        return self._machine() if self._fixed is None else self._fixed

    def set(self, moment: datetime) -> None:
        """Stand still at a moment of the project's time zone."""
        self._fixed = moment.replace(tzinfo=self._zone).timestamp()

    def wait(self, seconds: float) -> None:
        """Let time pass where it stands still."""
        if self._fixed is not None:
            self._fixed += seconds

    def reset(self) -> None:
        """Go with the machine again."""
        self._fixed = None


class FixedNumbers:
    """Random choices of bots: those that a test fixes by `<random>`, and 0 when these run out.

    Source: the vendor's page on test tags; suites in the wild list the first of several random texts. `varied`
    passes over a number that the choice before, among as many, has just given. With `chance`, choices are its
    own until a test fixes them.
    """

    def __init__(self, chance: random.Random | None = None) -> None:
        self._chance = chance
        self._queue: deque[int] = deque()
        self._is_fixed = False
        self._last: dict[int, int] = {}

    def fix(self, numbers: Sequence[int]) -> None:
        """Give these numbers from here on."""
        self._queue = deque(numbers)
        self._last.clear()
        self._is_fixed = True

    def reset(self) -> None:
        """Forget what was fixed."""
        self._queue.clear()
        self._last.clear()
        self._is_fixed = False

    def plain(self, limit: int) -> int:
        """The next number, as it is, even above `limit`: so the platform does it."""
        if self._chance is not None and not self._is_fixed:
            return self._chance.randrange(limit)
        return self._queue.popleft() if self._queue else 0

    def varied(self, limit: int) -> int:
        """The next number that does not repeat the one before."""
        while self._queue and self._queue[0] == self._last.get(limit):
            self._queue.popleft()
        number = self.plain(limit)
        self._last[limit] = number
        return number


@dataclass(slots=True)
class World:
    """All of it, with the `services` that hand it to a bot; `logs` are the lines of the running turn.

    A `seed` leaves random choices that no test has fixed to chance, the same with each seed. With `integration`,
    cases that ask for it make real requests where no mock answers.
    """

    clock: CaseClock
    seed: int | None = None
    integration: bool = False
    chance: random.Random = field(default_factory=random.Random)
    mocks: MockWorld = field(default_factory=MockWorld)
    sheets: SheetMocks = field(default_factory=SheetMocks)
    logs: list[str] = field(default_factory=list)
    numbers: FixedNumbers = field(init=False)
    services: Services = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = FixedNumbers(None if self.seed is None else self.chance)
        self.services = Services(
            clock=self.clock,
            chance=self.chance,
            sleep=lambda _: None,  # nobody waits for the timers of scripts
            log=self.logs.append,
            numbers=self.numbers,
            test_context={},
            http_mocks=self.mocks,
            sheets=self.sheets,
            delivers_pushes=True,
        )

    def begin_case(self, case: Case) -> None:
        """Make the world as it is at the start of a case: the same whichever cases went before."""
        self.chance.seed(f"{self.seed}/{case.span.source.path.name}/{case.id}")
        self.clock.reset()
        self.numbers.reset()
        self.mocks.begin_case(case.mocks, lets_through=self.integration and case.integration)
        self.sheets.begin_case(case.services)
        self.services.test_context = {"id": case.id}
        self.begin_turn()

    def begin_turn(self) -> None:
        """Forget the letters, requests and log lines of the turn before."""
        self.mocks.begin_turn()
        self.sheets.misses.clear()
        self.logs.clear()
