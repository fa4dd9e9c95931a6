"""`jaicp run --traces` sends what it has done to a collector of OpenTelemetry."""

from __future__ import annotations

import asyncio
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from webim_server import SECRET, BotServer


@pytest.fixture
def collector():
    taken: list[tuple[str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            taken.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Nothing to standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server.server_port, taken
    server.shutdown()
    thread.join()
    server.server_close()


def test_spans_reach_the_collector(tmp_path, collector, monkeypatch):
    port, taken = collector
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("OTEL_SERVICE_NAME", "shop-bot")
    monkeypatch.setitem(os.environ, "NO_PROXY", "127.0.0.1")

    async def play():
        async with BotServer(tmp_path, "127.0.0.1:1", "--traces") as server:
            body = {"event": "new_message", "chat": {"id": "c7"}, "kind": "visitor", "text": "hush"}
            async with httpx.AsyncClient(trust_env=False) as client:
                headers = {"X-Webim-Version": "1.0"}
                answer = await client.post(server.endpoint, json=body, headers=headers)
            assert answer.status_code == 200, answer.text
            assert await server.end() == 0, server.log()

    asyncio.run(play())
    assert {path for path, _ in taken} == {"/v1/traces"}
    told = b"".join(data for _, data in taken)
    for word in (b"request", b"turn", b"c7", b"shop-bot"):
        assert word in told
    assert SECRET.encode() not in told
    assert b"hush" not in told
