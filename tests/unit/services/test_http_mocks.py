"""`$http` in tests of bots: mocks answer, and nothing leaves the machine (vendor's page on `mockData`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from service_world import FakeServer, OneBot

MakeBot = Callable[..., OneBot]


@dataclass
class Mocked:
    status: int = 200
    type: str = "json"
    text: str = ""
    data: Any = None


@dataclass
class Mocks:
    """Answers every request alike; None is no answer."""

    mocked: Mocked | None = None
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    lets_through: bool = False

    def answer(self, *asked: Any) -> Mocked | None:
        self.asked.append(asked)
        return self.mocked

    def send_mail(self, recipient: str, subject: str, body: str) -> None:
        raise AssertionError(recipient, subject, body)


@pytest.mark.parametrize(
    ("mocked", "data_type", "data"),
    [
        (Mocked(type="json", text="{a: 1}", data={"a": 1}), "", {"a": 1}),
        (Mocked(type="json", text="{a: 1}", data={"a": 1}), "json", {"a": 1}),
        (Mocked(type="json", text="{a: 1}", data={"a": 1}), "text", "{a: 1}"),
        (Mocked(type="text", text=" ok "), "", " ok "),
        (Mocked(type="text", text='{"a": 1}'), "json", {"a": 1}),
        (Mocked(type="xml", text="<a>5</a>"), "", {"a": 5}),
        (Mocked(type="json", text="", data=None), "", None),
    ],
)
def test_a_mock_answers(make_bot: MakeBot, mocked: Mocked, data_type: str, data: Any) -> None:
    bot = make_bot(http_mocks=Mocks(mocked))
    result = bot.value(f"$http.get('http://a.example', {{dataType: {data_type!r}}})")
    assert (result["isOk"], result["status"], result.get("data")) == (True, 200, data)


def test_a_mock_may_be_an_error(make_bot: MakeBot) -> None:
    bot = make_bot(http_mocks=Mocks(Mocked(status=401, text='{"a": 1}', data={"a": 1})))
    result = bot.value("$http.get('http://a.example')")
    assert result == {"isOk": False, "status": 401, "error": '{"a": 1}', "response": {}}


def test_mocks_are_told_the_whole_request(make_bot: MakeBot) -> None:
    mocks = Mocks()
    bot = make_bot(http_mocks=mocks, init="$http.config({url: {host: 'a.example'}});")
    bot.run("$http.post('/x?p=${p}', {query: {p: 'a b'}, body: {n: 1}, headers: {H: 'v'}})")
    headers = {"H": "v", "Content-Type": "application/json"}
    assert mocks.asked == [("POST", "https://a.example/x?p=${p}", {"p": "a b"}, {"n": 1}, headers)]


def test_without_an_answer_the_request_fails_and_nobody_is_asked(
    make_bot: MakeBot, server: FakeServer
) -> None:
    bot = make_bot(http_mocks=Mocks())
    result = bot.value(f"$http.get('{server.url}/x')")
    assert (result["isOk"], result["status"]) == (False, -1)
    assert server.asked == []
