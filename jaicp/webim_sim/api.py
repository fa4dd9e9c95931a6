"""Webim's side of HTTP: the bot API 2.0 under `/api/bot/v2`, stored data under `/api/v2`."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from jaicp.runtime.messages import JsonObject
from jaicp.webim_sim.faults import Fault, FaultPlan
from jaicp.webim_sim.world import Operator, Refusal, World

__all__ = ["Desk", "create_app"]


@dataclass(slots=True)
class Desk:
    """An account: its world, who may use it, and what goes wrong.

    `seen` keeps the calls in order of arrival, those that failed too. `on_change` is called after each.
    """

    world: World
    token: str
    login: str = "admin@desk.example"
    password: str = "simulated"
    page_size: int = 100
    faults: FaultPlan = field(default_factory=FaultPlan)
    seen: list[tuple[str, JsonObject]] = field(default_factory=list)
    on_change: Callable[[], object] = lambda: None


def create_app(desk: Desk) -> Starlette:
    """The application of an account."""

    async def bot_call(request: Request) -> Response:
        if not _is(request.headers.get("authorization", ""), f"Token {desk.token}"):
            return JSONResponse({"error": "unauthorized"}, 401)
        body = _body(await request.body())
        if body is None:
            return JSONResponse({"error": "bad-request", "desc": "no JSON object"}, 400)
        return _carry_out(desk, request.path_params["method"], body)

    return Starlette(
        routes=[
            Route("/api/bot/v2/{method}", bot_call, methods=["POST"]),
            Mount("/api/v2", routes=_stored_data(desk)),
        ]
    )


def _carry_out(desk: Desk, method: str, body: JsonObject) -> Response:
    desk.seen.append((method, body))
    fault = desk.faults.next()
    try:
        if fault is not None and not fault.carried_out:
            return _failure(fault)
        done = desk.world.call(method, body)
        return JSONResponse(done) if fault is None else _failure(fault)
    except Refusal as refusal:
        return JSONResponse({"error": refusal.code, "desc": refusal.description})
    finally:
        desk.on_change()


def _stored_data(desk: Desk) -> list[Route]:
    world = desk.world

    def operators(_: Request) -> object:
        return [_operator(person) for person in world.operators]

    def departments(_: Request) -> object:
        return [{"key": known.key, "name": known.name} for known in world.departments]

    def chat(request: Request) -> object:
        number = request.query_params.get("id", "")
        known = world.chats.get(int(number)) if number.isdecimal() else None
        return {"error": "chat-not-found"} if known is None else {"chat": world.told(known)}

    def chats(request: Request) -> object:
        since = request.query_params.get("since", "0")
        if not since.isdecimal():
            return {"error": "argument-missing"}
        return world.page(int(since), desk.page_size)

    return [
        Route(f"/{tell.__name__}", _for_administrator(desk, tell))
        for tell in (operators, departments, chat, chats)
    ]


def _for_administrator(
    desk: Desk, tell: Callable[[Request], object]
) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that `tell`s things to an administrator, and to nobody else."""
    pair = base64.b64encode(f"{desk.login}:{desk.password}".encode()).decode()

    async def answer(request: Request) -> Response:
        if not _is(request.headers.get("authorization", ""), f"Basic {pair}"):
            return JSONResponse({"error": "unauthorized"}, 401)
        return JSONResponse(tell(request))

    return answer


def _operator(person: Operator) -> JsonObject:
    return {
        "id": person.id,
        "full_name": person.name,
        "email": person.email,
        "status": person.status,
        "roles": list(person.roles),
        "created_at": "2025-01-01T00:00:00Z",
    }


def _is(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())


def _body(raw: bytes) -> JsonObject | None:
    try:
        value = json.loads(raw)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _failure(fault: Fault) -> Response:
    if fault.cut:
        return _Cut()
    if fault.slow:
        return _Never()
    return Response(fault.body, fault.status, fault.headers, media_type=fault.content_type)


class _Cut(Response):
    """An answer that ends in the middle: the server closes the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Promise more than is sent."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": False})


class _Never(Response):
    """An answer that does not come before the caller gives up."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait until the caller has gone."""
        while (await receive())["type"] != "http.disconnect":
            await asyncio.sleep(0)
