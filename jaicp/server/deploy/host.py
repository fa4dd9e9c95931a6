"""The channels of a server: each with its endpoint, its build and its deliveries, as the registry has them.

The registry is looked at again and again, so what `jaicp channel` or another server changes takes effect
within a second, without a restart.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from jaicp.channels.webim import WebimDoor
from jaicp.channels.webim.api import WebimApi
from jaicp.channels.webim.archive import WebimArchive
from jaicp.runtime.messages import JsonObject
from jaicp.server.app import noting
from jaicp.server.botlike import BotUnusableError
from jaicp.server.collector import Collector
from jaicp.server.deploy.models import ChannelSetup, settings_of
from jaicp.server.deploy.publisher import Publisher
from jaicp.server.deploy.registry import Registry
from jaicp.server.deploy.stages import StageError, version_of
from jaicp.server.deploy.switch import Switch
from jaicp.server.deploy.vault import VaultError
from jaicp.server.dispatch import Dispatcher
from jaicp.server.intake import Intake
from jaicp.server.metrics import Metrics, Watched
from jaicp.server.pool import WorkerPool
from jaicp.server.presence import Presence
from jaicp.server.process import DEFAULT_FACTORY, WorkerSettings, WorkerStartError
from jaicp.server.retention import Retention
from jaicp.server.webhook import Answer, Webhook, problem
from jaicp.stores.base import Store, StoreError
from jaicp.stores.masking import Masking

__all__ = ["Host", "HostOptions"]

LOOK_SECONDS = 1.0
FOLDER_SECONDS = 2.0
GIT_SECONDS = 30.0
"""How often the registry, a folder and a git repository are looked at."""

DELIVERY_SECONDS = 5.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostOptions:
    """What all channels of a server have in common."""

    workers: int = 2
    turn_seconds: float = 4.0
    memory_mib: int = 1024
    deadline: float = 5.0
    masking: Masking = field(default_factory=Masking)
    keep_days: float | None = None
    """How long turns are kept in the log; None is for ever."""

    factory: str = DEFAULT_FACTORY

    def worker(self, path: str) -> WorkerSettings:
        """How a worker of the build at `path` is started."""
        return WorkerSettings(
            path=Path(path),
            turn_seconds=self.turn_seconds,
            memory_mib=self.memory_mib,
            factory=self.factory,
        )


@dataclass
class _Seat:
    """One channel that is served."""

    setup: ChannelSetup
    switch: Switch
    dispatcher: Dispatcher
    webhook: Webhook
    stack: AsyncExitStack
    active: int = 0
    """The build whose workers run."""
    refused: int = 0
    """The build that could not be started."""


class Host:
    """Serves all channels of a registry; `pause` waits some seconds."""

    def __init__(
        self,
        store: Store,
        registry: Registry,
        publisher: Publisher,
        options: HostOptions,
        *,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.store = store
        self.registry = registry
        self.publisher = publisher
        self.options = options
        self.metrics = Metrics(self.watched)
        self._pause = pause
        self._seats: dict[str, _Seat] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._publishing: dict[str, asyncio.Lock] = {}
        self._asked = asyncio.Event()

    async def start(self) -> None:
        """Bring up all channels, then keep up with the registry and the sources."""
        await self.look()
        self._spawn(self._keep_looking())
        if self.options.keep_days is not None:
            retention = Retention(self.store, asyncio.to_thread, self.options.keep_days)
            self._spawn(retention.run())
        self._spawn(self._keep_publishing(FOLDER_SECONDS, is_git=False))
        self._spawn(self._keep_publishing(GIT_SECONDS, is_git=True))

    async def close(self) -> None:
        """Finish the turns under way and end all workers."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for name in list(self._seats):
            await self._leave(name)

    async def look(self) -> None:
        """Do what the registry says now; a channel that cannot be brought up is logged."""
        found = {setup.name: setup for setup in await asyncio.to_thread(self.registry.channels)}
        for name in [name for name in self._seats if name not in found]:
            await self._leave(name)
        for name, setup in found.items():
            try:
                await self._see_to(name, setup)
            except (BotUnusableError, WorkerStartError, StoreError) as error:
                _log.error("channel %s: %s", name, error)
            except Exception:  # noqa: BLE001 - the other channels go on, whatever is wrong with one
                _log.exception("channel %s cannot be brought up", name)

    async def answer(self, secret: str, body: bytes, arrived: float, version: str | None) -> Answer:
        """The answer to a request to the endpoint that ends with `secret`."""
        seat = self._find(lambda setup: setup.secret, secret)
        if seat is None:
            return problem(404, "not_found", "there is nothing at this address")
        if seat.setup.blocked:
            return problem(503, "blocked", "the channel is blocked")
        if not seat.switch.is_deployed:
            return problem(503, "not_deployed", "the channel has no successful deployment yet")
        return await seat.webhook.answer(body, arrived=arrived, version=version)

    async def pushed(self, secret: str) -> Answer:
        """The answer to a hook: the channel's source has changed."""
        seat = self._find(lambda setup: setup.hook, secret)
        if seat is None:
            return problem(404, "not_found", "there is nothing at this address")
        if seat.setup.automatic:
            self._spawn(self._publish_if_new(seat.setup))
        return Answer(202, {"result": "ok", "automatic": seat.setup.automatic})

    def publish_soon(self, name: str, tests: str = "") -> None:
        """Begin to publish a channel, after what is published of it already."""
        self._spawn(self._publish(name, tests))

    def status(self) -> JsonObject:
        """What health tells of the channels."""
        channels: JsonObject = {}
        for name, seat in self._seats.items():
            workers = seat.switch.status()
            calls = None if seat.webhook.intake is None else seat.webhook.intake.status()
            channels[name] = {
                "build": seat.active,
                "blocked": seat.setup.blocked,
                "workers": workers,
                "under_way": seat.dispatcher.under_way,
                "calls": calls,
            }
        return channels

    def watched(self) -> list[Watched]:
        """The channels that are served, for metrics."""
        return [
            Watched(seat.setup.name, seat.webhook, seat.switch.status())
            for seat in self._seats.values()
        ]

    def _find(self, name: Callable[[ChannelSetup], str], given: str) -> _Seat | None:
        """The channel with that secret, in a time that tells nothing of it."""
        data = given.encode("utf-8", "surrogatepass")
        found = None
        for seat in self._seats.values():
            if hmac.compare_digest(data, name(seat.setup).encode()):
                found = seat
        return found

    async def _see_to(self, name: str, setup: ChannelSetup) -> None:
        seat = self._seats.get(name)
        if seat is not None and settings_of(seat.setup) != settings_of(setup):
            await self._leave(name)
            seat = None
        if seat is None:
            seat = self._seats[name] = await self._enter(setup)
        seat.setup = setup
        if setup.active not in (0, seat.active, seat.refused):
            builds = await asyncio.to_thread(self.registry.builds, name)
            seat.refused = setup.active
            path = next((b.path for b in builds if b.number == setup.active), None)
            if path is None:
                raise WorkerStartError(f"there is no build {setup.active} any more")
            is_first = not seat.switch.is_deployed
            await seat.switch.deploy(path)
            if is_first and seat.webhook.intake is not None:
                await seat.webhook.intake.resume()  # what the last run left waits for a build
            seat.active, seat.refused = setup.active, 0
            _log.info("channel %s: build %d answers", name, setup.active)

    async def _enter(self, setup: ChannelSetup) -> _Seat:
        """Make what a channel needs; its updates are taken up once a build answers."""
        options, settings = self.options, settings_of(setup)
        switch = Switch(lambda path: WorkerPool(options.worker(path), options.workers))
        dispatcher = Dispatcher(
            self.store,
            switch,
            deadline=options.deadline,
            masking=options.masking,
            on_saved=noting(self.metrics),
        )
        door = WebimDoor(settings, calls=bool(settings.token))
        async with AsyncExitStack() as stack:
            stack.push_async_callback(switch.close)
            stack.push_async_callback(dispatcher.close)
            intake = None
            if settings.token:
                self.store.own(settings.key)
                api = await stack.enter_async_context(WebimApi(settings))
                intake = Intake(door.calling, dispatcher, api)
                stack.push_async_callback(intake.close, DELIVERY_SECONDS)
            webhook = Webhook(door, dispatcher, intake)
            if settings.login:
                archive = await stack.enter_async_context(WebimArchive(settings))
                seconds = float(settings.collect_seconds)
                webhook.collector = Collector(settings.key, archive, dispatcher, seconds=seconds)
                webhook.collector.start()
                stack.push_async_callback(webhook.collector.close)
                presence = Presence(archive.operators_online)
                stack.push_async_callback(presence.close)

                async def operators_online() -> bool | None:
                    return await presence.current() if switch.asks_operators else None

                dispatcher.operators_online = operators_online
            stack.push_async_callback(dispatcher.drain, options.turn_seconds + 1.5)
            return _Seat(setup, switch, dispatcher, webhook, stack.pop_all())
        raise AssertionError("unreachable")

    async def _leave(self, name: str) -> None:
        seat = self._seats.pop(name)
        await seat.stack.aclose()

    async def _keep_looking(self) -> None:
        while True:
            await self._pause(LOOK_SECONDS)
            try:
                await self.look()
            except (StoreError, VaultError) as error:
                _log.error("the channels cannot be read: %s", error)

    async def _keep_publishing(self, seconds: float, *, is_git: bool) -> None:
        while True:
            for seat in list(self._seats.values()):
                if seat.setup.automatic and seat.setup.is_git == is_git:
                    await self._publish_if_new(seat.setup)
            await self._pause(seconds)

    async def _publish(self, name: str, tests: str) -> None:
        async with self._publishing.setdefault(name, asyncio.Lock()):
            try:
                build = await asyncio.to_thread(self.publisher.publish, name, tests=tests)
            except Exception:  # noqa: BLE001 - nobody waits for it who could be told
                _log.exception("channel %s: publishing failed", name)
                return
        _log.info("channel %s: build %d %s", name, build.number, build.status)

    async def _publish_if_new(self, setup: ChannelSetup) -> None:
        """Publish a channel whose source is not the one that was published last."""
        async with self._publishing.setdefault(setup.name, asyncio.Lock()):
            try:
                asked = (await asyncio.to_thread(self.registry.channel, setup.name)).asked
                if await asyncio.to_thread(version_of, setup) == asked:
                    return
                _log.info("channel %s: the source has changed", setup.name)
                build = await asyncio.to_thread(self.publisher.publish, setup.name)
            except Exception as error:  # noqa: BLE001 - whatever a source does, the others go on
                if not isinstance(error, StageError | StoreError | VaultError):
                    _log.exception("channel %s: publishing failed", setup.name)
                else:
                    _log.error("channel %s: %s", setup.name, error)
                return
        _log.info("channel %s: build %d %s", build.channel, build.number, build.status)

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
