"""A running endpoint and streams of updates that nobody sane would send: each is answered, none by a fault."""

import asyncio
import json
import signal

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webim_server import BotServer

SCRIPT = """theme: /
    state: Anything
        q!: *
        event!: fileEvent
        event!: noMatch
        script:
            $session.heard = ($session.heard || 0) + 1;
            $reactions.answer(toPrettyString($request.rawRequest) + toPrettyString($request.data));
"""
NOWHERE = "http://127.0.0.1:9"
"""Webim takes no calls meanwhile: they wait."""

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=10,
)


def often(value):
    """Mostly what is expected, else anything."""
    return st.one_of(value, value, value, JSON)


BUTTON = st.fixed_dictionaries({"button": often(st.fixed_dictionaries({"id": JSON, "text": JSON}))})
MESSAGE = st.fixed_dictionaries(
    {},
    optional={
        "id": often(st.text(max_size=5)),
        "kind": often(st.sampled_from(["visitor", "keyboard_response", "file_visitor", "info"])),
        "text": often(st.text(max_size=40)),
        "response": often(BUTTON),
        "data": often(BUTTON | st.fixed_dictionaries({"url": JSON, "name": JSON, "size": JSON})),
    },
)
PARTS = st.fixed_dictionaries(
    {"event": often(st.sampled_from(["new_chat", "new_message"]))},
    optional={
        "chat": often(st.fixed_dictionaries({"id": often(st.integers(0, 5))})),
        "chat_id": often(st.integers(0, 5)),
        "visitor": often(st.fixed_dictionaries({"id": JSON, "fields": often(JSON)})),
        "message": often(MESSAGE),
        "messages": often(st.lists(often(MESSAGE), max_size=3)),
        "location": often(st.fixed_dictionaries({"address": JSON})),
    },
)
UPDATE = st.tuples(PARTS, MESSAGE).map(lambda both: {**both[1], **both[0]})
BODY = st.one_of(
    UPDATE.map(lambda update: json.dumps(update).encode()),
    UPDATE.map(lambda update: json.dumps(update).encode()[:-3]),
    JSON.map(lambda value: json.dumps(value).encode()),
    st.binary(max_size=60),
)
VERSION = st.sampled_from(["1.0", "2.0", "2.0", "", "3", "2.0, 1.0", "\x7f"])


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bot")
    (folder / "chatbot.yaml").write_text("name: hostile\nentryPoint: main.sc\n")
    (folder / "src").mkdir()
    (folder / "src/main.sc").write_text(SCRIPT)
    server = BotServer(folder, NOWHERE, real=True)
    with asyncio.Runner() as runner:
        runner.run(server.start())
        with httpx.Client(timeout=30, trust_env=False) as client:
            yield server, client
        runner.run(server.end(signal.SIGKILL))


@given(stream=st.lists(st.tuples(VERSION, BODY), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_each_is_answered_and_none_by_a_fault(running, stream):
    server, client = running
    for version, body in stream:
        head = {"X-Bot-API-Version": version} if version else {}
        answer = client.post(server.endpoint, content=body, headers=head)
        assert answer.status_code in (200, 400, 404, 413), (version, body, answer.text)
        assert isinstance(answer.json(), dict)


def test_afterwards_people_are_answered(running):
    server, client = running
    update = {"event": "new_message", "chat": {"id": "ann"}, "kind": "visitor", "text": "hello"}
    answer = client.post(server.endpoint, json=update, headers={"X-Bot-API-Version": "1.0"})
    assert '"text": "hello"' in answer.json()["messages"][0]["text"]
    assert client.get(f"{server.base}/health").json()["workers"]["lost"] == 0
    assert "Traceback" not in server.log()
