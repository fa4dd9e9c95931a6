"""Keeps what is known about bots up to date while somebody types.

The loop of the server notes what has changed; one thread does the work, for the JavaScript engine belongs to the
thread that has made it. First the file that was edited is looked at, then, when nobody has typed for a moment, the
whole bot. Work that a further edit has overtaken is given up at its next checkpoint.
"""

from __future__ import annotations

import asyncio
import logging
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

__all__ = ["Analysis", "Publisher"]

QUIET_SECONDS = 0.06
"""How long nobody must type before the whole bot is looked at."""

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")

Publisher = Callable[[Iterable[FileFound]], None]
"""Takes what is told of some files; called on the loop of the server."""


class _OvertakenError(Exception):
    """What is worked on is not asked for any more."""


@dataclass(slots=True)
class _Work:
    """What the thread is doing: of which bot, and for which state of it."""

    bot: Bot | None = None
    generation: int = 0

    def go_on(self) -> None:
        if self.bot is not None and self.bot.generation != self.generation:
            raise _OvertakenError


class Analysis:
    """All bots of an editor. Everything but the work itself happens on the loop of the server."""

    def __init__(self, texts: Texts, publish: Publisher) -> None:
        self.texts = texts
        self.bots: dict[Path, Bot] = {}
        self._publish = publish
        self._homes: dict[Path, Path | None] = {}
        self._executor = ThreadPoolExecutor(1, "check")
        self._work = _Work()
        self._files: dict[Path, None] = {}
        self._due: dict[Bot, None] = {}
        self._wake = asyncio.Event()
        self._linked = asyncio.Condition()
        self._driver: asyncio.Task[None] | None = None
        self._stopped = threading.Event()

    # --- what the server tells

    def start(self) -> None:
        """Begin to work; needs the loop of the server."""
        self._executor.submit(read_surface)
        self._driver = asyncio.get_running_loop().create_task(self._drive())

    def stop(self) -> None:
        """Give up all work."""
        self._stopped.set()
        for bot in self.bots.values():
            bot.generation += 1
        if self._driver is not None:
            self._driver.cancel()
        self._executor.shutdown(wait=False, cancel_futures=True)

    def bot_of(self, path: Path) -> Bot | None:
        """The bot that a file belongs to."""
        if path not in self._homes:
            self._homes[path] = find_home(path, self.texts.overlay())
        home = self._homes[path]
        return None if home is None else self.bot_at(home)

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
        bot.opened = frozenset(one for one in self.texts if self._homes.get(one) == bot.home)
        if path.suffix == ".sc" and self.texts.get(path) is not None:
            self._files[path] = None
        self._due[bot] = None
        self._wake.set()

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
        if bot.snapshot is None and bot not in self._due and self._work.bot is not bot:
            self.refresh(bot)
        async with self._linked:
            await self._linked.wait_for(lambda: bot.is_current or not self._is_due(bot))
        return None if bot.snapshot is None else (bot, bot.snapshot)

    def _is_due(self, bot: Bot) -> bool:
        return bot in self._due or self._work.bot is bot

    # --- the work

    def _checkpoint(self) -> None:
        self._work.go_on()
        if self._stopped.is_set():
            raise _OvertakenError

    async def _drive(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self._files_first()
            while self._due and not self._wake.is_set():
                bot = next(iter(self._due))
                await self._whole(bot)
                await self._files_first()

    async def _files_first(self) -> None:
        while self._files:
            path = next(iter(self._files))
            del self._files[path]
            bot, known = self.bot_of(path), self.texts.get(path)
            if bot is not None and known is not None:
                found = await self._do(bot, bot.check_file, known.source)
                if found is not None and self.texts.get(path) is known:
                    self._publish([found])

    async def _whole(self, bot: Bot) -> None:
        """Link a bot and check it, when nobody types; what is overtaken stays due."""
        if await self._is_typed_on():
            return
        generation = bot.generation
        snapshot = await self._do(bot, bot.link, self.texts.overlay(), generation)
        found = None
        if snapshot is not None:
            bot.snapshot = snapshot
            await self._tell_linked()
            found = await self._do(bot, bot.check, snapshot)
        if bot.generation != generation:
            return
        del self._due[bot]
        self._publish(bot.told(found or ()))
        await self._tell_linked()
        if snapshot is not None:
            await self._do(bot, warm, snapshot, self._checkpoint)

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
        self, bot: Bot, work: Callable[..., _Result], *arguments: object
    ) -> _Result | None:
        """Have the thread do something; None where it was overtaken or failed."""
        self._work.bot, self._work.generation = bot, bot.generation
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._executor, work, *arguments
            )
        except _OvertakenError:
            return None
        except OSError as error:
            _log.warning("%s cannot be read: %s", bot.home, error)
            return None
        except Exception:  # noqa: BLE001 -- an editor goes on working whatever fails
            _log.exception("a bug of jaicp, not of the bot, while it was checked")
            return None
        finally:
            self._work.bot = None
