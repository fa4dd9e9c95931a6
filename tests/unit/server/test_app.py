"""The HTTP endpoint: what is let in, and what is answered to the rest."""

import asyncio
import json
import logging

import httpx
import pytest

from jaicp import __version__
from jaicp.channels.webim import WebimDoor, WebimSettings
from jaicp.runtime.messages import Turn, TurnError
from jaicp.server.app import create_app
from jaicp.server.botlike import TurnLostError
from jaicp.server.dispatch import Dispatcher
from jaicp.server.webhook import BODY_LIMIT, Webhook
from jaicp.stores.base import StoreError
from jaicp.stores.memory import MemoryStore

SECRET = "s3cret-of-the-shop"
PATH = f"/chatapi/webhook/webim/{SECRET}"
MESSAGE = {"event": "new_message", "chat": {"id": "c1"}, "kind": "visitor", "text": "hi"}


class Pool:
    """A pool of no processes, its bot an echo."""

    bot_name = "echo"

    def __init__(self, live=2):
        self.live = live
        self.gate = None

    def status(self):
        return {"size": 2, "live": self.live, "busy": 0, "lost": 0, "failed_starts": 0}

    async def run(self, event, session):
        if event.query == "wait":
            await self.gate.wait()
        if event.query == "lost":
            raise TurnLostError("limit", "too long")
        error = (
            TurnError("script", "x is not defined", "main.sc", 1, 1)
            if event.query == "bad"
            else None
        )
        said = [] if error or event.event else [{"type": "text", "text": f"you said {event.query}"}]
        turn = Turn(state="/S", context="/S", event=event.event, query=event.query, replies=said)
        turn.session, turn.error = session, error
        return turn


def requests(scene, *, pool=None, store=None, secrets=(SECRET,), deadline=None):
    """Run `scene` with an HTTP client of an application; returns what it returns."""

    async def play():
        the_pool = pool or Pool()
        the_pool.gate = asyncio.Event()
        dispatcher = Dispatcher(store or MemoryStore(), the_pool, deadline=deadline)
        webhook = Webhook(WebimDoor(WebimSettings()), dispatcher)
        transport = httpx.ASGITransport(create_app(webhook, the_pool, secrets))
        async with httpx.AsyncClient(transport=transport, base_url="http://bot.example") as client:
            result = await scene(client)
        the_pool.gate.set()
        await dispatcher.close(10)
        return result

    return asyncio.run(play())


def post(body, path=PATH, headers=None, **options):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return requests(lambda client: client.post(path, content=data, headers=headers), **options)


def say(text, **options):
    return post({**MESSAGE, "text": text}, **options)


class TestTheAnswer:
    def test_carries_the_replies(self):
        response = say("привет")
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/json"
        message = {"kind": "operator", "text": "you said привет"}
        assert response.json() == {"has_answer": True, "messages": [message]}

    def test_to_the_start_of_a_chat_is_empty(self):
        response = post({"event": "new_chat", "chat": {"id": "c1"}, "visitor": {"id": "v"}})
        assert response.json() == {"has_answer": True, "messages": []}

    def test_to_what_is_not_known_is_empty(self):
        response = post({"event": "new_weather"})
        assert (response.status_code, response.json()) == (
            200,
            {"has_answer": True, "messages": []},
        )

    @pytest.mark.parametrize("text", ["bad", "lost"])
    def test_to_a_failed_turn_releases_the_chat(self, text):
        response = say(text)
        assert (response.status_code, response.json()) == (200, {"has_answer": False})

    def test_after_the_deadline_releases_the_chat(self):
        assert say("wait", deadline=0.0).json() == {"has_answer": False}

    def test_without_a_store_releases_the_chat(self, caplog):
        class Locked(MemoryStore):
            def load(self, key):
                raise StoreError("it is locked")

        assert say("hi", store=Locked()).json() == {"has_answer": False}
        assert "it is locked" in caplog.text


class TestTheDoor:
    @pytest.mark.parametrize(
        "path",
        [
            "/",
            "/chatapi/webhook/webim/",
            "/chatapi/webhook/webim/wrong",
            "/chatapi/webhook/webim/%F0%9F%98%80",
            "/chatapi/webhook/webim/%ff",
            PATH + "x",
            PATH + "/x",
            PATH[:-1],
        ],
    )
    def test_a_wrong_secret_looks_like_a_wrong_address(self, path):
        nowhere, wrong = post(MESSAGE, path="/nowhere"), post(MESSAGE, path=path)
        assert (wrong.status_code, wrong.content) == (404, nowhere.content)

    def test_two_secrets_may_be_good_at_once(self):
        assert say("hi", secrets=("new", SECRET)).status_code == 200

    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
    def test_other_methods_are_refused(self, method):
        response = requests(lambda client: client.request(method, PATH))
        assert response.status_code == 405
        assert response.headers["allow"] == "POST"

    @pytest.mark.parametrize(
        ("version", "status"), [("1.0", 200), ("1.7", 200), ("2.0", 404), ("", 404)]
    )
    def test_the_version_is_looked_at_where_it_is_told(self, version, status):
        response = post(MESSAGE, headers={"X-Bot-API-Version": version})
        assert response.status_code == status
        if status == 404:
            assert "bot API only" in response.json()["message"]

    @pytest.mark.parametrize("body", [b"", b"hello", b"[]", b"\xff", b'{"event": 1}'])
    def test_what_is_no_request_is_refused_as_json(self, body):
        response = post(body)
        assert response.status_code == 400
        assert response.json()["error"] == "bad_request"

    def test_the_wrong_field_is_named(self):
        assert post({"event": "new_message", "chat": 5}).json()["field"] == "kind"

    def test_a_body_has_a_limit(self):
        filled = json.dumps(MESSAGE).encode().ljust(BODY_LIMIT)
        assert post(filled).status_code == 200
        response = post(filled + b" ")
        assert (response.status_code, response.json()["error"]) == (413, "too_large")

    def test_no_more_is_read_than_the_limit(self):
        sent = []

        async def endless():
            while True:
                sent.append(1)
                yield b" " * 65536

        response = requests(lambda client: client.post(PATH, content=endless()))
        assert response.status_code == 413
        assert len(sent) < 30


class TestHealth:
    def test_it_tells_the_bot_and_the_workers(self):
        response = requests(lambda client: client.get("/health"))
        body = response.json()
        assert response.status_code == 200
        assert (body["status"], body["version"], body["bot"]) == ("ok", __version__, "echo")
        assert body["workers"]["live"] == 2
        assert body["under_way"] == 0

    @pytest.mark.parametrize(
        ("live", "status", "code"), [(1, "degraded", 200), (0, "failing", 503)]
    )
    def test_it_tells_when_workers_are_missing(self, live, status, code):
        response = requests(lambda client: client.get("/health"), pool=Pool(live))
        assert (response.json()["status"], response.status_code) == (status, code)

    def test_it_counts(self):
        async def scene(client):
            for body in (MESSAGE, {**MESSAGE, "text": "bad"}, {"event": "x"}, {}):
                await client.post(PATH, json=body)
            return (await client.get("/health")).json()["counters"]

        counters = requests(scene)
        wanted = {"turns": 2, "errors": 1, "ignored": 1, "bad_requests": 1}
        nothing = {"late": 0, "refused": 0, "repeated": 0}
        assert counters == wanted | nothing


def test_logs_show_neither_the_secret_nor_what_was_said(caplog):
    with caplog.at_level(logging.DEBUG):
        say("my card number")
        post(b"{", path=PATH + "%0Afaked line")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("jaicp")]
    assert any("POST '/chatapi/webhook/webim/***' 200" in line for line in ours)
    assert not any(SECRET in line or "card" in line or "faked" in line for line in ours)
