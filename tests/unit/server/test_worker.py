"""A worker over its pipes, without the pool."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from jaicp.runtime.messages import Event, Session
from jaicp.server.frames import encode_frame, read_frame

HERE = str(Path(__file__).parent)


def converse(*requests, bot="chatty", seconds="5", raw=b""):
    """All that a worker says when it is told `requests` and then `raw`, its log, and its exit code."""
    command = [sys.executable, "-m", "jaicp.server.worker", "--factory", f"fake_bots:{bot}"]
    command += ["--memory-mib", "0", "--turn-seconds", seconds, "bot"]
    told = b"".join(map(encode_frame, requests)) + raw
    result = subprocess.run(
        command, input=told, capture_output=True, env={"PYTHONPATH": HERE}, timeout=60, check=False
    )
    stream = io.BytesIO(result.stdout)
    messages = []
    while (message := read_frame(stream)) is not None:
        messages.append(message)
    return messages, result.stderr.decode(), result.returncode


def request(query):
    return {"event": Event(query=query).to_json(), "session": Session().to_json()}


def test_it_greets_answers_and_ends_with_its_input():
    messages, _, code = converse(request("hello"))
    assert messages[0] == {"ready": {"bot": "fake"}}
    assert messages[1]["turn"]["replies"][0]["text"] == "hello 1"
    assert (len(messages), code) == (2, 0)


def test_prints_go_to_the_log():
    messages, log, _ = converse(request("print"))
    assert messages[1]["turn"]["replies"][0]["text"] == "printed"
    assert "noise" in log
    assert "more noise" in log


def test_a_fault_is_told_and_the_next_turn_taken():
    messages, _, code = converse(request("fail"), request("hello"))
    assert "our own fault" in messages[1]["crashed"]
    assert messages[2]["turn"]["query"] == "hello"
    assert code == 0


def test_a_server_that_goes_within_a_message_ends_it():
    messages, log, code = converse(raw=b"\0\0")
    assert (messages, code, log) == ([{"ready": {"bot": "fake"}}], 0, "")


@pytest.mark.parametrize(("bot", "key"), [("refused", "unusable"), ("broken", "crashed")])
def test_a_bot_that_does_not_load_is_told(bot, key):
    [message], _, code = converse(bot=bot)
    assert key in message
    assert code == 1


def test_a_runaway_turn_ends_the_worker_even_where_nobody_kills_it():
    messages, _, code = converse(
        request("loop"), seconds="-4.9"
    )  # 0.1 s with what an orphan is given
    assert messages == [{"ready": {"bot": "fake"}}]
    assert code != 0
