"""Figures for `jaicp lsp` through its protocol: `python tests/bench/bench_lsp.py [--edits N]`, some four minutes.

A made-up bot of 100,000 lines is opened by a client that does nothing but send and wait, over standard input and
output. An edit is one character in a text or a pattern, now here, now there; `file` is the time from sending it to
the first diagnostics for the new text, `project` to the first that the whole bot was looked at for. `--edits` are
typed as fast as the server takes them, and the growth of its memory is told. Limits are what the server promises;
where one is missed, the exit code is 1. They are for a machine that has nothing else to do: how crowded it was,
and what the server itself has taken of a processor for an edit, is told beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue
from statistics import median
from threading import Thread
from typing import Any

from made_up_bots import write_bot

LINES = 100_000
PATIENCE = 120.0

MOST_MS_FILE = 100.0
MOST_MS_PROJECT = 500.0
MOST_MS_COMPLETION = 50.0
MOST_GROWTH = 1.05


class Wire:
    """A client that only sends and waits."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "jaicp", "lsp"]
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.arrived: Queue[tuple[float, dict[str, Any]]] = Queue()
        self.waiting: list[tuple[float, dict[str, Any]]] = []
        self.number = 0
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        out = self.process.stdout
        assert out is not None
        while header := out.readline():
            length = int(header.split(b":")[1])
            while out.readline().strip():
                pass
            message = json.loads(out.read(length))
            self.arrived.put((time.perf_counter(), message))

    def send(self, method: str, params: Any, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        body = json.dumps(message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        self.send(method, params, self.number)
        _, message = self.wait(lambda one: one.get("id") == self.number)
        if "error" in message:
            raise RuntimeError(message["error"])
        return message["result"]

    def wait(self, wanted: Callable[[dict[str, Any]], bool]) -> tuple[float, dict[str, Any]]:
        """The first message from now on that is wanted, and when it came."""
        end = time.perf_counter() + PATIENCE
        while True:
            came, message = self.arrived.get(timeout=max(end - time.perf_counter(), 0.001))
            if wanted(message):
                return came, message

    def is_silent(self, seconds: float) -> bool:
        """Whether nothing comes for a while; what comes is dropped."""
        try:
            self.arrived.get(timeout=seconds)
        except Empty:
            return True
        return False

    def seconds(self) -> float:
        """What the server has taken of a processor."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8")
        user, system = stat.rsplit(")", 1)[1].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """What the server holds of the machine's memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


class Typist:
    """Edits files of the bot."""

    def __init__(self, wire: Wire, folder: Path, chance: random.Random) -> None:
        self.wire = wire
        self.chance = chance
        self.texts: dict[str, list[str]] = {}
        self.versions: dict[str, int] = {}
        for path in sorted((folder / "src").glob("part*.sc"))[:20]:
            text = path.read_text(encoding="utf-8")
            uri = path.as_uri()
            self.texts[uri], self.versions[uri] = text.split("\n"), 1
            item = {"uri": uri, "languageId": "jaicp", "version": 1, "text": text}
            wire.send("textDocument/didOpen", {"textDocument": item})

    def type(self, uri: str = "") -> tuple[str, int]:
        """One character more, or one less, at the end of a text or pattern; the file and its version."""
        uri = uri or self.chance.choice(list(self.texts))
        lines = self.texts[uri]
        tags = ("a:", "q:")
        number = self.chance.choice(
            [at for at, line in enumerate(lines) if line.lstrip().startswith(tags)]
        )
        line = lines[number]
        start = len(line) - (1 if line.endswith("ы") else 0)
        text = "" if line.endswith("ы") else "ы"
        where = {
            "start": {"line": number, "character": start},
            "end": {"line": number, "character": len(line)},
        }
        self._change(uri, where, text)
        lines[number] = line[:start] + text
        return uri, self.versions[uri]

    def add(self, uri: str, number: int, text: str) -> None:
        """A line more."""
        where = {"line": number, "character": 0}
        self._change(uri, {"start": where, "end": where}, text + "\n")
        self.texts[uri].insert(number, text)

    def remove(self, uri: str, number: int) -> None:
        """The line is taken out again."""
        start, end = {"line": number, "character": 0}, {"line": number + 1, "character": 0}
        self._change(uri, {"start": start, "end": end}, "")
        del self.texts[uri][number]

    def _change(self, uri: str, where: Any, text: str) -> None:
        self.versions[uri] += 1
        self.wire.send(
            "textDocument/didChange",
            {
                "textDocument": {"uri": uri, "version": self.versions[uri]},
                "contentChanges": [{"range": where, "text": text}],
            },
        )


def crowding() -> float:
    """How many times as long a loop takes as it runs: 1 on a machine with nothing else to do."""
    begun, ran = time.perf_counter(), time.process_time()
    while time.process_time() - ran < 0.5:
        pass
    return (time.perf_counter() - begun) / 0.5


def p95(figures: list[float]) -> float:
    return sorted(figures)[int(len(figures) * 0.95)]


def is_told(uri: str, version: int) -> Callable[[dict[str, Any]], bool]:
    def wanted(message: dict[str, Any]) -> bool:
        params = message.get("params", {})
        is_diagnostics = message.get("method") == "textDocument/publishDiagnostics"
        return is_diagnostics and params["uri"] == uri and params.get("version") == version

    return wanted


def edits(typist: Typist, count: int) -> tuple[list[float], list[float]]:
    """Milliseconds from an edit to what is told of its file, and of the whole bot: the second time it is told."""
    of_file, of_project = [], []
    for _ in range(count):
        begun = time.perf_counter()
        uri, version = typist.type()
        first, _ = typist.wire.wait(is_told(uri, version))
        second, _ = typist.wire.wait(is_told(uri, version))
        of_file.append((first - begun) * 1000)
        of_project.append((second - begun) * 1000)
        time.sleep(0.05)
    return of_file, of_project


def completions(typist: Typist, count: int) -> list[float]:
    """Milliseconds of a completion that is asked for right behind an edit."""
    found = []
    for number in range(count):
        uri = typist.chance.choice(list(typist.texts))
        lines = typist.texts[uri]
        at = typist.chance.choice([n for n, line in enumerate(lines) if line.strip() == ""])
        typed = (
            "        go!: /Part1/Sta",
            "        a: {{ $reactions.",
            "        q: * $kn",
            "        s",
        )
        typist.add(uri, at, typed[number % len(typed)])
        where = {"line": at, "character": len(typed[number % len(typed)])}
        begun = time.perf_counter()
        answer = typist.wire.ask(
            "textDocument/completion", {"textDocument": {"uri": uri}, "position": where}
        )
        found.append((time.perf_counter() - begun) * 1000)
        assert answer["items"]
        typist.remove(uri, at)
        time.sleep(0.1)
    return found


def growth(typist: Typist, count: int) -> tuple[float, float]:
    """Megabytes after a tenth of many edits, and after all of them."""
    early = 0.0
    uri = ""
    for number in range(1, count + 1):
        uri, version = typist.type(uri)
        if number % 20 == 0:
            typist.wire.wait(is_told(uri, version))
            uri = ""
        if number % (count // 10) == 0:
            while not typist.wire.is_silent(2.0):
                pass
            megabytes = typist.wire.megabytes()
            print(f"  {number} edits: {megabytes:.0f} MB")
            early = early or megabytes
    return early, typist.wire.megabytes()


def main() -> None:
    """Print all figures and whether they are within the limits."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--edits", type=int, default=20_000)
    parser.add_argument("--lines", type=int, default=LINES)
    asked = parser.parse_args()
    missed = []

    def report(what: str, figure: float, limit: float) -> None:
        verdict = "ok" if figure <= limit else "MISSED"
        if figure > limit:
            missed.append(what)
        print(f"  {figure:8.2f} {what} (limit {limit:g}): {verdict}")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "bot"
        lines = write_bot(folder, asked.lines)
        begun = time.perf_counter()
        wire = Wire(folder)
        wire.ask(
            "initialize",
            {
                "processId": None,
                "capabilities": {},
                "workspaceFolders": [{"uri": folder.as_uri(), "name": "bot"}],
            },
        )
        wire.send("initialized", {})
        typist = Typist(wire, folder, random.Random(5))
        for _ in ("its own", "the whole bot"):
            ready, _ = wire.wait(is_told(list(typist.texts)[-1], 1))
        print(f"{lines} lines: ready after {ready - begun:.1f} s, {wire.megabytes():.0f} MB")
        while not wire.is_silent(3.0):
            pass
        edits(typist, 5)
        before, crowd = wire.seconds(), crowding()
        of_file, of_project = edits(typist, 60)
        taken = (wire.seconds() - before) * 1000 / len(of_file)
        crowd = (crowd + crowding()) / 2
        of_completion = completions(typist, 60)
        report("ms p95 from an edit to the file's diagnostics", p95(of_file), MOST_MS_FILE)
        report("ms p95 from an edit to the project's diagnostics", p95(of_project), MOST_MS_PROJECT)
        report("ms p95 for a completion", p95(of_completion), MOST_MS_COMPLETION)
        print(f"  {taken:8.2f} ms of a processor an edit, file and project together")
        print(f"  {crowd:8.2f} times as long as on an empty machine, for a loop beside it")
        medians = (median(of_file), median(of_project), median(of_completion))
        print("  medians: {:.1f}, {:.1f}, {:.1f} ms".format(*medians))
        if asked.edits:
            early, late = growth(typist, asked.edits)
            report("times the memory after a tenth of the edits", late / early, MOST_GROWTH)
        wire.ask("shutdown", None)
        wire.send("exit", None)
        wire.process.wait(timeout=10)
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
