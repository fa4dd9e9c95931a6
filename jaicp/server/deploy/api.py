"""The API: channels and logs for programs, with a token."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from jaicp.runtime.messages import JsonObject
from jaicp.server.app import WEBIM_PATH, json_response, read_limited
from jaicp.server.deploy.access import Access, Attempts
from jaicp.server.deploy.host import Host
from jaicp.server.deploy.models import TEST_MODES, ChannelSetup
from jaicp.server.deploy.openapi import FILTERS, WRITABLE, document
from jaicp.server.deploy.registry import NoChannelError
from jaicp.server.webhook import BODY_LIMIT
from jaicp.stores.base import StoreError
from jaicp.stores.log import LogFilter, answer_text

__all__ = ["api_routes"]

LOG_PAGE, LONGEST_LOG_PAGE = 100, 1000


class _Refused(Exception):  # noqa: N818 - an answer, and no fault
    def __init__(self, status: int, error: str, message: str) -> None:
        self.answer = json_response({"error": error, "message": message}, status)


_Work = Callable[[Request], Awaitable[Response]]


def api_routes(host: Host, access: Access, attempts: Attempts | None = None) -> list[BaseRoute]:
    """The routes of the API; `/api/openapi.json` tells of them to everybody, the rest wants a token."""
    api = _Api(host)
    tried = attempts or Attempts()

    def guarded(work: _Work) -> _Work:
        async def answer(request: Request) -> Response:
            try:
                await _let_in(request, access, tried)
                return await work(request)
            except _Refused as refused:
                return refused.answer
            except NoChannelError as error:
                return json_response({"error": "not_found", "message": str(error)}, 404)
            except StoreError:
                message = "the store cannot be used now"
                return json_response({"error": "failed", "message": message}, 503)

        return answer

    async def describe(_: Request) -> Response:
        return json_response(document(), 200)

    at = "/api/v1/channels"
    return [
        Route("/api/openapi.json", describe, methods=["GET"]),
        Route(at, guarded(api.channels), methods=["GET"]),
        Route(at, guarded(api.add), methods=["POST"]),
        Route(at + "/{name}", guarded(api.show), methods=["GET"]),
        Route(at + "/{name}", guarded(api.edit), methods=["PATCH"]),
        Route(at + "/{name}", guarded(api.remove), methods=["DELETE"]),
        Route(at + "/{name}/builds", guarded(api.builds), methods=["GET"]),
        Route(at + "/{name}/publish", guarded(api.publish), methods=["POST"]),
        Route(at + "/{name}/rollback", guarded(api.rollback), methods=["POST"]),
        Route(at + "/{name}/block", guarded(api.block), methods=["POST"]),
        Route("/api/v1/logs", guarded(api.logs), methods=["GET"]),
    ]


async def _let_in(request: Request, access: Access, attempts: Attempts) -> None:
    """Raises `_Refused` unless the request brings a good token."""
    address = request.client.host if request.client else ""
    wait = attempts.wait(address)
    if wait:
        refused = _Refused(429, "too_many", "too many wrong tokens; wait a minute")
        refused.answer.headers["Retry-After"] = str(math.ceil(wait))
        raise refused
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not await asyncio.to_thread(access.opens, token.strip()):
        attempts.failed(address)
        refused = _Refused(401, "unauthorized", "a good token is wanted: `Authorization: Bearer …`")
        refused.answer.headers["WWW-Authenticate"] = "Bearer"
        raise refused


async def _object(request: Request) -> JsonObject:
    """The body, a JSON object; an empty one is `{}`."""
    data = await read_limited(request)
    if len(data) > BODY_LIMIT:
        raise _Refused(413, "too_large", f"a request may have up to {BODY_LIMIT} bytes")
    try:
        body = json.loads(data or b"{}")
    except (ValueError, RecursionError):
        raise _Refused(400, "bad_request", "the body is no JSON") from None
    if not isinstance(body, dict):
        raise _Refused(400, "bad_request", "the body is no object")
    return body


def _typed(body: JsonObject, kinds: dict[str, type]) -> JsonObject:
    """The fields of a body, each of its kind; raises `_Refused`. A number such as 2.0 is a whole one."""
    for name, value in list(body.items()):
        kind = kinds.get(name)
        if kind is int and isinstance(value, float) and value.is_integer():
            body[name] = value = int(value)
        if kind is None:
            raise _Refused(400, "bad_request", f"there is no field `{name[:40]}`")
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise _Refused(400, "bad_request", f"`{name}` is of the wrong type")
    return body


_KINDS: dict[str, type] = {
    name: {"automatic": bool, "keep": int}.get(name, str) for name in WRITABLE
}


class _Api:
    """What the routes do."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._registry = host.registry

    async def channels(self, _: Request) -> Response:
        found = await asyncio.to_thread(self._registry.channels)
        return json_response({"channels": [setup.shown() for setup in found]}, 200)

    async def add(self, request: Request) -> Response:
        body = _typed(await _object(request), {**_KINDS, "name": str})
        missing = next((name for name in ("name", "source") if name not in body), None)
        if missing:
            raise _Refused(400, "bad_request", f"`{missing}` is missing")
        setup = _valid(lambda: ChannelSetup(**body))
        try:
            made = await asyncio.to_thread(self._registry.add, setup)
        except ValueError as error:
            raise _Refused(409, "exists", str(error)) from None
        paths = {"endpoint": WEBIM_PATH + made.secret, "hook_path": "/hooks/" + made.hook}
        return json_response({**made.shown(), **paths}, 201)

    async def show(self, request: Request) -> Response:
        setup = await asyncio.to_thread(self._registry.channel, request.path_params["name"])
        return json_response(setup.shown(), 200)

    async def edit(self, request: Request) -> Response:
        name, body = request.path_params["name"], _typed(await _object(request), _KINDS)
        setup = await asyncio.to_thread(self._registry.channel, name)
        _valid(lambda: setup.changed(body))
        edited = await asyncio.to_thread(self._registry.edit, name, body)
        return json_response(edited.shown(), 200)

    async def remove(self, request: Request) -> Response:
        await asyncio.to_thread(self._host.publisher.remove, request.path_params["name"])
        return Response(status_code=204)

    async def builds(self, request: Request) -> Response:
        setup = await asyncio.to_thread(self._registry.channel, request.path_params["name"])
        found = await asyncio.to_thread(self._registry.builds, setup.name)
        return json_response({"builds": [build.to_json() for build in found]}, 200)

    async def publish(self, request: Request) -> Response:
        body = _typed(await _object(request), {"tests": str})
        tests = body.get("tests", "")
        if tests and tests not in TEST_MODES:
            raise _Refused(400, "bad_request", f"`tests` is one of {', '.join(TEST_MODES)}")
        setup = await asyncio.to_thread(self._registry.channel, request.path_params["name"])
        self._host.publish_soon(setup.name, tests)
        return json_response({"result": "started"}, 202)

    async def rollback(self, request: Request) -> Response:
        number = _typed(await _object(request), {"number": int}).get("number", 0)
        name = request.path_params["name"]
        try:
            build = await asyncio.to_thread(self._host.publisher.rollback, name, number)
        except ValueError as error:
            raise _Refused(409, "no_build", str(error)) from None
        return json_response(build.to_json(), 200)

    async def block(self, request: Request) -> Response:
        body = _typed(await _object(request), {"blocked": bool})
        if "blocked" not in body:
            raise _Refused(400, "bad_request", "`blocked` is missing")
        name = request.path_params["name"]
        edited = await asyncio.to_thread(self._registry.edit, name, body)
        return json_response(edited.shown(), 200)

    async def logs(self, request: Request) -> Response:
        given = dict(request.query_params)
        after = _whole(given, "after", None, 0, 1 << 62)
        limit = _whole(given, "limit", LOG_PAGE, 1, LONGEST_LOG_PAGE) or LOG_PAGE
        wanted = LogFilter(**{name: _filter(name, text) for name, text in given.items()})
        store = self._host.store
        turns = await asyncio.to_thread(lambda: store.log(wanted, after=after, limit=limit))
        shown = [{**asdict(turn), "answer": answer_text(turn)} for turn in turns]
        return json_response({"turns": shown}, 200)


def _valid(make: Callable[[], ChannelSetup]) -> ChannelSetup:
    try:
        return make()
    except ValueError as error:
        raise _Refused(400, "bad_request", str(error)) from None


def _whole(
    given: dict[str, str], name: str, default: int | None, least: int, most: int
) -> int | None:
    """A whole number taken out of the query; raises `_Refused`."""
    text = given.pop(name, None)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 20 and least <= int(text) <= most):
        raise _Refused(400, "bad_request", f"`{name}` is a number from {least} to {most}")
    return int(text)


def _filter(name: str, text: str) -> Any:
    """The value of a filter; raises `_Refused`."""
    kind = FILTERS.get(name, {}).get("type")
    if kind is None:
        raise _Refused(400, "bad_request", f"there is no filter `{name[:40]}`")
    if kind == "boolean":
        if text not in ("true", "false"):
            raise _Refused(400, "bad_request", f"`{name}` is `true` or `false`")
        return text == "true"
    if kind == "number":
        try:
            seconds = float(text)
        except ValueError:
            seconds = math.nan
        if not math.isfinite(seconds):
            raise _Refused(400, "bad_request", f"`{name}` is in seconds since the epoch")
        return seconds
    return text
