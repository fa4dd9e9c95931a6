"""What the tests of services share: a bot of one script, and servers on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from jaicp.runtime.engine import Bot, load_bot
from jaicp.runtime.messages import Event, Session, Turn
from jaicp.runtime.services import Services
from jaicp.script.engine import Limits
from jaicp.services.settings import ServiceSettings

ON_THIS_MACHINE = ServiceSettings(allow_private_http=True)


@dataclass
class Request:
    """What a server was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


Answer = tuple[int, dict[str, str], bytes]
"""Status, headers and body."""


@dataclass
class FakeServer:
    """An HTTP server on this machine: answers by path, and remembers what it was asked."""

    answers: dict[str, Answer | Callable[[Request], Answer]] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def says(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> str:
        """Answer requests for a path; the URL of it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, named, body.encode() if isinstance(body, str) else body)
        return self.url + path

    def answer(self, request: Request) -> Answer:
        self.asked.append(request)
        found = self.answers.get(request.path.partition("?")[0], (404, {}, b"nothing here"))
        return found(request) if callable(found) else found


@contextmanager
def serving() -> Iterator[FakeServer]:
    """A running server."""
    fake = FakeServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(size).decode()
            request = Request(self.command, self.path, dict(self.headers.items()), body)
            status, headers, content = fake.answer(request)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Nothing to standard error."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """Clients that go away in the middle of an answer are part of the tests."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class OneBot:
    """A bot whose only state runs a script; its result is what it writes to `$session.result`."""

    def __init__(
        self,
        folder: Path,
        *,
        init: str = "",
        config: str = "",
        scenario: str = "",
        limits: Limits | None = None,
        **services: Any,
    ) -> None:
        (folder / "src").mkdir()
        lines = ["theme: /"]
        if init:
            lines = ["init:", *(f"    {line}" for line in init.splitlines()), "", *lines]
        lines += ["    state: Run", "        event!: run", "        script:"]
        lines += ["            $session.result = (0, eval)($request.data.code);"]
        lines += scenario.splitlines()
        (folder / "src" / "main.sc").write_text("\n".join(lines) + "\n", "utf-8")
        (folder / "chatbot.yaml").write_text(f"entryPoint: main.sc\n{config}", "utf-8")
        self.logs: list[str] = []
        options: dict[str, Any] = {"log": self.logs.append, "settings": ON_THIS_MACHINE}
        self.bot: Bot = load_bot(folder, services=Services(**(options | services)), limits=limits)
        self.session = Session()

    def run(self, code: str, **event: Any) -> Turn:
        """One turn that runs `code`; its session is kept."""
        data = {"code": code, **event.pop("data", {})}
        turn = self.bot.handle(Event(event="run", data=data, **event), self.session)
        self.session = turn.session
        return turn

    def value(self, code: str, **event: Any) -> Any:
        """What `code` gives, as it would be stored."""
        turn = self.run(code, **event)
        assert turn.error is None, turn.error
        return turn.session.session.get("result")

    def error(self, code: str) -> str:
        """The message of the error that `code` ends with."""
        turn = self.run(code)
        assert turn.error is not None
        return turn.error.message


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()
