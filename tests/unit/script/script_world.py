"""What the tests of scripts share: a host that remembers, and short ways to a realm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jaicp.script.bundle import Bundle
from jaicp.script.engine import Limits
from jaicp.script.host import HostError
from jaicp.script.port import RealmConfig
from jaicp.script.realm import Realm
from jaicp.text.source import Source, Span


def span(text: str, name: str = "main.sc") -> Span:
    """All of a text as a stretch of a source of its own."""
    return Source(name, text).span(0, len(text))


def inside(text: str, part: str, name: str = "main.sc") -> Span:
    """The stretch of `text` that says `part`."""
    start = text.index(part)
    return Source(name, text).span(start, start + len(part))


class FakeHost:
    """Answers from a table, keeps what was logged and asked."""

    def __init__(self, **answers: Any) -> None:
        self.answers = {"currentTime": 1_700_000_000_000, "random": 0, **answers}
        self.logged: list[str] = []
        self.asked: list[tuple[str, str, list[Any]]] = []

    def call(self, service: str, method: str, args: list[Any]) -> Any:
        self.asked.append((service, method, args))
        if method == "log":
            self.logged.append(args[0])
            return None
        answer = self.answers[method]
        if isinstance(answer, Exception):
            raise answer
        return answer


class World:
    """A started realm with one file and a way to run code that was not known before."""

    def __init__(
        self,
        *blocks: str,
        file: str = "",
        init: str = "",
        host: FakeHost | None = None,
        limits: Limits | None = None,
        config: RealmConfig | None = None,
        **realm_options: Any,
    ) -> None:
        bundle = Bundle()
        if file:
            bundle.add_file(Source("lib.js", file))
        if init:
            bundle.add_init(span(init, "init.sc"))
        self.blocks = [bundle.add_block(span(text)) for text in blocks]
        self.evaluate = bundle.add_expression(span("(0, eval)($temp.code)", "eval.sc"))
        self.host = host or FakeHost()
        self.realm = Realm(bundle, limits, config, **realm_options)
        self.realm.start(self.host)

    def open(self, **variables: Any) -> Realm:
        """Begin a turn; `state` is short for the current state."""
        context = {"currentState": variables.pop("state", "/Start"), **variables.pop("context", {})}
        self.realm.open(self.host, {**variables, "context": context})
        return self.realm

    def turn(self, **variables: Any) -> Mapping[str, Any]:
        """A turn that runs all blocks, and what it keeps."""
        realm = self.open(**variables)
        for block in self.blocks:
            realm.run(block)
        return realm.close()

    def value(self, code: str, **variables: Any) -> Any:
        """What `code` gives in a turn of its own."""
        realm = self.open(temp={"code": code}, **variables)
        try:
            return realm.run(self.evaluate)
        finally:
            realm.abandon()


class Turns:
    """A bot whose turns run code that is compiled with it; with `shapes` its code can do anything to objects."""

    def __init__(self, *codes: str, file: str = "", shapes: bool = False) -> None:
        bundle = Bundle()
        bundle.add_file(Source("lib.js", file))
        self.blocks = [bundle.add_block(span(code)) for code in codes]
        if shapes:
            bundle.add_block(span("eval('1')"))
        self.realm = Realm(bundle)
        self.realm.start(FakeHost())

    def run(self, number: int) -> Any:
        """One turn that runs one of the blocks: what it leaves in `$session.value`."""
        self.realm.open(FakeHost(), {"session": {}})
        self.realm.run(self.blocks[number])
        return self.realm.close().get("session", {}).get("value")


def replies_of(code: str, **options: Any) -> list[dict[str, Any]]:
    """The replies of a turn that runs one block."""
    world = World(code, **options)
    return list(world.turn()["response"]["replies"])


__all__ = ["FakeHost", "HostError", "Turns", "World", "inside", "replies_of", "span"]
