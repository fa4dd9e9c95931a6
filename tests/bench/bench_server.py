"""Turns over HTTP beside a bare echo, in one run; and what a turn costs a store that holds many sessions.

`python tests/bench/bench_server.py [BOT] [--seconds N]` serves the bot (a sample with scripts) by version 1.0
of the bot API with SQLite, and an ASGI application that sends every body back, on the same server and each
in one process of its own. It prints requests a second, the ratio, and the times of answers at half of the
top rate. `--sessions` measures load and save with 10^3, 10^4 … sessions stored instead, `--memory` what the
server and its worker hold once so many chats have begun.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from jaicp.runtime.messages import Session
from jaicp.stores.base import Chat, SessionKey, Stored, TurnRecord
from jaicp.stores.sqlite import SqliteStore

ROOT = Path(__file__).parents[2]
ECHO = """
import sys, uvicorn
sys.path.insert(0, sys.argv[1])
from jaicp.server.serve import bind

async def app(scope, receive, send):
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    head = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    await send({"type": "http.response.body", "body": body})

listener = bind("127.0.0.1", 0)
print(listener.getsockname()[1], flush=True)
server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
server.run(sockets=[listener])
"""
SECRET = "only-for-the-benchmark"
PATH = f"/chatapi/webhook/webim/{SECRET}"
CONNECTIONS = 8


@contextmanager
def process(command, read_port, **more):
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **more)
    try:
        yield read_port(started.stdout), started.pid
    finally:
        started.terminate()
        started.wait()


def first_number(lines):
    return int(next(iter(lines)))


def port_of_health(lines):
    for line in lines:
        if line.startswith(b"health"):
            return int(line.split()[1].rpartition(b":")[2].partition(b"/")[0])
    raise SystemExit("the server did not start")


def request(path, chat, text):
    update = {"event": "new_message", "chat": {"id": chat}, "visitor": {"id": f"v{chat}"}}
    body = json.dumps({**update, "kind": "visitor", "text": text}).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


@contextmanager
def bot_server(bot):
    """The port and the process id of a server with one worker, its store in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        run = [sys.executable, "-m", "jaicp", "run", str(Path(bot).absolute()), "--port", "0"]
        run += ["--secret", SECRET, "--workers", "1", "--log-level", "error"]
        settings = {"cwd": folder, "env": {**os.environ, "PYTHONPATH": str(ROOT)}}
        with process(run, port_of_health, **settings) as served:
            yield served


async def visitor(port, path, chat, until, pace, times):
    """Send one request after another, `pace` seconds apart where that is set, and note how long each took."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    n, due = 0, time.perf_counter()
    while time.perf_counter() < until:
        if pace:
            due += pace
            await asyncio.sleep(max(due - time.perf_counter(), 0))
        started = time.perf_counter()
        writer.write(request(path, chat * 1000 + n % 50, "hello"))
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head.partition(b"\r\n")[0], head
        length = (
            next(
                int(line.partition(b":")[2])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length")
                or line.lower().startswith(b"transfer")
            )
            if b"content-length" in head.lower()
            else -1
        )
        if length >= 0:
            await reader.readexactly(length)
        else:
            while (size := int((await reader.readline()).strip() or b"0", 16)) > 0:
                await reader.readexactly(size + 2)
            await reader.readline()
        times.append(time.perf_counter() - started)
        n += 1
    writer.close()


def load(port, path, seconds, pace=0.0):
    times = []

    async def play():
        until = time.perf_counter() + seconds
        visitors = (visitor(port, path, n, until, pace, times) for n in range(CONNECTIONS))
        await asyncio.gather(*visitors)

    asyncio.run(play())
    return times


def over_http(bot, seconds):
    echo = [sys.executable, "-c", ECHO, str(ROOT)]
    with process(echo, first_number) as (plain, _), bot_server(bot) as (served, _):
        load(served, PATH, 1)
        load(plain, "/", 1)
        rates = {"echo": [], "jaicp": []}
        for _ in range(3):  # in turn, so that what else the machine does is shared
            rates["echo"].append(len(load(plain, "/", seconds)) / seconds)
            rates["jaicp"].append(len(load(served, PATH, seconds)) / seconds)
        top = statistics.median(rates["jaicp"])
        times = sorted(load(served, PATH, seconds, pace=CONNECTIONS / (top / 2)))
    for name, found in rates.items():
        print(f"{name:6} {statistics.median(found):7.0f} a second")
    print(f"ratio  {top / statistics.median(rates['echo']):7.2f}")
    at = {share: times[int(len(times) * share)] * 1000 for share in (0.5, 0.95, 0.99)}
    print(
        "at half of the top rate: " + ", ".join(f"p{s * 100:g} {ms:.1f} ms" for s, ms in at.items())
    )


def over_chats(bot, chats):
    """Resident memory of the server and its worker, before and after so many chats have begun."""

    async def begin(port):
        numbers = iter(range(chats))

        async def one():
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for number in numbers:
                writer.write(request(PATH, number, "hello"))
                head = await reader.readuntil(b"\r\n\r\n")
                assert b" 200 " in head.partition(b"\r\n")[0], head
                await reader.readexactly(int(head.lower().split(b"content-length:")[1].split()[0]))
            writer.close()

        await asyncio.gather(*(one() for _ in range(CONNECTIONS)))

    with bot_server(bot) as (port, server):
        asyncio.run(begin_some(port))
        before = resident(server)
        asyncio.run(begin(port))
        after = resident(server)
    for name in before:
        print(f"{name:7} {before[name]:6.1f} MiB, with {chats} chats {after[name]:6.1f} MiB")
    print(
        f"in all  {sum(before.values()):6.1f} MiB, with {chats} chats {sum(after.values()):6.1f} MiB"
    )


async def begin_some(port):
    until = time.perf_counter() + 1
    await visitor(port, PATH, 9000, until, 0, [])


def resident(server):
    """MiB of the server's process and of its worker; Linux only."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    found = {"server": server, **{f"worker{n or ''}": child for n, child in enumerate(children)}}
    return {name: resident_of(number) for name, number in found.items()}


def resident_of(number):
    status = Path(f"/proc/{number}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def over_sessions(most):
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder, "s.sqlite3"))
        data = json.dumps(Session(id="s", session={"text": "x" * 300}).to_json())
        there, first = 0, None
        for power in range(3, most + 1):
            with store._using() as connection:
                connection.execute("BEGIN")
                connection.executemany(
                    "INSERT INTO sessions VALUES ('webim:b', ?, 1, 0.0, ?)",
                    ((f"v{n}", data) for n in range(there, 10**power)),
                )
                connection.execute("COMMIT")
            there = 10**power
            took = cost(store, there)
            first = first or took
            print(f"{there:9} sessions  {took * 1e6:7.0f} us a turn  {took / first:5.2f} x")
        store.close()


def cost(store, sessions):
    """Median seconds of load and save, for people spread over all sessions."""
    times = []
    for n in range(2000):
        client = f"v{n * 7919 % sessions}"
        record = TurnRecord(time=1.0, channel="webim:b", chat=client, client=client, query="hello")
        started = time.perf_counter()
        found = store.load(SessionKey("webim:b", client))
        store.save(record, Chat(client), Stored(found.session, found.version))
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("bot", nargs="?", default=str(ROOT / "samples" / "webim-welcome"))
    options.add_argument("--seconds", type=float, default=4)
    options.add_argument("--sessions", type=int, metavar="POWER", help="up to 10^POWER sessions")
    options.add_argument("--memory", type=int, metavar="CHATS", help="memory with so many chats")
    given = options.parse_args()
    if given.memory:
        over_chats(given.bot, given.memory)
    elif given.sessions:
        over_sessions(given.sessions)
    else:
        over_http(given.bot, given.seconds)


if __name__ == "__main__":
    main()
