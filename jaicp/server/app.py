"""The HTTP face: the endpoint for Webim and a page of health.

The path of the endpoint ends with a secret, since Webim signs nothing and sends no token. A wrong
secret looks like a path that does not exist, and no log shows the right one.
"""

from __future__ import annotations

import hmac
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jaicp import __version__
from jaicp.runtime.messages import JsonObject
from jaicp.server.metrics import CONTENT_TYPE, Metrics, Watched
from jaicp.server.pool import WorkerPool
from jaicp.server.traces import span
from jaicp.server.turn_log import log_turn
from jaicp.server.webhook import BODY_LIMIT, Answer, Webhook, problem
from jaicp.stores.log import TurnRecord

__all__ = [
    "WEBIM_PATH",
    "AccessLog",
    "create_app",
    "health",
    "http_problem",
    "json_response",
    "masked",
    "noting",
    "read_limited",
]

WEBIM_PATH = "/chatapi/webhook/webim/"

_access = logging.getLogger("jaicp.access")


def create_app(webhook: Webhook, pool: WorkerPool, secrets: Sequence[str]) -> Starlette:
    """The application; every one of `secrets` opens the endpoint, so that one can follow another."""

    async def webim(request: Request) -> Response:
        arrived = time.monotonic()
        if not _opens(request.path_params["secret"], secrets):
            return _response(_not_found())
        version = request.headers.get("x-bot-api-version")
        answer = await webhook.answer(await read_limited(request), arrived=arrived, version=version)
        return _response(answer)

    metrics = Metrics(lambda: [Watched(pool.bot_name, webhook, pool.status())])
    webhook.dispatcher.on_saved = noting(metrics)

    async def show_metrics(_: Request) -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    async def show_readiness(_: Request) -> Response:
        live = pool.status()["live"]
        return json_response({"ready": bool(live)}, 200 if live else 503)

    async def show_health(_: Request) -> Response:
        body = health(webhook, pool)
        return json_response(body, 503 if body["status"] == "failing" else 200)

    return Starlette(
        routes=[
            Route(WEBIM_PATH + "{secret}", webim, methods=["POST"]),
            Route("/health", show_health, methods=["GET"]),
            Route("/metrics", show_metrics, methods=["GET"]),
            Route("/ready", show_readiness, methods=["GET"]),
        ],
        middleware=[Middleware(AccessLog)],
        exception_handlers={HTTPException: http_problem},
    )


def noting(metrics: Metrics) -> Callable[[TurnRecord], None]:
    """What takes in a turn that is saved: a line of the log, and the figures."""

    def note(record: TurnRecord) -> None:
        log_turn(record)
        metrics.note(record)

    return note


def health(webhook: Webhook, pool: WorkerPool) -> JsonObject:
    """What the page of health shows.

    `status` is `ok`, `degraded` (a worker is missing, or the service does not let us in) or `failing`
    (no worker lives).
    """
    workers = pool.status()
    calls = None if webhook.intake is None else webhook.intake.status()
    collector = None if webhook.collector is None else webhook.collector.status()
    outside = [part for part in (calls, collector) if part is not None]
    is_well = workers["live"] == workers["size"] and all(p["status"] == "ok" for p in outside)
    body: JsonObject = {
        "status": ("ok" if is_well else "degraded") if workers["live"] else "failing",
        "version": __version__,
        "bot": pool.bot_name,
        "workers": workers,
        "under_way": webhook.dispatcher.under_way,
        "counters": asdict(webhook.counters),
    }
    if calls is not None:
        body["calls"] = calls
    if collector is not None:
        body["collector"] = collector
    return body


def _opens(given: str, secrets: Sequence[str]) -> bool:
    """Whether `given` is one of `secrets`, in a time that tells nothing of them."""
    data = given.encode("utf-8", "surrogatepass")
    matches = [hmac.compare_digest(data, secret.encode()) for secret in secrets]
    return any(matches)


async def read_limited(request: Request) -> bytes:
    """The body, of which no more than one byte above the limit is read."""
    parts, size = [], 0
    try:
        async for part in request.stream():
            parts.append(part)
            size += len(part)
            if size > BODY_LIMIT:
                break
    except ClientDisconnect:
        return b""
    return b"".join(parts)


def _not_found() -> Answer:
    return problem(404, "not_found", "there is nothing at this address")


def http_problem(_: Request, error: Exception) -> Response:
    """The answer to a request that leads nowhere."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    if status == 404:
        return _response(_not_found())
    message = "this address takes another method" if status == 405 else "the request failed"
    name = "wrong_method" if status == 405 else "failed"
    return _response(problem(status, name, message), headers)


def _response(answer: Answer, headers: Mapping[str, str] | None = None) -> Response:
    return json_response(answer.body, answer.status, headers)


def json_response(
    body: JsonObject, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    """A JSON answer; lone surrogates are replaced."""
    data = json.dumps(body, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    return Response(data, status, headers, media_type="application/json")


class AccessLog:
    """Writes one line for each request, the secret masked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            method, path = scope["method"], masked(scope["path"])
            with span("request", http__request__method=method, url__path=path) as traced:
                await self.app(scope, receive, note)
                traced.note(http__response__status_code=status)
                if status >= 500:
                    traced.fail(str(status))
        finally:
            taken = (time.perf_counter() - started) * 1000
            _access.info("%s %r %d %.1f ms", scope["method"], masked(scope["path"]), status, taken)


def masked(path: str) -> str:
    """`path` without what may be a secret."""
    secret = next((start for start in (WEBIM_PATH, "/hooks/") if path.startswith(start)), None)
    return path[:200] if secret is None else f"{secret}***"
