"""Spans of requests, turns and calls: who and how long, and how they lie in each other."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from jaicp.channels.webim import WebimDoor, WebimSettings
from jaicp.runtime.messages import Turn, TurnError
from jaicp.server import traces
from jaicp.server.app import create_app
from jaicp.server.dispatch import Dispatcher
from jaicp.server.traces import Span, span, start_traces, stop_traces
from jaicp.server.webhook import Webhook
from jaicp.stores.memory import MemoryStore

SECRET = "s3cret-of-the-shop"


@pytest.fixture
def exported():
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    start_traces(provider)
    yield exporter.get_finished_spans
    stop_traces()


class Pool:
    bot_name = "echo"

    def status(self):
        return {"size": 1, "live": 1, "busy": 0, "lost": 0, "failed_starts": 0}

    async def run(self, event, session):
        error = TurnError("script", "no phone 555-35-35") if event.query == "bad" else None
        said = [{"type": "text", "text": f"you said {event.query}"}]
        session.id = "s1"
        return Turn(state="/S", context="/S", event=None, query=event.query, replies=said,
                    session=session, error=error)  # fmt: skip


def say(text):
    async def play():
        dispatcher = Dispatcher(MemoryStore(), Pool(), deadline=None)
        webhook = Webhook(WebimDoor(WebimSettings()), dispatcher)
        transport = httpx.ASGITransport(create_app(webhook, Pool(), (SECRET,)))
        body = {"event": "new_message", "chat": {"id": "c1"}, "kind": "visitor", "text": text}
        async with httpx.AsyncClient(transport=transport, base_url="http://bot.example") as client:
            await client.post(f"/chatapi/webhook/webim/{SECRET}", json=body)
        await dispatcher.close(10)

    asyncio.run(play())


def test_a_turn_lies_in_its_request(exported):
    say("my secret word")
    turn, request = exported()
    assert (request.name, turn.name) == ("request", "turn")
    assert turn.parent.span_id == request.context.span_id
    assert dict(request.attributes) == {
        "http.request.method": "POST",
        "url.path": "/chatapi/webhook/webim/***",
        "http.response.status_code": 200,
    }
    assert dict(turn.attributes) == {
        "jaicp.channel": "webim:",
        "jaicp.chat": "c1",
        "jaicp.state": "/S",
        "jaicp.session": "s1",
        "jaicp.replies": 1,
    }
    told = request.to_json() + turn.to_json()
    assert SECRET not in told
    assert "secret word" not in told


def test_a_turn_with_an_error_has_failed(exported):
    say("bad")
    turn, _ = exported()
    assert (turn.status.status_code, turn.status.description) == (StatusCode.ERROR, "script")
    assert "555" not in turn.to_json()


def test_without_traces_nothing_is_made_of_spans():
    with span("turn", jaicp__chat="c") as one, span("call") as other:
        assert type(one) is Span
        assert one is other
        one.note(jaicp__state="/S")
        one.fail("no")
    assert traces.span("a") is traces.span("b")
