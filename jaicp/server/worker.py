"""A worker process: loads the bot once, then runs one turn after another.

Started by the pool as `python -m jaicp.server.worker`. Messages come by standard input and leave by
what was standard output at the start; everything that the bot prints goes to standard error. First
the worker says `{"ready": {"bot": name}}`, with `"asks_operators": true` where the bot does, or `{"unusable":
report}`, or `{"crashed": traceback}`; then each `{"event": …, "session": …}` is answered by `{"turn": …}`,
`{"crashed": traceback}` or, out of memory, `{"exhausted": true}`.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from jaicp.runtime.messages import Event, JsonObject, Session
from jaicp.server.botlike import BotFactory, BotLike, BotUnusableError, LoadOptions
from jaicp.server.frames import FrameError, encode_frame, read_frame
from jaicp.text.collector import keep_for_good

try:
    import resource
except ImportError:  # not on Windows: the pool's clock is the only guard there
    resource = None  # type: ignore[assignment]

__all__ = ["main"]

ORPHAN_SECONDS = 5.0
"""How much longer than allowed a turn may run before the worker ends itself, its server being gone."""


def main(arguments: list[str]) -> int:
    """Run a worker until its input ends."""
    options = _options(arguments)
    requests, answers = _take_pipes()
    _ignore_interrupts()
    _limit_memory(options.memory_mib)
    logging.basicConfig(
        stream=sys.stderr,
        level=options.log_level,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )

    def send(frame: bytes) -> None:
        answers.write(frame)
        answers.flush()

    bot = _load(options, send)
    if bot is None:
        return 1
    about = {"bot": bot.name, **({"asks_operators": True} if bot.asks_operators else {})}
    send(encode_frame({"ready": about}))
    return _serve(bot, requests, send, options.turn_seconds)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m jaicp.server.worker")
    parser.add_argument("--factory", required=True, help="module:function")
    parser.add_argument("--memory-mib", type=int, required=True, help="0 is no limit")
    parser.add_argument("--turn-seconds", type=float, required=True)
    parser.add_argument("--log-level", default="INFO")
    parser.add_argument("--colour", action="store_true")
    parser.add_argument("path", type=Path)
    return parser.parse_args(arguments)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes to the server, moved away from where a bot could read or write by accident."""
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return os.fdopen(requests, "rb"), os.fdopen(answers, "wb")


def _ignore_interrupts() -> None:
    """Ctrl-C reaches the whole group of processes; the server says when a worker ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _limit_memory(mib: int) -> None:
    """Bound what the process may allocate. Data, not addresses: engines reserve far more than they use."""
    if resource is None or not mib:
        return
    size = mib * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard != resource.RLIM_INFINITY:
        size = min(size, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (size, hard))


def _load(options: argparse.Namespace, send: Callable[[bytes], None]) -> BotLike | None:
    """The bot, or None after telling why there is none."""
    try:
        module, _, name = options.factory.partition(":")
        factory: BotFactory = getattr(importlib.import_module(module), name)
        bot = factory(options.path, LoadOptions(options.turn_seconds, options.colour))
        keep_for_good()
        return bot
    except BotUnusableError as error:
        send(encode_frame({"unusable": str(error)}))
    except MemoryError:
        send(encode_frame({"exhausted": True}))
    except Exception:  # noqa: BLE001 - told to the server, which reports it
        send(encode_frame({"crashed": traceback.format_exc()}))
    return None


def _serve(bot: BotLike, requests: BinaryIO, send: Callable[[bytes], None], seconds: float) -> int:
    while (request := _next(requests)) is not None:
        _set_alarm(seconds + ORPHAN_SECONDS)
        try:
            send(_answer(bot, request))
            bot.tidy()
        except BrokenPipeError:
            return 0  # the server has gone
        _set_alarm(0)
    return 0


def _next(requests: BinaryIO) -> JsonObject | None:
    try:
        return read_frame(requests)
    except FrameError:
        return None  # the server went while it wrote


def _answer(bot: BotLike, request: JsonObject) -> bytes:
    try:
        event = Event.from_json(request["event"])
        turn = bot.handle(event, Session.from_json(request["session"]))
        return encode_frame({"turn": turn.to_json()})
    except MemoryError:
        return encode_frame({"exhausted": True})
    except Exception:  # noqa: BLE001 - told to the server, which reports it
        return encode_frame({"crashed": traceback.format_exc()})


def _set_alarm(seconds: float) -> None:
    """Let the system end the process in `seconds`, whatever it is busy with; 0 calls it off."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
