"""The server as a user starts it, spoken to over HTTP."""

import os
import re
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

FAKES = str(Path(__file__).parents[1] / "unit" / "server")
START = """
import sys
from jaicp.cli import main, run
run.FACTORY = "fake_bots:chatty"
main.main(["run", *sys.argv[1:]])
"""


class Server:
    """A running server: its address, its endpoint, and all that it printed at the start."""

    def __init__(self, process):
        self.process = process
        lines = [process.stdout.readline() for _ in range(4)]
        self.printed = "".join(lines)
        self.endpoint = re.search(r"endpoint +(\S+)", self.printed)[1]
        self.health = re.search(r"health +(\S+)", self.printed)[1]
        self.client = httpx.Client(timeout=30, trust_env=False)

    def say(self, text, chat="c1"):
        body = {"event": "new_message", "chat": {"id": chat}, "kind": "visitor", "text": text}
        return self.client.post(self.endpoint, json=body).json()

    def heard(self, text, chat="c1"):
        return [message["text"] for message in self.say(text, chat)["messages"]]

    def stop(self, number=signal.SIGINT):
        """End the server; its exit code and its log. Ctrl-C reaches its workers too."""
        if number == signal.SIGINT:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        _, log = self.process.communicate(timeout=30)
        return self.process.returncode, log


@pytest.fixture(autouse=True)
def project(tmp_path):
    (tmp_path / "chatbot.yaml").touch()


@contextmanager
def server(folder, *arguments, port=0):
    command = [sys.executable, "-c", START, "--port", str(port), *arguments]
    environment = {**os.environ, "PYTHONPATH": FAKES}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        running = Server(process)
        with running.client:
            yield running
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_a_conversation_outlives_a_restart(tmp_path):
    with server(tmp_path) as first:
        start = {
            "event": "new_chat",
            "chat": {"id": "c1"},
            "visitor": {"id": "ann"},
            "location": {"address": "https://shop.example/"},
        }
        assert first.client.post(first.endpoint, json=start).json() == {
            "has_answer": True,
            "messages": [],
        }
        assert first.heard("hi") == ["hi 2"]
        code, log = first.stop()
    assert code == 0
    assert (tmp_path / "var" / "jaicp.sqlite3").is_file()
    with server(tmp_path) as second:
        assert second.endpoint.rpartition("/")[2] == first.endpoint.rpartition("/")[2]
        assert second.heard("hi") == ["hi 3"]
        assert second.heard("who") == ["ann"]
        assert "https://shop.example/" in second.heard("where")[0]
    assert first.endpoint.rpartition("/")[2] not in log


def test_what_is_printed_at_the_start_can_be_used(tmp_path):
    with server(tmp_path, "--secret", "0123456789abcdef", "--store", "memory:") as running:
        assert "bot       fake\n" in running.printed
        assert running.endpoint.endswith("/chatapi/webhook/webim/0123456789abcdef")
        body = running.client.get(running.health).json()
        assert (body["status"], body["bot"], body["workers"]["size"]) == ("ok", "fake", 2)
    assert not (tmp_path / "var").exists()


def test_a_runaway_turn_holds_up_nobody_else(tmp_path):
    with server(tmp_path, "--turn-seconds", "1", "--store", "memory:") as running:
        with ThreadPoolExecutor() as threads:
            runaway = threads.submit(running.say, "loop", "c1")
            assert running.heard("hi", "c2") == ["hi 1"]
            assert not runaway.done()
            assert runaway.result() == {"has_answer": False}
        assert running.heard("hi", "c1") == ["hi 1"]
        assert running.client.get(running.health).json()["workers"]["lost"] == 1


def test_buttons_are_pressed_as_they_were_shown(tmp_path):
    with server(tmp_path, "--store", "memory:") as running:
        text, keyboard = running.say("buttons")["messages"]
        button = keyboard["buttons"][0][0]
        assert (text["text"], button["text"]) == ("choose", "Prices")
        press = {"event": "new_message", "chat": {"id": "c1"}, "kind": "keyboard_response"}
        press["response"] = {"button": button}
        answer = running.client.post(running.endpoint, json=press).json()
        assert answer["messages"] == [{"kind": "operator", "text": "Prices 2"}]


def test_a_turn_under_way_is_finished_before_the_end(tmp_path):
    options = ["--turn-seconds", "1", "--store", "memory:"]
    with server(tmp_path, *options) as running, ThreadPoolExecutor() as threads:
        last = threads.submit(running.say, "loop")
        while running.client.get(running.health).json()["workers"]["busy"] == 0:
            pass
        code, _ = running.stop(signal.SIGTERM)
        assert (last.result(), code) == ({"has_answer": False}, 0)


def test_a_port_in_use_is_told_in_a_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-c", START, "--port", str(port)]
        result = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
        )
    assert (result.returncode, result.stdout) == (2, "")
    assert (
        result.stderr == f"Error: cannot listen on 127.0.0.1 port {port}: address already in use\n"
    )
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_workers_end_with_the_server(tmp_path, number):
    with server(tmp_path, "--store", "memory:") as running:
        [pid] = running.heard("pid")
        running.stop(number)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)
