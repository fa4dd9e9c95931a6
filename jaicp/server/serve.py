"""Running the server: sockets, signals, and an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from jaicp.server.app import WEBIM_PATH, create_app
from jaicp.server.pool import WorkerPool
from jaicp.server.retention import Retention
from jaicp.server.webhook import Webhook
from jaicp.text.collector import keep_for_good

__all__ = ["Address", "bind", "serve", "serve_app"]

DELIVERY_SECONDS = 5.0
"""How long the end of the server waits for calls under way."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The address for a browser on this machine."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def endpoint(self, secret: str) -> str:
        """The address for Webim."""
        return f"{self.url}{WEBIM_PATH}{secret}"


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers without delay only where a socket calls its protocol by name;
    # those of `socket.create_server` do not, which costs 40 ms an answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere the option would let two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except BaseException:
        listener.close()
        raise
    return listener


async def serve(
    webhook: Webhook,
    pool: WorkerPool,
    secrets: Sequence[str],
    listener: socket.socket,
    *,
    retention: Retention | None = None,
    on_ready: Callable[[], None],
) -> None:
    """Serve until a signal asks for the end; turns under way are finished and delivered first.

    The pool must have been started, and is closed by the caller; intake and dispatcher are closed at
    the end. What is not handled or delivered by then stays in the store, for the next start.
    """
    patience = pool.settings.turn_seconds + pool.settings.grace_seconds + 1
    keeping = None if retention is None else asyncio.create_task(retention.run())
    try:
        if webhook.intake is not None:
            await webhook.intake.resume()
        if webhook.collector is not None:
            webhook.collector.start()
        app = create_app(webhook, pool, secrets)
        await serve_app(app, listener, patience=patience, on_ready=on_ready)
    finally:
        if keeping is not None:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
        await _finish(webhook, patience)


async def serve_app(
    app: ASGIApp, listener: socket.socket, *, patience: float, on_ready: Callable[[], None]
) -> None:
    """Serve an application until a signal asks for the end; requests get `patience` seconds then."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=int(patience) + 1,
    )
    server = _Server(config)
    with _stopping(server):
        on_ready()
        keep_for_good()
        await server.serve(sockets=[listener])


async def _finish(webhook: Webhook, patience: float) -> None:
    """Finish the turns under way, deliver what they say, and let go of the store."""
    if webhook.collector is not None:
        await webhook.collector.close()
    await webhook.dispatcher.drain(patience)
    if webhook.intake is not None:
        await webhook.intake.close(DELIVERY_SECONDS)
    await webhook.dispatcher.close()


class _Server(uvicorn.Server):
    """Uvicorn without its own signal handlers: they end the process before we have tidied up."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to us."""
        yield


@contextlib.contextmanager
def _stopping(server: uvicorn.Server) -> Iterator[None]:
    """End `server` in order at SIGINT or SIGTERM, and at once at a second one."""

    def stop() -> None:
        server.force_exit = server.should_exit
        server.should_exit = True

    loop = asyncio.get_running_loop()
    added = []
    for number in (signal.SIGINT, signal.SIGTERM):
        # Not on Windows, and only in the main thread; Ctrl-C is a KeyboardInterrupt then.
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(number, stop)
            added.append(number)
    try:
        yield
    finally:
        for number in added:
            loop.remove_signal_handler(number)
