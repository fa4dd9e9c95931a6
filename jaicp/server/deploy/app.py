"""The HTTP face of a server of channels: endpoints, hooks, the API, health."""

from __future__ import annotations

import time

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from jaicp import __version__
from jaicp.runtime.messages import JsonObject
from jaicp.server.app import WEBIM_PATH, AccessLog, http_problem, json_response, read_limited
from jaicp.server.deploy.access import Access, Attempts
from jaicp.server.deploy.api import api_routes
from jaicp.server.deploy.host import Host
from jaicp.server.metrics import CONTENT_TYPE

__all__ = ["HOOK_PATH", "create_app"]

HOOK_PATH = "/hooks/"


def create_app(host: Host, access: Access, attempts: Attempts | None = None) -> Starlette:
    """The application; `access` says who may use the API."""

    async def webim(request: Request) -> Response:
        arrived = time.monotonic()
        secret, version = request.path_params["secret"], request.headers.get("x-bot-api-version")
        answer = await host.answer(secret, await read_limited(request), arrived, version)
        return json_response(answer.body, answer.status)

    async def hook(request: Request) -> Response:
        answer = await host.pushed(request.path_params["secret"])
        return json_response(answer.body, answer.status)

    async def health(_: Request) -> Response:
        return json_response(
            {"status": "ok", "version": __version__, "channels": host.status()}, 200
        )

    async def ready(_: Request) -> Response:
        body = _readiness(host)
        return json_response(body, 200 if body["ready"] else 503)

    async def metrics(_: Request) -> Response:
        return Response(host.metrics.text(), media_type=CONTENT_TYPE)

    return Starlette(
        routes=[
            Route(WEBIM_PATH + "{secret}", webim, methods=["POST"]),
            Route(HOOK_PATH + "{secret}", hook, methods=["POST"]),
            Route("/health", health, methods=["GET"]),
            Route("/metrics", metrics, methods=["GET"]),
            Route("/ready", ready, methods=["GET"]),
            *api_routes(host, access, attempts),
        ],
        middleware=[Middleware(AccessLog)],
        exception_handlers={HTTPException: http_problem},
    )


def _readiness(host: Host) -> JsonObject:
    """Whether every channel that has a build has workers that live."""
    missing = []
    for name, channel in host.status().items():
        workers = channel["workers"]
        if workers is not None and not workers["live"]:
            missing.append(name)
    return {"ready": not missing, "without_workers": missing}
