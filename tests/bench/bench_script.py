"""What scripts cost, against what the engine itself takes: `python tests/bench/bench_script.py`.

The line to beat for a turn is the bare way of the same data: a kilobyte of JSON into the engine, parsed,
changed, written and out again, with `json` doing its half in Python.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable

from jaicp.script.bundle import Bundle
from jaicp.script.engine import Limits
from jaicp.script.jsbox_engine import JsboxEngine
from jaicp.script.realm import Realm
from jaicp.script.syntax_check import SyntaxChecker
from jaicp.script.values import to_json_text
from jaicp.text.source import Source, Span

SESSION = {
    "count": 1,
    "name": "Привет, мир",
    "cart": [{"title": "товар " + str(n), "price": n * 10, "tags": ["a", "b"]} for n in range(14)],
}
BLOCK = "$session.count = $session.count + 1; $session.last = $request.query;"
REQUEST = {"query": "привет", "data": {}, "channelType": "webim"}


class BenchHost:
    """Answers everything with 0."""

    def call(self, service: str, method: str, args: list[object]) -> object:
        return 0


def span(text: str, name: str = "bench.sc") -> Span:
    return Source(name, text).span(0, len(text))


def measure(name: str, action: Callable[[], object], times: int = 2000) -> float:
    """Print and give the median of five rounds, in microseconds a call."""
    rounds = []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(times):
            action()
        rounds.append((time.perf_counter() - began) / times * 1e6)
    middle = statistics.median(rounds)
    print(f"{name:<62}{middle:10.1f} µs")
    return middle


def bare(session: dict[str, object]) -> Callable[[], object]:
    """The same data in and out of a bare engine."""
    engine = JsboxEngine(Limits())
    engine.evaluate(
        "function turn(text) { const s = JSON.parse(text); s.count += 1; s.last = 'привет';"
        " return JSON.stringify(s) }"
    )
    return lambda: json.loads(engine.call("turn", to_json_text(session), 5.0))


def realm_of(code: str, globals_count: int = 0) -> Realm:
    bundle = Bundle()
    names = "\n".join(f"function helper{n}(a) {{ return a + {n} }}" for n in range(globals_count))
    bundle.add_file(Source("helpers.js", names))
    bundle.add_block(span(code))
    bundle.add_expression(span("$session.count > 5"))
    bundle.add_template(["Привет, ", span("$session.name"), "!"])
    bundle.add_block(span("$reactions.answer('{{$session.name}} {{$session.count}}')"))
    realm = Realm(bundle)
    realm.start(BenchHost())
    return realm


ISOLATED = {
    "the same, looking at a global with 25 fields": "Utils.f1(1)",
    "the same, changing a global": "Utils.settings.deep.list.push(1)",
    "the same, looking up one of 1000 entries": "Cities[5].name",
    "the same, looking at each of 1000 entries": "for (var id in Cities) Cities[id].name",
    "the same, adding to the language": "Array.prototype.last = 1",
}
"""What turns do with globals, by title."""


def isolated(code: str) -> Realm:
    """A bot with a global object and a dictionary, one block of which runs `code`."""
    bundle = Bundle()
    functions = ", ".join(f"f{n}: function (a) {{ return a }}" for n in range(20))
    bundle.add_file(
        Source("a.js", f"var Utils = {{{functions}, settings: {{deep: {{list: [1, 2]}}}}}};")
    )
    rows = {str(n): {"name": f"Город {n}", "zone": "Europe/Moscow", "n": n} for n in range(1000)}
    bundle.add_data("Cities", rows)
    bundle.add_block(span(code))
    realm = Realm(bundle)
    realm.start(BenchHost())
    return realm


def turn(realm: Realm, session: dict[str, object], blocks: tuple[int, ...]) -> Callable[[], object]:
    host = BenchHost()
    variables = {"session": session, "request": REQUEST, "context": {"currentState": "/A"}}

    def one() -> object:
        realm.open(host, variables)
        for block in blocks:
            realm.run(block)
        return realm.close()

    return one


def compare(title: str, session: dict[str, object], times: int) -> None:
    size = len(to_json_text(session).encode())
    print(f"\n{title}: session of {size} bytes")
    floor = measure("bare engine: in, parse, change, write, out", bare(session), times)
    realm = realm_of(BLOCK)
    cost = measure("turn: open, one block, close", turn(realm, session, (0,)), times)
    print(f"{'':<62}{cost / floor:10.2f} x")


def load_times() -> None:
    print("\nloading")
    bundle = Bundle()
    for n in range(500):
        bundle.add_block(
            span(f"var a = {n};\n$session.x = a + 1;\n$reactions.answer('ответ {n}');\n")
        )

    def load() -> None:
        realm = Realm(bundle)
        realm.start(BenchHost())
        realm.close_engine()

    measure("realm of 500 blocks: engine, prelude, compile, seal", load, 5)
    empty = Bundle()

    def load_empty() -> None:
        realm = Realm(empty)
        realm.start(BenchHost())
        realm.close_engine()

    measure("realm of nothing", load_empty, 20)


def main() -> None:
    compare("one kilobyte", SESSION, 1000)
    large = {**SESSION, "history": [SESSION["cart"]] * 40}
    compare("large", large, 100)
    print("\nparts of a turn, session of one kilobyte")
    realm = realm_of(BLOCK)
    measure("open and close, no script", turn(realm, SESSION, ()))
    measure("one script that touches nothing", turn(realm_of("var a = 1"), SESSION, (0,)))
    crowded = realm_of("var a = 1", 300)
    measure("the same with 300 globals of the bot", turn(crowded, SESSION, (0,)))
    for title, code in ISOLATED.items():
        measure(title, turn(isolated(code), SESSION, (0,)), 500)
    measure("one template", turn(realm, SESSION, (2,)))
    measure("one answer with two expressions", turn(realm, SESSION, (3,)))
    measure("block, expression, template, answer", turn(realm, SESSION, (0, 1, 2, 3)))
    realm.open(BenchHost(), {"session": SESSION})
    measure("one more expression in an open turn", lambda: realm.test(1))
    realm.open(BenchHost(), {"session": SESSION})
    print("\nchecking syntax")
    checker = SyntaxChecker()
    code = span(BLOCK + "\nif ($session.count > 3) {\n    $reactions.answer('много');\n}\n")
    measure("block of four lines", lambda: checker.check_block(code))
    expression = span("$session.count > 3 && $client.name")
    measure("expression", lambda: checker.check_expression(expression))
    load_times()


if __name__ == "__main__":
    main()
