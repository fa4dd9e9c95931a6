"""`jaicp check --watch`: check again whenever a file of the project is saved."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from jaicp.cli.output import print_note
from jaicp.text.collector import keep_for_good, seldom

__all__ = ["saved_files", "watch_and_report"]

SUFFIXES = (".sc", ".js", ".csv", ".yaml", ".yml", ".json", ".xml")
"""The kinds of files that a project is made of."""

PAUSE_MS = 10
"""How long nothing more must be saved before the project is looked at: editors write in several steps."""

IDLE_MS = 100
"""How often to come back where nothing is saved."""

CLEAR = "\x1b[2J\x1b[3J\x1b[H"


class _Filter(DefaultFilter):
    """Files of projects; not those of hidden folders, of version control, or that editors keep for themselves."""

    def __call__(self, change: Change, path: str) -> bool:
        return path.endswith(SUFFIXES) and super().__call__(change, path)


def saved_files(folders: Iterable[Path]) -> Iterator[set[Path]]:
    """The files that were saved, added or removed in some folders; ends at Ctrl-C.

    The first set is empty and tells that from now on nothing is missed; others are where nothing happened.
    """
    changes = watch(
        *folders,
        watch_filter=_Filter(),
        step=PAUSE_MS,
        rust_timeout=IDLE_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    for some in changes:
        yield {Path(path) for _, path in some}


def watch_and_report(
    report: Callable[[], None],
    folders: Iterable[Path],
    saved: Callable[[Iterable[Path]], Iterator[set[Path]]] = saved_files,
) -> None:
    """Report now and after each save in `folders`, until somebody presses Ctrl-C."""
    is_first = True
    try:
        for files in saved(sorted(folders)):
            if files or is_first:
                _report(report)
            if is_first:
                keep_for_good()
                seldom()
            is_first = False
    except KeyboardInterrupt:
        print_note("")  # behind the ^C of the terminal


def _report(report: Callable[[], None]) -> None:
    if sys.stdout.isatty():
        sys.stdout.write(CLEAR)
    begun = time.perf_counter()
    report()
    sys.stdout.flush()
    print_note(f"watching for changes ({time.perf_counter() - begun:.2f} s); Ctrl-C ends it")
