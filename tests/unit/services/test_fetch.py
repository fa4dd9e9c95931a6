"""What scripts of the modern runtime find beside the language: `fetch`, addresses, timers, chance, copies."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from service_world import FakeServer, OneBot, Request

from jaicp.runtime.messages import Event, Turn
from jaicp.script.engine import Limits
from jaicp.services.settings import ServiceSettings

STATE = """    state: Modern
        event!: modern
        scriptEs6:
            // fetch
            const job = (0, eval)("(async () => {" + $request.data.code + "})");
            $session.result = await job();
"""

MakeBot = Callable[..., OneBot]


class Modern:
    """A bot that runs code of the modern runtime."""

    def __init__(self, make_bot: MakeBot, **options: Any) -> None:
        self.bot = make_bot(scenario=STATE, **options)

    def run(self, code: str) -> Turn:
        turn = self.bot.bot.handle(Event(event="modern", data={"code": code}), self.bot.session)
        self.bot.session = turn.session
        return turn

    def value(self, code: str) -> Any:
        turn = self.run(code)
        assert turn.error is None, turn.error
        return turn.session.session.get("result")

    def error(self, code: str) -> str:
        turn = self.run(code)
        assert turn.error is not None
        return turn.error.message


@pytest.fixture
def modern(make_bot: MakeBot) -> Modern:
    return Modern(make_bot)


# Requests


def test_an_answer_is_read_in_each_way(modern: Modern, server: FakeServer) -> None:
    url = server.says("/x", '{"a": "я"}', Content_Type="application/json", X_Mine="1")
    code = f"""
    const answer = await fetch({url!r});
    const copy = answer.clone(), bytes = await fetch({url!r}).then((one) => one.arrayBuffer());
    return [answer.ok, answer.status, answer.statusText, answer.headers.get("x-mine"), answer.url === {url!r},
      (await answer.json()).a, await copy.text(), bytes.byteLength, answer.bodyUsed];
    """
    assert modern.value(code) == [True, 200, "OK", "1", True, "я", '{"a": "я"}', 11, True]


def test_an_answer_that_is_no_success_is_one_all_the_same(
    modern: Modern, server: FakeServer
) -> None:
    url = server.says("/x", "gone", status=410)
    code = f"const one = await fetch({url!r}); return [one.ok, one.status, await one.text()];"
    assert modern.value(code) == [False, 410, "gone"]


def test_a_body_is_read_once(modern: Modern, server: FakeServer) -> None:
    url = server.says("/x", "text")
    code = f"const one = await fetch({url!r}); await one.text(); return one.text();"
    assert modern.error(code) == "Body is unusable: Body has already been read"


def test_bytes_that_are_no_text_stay_as_they_are(modern: Modern, server: FakeServer) -> None:
    url = server.says("/x", b"\xff\x00\xd0")
    code = f"return Buffer.from(await (await fetch({url!r})).arrayBuffer()).toString('hex');"
    assert modern.value(code) == "ff00d0"


@pytest.mark.parametrize(
    ("body", "sent", "kind"),
    [
        ("'привет'", "привет", "text/plain;charset=UTF-8"),
        ("JSON.stringify({a: 1})", '{"a":1}', "text/plain;charset=UTF-8"),
        (
            "new URLSearchParams({a: 'x y', b: 'я'})",
            "a=x+y&b=%D1%8F",
            "application/x-www-form-urlencoded;charset=UTF-8",
        ),
        ("Uint8Array.of(104, 105)", "hi", None),
        ("Buffer.from('привет')", "привет", None),
        ("new Uint8Array([104, 105]).buffer", "hi", None),
    ],
)
def test_bodies_and_their_types(
    modern: Modern, server: FakeServer, body: str, sent: str, kind: str | None
) -> None:
    url = server.says("/x", "ok")
    modern.run(f"await fetch({url!r}, {{method: 'post', body: {body}}});")
    (asked,) = server.asked
    headers = {name.lower(): value for name, value in asked.headers.items()}
    assert (asked.method, asked.body, headers.get("content-type")) == ("POST", sent, kind)


def test_fields_of_a_form(modern: Modern, server: FakeServer) -> None:
    url = server.says("/x", "ok")
    modern.run(
        "const form = new FormData(); form.append('name', 'Аня'); form.append('a\"b', 2);"
        f"await fetch({url!r}, {{method: 'POST', body: form}});"
    )
    (asked,) = server.asked
    kind = {name.lower(): value for name, value in asked.headers.items()}["content-type"]
    mark = kind.removeprefix("multipart/form-data; boundary=")
    assert asked.body == (
        f'--{mark}\r\nContent-Disposition: form-data; name="name"\r\n\r\nАня\r\n'
        f'--{mark}\r\nContent-Disposition: form-data; name="a%22b"\r\n\r\n2\r\n--{mark}--\r\n'
    )


def test_files_in_a_form_and_streams_as_bodies(modern: Modern, server: FakeServer) -> None:
    url = server.says("/x", "ok")
    modern.run(
        "const form = new FormData();"
        "form.append('f', new File(['при', Uint8Array.of(33)], 'a.txt', {type: 'text/plain'}));"
        "form.append('g', new Blob(['b']), 'b.bin');"
        f"await fetch({url!r}, {{method: 'POST', body: form}});"
        "const stream = ReadableStream.from(['a', 'b']);"
        f"await fetch({url!r}, {{method: 'POST', body: stream, duplex: 'half'}});"
        f"await fetch({url!r}, {{method: 'POST', body: new Blob(['x'], {{type: 'text/css'}})}});"
    )
    form, stream, blob = server.asked
    assert 'name="f"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nпри!\r\n' in form.body
    assert 'filename="b.bin"\r\nContent-Type: application/octet-stream\r\n\r\nb' in form.body
    assert stream.body == "ab"
    headers = {name.lower(): value for name, value in blob.headers.items()}
    assert (blob.body, headers["content-type"]) == ("x", "text/css")


def test_answers_are_streams_too(modern: Modern, server: FakeServer) -> None:
    url = server.says("/x", "привет", Content_Type="text/plain")
    code = f"""
    const answer = await fetch({url!r}), copy = answer.clone();
    const pieces = [];
    for await (const piece of answer.body) pieces.push(...piece);
    const reader = copy.body.getReader();
    const first = await reader.read(), last = await reader.read();
    const blob = await (await fetch({url!r})).blob();
    return [new TextDecoder().decode(Uint8Array.from(pieces)), first.value.length, last.done, copy.body.locked,
      blob.size, blob.type, await blob.slice(0, 4).text(), (await fetch({url!r})).body instanceof ReadableStream];
    """
    assert modern.value(code) == ["привет", 12, True, True, 12, "text/plain", "пр", True]


def test_streams_of_ones_own(modern: Modern) -> None:
    code = """
    let controller;
    const stream = new ReadableStream({start(one) { controller = one; }});
    const [left, right] = stream.tee();
    setTimeout(() => { controller.enqueue("a"); controller.enqueue("b"); controller.close(); }, 1);
    const all = (one) => Array.fromAsync(one);
    const both = await Promise.all([all(left), all(right)]);
    const failing = new ReadableStream({pull(one) { one.error(new Error("broken")); }});
    return [both, await all(failing).catch((error) => error.message), stream.locked,
      await stream.cancel().catch((error) => error.name)];
    """
    assert modern.value(code) == [[["a", "b"], ["a", "b"]], "broken", True, "TypeError"]


def test_a_request_can_be_made_before(modern: Modern, server: FakeServer) -> None:
    url = server.says("/x", "ok")
    code = f"""
    const headers = {{"X-A": "1", "Content-Type": "x/y"}};
    const request = new Request({url!r}, {{method: "PUT", body: "b", headers}});
    await fetch(request, {{headers: [...request.headers, ["x-b", "2"]]}});
    """
    modern.run(code)
    (asked,) = server.asked
    headers = {name.lower(): value for name, value in asked.headers.items()}
    assert (asked.method, asked.body) == ("PUT", "b")
    assert (headers["x-a"], headers["x-b"], headers["content-type"]) == ("1", "2", "x/y")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("await fetch('http://127.0.0.1:1/')", "TypeError: fetch failed: "),
        ("await fetch('/x')", "TypeError: Invalid URL: /x: "),
        ("await fetch('ftp://a/')", "TypeError: fetch failed: "),
        ("await fetch('http://a/', {body: 'x'})", "with GET/HEAD method cannot have body"),
        ("new Headers({'a b': '1'})", "`a b` is no name of a header"),
        ("new Headers({a: 'b\\r\\nc: d'})", "a line break in the header `a`"),
        (
            "await fetch('http://a/', {signal: AbortSignal.abort()})",
            "AbortError: This operation was",
        ),
    ],
)
def test_what_fails_throws(modern: Modern, code: str, message: str) -> None:
    told = modern.value(
        f"try {{ {code}; }} catch (e) {{ return `${{e.name}}: ${{e.message}}: ${{e.cause?.message ?? ''}}`; }}"
    )
    assert message in told
    assert len(told) > len(message) - 1


def test_private_addresses_are_refused(make_bot: MakeBot, server: FakeServer) -> None:
    url = server.says("/x", "secret")
    strict = Modern(make_bot, settings=ServiceSettings())
    code = f"return fetch({url!r}).catch((error) => error.cause.message);"
    assert "private" in strict.value(code)
    assert server.asked == []


def test_a_turn_has_so_many_requests(modern: Modern, server: FakeServer) -> None:
    url = server.says("/x", "ok")
    code = (
        f"let n = 0; for (;;) {{ try {{ await fetch({url!r}); n += 1; }} catch {{ return n; }} }}"
    )
    assert modern.value(code) == 15
    assert modern.value("return 1;") == 1


def test_a_slow_server_ends_by_the_signal(make_bot: MakeBot, server: FakeServer) -> None:
    def slow(_: Request) -> tuple[int, dict[str, str], bytes]:
        time.sleep(0.3)
        return 200, {}, b"late"

    server.answers["/slow"] = slow
    code = f"""
    const signal = AbortSignal.timeout(50);
    try {{ await fetch({server.url + "/slow"!r}, {{signal}}); }} catch (error) {{ return error.name; }}
    """
    assert Modern(make_bot).value(code) == "TimeoutError"


class Mocks:
    """Answers every request with what it was asked."""

    lets_through = False

    def answer(self, method: str, url: str, query: Any, body: Any, headers: Any) -> Any:
        text = json.dumps([method, url, body])
        return type("Answer", (), {"status": 201, "type": "json", "text": text, "data": None})

    def send_mail(self, recipient: str, subject: str, body: str) -> None:
        raise AssertionError


def test_mocks_answer(make_bot: MakeBot) -> None:
    mocked = Modern(make_bot, http_mocks=Mocks())
    code = """
    const answer = await fetch("https://a.example/x", {method: "POST", body: "{}"});
    return [answer.status, answer.headers.get("content-type"), await answer.json()];
    """
    asked = ["POST", "https://a.example/x", "{}"]
    assert mocked.value(code) == [201, "application/json", asked]


# Timers


def test_timers_wait_while_a_script_does(make_bot: MakeBot) -> None:
    slept: list[float] = []
    modern = Modern(make_bot, sleep=slept.append)
    code = """
    const order = [];
    setTimeout((a, b) => order.push(a + b), 200, "two", "!");
    setTimeout(() => order.push("one"), 100);
    const gone = setTimeout(() => order.push("never"), 150);
    clearTimeout(gone);
    setImmediate(() => order.push("soon"));
    let n = 0;
    const every = setInterval(() => { n += 1; order.push(n); if (n === 2) clearInterval(every); }, 120);
    await new Promise((done) => setTimeout(done, 1000));
    setTimeout(() => order.push("too late"), 10);
    return order;
    """
    assert modern.value(code) == ["soon", "one", 1, "two!", 2]
    assert slept == pytest.approx([0.1, 0.02, 0.08, 0.04, 0.76])
    assert (
        modern.value("await new Promise((done) => setTimeout(done, 5)); return 'next';") == "next"
    )
    assert slept[5:] == pytest.approx([0.005])


def test_nothing_waits_longer_than_a_turn_may(make_bot: MakeBot) -> None:
    slept: list[float] = []
    modern = Modern(make_bot, sleep=slept.append, limits=Limits(turn_seconds=0.5))
    code = "await new Promise((done) => setTimeout(done, 60_000)); return 1;"
    modern.run(code)
    assert slept[0] <= 0.5
    endless = "setInterval(() => {}, 1); await new Promise(() => {});"
    assert "time" in modern.error(endless)
    assert modern.value("return 'alive';") == "alive"


def test_a_timer_takes_a_function(modern: Modern) -> None:
    assert modern.error("setTimeout('code', 1)") == "a timer takes a function"


# Addresses

URLS = {
    "new URL('HTTPS://User:pa ss@Example.ORG:443/a/../b/./c?x=1 2#f g').href": (
        "https://User:pa%20ss@example.org/b/c?x=1%202#f%20g"
    ),
    "new URL('../x?y#z', 'http://a.b/c/d/e').href": "http://a.b/c/x?y#z",
    "new URL('//h/p', 'https://a.b/c').href": "https://h/p",
    "new URL('?q', 'http://a/b/c?d#e').href": "http://a/b/c?q",
    "new URL('http://пример.рф/путь?да#я').href": (
        "http://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C?%D0%B4%D0%B0#%D1%8F"
    ),
    "new URL('mailto:a@b.c').pathname": "a@b.c",
    "new URL('http://[::1]:8080/').host": "[::1]:8080",
    "URL.canParse('http://a b/') + ' ' + URL.canParse('x', 'http://a')": "false true",
    "new URL('http://a/?n=1&n=2').searchParams.getAll('n').join()": "1,2",
    "(() => { const u = new URL('http://a/b'); u.searchParams.append('x', 'y z'); u.port = '81'; "
    "return u.href; })()": (
        "http://a:81/b?x=y+z"
    ),
    "(() => { const u = new URL('http://a/b?c#d'); u.hash = ''; u.search = 'q'; u.pathname = 'x/../y'; "
    "u.hostname = 'h'; u.protocol = 'https'; return String(u) + u.origin; })()": (
        "https://h/y?qhttps://h"
    ),
    "new URLSearchParams('?b=1&a=%D1%8F+y&z').toString()": "b=1&a=%D1%8F+y&z=",
    "JSON.stringify([...new URLSearchParams([['a', '1'], ['b', '2']])])": '[["a","1"],["b","2"]]',
    "JSON.stringify({u: new URL('http://a')})": '{"u":"http://a/"}',
}  # fmt: skip


@pytest.mark.parametrize(("code", "value"), URLS.items(), ids=range(len(URLS)))
def test_addresses(modern: Modern, code: str, value: str) -> None:
    assert modern.value(f"return {code};") == value


@pytest.mark.parametrize(
    "text", ["x", "http://", "http://a:99999", "http://a b", "http://1.2.3.256"]
)
def test_what_is_no_address(modern: Modern, text: str) -> None:
    assert modern.error(f"new URL({text!r})") == f"Invalid URL: {text}"


# The rest


def test_chance_for_secrets(modern: Modern) -> None:
    code = """
    const one = crypto.getRandomValues(new Uint8Array(16)), other = crypto.getRandomValues(new Uint32Array(4));
    return [one.some((byte) => byte !== 0), other.some((number) => number > 65535), crypto.randomUUID()];
    """
    filled, wide, uuid = modern.value(code)
    assert filled is wide is True
    assert len(uuid) == 36
    assert "65536 bytes" in modern.error("crypto.getRandomValues(new Uint8Array(65537))")
    assert "takes an array" in modern.error("crypto.getRandomValues('x')")


def test_copies(modern: Modern) -> None:
    code = """
    const one = {list: [1, {a: new Date(5)}], map: new Map([["k", new Set([1])]]), r: /a/g};
    one.bytes = Uint8Array.of(1, 2);
    one.self = one;
    const other = structuredClone(one);
    other.list[1].a.setTime(6); other.bytes[0] = 9;
    return [other.self === other, other !== one, one.list[1].a.getTime(), one.bytes[0], other.map.get("k").has(1),
      other.r.source + other.r.flags, structuredClone(new RangeError("x")).message];
    """
    assert modern.value(code) == [True, True, 5, 1, True, "ag", "x"]
    assert modern.error("structuredClone({f() {}})") == "the function `f` cannot be cloned"


def test_signals(modern: Modern) -> None:
    code = """
    const control = new AbortController(), heard = [];
    const listener = (event) => heard.push(event.type);
    control.signal.addEventListener("abort", listener);
    control.signal.onabort = () => heard.push("on");
    const any = AbortSignal.any([control.signal]);
    control.abort(new Error("mine")); control.abort();
    try { any.throwIfAborted(); } catch (error) { heard.push(error.message); }
    return [...heard, control.signal.aborted];
    """
    assert modern.value(code) == ["on", "abort", "mine", True]


def test_scripts_of_the_older_runtime_have_none_of_it(bot: OneBot) -> None:
    names = "fetch URL Buffer setTimeout crypto self process".split()
    assert bot.value(f"{names}.map((name) => typeof globalThis[name]).join()") == ",".join(
        ["undefined"] * len(names)
    )
