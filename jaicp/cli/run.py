"""`jaicp run`: serve a bot, or answer requests from a file."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, BinaryIO

import click

from jaicp.channels.webim import WebimDoor, WebimSettings
from jaicp.channels.webim.api import WebimApi
from jaicp.channels.webim.archive import WebimArchive
from jaicp.cli.output import wants_colour
from jaicp.cli.target import find_project
from jaicp.cli.traces import traced_option, tracing
from jaicp.server.botlike import BotUnusableError
from jaicp.server.collector import Collector
from jaicp.server.dispatch import Dispatcher
from jaicp.server.events import answer_line, read_lines
from jaicp.server.intake import Intake
from jaicp.server.pool import WorkerPool
from jaicp.server.presence import Presence
from jaicp.server.process import (
    DEFAULT_FACTORY,
    WorkerCrashError,
    WorkerSettings,
    WorkerStartError,
)
from jaicp.server.retention import Retention
from jaicp.server.serve import Address, bind, serve
from jaicp.server.turn_log import JsonFormatter
from jaicp.server.webhook import Webhook
from jaicp.stores.base import Store, StoreError
from jaicp.stores.masking import Masking, read_masking
from jaicp.stores.memory import MemoryStore
from jaicp.stores.opening import open_store, shown

__all__ = ["FACTORY", "listen", "logging_to_stderr", "run"]

FACTORY = DEFAULT_FACTORY
"""What a worker loads its bot with; `module:function`."""

DEFAULT_STORE = "sqlite:///var/jaicp.sqlite3"
SECRET_SETTING = "webim.secret"
_ENVIRONMENT = {
    "host": "JAICP_WEBIM_HOST",
    "token": "JAICP_WEBIM_TOKEN",
    "login": "JAICP_WEBIM_LOGIN",
    "password": "JAICP_WEBIM_PASSWORD",
}
"""Settings of the channel that may come from the environment."""

SHORT_SECRET = 16
"""A secret with fewer characters is warned of."""

_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~:")
_LEVELS = click.Choice(["debug", "info", "warning", "error"])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """The command line, each option under its name."""

    path: Path
    host: str
    port: int
    store: str
    secrets: tuple[str, ...]
    workers: int
    turn_seconds: float
    deadline: float
    memory: int
    events: BinaryIO | None
    dialect: str | None
    webim: tuple[str, ...]
    masks: tuple[str, ...]
    keep_days: float | None
    log_level: str | None
    log_format: str
    traces: bool

    @property
    def level(self) -> str:
        """The level of the server's log; with events, only what the bot logs is of interest."""
        return (self.log_level or ("warning" if self.events else "info")).upper()

    @property
    def worker(self) -> WorkerSettings:
        """What each worker is started with; raises `NoProjectError` where there is no bot."""
        return WorkerSettings(
            path=find_project(self.path, "run"),
            turn_seconds=self.turn_seconds,
            memory_mib=self.memory,
            factory=FACTORY,
            log_level=(self.log_level or "info").upper(),
            colour=wants_colour("auto", sys.stderr),
        )


class _WrongUse(click.ClickException):
    """Something outside the bot is in the way; one line says what."""

    exit_code = 2


class _BotProblem(click.ClickException):
    """The bot cannot run; the message shows why."""

    exit_code = 1

    def show(self, file: object = None) -> None:
        """Print the diagnostics as they are."""
        click.echo(self.message, err=True)


@click.command("run", short_help="Serve a bot on Webim, or answer requests from a file.")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--store",
    default=DEFAULT_STORE,
    show_default=True,
    envvar="JAICP_STORE",
    metavar="URL",
    help="Where sessions and logs are kept: `sqlite:///FILE`, `postgresql://USER:PASSWORD@HOST/NAME` "
    "or `memory:`. [env: JAICP_STORE]",
)
@click.option(
    "--secret",
    "secrets",
    multiple=True,
    envvar="JAICP_SECRET",
    metavar="TEXT",
    help="Last part of the endpoint's path; twice to let a new one follow an old one. "
    "Left out, one is made and kept in the store. [env: JAICP_SECRET]",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes."
)
@click.option(
    "--turn-seconds",
    type=click.FloatRange(0.1, 600),
    default=4.0,
    show_default=True,
    help="A turn that takes longer is ended.",
)
@click.option(
    "--deadline",
    type=click.FloatRange(0.1, 600),
    default=5.0,
    show_default=True,
    help="Seconds until Webim is answered, with `has_answer: false` if need be.",
)
@click.option(
    "--memory",
    type=click.IntRange(0),
    default=1024,
    show_default=True,
    metavar="MIB",
    help="Memory of a worker; 0 is no limit.",
)
@click.option(
    "--events",
    type=click.File("rb"),
    metavar="FILE",
    help="No server: answer the requests in FILE, one JSON object a line; `-` is standard input.",
)
@click.option(
    "--dialect",
    type=click.Choice(["1.0", "2.0"]),
    help="Version of Webim's bot API, for requests that do not tell. Default: 2.0 where a token is "
    "set, else 1.0.",
)
@click.option(
    "--webim",
    "webim",
    multiple=True,
    metavar="NAME=VALUE",
    help="A setting of the channel, such as `client=chat`; docs/webim.md lists them. "
    "[env: JAICP_WEBIM_HOST, _TOKEN, _LOGIN, _PASSWORD]",
)
@click.option(
    "--mask",
    "masks",
    multiple=True,
    metavar="RULE",
    help="Mask in the log what fits: `phone`, `email`, `card`, or a regular expression.",
)
@click.option(
    "--keep-days",
    type=click.FloatRange(0, min_open=True),
    metavar="DAYS",
    help="Delete turns of the log that are older. Default: keep all.",
)
@click.option(
    "--log-level",
    type=_LEVELS,
    help="Default: info; with --events, info for the bot and warning for the rest.",
)
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Lines of the server's log; json has one object a line, with fields for each turn.",
)
@traced_option
def run(**given: Any) -> None:
    """Serve the bot in PATH: a project folder, its chatbot.yaml, or a single .sc file.

    The address to hand to Webim is printed once the bot is loaded. Ctrl-C ends the server after
    the turns under way.

    \b
    Try a bot without a server:
      echo '{"event": "new_message", "chat": {"id": 1}, "kind": "visitor", "text": "hi"}' \\
        | jaicp run my-bot --events -

    \b
    Serve it on all addresses, behind a proxy that speaks HTTPS:
      jaicp run my-bot --host 0.0.0.0 --port 8080 --store sqlite:////srv/my-bot.sqlite3

    
    Answer by version 2.0 of the bot API (the token is in JAICP_WEBIM_TOKEN):
      jaicp run my-bot --webim host=acme
    """
    options = _Options(**given)
    settings, worker = _channel_settings(options), options.worker
    _masking(options)
    _check_secrets(options.secrets)
    with logging_to_stderr(options.level, options.log_format), tracing(options.traces):
        try:
            if options.events is None:
                asyncio.run(_serve(options, worker, settings))
            else:
                _play(options.events, options, worker, settings)
        except BotUnusableError as error:
            raise _BotProblem(str(error)) from None
        except WorkerCrashError:
            raise  # a bug of ours, and shown as such
        except (WorkerStartError, StoreError) as error:
            raise _WrongUse(str(error)) from None


async def _serve(options: _Options, worker: WorkerSettings, settings: WebimSettings) -> None:
    """Serve until asked to stop. Nothing is stored before the bot is known to run."""
    async with AsyncExitStack() as stack:
        listener = stack.enter_context(listen(options.host, options.port))
        pool = WorkerPool(worker, options.workers)
        await pool.start()
        stack.push_async_callback(pool.close)
        store = stack.enter_context(closing(open_store(options.store)))
        secrets = options.secrets or (_kept_secret(store),)
        masking = _masking(options)
        dispatcher = Dispatcher(store, pool, deadline=options.deadline, masking=masking)
        settings = _named(settings, pool.bot_name)
        door = WebimDoor(settings, calls=bool(settings.token), assumed=options.dialect or "")
        intake = None
        if settings.token:
            store.own(settings.key)
            api = await stack.enter_async_context(WebimApi(settings))
            intake = Intake(door.calling, dispatcher, api)
        webhook = Webhook(door, dispatcher, intake)
        if settings.login:
            archive = await stack.enter_async_context(WebimArchive(settings))
            seconds = float(settings.collect_seconds)
            webhook.collector = Collector(settings.key, archive, dispatcher, seconds=seconds)
            if pool.asks_operators:
                presence = Presence(archive.operators_online)
                stack.push_async_callback(presence.close)
                dispatcher.operators_online = presence.current
        address = Address(options.host, listener.getsockname()[1])

        def announce() -> None:
            click.echo(f"bot       {pool.bot_name}")
            click.echo(f"endpoint  {address.endpoint(secrets[0])}")
            click.echo(f"health    {address.url}/health")
            click.echo(f"store     {shown(options.store)}")
            if settings.host:
                click.echo(f"webim     {settings.base_url}")

        days = options.keep_days
        retention = None if days is None else Retention(store, dispatcher.stored, days)
        await serve(webhook, pool, secrets, listener, retention=retention, on_ready=announce)


def _play(
    source: BinaryIO, options: _Options, worker: WorkerSettings, settings: WebimSettings
) -> None:
    """Answer the requests in `source`, one after another; nobody is called.

    Lines are read outside of the event loop, so that Ctrl-C ends a wait for one at once.
    """
    with asyncio.Runner() as runner:
        pool = WorkerPool(worker, size=1)
        runner.run(pool.start())
        dispatcher = Dispatcher(MemoryStore(), pool, deadline=None)
        door = WebimDoor(
            _named(settings, pool.bot_name), calls=True, assumed=options.dialect or "1.0"
        )
        webhook = Webhook(door, dispatcher, Intake(door.calling, dispatcher), rehearsal=True)
        try:
            for n, line in enumerate(read_lines(source), start=1):
                click.echo(runner.run(answer_line(n, line, webhook)))
        finally:
            runner.run(dispatcher.close())
            runner.run(pool.close())


def _masking(options: _Options) -> Masking:
    try:
        return read_masking(options.masks)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--mask") from None


def _channel_settings(options: _Options) -> WebimSettings:
    """The settings of the environment and of `--webim`; raises a usage error."""
    given = {name: os.environ[key] for name, key in _ENVIRONMENT.items() if os.environ.get(key)}
    for text in options.webim:
        name, equals, value = text.partition("=")
        if not equals:
            raise click.BadParameter(f"`{name}` is not NAME=VALUE", param_hint="--webim")
        given[name] = value
    try:
        settings = WebimSettings().changed(given)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--webim") from None
    wanted = "2.0" in (settings.dialect, options.dialect)
    if wanted and not settings.token and options.events is None:
        message = "version 2.0 needs `--webim host=…` and a token in JAICP_WEBIM_TOKEN"
        raise click.BadParameter(message, param_hint="--dialect")
    return settings


def _named(settings: WebimSettings, bot_name: str) -> WebimSettings:
    """The settings; the channel's id is the bot's name unless set, so that two bots may share a store."""
    return replace(settings, channel_id=settings.channel_id or bot_name or "local")


def _check_secrets(secrets: Sequence[str]) -> None:
    for secret in secrets:
        if not secret or not _SAFE.issuperset(secret):
            message = "a secret has letters, digits and `-_.~:` only, since it stands in an address"
            raise click.BadParameter(message, param_hint="--secret")
        if len(secret) < SHORT_SECRET:
            click.echo(f"warning: a secret of {len(secret)} characters can be guessed", err=True)


def _kept_secret(store: Store) -> str:
    """The secret kept in the store, made at the first start."""
    secret = store.setting(SECRET_SETTING)
    if secret is None:
        secret = token_urlsafe(32)
        store.keep_setting(SECRET_SETTING, secret)
    return secret


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; what is in the way is told in a line."""
    try:
        return bind(host, port)
    except OSError as error:
        # A name that cannot be resolved has a negative number, which is none of the system's.
        number = error.errno or 0
        reason = os.strerror(number).lower() if number > 0 else "no such host"
        raise _WrongUse(f"cannot listen on {host} port {port}: {reason}") from None


class _ToStderr(logging.Handler):
    """Log lines to what is standard error at the time."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        click.echo(self.format(record), err=True)


@contextmanager
def logging_to_stderr(level: str, form: str = "text") -> Iterator[None]:
    """Log to standard error within; Uvicorn's own lines only where they matter."""
    handler = _ToStderr(level)
    text = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    handler.setFormatter(JsonFormatter() if form == "json" else text)
    levels = {"jaicp": level, "uvicorn": "DEBUG" if level == "DEBUG" else "WARNING"}
    loggers = [(logging.getLogger(name), own_level) for name, own_level in levels.items()]
    before = [logger.level for logger, _ in loggers]
    for logger, own_level in loggers:
        logger.setLevel(own_level)
        logger.addHandler(handler)
    try:
        yield
    finally:
        for (logger, _), old_level in zip(loggers, before, strict=True):
            logger.setLevel(old_level)
            logger.removeHandler(handler)
