"""Keeps Python's cyclic garbage collector out of the way while large trees grow.

It would go through all of them again and again to find that nothing can be freed: a third of the time that it
takes to load a bot of 10,000 states. Trees hold no circles, so memory does not grow by more than the trees.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["keep_for_good", "paused_collector", "seldom"]

THRESHOLDS = (50_000, 20, 20)
"""Python's thresholds for whoever links and checks again and again: that makes many values, and no circles."""


@contextmanager
def paused_collector() -> Iterator[None]:
    """Within it, and as a decorator within the function, nothing is collected; may be nested."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def seldom() -> None:
    """Collect garbage less often from now on, in a process that looks at the same project again and again."""
    gc.set_threshold(*THRESHOLDS)


def keep_for_good() -> None:
    """Tell the collector that what is there now stays until the process ends, as the bot of a server does.

    Else the turns of a bot of 10,000 rules pay for looking through all of them, a third of their time.
    """
    gc.collect()
    gc.freeze()
