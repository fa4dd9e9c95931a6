"""The pause of the garbage collector while trees grow."""

from __future__ import annotations

import gc

import pytest

from jaicp.text.collector import paused_collector


class TestTheCollector:
    def test_rests_within_and_goes_on_behind(self) -> None:
        with paused_collector():
            assert not gc.isenabled()
        assert gc.isenabled()

    def test_rests_until_the_outermost_pause_ends(self) -> None:
        with paused_collector():
            with paused_collector():
                pass
            assert not gc.isenabled()

    def test_goes_on_after_an_exception(self) -> None:
        @paused_collector()
        def fail() -> None:
            raise ValueError

        with pytest.raises(ValueError):  # noqa: PT011
            fail()
        assert gc.isenabled()

    def test_stays_off_where_somebody_turned_it_off(self) -> None:
        gc.disable()
        try:
            with paused_collector():
                pass
            assert not gc.isenabled()
        finally:
            gc.enable()
