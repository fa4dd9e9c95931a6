"""Keeps what is known about bots up to date while somebody types.

The loop of the server notes what has changed. One thread looks at the file that was edited, at once; another one,
when nobody has typed for a moment, at the whole bot, and gives up at its next checkpoint what a further edit has
overtaken. Each has a JavaScript engine of its own, for an engine belongs to the thread that has made it.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from jaicp.lsp.bots import Bot, FileFound, Snapshot, find_home
from jaicp.lsp.surface import read_surface
from jaicp.lsp.texts import Texts
from jaicp.lsp.uses import warm
from jaicp.project.per_file import forget_below
from jaicp.text.collector import seldom
from jaicp.text.source import Source

__all__ = ["Analysis", "Publisher"]

SWITCH_SECONDS = 0.0005
"""How often Python lets another thread go on: whoever types must not wait for the checker."""

QUIET_SECONDS = 0.05
"""How long nobody must type before the whole bot is looked at."""

ASKED_FIRST_SECONDS = 0.01
"""How long an edited file waits to be looked at: what an editor asks right behind an edit is answered first."""

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

Publisher = Callable[[Iterable[FileFound]], None]
"""Takes what is told of some files; called on the loop of the server."""


class _OvertakenError(Exception):
    """What is worked on is not asked for any more."""


@dataclass(slots=True)
class _Work:
    """Which bot is looked at as a whole, and in which state of it."""

    bot: Bot | None = None
    generation: int = 0

    def go_on(self) -> None:
        """Raises `_OvertakenError` where the bot has changed meanwhile."""
        if self.bot is not None and self.bot.generation != self.generation:
            raise _OvertakenError


class Analysis:
    """All bots of an editor. Everything but the work itself happens on the loop of the server."""

    def __init__(self, texts: Texts, publish: Publisher) -> None:
        self.texts = texts
        self.bots: dict[Path, Bot] = {}
        self.kept: set[Path] = set()
        """Bots that stay even if no file of them is open."""
        self._publish = publish
        self._homes: dict[Path, Path | None] = {}
        self._whole_bots = ThreadPoolExecutor(1, "bots")
        self._single_files = ThreadPoolExecutor(1, "files")
        self._work = _Work()
        self._files: dict[Path, None] = {}
        self._due: dict[Bot, None] = {}
        self._edited = asyncio.Event()
        self._wake = asyncio.Event()
        self._linked = asyncio.Condition()
        self._drivers: list[asyncio.Task[None]] = []
        self._stopped = threading.Event()

    # --- what the server tells

    def start(self) -> None:
        """Begin to work; needs the loop of the server."""
        sys.setswitchinterval(SWITCH_SECONDS)
        seldom()
        loop = asyncio.get_running_loop()
        surface = loop.run_in_executor(self._whole_bots, read_surface)
        self._drivers = [
            loop.create_task(self._drive_files(surface)),
            loop.create_task(self._drive_bots()),
        ]

    def stop(self) -> None:
        """Give up all work."""
        self._stopped.set()
        for driver in self._drivers:
            driver.cancel()
        self._whole_bots.shutdown(wait=False, cancel_futures=True)
        self._single_files.shutdown(wait=False, cancel_futures=True)

    def bot_of(self, path: Path) -> Bot | None:
        """The bot that a file belongs to."""
        home = self._home(path)
        return None if home is None else self.bot_at(home)

    def _home(self, path: Path) -> Path | None:
        if path not in self._homes:
            self._homes[path] = find_home(path, self.texts.overlay())
        return self._homes[path]

    def bot_at(self, home: Path) -> Bot:
        """The bot of a folder or of a script by itself."""
        if home not in self.bots:
            self.bots[home] = Bot(home, self._checkpoint)
        return self.bots[home]

    def changed(self, path: Path) -> None:
        """A text was opened, edited or closed."""
        if path.name == "chatbot.yaml":
            self._homes.clear()
        bot = self.bot_of(path)
        if bot is None:
            return
        bot.generation += 1
        bot.opened = frozenset(one for one in self.texts if self._home(one) == bot.home)
        if path.suffix == ".sc" and self.texts.get(path) is not None:
            self._files[path] = None
            self._edited.set()
        if bot.opened or bot.home in self.kept:
            self._due[bot] = None
            self._wake.set()
        else:
            self._forget(bot, path)

    def _forget(self, bot: Bot, closed: Path) -> None:
        """Drop a bot of which nothing is open any more, and what was told of it."""
        del self.bots[bot.home]
        self._due.pop(bot, None)
        self._files.pop(closed, None)
        self._homes = {path: home for path, home in self._homes.items() if home != bot.home}
        self._publish([*bot.told(()), FileFound(Source(closed, ""), ())])
        forget_below(bot.home)

    def changed_on_disk(self) -> None:
        """Files were saved, made or removed, by whomever."""
        self._homes.clear()
        for bot in self.bots.values():
            self.refresh(bot)

    def refresh(self, bot: Bot) -> None:
        """Look at a bot again."""
        bot.generation += 1
        self._due[bot] = None
        self._wake.set()

    # --- what features ask

    async def current(self, path: Path) -> tuple[Bot, Snapshot] | None:
        """The bot of a file as it is now; None where the file belongs to none, or the bot cannot be read."""
        bot = self.bot_of(path)
        if bot is None:
            return None
        if bot.snapshot is None and not self._is_due(bot):
            self.refresh(bot)
        async with self._linked:
            await self._linked.wait_for(lambda: bot.is_current or not self._is_due(bot))
        return None if bot.snapshot is None else (bot, bot.snapshot)

    def _is_due(self, bot: Bot) -> bool:
        return bot in self._due or self._work.bot is bot

    # --- single files

    async def _drive_files(self, surface: asyncio.Future[None]) -> None:
        await surface  # what scripts find is asked in the other thread
        while True:
            await self._edited.wait()
            await asyncio.sleep(ASKED_FIRST_SECONDS)
            self._edited.clear()
            while self._files:
                path = next(iter(self._files))
                del self._files[path]
                await self._single(path)

    async def _single(self, path: Path) -> None:
        """Look at one file; what is found in a text that is not the newest any more is dropped."""
        bot, known = self.bot_of(path), self.texts.get(path)
        if bot is None or known is None:
            return
        found = await self._do(self._single_files, bot, bot.check_file, known.source)
        if found is not None and self.texts.get(path) is known:
            self._publish([found])

    # --- whole bots

    def _checkpoint(self) -> None:
        self._work.go_on()
        if self._stopped.is_set():
            raise _OvertakenError

    async def _drive_bots(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._due and not self._wake.is_set():
                await self._whole(next(iter(self._due)))

    async def _whole(self, bot: Bot) -> None:
        """Link a bot and check it, when nobody types; what is overtaken stays due."""
        if await self._is_typed_on():
            return
        generation = bot.generation
        self._work.bot, self._work.generation = bot, generation
        try:
            await self._look_at(bot, generation)
        finally:
            self._work.bot = None
        if bot.generation == generation:
            self._due.pop(bot, None)
        await self._tell_linked()

    async def _look_at(self, bot: Bot, generation: int) -> None:
        texts = self.texts.overlay()
        snapshot = await self._do(self._whole_bots, bot, bot.link, texts, generation)
        if snapshot is None:
            if bot.generation == generation:
                self._publish(bot.told(()))
            return
        bot.snapshot = snapshot
        await self._tell_linked()
        found = await self._do(self._whole_bots, bot, bot.check, snapshot)
        if found is not None and bot.generation == generation:
            self._publish(bot.told(found))
            await self._do(self._whole_bots, bot, warm, snapshot, self._checkpoint)

    async def _is_typed_on(self) -> bool:
        """Wait until nobody has typed for a moment; whether somebody has."""
        try:
            await asyncio.wait_for(self._wake.wait(), QUIET_SECONDS)
        except TimeoutError:
            return False
        return True

    async def _tell_linked(self) -> None:
        async with self._linked:
            self._linked.notify_all()

    async def _do(
        self,
        thread: ThreadPoolExecutor,
        bot: Bot,
        work: Callable[..., _Result],
        *arguments: object,
    ) -> _Result | None:
        """Have a thread do something; None where it was overtaken or failed."""
        try:
            return await asyncio.get_running_loop().run_in_executor(thread, work, *arguments)
        except _OvertakenError:
            return None
        except OSError as error:
            _log.warning("%s cannot be read: %s", bot.home, error)
            return None
        except Exception:  # noqa: BLE001 -- an editor goes on working whatever fails
            _log.exception("a bug of jaicp, not of the bot, while it was checked")
            return None
