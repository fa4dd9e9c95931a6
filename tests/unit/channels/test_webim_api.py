"""Calls to Webim, and what their answers mean; the other side is the stand-in for Webim, over HTTP."""

import asyncio

import httpx
import pytest

from jaicp.channels.base import Call, Outcome
from jaicp.channels.webim import WebimSettings
from jaicp.channels.webim.api import WebimApi
from jaicp.webim_sim.simulator import Simulator


def against_simulator(scene):
    """Run `scene` with a simulator, a chat there, and a client for it."""

    async def play():
        async with Simulator() as simulator:
            settings = WebimSettings(host=simulator.url, token=simulator.desk.token)
            async with WebimApi(settings, seconds=0.5) as api:
                return await scene(simulator, simulator.world.open_chat("v"), api)

    return asyncio.run(play())


def say(chat, text="hi"):
    message = {"kind": "operator", "text": text}
    return Call("send_message", {"chat_id": chat.id, "message": message})


def test_a_call_reaches_the_visitor():
    async def scene(_simulator, chat, api):
        return await api.make(say(chat, "привет 😀")), chat.shown()

    result, shown = against_simulator(scene)
    assert (result.outcome, shown) == (Outcome.SENT, ["привет 😀"])


@pytest.mark.parametrize(
    ("fault", "outcome", "shown"),
    [
        ("unauthorized", Outcome.BARRED, []),
        ("forbidden", Outcome.BARRED, []),
        ("busy", Outcome.BUSY, []),
        ("unavailable", Outcome.BUSY, []),
        ("gateway", Outcome.FAULT, []),
        ("error", Outcome.REFUSED, []),
        ("html", Outcome.REFUSED, []),
        ("refused", Outcome.REFUSED, []),
        ("cut", Outcome.UNCERTAIN, []),
        ("lost", Outcome.UNCERTAIN, ["hi"]),
        ("slow", Outcome.UNCERTAIN, ["hi"]),
    ],
)
def test_each_fault_is_known_for_what_it_is(fault, outcome, shown):
    async def scene(simulator, chat, api):
        simulator.desk.faults.plan(fault)
        return await api.make(say(chat)), chat.shown()

    result, seen = against_simulator(scene)
    assert (result.outcome, seen) == (outcome, shown)
    assert result.problem


def test_what_webim_says_is_told():
    async def scene(simulator, chat, api):
        simulator.desk.faults.plan("refused", "html", "busy")
        return [await api.make(say(chat)) for _ in range(3)]

    refused, html, busy = against_simulator(scene)
    assert refused.problem == "some-error: for a test"
    assert "not Webim's" in html.problem
    assert "It works!" in html.problem
    assert busy.wait == 1.0


def test_a_wrong_token_is_told_without_showing_it():
    async def scene(simulator, chat, _api):
        async with WebimApi(WebimSettings(host=simulator.url, token="wrong-one")) as other:
            return await other.make(say(chat))

    result = against_simulator(scene)
    assert result.outcome == Outcome.BARRED
    assert "wrong-one" not in result.problem


def test_where_nobody_listens_nothing_was_sent():
    async def scene(simulator, chat, _api):
        url = simulator.url
        await simulator.__aexit__(None, None, None)
        async with WebimApi(WebimSettings(host=url, token="t")) as other:
            return await other.make(say(chat))

    assert against_simulator(scene).outcome == Outcome.UNREACHED


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        (httpx.Response(200, json={"result": "ok"}), Outcome.SENT),
        (httpx.Response(200, json={}), Outcome.SENT),
        (httpx.Response(204), Outcome.SENT),
        (httpx.Response(200, json=["ok"]), Outcome.REFUSED),
        (httpx.Response(302, headers={"Location": "https://elsewhere.example"}), Outcome.REFUSED),
        (httpx.Response(404, json={"error": "chat-not-found"}), Outcome.REFUSED),
        (httpx.Response(504), Outcome.FAULT),
        (httpx.Response(429, headers={"Retry-After": "Wed, 21 Oct 2025"}), Outcome.BUSY),
        (httpx.Response(200, content=b"[" * 100_000), Outcome.REFUSED),
    ],
)
def test_other_answers(response, outcome):
    async def play():
        transport = httpx.MockTransport(lambda _: response)
        settings = WebimSettings(host="acme", token="t")
        async with WebimApi(settings, transport=transport) as api:
            return await api.make(Call("close_chat", {"chat_id": 1}))

    assert asyncio.run(play()).outcome == outcome


def test_the_request_is_what_webim_documents():
    seen = []

    def note(request):
        seen.append(request)
        return httpx.Response(200, json={})

    async def play():
        settings = WebimSettings(host="acme", token="t-1")
        async with WebimApi(settings, transport=httpx.MockTransport(note)) as api:
            await api.make(Call("close_chat", {"chat_id": 1}, "a note of ours"))

    asyncio.run(play())
    [request] = seen
    assert str(request.url) == "https://acme.webim.ru/api/bot/v2/close_chat"
    assert request.headers["authorization"] == "Token t-1"
    assert request.headers["content-type"] == "application/json"
    assert request.content == b'{"chat_id":1}'
