"""The API: what it does with a token, what it refuses, and that it keeps to its own document."""

import asyncio
import json

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from jaicp.server.deploy.access import FAILURES, SECONDS, Access, Attempts
from jaicp.server.deploy.app import create_app
from jaicp.server.deploy.host import Host, HostOptions
from jaicp.server.deploy.publisher import Publisher
from jaicp.server.deploy.registry import Registry
from jaicp.server.deploy.vault import Vault
from jaicp.stores.base import Chat, TurnRecord
from jaicp.stores.memory import MemoryStore

AT = "/api/v1/channels"
# Without a token nothing is open (tested above); which fields go together no schema tells.
LEFT_OUT = [ignored_auth, positive_data_acceptance]


class World:
    def __init__(self, folder):
        self.store = MemoryStore()
        self.registry = Registry(self.store, Vault(b"x" * 43 + b"="))
        publisher = Publisher(self.registry, folder / "builds")
        self.host = Host(self.store, self.registry, publisher, HostOptions())
        self.host.publish_soon = lambda name, tests: self.published.append((name, tests))
        self.published = []
        self.access = Access(self.store, clock=lambda: 5.0)
        self.token = self.access.add("test")
        self.now = 0.0
        attempts = Attempts(clock=lambda: self.now)
        self.app = create_app(self.host, self.access, attempts)

    def ask(self, method, path, body=None, token=None, **more):
        async def play():
            headers = {"Authorization": f"Bearer {token or self.token}"}
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
                return await client.request(method, path, json=body, headers=headers, **more)

        return asyncio.run(play())


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


def test_a_channel_is_added_shown_changed_and_removed(world, tmp_path):
    added = world.ask("POST", AT, {"name": "shop", "source": str(tmp_path), "keep": 2})
    assert added.status_code == 201
    assert (
        added.json()["endpoint"]
        == f"/chatapi/webhook/webim/{world.registry.channel('shop').secret}"
    )
    assert world.ask("POST", AT, {"name": "shop", "source": "x"}).status_code == 409
    token = {"token": "se-cret", "domain": "acme"}
    changed = world.ask("PATCH", f"{AT}/shop", token)
    assert changed.json()["token"] is True
    listed = world.ask("GET", AT)
    assert [one["name"] for one in listed.json()["channels"]] == ["shop"]
    assert "se-cret" not in listed.text + changed.text
    assert world.registry.channel("shop").token == "se-cret"
    assert world.ask("POST", f"{AT}/shop/block", {"blocked": True}).json()["blocked"] is True
    assert world.ask("POST", f"{AT}/shop/publish", {"tests": "skip"}).status_code == 202
    assert world.published == [("shop", "skip")]
    assert world.ask("POST", f"{AT}/shop/rollback").status_code == 409
    assert world.ask("GET", f"{AT}/shop/builds").json() == {"builds": []}
    assert world.ask("DELETE", f"{AT}/shop").status_code == 204
    assert world.ask("GET", f"{AT}/shop").status_code == 404


def test_the_log_is_read_page_by_page(world):
    for n in range(3):
        turn = TurnRecord(time=float(n), channel="webim:shop", chat="1", client="a", query=f"q{n}")
        world.store.save(turn, Chat("a"), None)
    first = world.ask("GET", "/api/v1/logs", params={"after": 0, "limit": 2}).json()["turns"]
    assert [turn["query"] for turn in first] == ["q0", "q1"]
    rest = world.ask("GET", "/api/v1/logs", params={"after": first[-1]["id"], "text": "Q"}).json()
    assert [turn["query"] for turn in rest["turns"]] == ["q2"]
    assert world.ask("GET", "/api/v1/logs", params={"since": "nan"}).status_code == 400
    assert world.ask("GET", "/api/v1/logs", params={"who": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"source": "x"}, "`name` is missing"),
        ({"name": "shop", "source": 5}, "`source` is of the wrong type"),
        ({"name": "shop", "source": "x", "keep": True}, "`keep` is of the wrong type"),
        ({"name": "shop", "source": "x", "active": 1}, "there is no field `active`"),
        ({"name": "shop", "source": "x", "secret": "s"}, "there is no field `secret`"),
        ([], "the body is no object"),
    ],
)
def test_wrong_bodies_are_refused(world, body, message):
    answer = world.ask("POST", AT, body)
    assert (answer.status_code, answer.json()["message"]) == (400, message)


def test_only_a_hash_of_a_token_is_kept(world):
    assert world.token not in json.dumps(world.store.records("api-token"))
    assert world.access.names() == {"test": 5.0}
    assert world.access.remove("test")
    assert world.ask("GET", AT).status_code == 401


def test_after_too_many_wrong_tokens_one_has_to_wait(world):
    for _ in range(FAILURES):
        assert world.ask("GET", AT, token="wrong").status_code == 401
    refused = world.ask("GET", AT)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, str(int(SECONDS)))
    world.now = SECONDS + 1
    assert world.ask("GET", AT).status_code == 200


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=JSON, path=st.sampled_from([AT, f"{AT}/x", f"{AT}/x/block", f"{AT}/x/rollback"]))
def test_no_body_breaks_it(world, body, path):
    for method in ("POST", "PATCH"):
        assert world.ask(method, path, body).status_code < 500


def test_it_keeps_to_its_own_document(world):
    """Requests made up from the document, wrong ones too: no fault, and answers of the shapes it tells."""
    for name in ("shop", "0"):
        world.ask("POST", AT, {"name": name, "source": "x"})
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", world.app)
    headers = {"Authorization": f"Bearer {world.token}"}
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 10

    for operation in operations:

        @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def play(case):
            case.call_and_validate(headers=headers, excluded_checks=LEFT_OUT)

        play()
