"""A server in a process of its own, for tests that speak to it by HTTP and end it as they like."""

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path

FAKES = str(Path(__file__).parents[1] / "unit" / "server")
REAL = """
import sys
from jaicp.cli import main
main.main(["run", *sys.argv[1:]])
"""
FAKE = """
from jaicp.cli import run
run.FACTORY = "fake_bots:chatty"
"""
SECRET = "0123456789abcdef"


class BotServer:
    """`jaicp run` in version 2.0, with the fake bot unless `real`, started and ended at will.

    `before` is code that its process runs first, such as shorter pauses.
    """

    def __init__(
        self,
        folder: Path,
        host: str,
        *arguments: str,
        real: bool = False,
        store: str = "",
        before: str = "",
    ) -> None:
        (folder / "chatbot.yaml").touch()
        self.folder = folder
        self.port = 0
        self.up = asyncio.Event()
        self._program = before + (REAL if real else FAKE + REAL)
        self._arguments = [
            "--secret",
            SECRET,
            "--store",
            store or f"sqlite:///{folder / 'store.sqlite3'}",
            "--webim",
            f"host={host}",
            *arguments,
        ]
        self._process: asyncio.subprocess.Process | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def endpoint(self) -> str:
        return f"{self.base}/chatapi/webhook/webim/{SECRET}"

    async def start(self) -> None:
        """Start; done when the server listens. The port of the first start is kept."""
        with (self.folder / "log.txt").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                self._program,
                "--port",
                str(self.port),
                *self._arguments,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": FAKES, "JAICP_WEBIM_TOKEN": "simulated-token"},
            )
        while line := (await self._process.stdout.readline()).decode():
            if line.startswith("health"):
                self.port = int(line.rpartition(":")[2].partition("/")[0])
            if line.startswith("webim"):
                self.up.set()
                return
        raise AssertionError(self.log())

    async def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; the exit code."""
        self.up.clear()
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)
        await self._process.stdout.read()
        return await self._process.wait()

    def log(self) -> str:
        return (self.folder / "log.txt").read_text()

    async def __aenter__(self):
        await self.start()
        return self

    async def __aexit__(self, *_):
        if self._process.returncode is None:
            await self.end(signal.SIGKILL)
