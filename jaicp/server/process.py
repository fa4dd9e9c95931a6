"""One worker process, seen from the server."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jaicp.runtime.messages import Event, JsonObject, Session, Turn
from jaicp.server.botlike import BotUnusableError, TurnLostError
from jaicp.server.frames import FrameError, encode_frame, receive_frame

__all__ = [
    "DEFAULT_FACTORY",
    "WorkerCrashError",
    "WorkerProcess",
    "WorkerSettings",
    "WorkerStartError",
]

DEFAULT_FACTORY = "jaicp.server.bots:make_bot"
STOP_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSettings:
    """What a worker loads and how much it may use; times in seconds."""

    path: Path
    """A project folder, its `chatbot.yaml`, or a single `.sc` file."""

    turn_seconds: float = 4.0
    grace_seconds: float = 0.5
    """How much longer than a turn may take the server waits, so that the engine can end it first."""

    load_seconds: float = 60.0
    memory_mib: int = 1024
    """Of data, for each worker; 0 is no limit."""

    factory: str = DEFAULT_FACTORY
    """`module:function`, a `BotFactory`."""

    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables added to those that the server itself has."""

    log_level: str = "INFO"
    colour: bool = False


class WorkerStartError(Exception):
    """A worker did not come up: it ran out of time or memory, or was ended."""


class WorkerCrashError(WorkerStartError):
    """A worker failed by a fault of ours; its traceback is the cause of this error."""


class WorkerProcess:
    """A running worker with its bot loaded; use it for one turn at a time."""

    def __init__(self, process: asyncio.subprocess.Process, settings: WorkerSettings) -> None:
        self._process = process
        self._settings = settings
        self.bot_name = ""
        self.asks_operators = False

    @classmethod
    async def start(cls, settings: WorkerSettings) -> WorkerProcess:
        """A worker that has loaded its bot; raises `BotUnusableError` or `WorkerStartError`."""
        process = await asyncio.create_subprocess_exec(
            *_command(settings),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, **settings.environment},
        )
        worker = cls(process, settings)
        try:
            worker.bot_name, worker.asks_operators = await worker._greeting()
        except BaseException:
            await worker.kill()
            raise
        return worker

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs, as far as is known."""
        return self._process.returncode is None

    async def run(self, event: Event, session: Session) -> Turn:
        """One turn. After a `TurnLostError` the worker is of no more use: kill it."""
        allowed = self._settings.turn_seconds
        request = {"event": event.to_json(), "session": session.to_json()}
        try:
            async with asyncio.timeout(allowed + self._settings.grace_seconds):
                answer = await self._exchange(request)
        except TimeoutError:
            message = f"the turn took longer than {allowed:g} s and was ended"
            raise TurnLostError("limit", message) from None
        except (FrameError, OSError) as error:
            raise TurnLostError("internal", f"the worker ended within a turn: {error}") from error
        return _turn(answer)

    async def stop(self) -> None:
        """Let the worker end by itself, and end it if it does not."""
        _stdin(self._process).close()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._process.wait()
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """End the worker at once."""
        if self._process.returncode is None:
            self._process.kill()
        _stdin(self._process).close()
        await self._process.wait()

    async def _exchange(self, request: JsonObject) -> JsonObject:
        stdin = _stdin(self._process)
        stdin.write(encode_frame(request))
        await stdin.drain()
        return await receive_frame(_stdout(self._process))

    async def _greeting(self) -> tuple[str, bool]:
        """The bot's name, and whether it asks for operators, once it is loaded."""
        seconds = self._settings.load_seconds
        try:
            async with asyncio.timeout(seconds):
                message = await receive_frame(_stdout(self._process))
        except TimeoutError:
            raise WorkerStartError(f"loading the bot took longer than {seconds:g} s") from None
        except FrameError as error:
            problem = "a worker ended before the bot was loaded; has it too little memory?"
            raise WorkerStartError(problem) from error
        return _about_bot(message, self._settings.memory_mib)


def _command(settings: WorkerSettings) -> list[str]:
    command = [sys.executable, "-m", "jaicp.server.worker", "--factory", settings.factory]
    command += ["--memory-mib", str(settings.memory_mib)]
    command += ["--turn-seconds", str(settings.turn_seconds), "--log-level", settings.log_level]
    if settings.colour:
        command.append("--colour")
    return [*command, "--", str(settings.path)]


def _about_bot(message: JsonObject, memory_mib: int) -> tuple[str, bool]:
    """What the first message of a worker tells of the bot; raises what else it tells."""
    if "ready" in message:
        return str(message["ready"]["bot"]), bool(message["ready"].get("asks_operators"))
    if "unusable" in message:
        raise BotUnusableError(message["unusable"])
    if "exhausted" in message:
        raise WorkerStartError(f"the bot needs more than {memory_mib} MiB of memory to load")
    report = str(message.get("crashed", message)).strip()
    summary = f"loading the bot failed: {report.splitlines()[-1]}"
    raise WorkerCrashError(summary) from RuntimeError(f"in the worker:\n{report}")


def _turn(answer: JsonObject) -> Turn:
    if "turn" in answer:
        return Turn.from_json(answer["turn"])
    if "exhausted" in answer:
        raise TurnLostError("limit", "the turn used more memory than it may")
    raise TurnLostError(
        "internal", f"the bot failed within a turn:\n{answer.get('crashed', answer)}"
    )


def _stdin(process: asyncio.subprocess.Process) -> asyncio.StreamWriter:
    assert process.stdin is not None  # it was started with a pipe
    return process.stdin


def _stdout(process: asyncio.subprocess.Process) -> asyncio.StreamReader:
    assert process.stdout is not None  # it was started with a pipe
    return process.stdout
