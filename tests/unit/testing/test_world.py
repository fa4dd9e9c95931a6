"""The clock and the numbers of a test."""

import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from jaicp.suites.steps import Case
from jaicp.testing.world import CaseClock, FixedNumbers, World, local_zone
from jaicp.text.source import Source

NOON = datetime(2024, 2, 29, 12)


def test_a_clock_goes_with_the_machine_until_it_is_set():
    clock = CaseClock(UTC, machine=iter([1.0, 2.0, 3.0]).__next__)
    assert clock() == 1.0
    clock.wait(100)
    assert clock() == 2.0
    clock.set(NOON)
    assert clock() == clock() == 1709208000.0
    clock.wait(60)
    assert clock() == 1709208060.0
    clock.reset()
    assert clock() == 3.0


def test_a_clock_is_set_in_the_zone_of_the_project():
    clock = CaseClock(timezone(timedelta(hours=3)))
    clock.set(NOON)
    assert clock() == 1709208000.0 - 3 * 3600


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has one zone for all processes")
def test_the_local_zone_is_that_of_the_project_for_a_while(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    with local_zone(ZoneInfo("America/New_York")):
        assert time.localtime(0).tm_hour == 19
    assert time.localtime(0).tm_hour == 9
    monkeypatch.delenv("TZ")
    with local_zone(UTC):
        assert time.localtime(0).tm_hour == 0
    assert "TZ" not in os.environ


def test_numbers_come_in_order_and_then_nought():
    numbers = FixedNumbers(random.Random(1))
    numbers.fix((5, 0, 42))
    assert [numbers.plain(3) for _ in range(5)] == [5, 0, 42, 0, 0]


def test_a_varied_choice_passes_over_its_last_number():
    numbers = FixedNumbers(random.Random(1))
    numbers.fix((1, 1, 1, 2, 2, 1))
    assert numbers.varied(3) == 1
    assert numbers.varied(3) == 2
    assert numbers.varied(4) == 2
    assert numbers.varied(3) == 1


def test_without_fixed_numbers_it_is_nought():
    numbers = FixedNumbers()
    assert [numbers.plain(3), numbers.varied(3), numbers.varied(3)] == [0, 0, 0]
    numbers.fix((2,))
    numbers.reset()
    assert numbers.plain(3) == 0


def test_or_it_is_left_to_chance_until_numbers_are_fixed():
    numbers = FixedNumbers(random.Random(1))
    assert {numbers.plain(3) for _ in range(50)} == {0, 1, 2}
    numbers.fix((2,))
    assert [numbers.plain(3), numbers.plain(3)] == [2, 0]
    numbers.reset()
    assert {numbers.varied(3) for _ in range(50)} == {0, 1, 2}


def drawn(world: World, identifier: str) -> list[int]:
    span = Source("test.xml", "").span(0, 0)
    world.begin_case(Case(id=identifier, span=span, steps=()))
    return [world.services.varied_random(1000) for _ in range(5)]


def test_with_a_seed_each_case_has_chances_of_its_own_whatever_went_before():
    world = World(CaseClock(UTC), seed=7)
    first = drawn(world, "a")
    second = drawn(world, "b")
    assert first != second
    assert drawn(world, "a") == first
    assert drawn(World(CaseClock(UTC), seed=7), "b") == second
    assert drawn(World(CaseClock(UTC), seed=8), "a") != first
    assert drawn(World(CaseClock(UTC)), "a") == [0] * 5
