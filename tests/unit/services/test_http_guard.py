"""Which addresses the HTTP client connects to: those that it has looked at, and public ones only."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from service_world import FakeServer

from jaicp.services.addresses import is_public, resolve, resolve_within
from jaicp.services.exchange import ClientAnswer, ClientError
from jaicp.services.http_client import HttpClient


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "no address",
    ],
)  # fmt: skip
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


@contextmanager
def client(
    is_allowed: Callable[[str], bool], find: Callable[[str, int], list[str]] = resolve
) -> Iterator[Callable[[str], ClientAnswer]]:
    with closing(HttpClient(is_allowed, find)) as opened:
        yield lambda url: opened.request("GET", url, {}, None, seconds=5, most_bytes=1000)


def test_a_redirect_is_looked_at_like_any_address(server: FakeServer) -> None:
    server.says("/inside", "secret")
    url = server.says("/x", "", status=302, Location=f"http://127.0.0.2:{server.port}/inside")
    with (
        client(lambda address: address == "127.0.0.1") as get,
        pytest.raises(ClientError, match=r"127\.0\.0\.2 is a private address"),
    ):
        get(url)
    assert [request.path for request in server.asked] == ["/x"]


def test_a_name_is_resolved_once_and_the_connection_goes_there(server: FakeServer) -> None:
    answers: list[Any] = [["127.0.0.1"], ["127.0.0.2"]]
    with client(lambda address: address == "127.0.0.1", lambda host, port: answers.pop(0)) as get:
        assert get(f"http://rebind.example:{server.port}/x").status == 404
    assert answers == [["127.0.0.2"]]
    assert server.asked[0].headers["Host"] == f"rebind.example:{server.port}"


def test_of_several_addresses_only_allowed_ones_are_tried(server: FakeServer) -> None:
    with client(
        lambda address: address == "127.0.0.1", lambda host, port: ["127.0.0.2", "127.0.0.1"]
    ) as get:
        assert get(f"http://both.example:{server.port}/x").status == 404


def test_an_address_that_does_not_answer_is_followed_by_the_next(server: FakeServer) -> None:
    with client(lambda _: True, lambda host, port: ["127.0.0.2", "127.0.0.1"]) as get:
        assert get(f"http://both.example:{server.port}/x").status == 404


def test_a_name_that_nobody_knows() -> None:
    with (
        client(lambda _: True, lambda host, port: []) as get,
        pytest.raises(ClientError, match=r"Unknown host nobody\.example"),
    ):
        get("http://nobody.example/")


def test_endless_redirects_end(server: FakeServer) -> None:
    url = server.says("/x", "", status=302, Location="/x")
    with client(lambda _: True) as get, pytest.raises(ClientError):
        get(url)
    assert len(server.asked) == 6


def test_a_connection_is_kept_for_the_next_request(server: FakeServer) -> None:
    found: list[str] = []

    def find(host: str, port: int) -> list[str]:
        found.append(host)
        return ["127.0.0.1"]

    url = server.says("/x", "ok")
    with client(lambda _: True, find) as get:
        assert [get(url).text, get(url).text] == ["ok", "ok"]
    assert len(found) == 1


def test_a_resolver_that_does_not_answer_is_not_waited_for() -> None:
    over = threading.Event()

    def wait(host: str, port: int) -> list[str]:
        over.wait()
        return ["127.0.0.1"]

    with pytest.raises(TimeoutError, match=r"slow\.example"):
        resolve_within(0.05, "slow.example", 80, wait)
    over.set()
