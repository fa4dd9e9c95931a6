"""Figures for Prometheus, and the server's log for programs."""

import asyncio
import json
import logging
from contextlib import suppress

import httpx
from fake_bots import FakeBot
from prometheus_client.parser import text_string_to_metric_families

from jaicp.channels.webim import WebimDoor, WebimSettings
from jaicp.server.app import create_app
from jaicp.server.dispatch import Dispatcher
from jaicp.server.turn_log import JsonFormatter, log_turn
from jaicp.server.webhook import Webhook
from jaicp.stores.base import TurnRecord
from jaicp.stores.memory import MemoryStore

UPDATE = {"event": "new_message", "chat": {"id": 1}, "kind": "visitor", "text": "hello"}


class Pool:
    bot_name = "shop"

    async def run(self, event, session):
        return FakeBot().handle(event, session)

    def status(self):
        return {"size": 1, "live": 1, "busy": 0, "lost": 0, "failed_starts": 0}


def test_what_happened_is_counted_by_channel():
    async def play():
        dispatcher = Dispatcher(MemoryStore(), Pool())
        webhook = Webhook(WebimDoor(WebimSettings(channel_id="shop")), dispatcher)
        transport = httpx.ASGITransport(create_app(webhook, Pool(), ["s"]))
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            for body in (UPDATE, UPDATE, {"event": 5}):
                await client.post("/chatapi/webhook/webim/s", json=body)
            assert (await client.get("/ready")).json() == {"ready": True}
            text = (await client.get("/metrics")).text
        await dispatcher.close()
        return text

    samples = {
        (sample.name, sample.labels.get("channel")): sample.value
        for family in text_string_to_metric_families(asyncio.run(play()))
        for sample in family.samples
    }
    assert samples["jaicp_turns_total", "shop"] == 2
    assert samples["jaicp_bad_requests_total", "shop"] == 1
    assert samples["jaicp_workers_live", "shop"] == 1
    assert samples["jaicp_turn_seconds_count", "webim:shop"] == 2


def test_a_turn_is_a_line_for_programs_and_tells_nothing_of_what_was_said(caplog):
    record = TurnRecord(
        time=1.0,
        channel="webim:shop",
        chat="c1",
        client="ann",
        query="my diary",
        state="/S",
        replies=[{"type": "text", "text": "dear diary"}],
        error={"kind": "script", "message": "diary"},
        seconds=0.25,
    )
    with caplog.at_level(logging.INFO, "jaicp.turn"):
        log_turn(record)
    line = JsonFormatter().format(caplog.records[0])
    assert "diary" not in line + caplog.text
    told = json.loads(line)
    assert (told["logger"], told["chat"], told["state"]) == ("jaicp.turn", "c1", "/S")
    assert (told["seconds"], told["error"], told["replies"]) == (0.25, "script", 1)


def test_an_error_has_its_traceback_in_the_line():
    with suppress(ZeroDivisionError):
        try:
            _ = 1 / 0
        except ZeroDivisionError as error:
            info = (type(error), error, error.__traceback__)
            record = logging.LogRecord("x", logging.ERROR, "", 1, "oh", None, info)
            assert "ZeroDivisionError" in json.loads(JsonFormatter().format(record))["traceback"]
            raise
