"""Scripts that attack, break or overfill the bridge: it stands, and what they wrote is kept."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from script_world import FakeHost, World

from jaicp.script.engine import Limits
from jaicp.script.errors import ScriptError, StoreError

SABOTAGE = {
    "JSON replaced": "JSON = {parse() { throw 1 }, stringify() { return 'x' }}",
    "JSON methods replaced": "JSON.parse = JSON.stringify = () => { throw 1 }",
    "array methods replaced": "Array.isArray = () => false; Array.prototype.push = () => 0",
    "array iterator replaced": "Array.prototype[Symbol.iterator] = function* () { yield 'no' }",
    "string methods replaced": "for (const m of ['slice', 'split', 'indexOf', 'trim']) String.prototype[m] = null",
    "function methods replaced": "for (const m of ['call', 'apply', 'bind']) Function.prototype[m] = null",
    "object methods replaced": "Object.keys = Object.defineProperty = Object.hasOwn = Reflect.apply = null",
    "prototype has setters": (
        "for (const k of ['0', '1', 'type', 'text', 'state', 'replies', 'value', 'session'])"
        " Object.defineProperty(Object.prototype, k, {set() { throw 1 }, get() { return 'polluted' },"
        " configurable: true})"
    ),
    "prototype pollutes descriptors": (
        "Object.prototype.get = () => 1; Object.prototype.set = () => 1; Object.prototype.writable = false;"
        "Object.prototype.enumerable = false"
    ),
    "prototype pollutes results": "Object.prototype.e = {message: 'x'}; Object.prototype.v = 5",
    "toJSON everywhere": (
        "Object.prototype.toJSON = Array.prototype.toJSON = function () { return 'no' };"
        "Date.prototype.toJSON = Date.prototype.toJSON"
    ),
    "toString everywhere": "Object.prototype.toString = function () { throw 1 }",
    "errors replaced": "Error = TypeError = SyntaxError = undefined; Error = null",
    "error traces": (
        "Error.prepareStackTrace = (e, frames) => { $temp.frames = frames; return 5 };"
        "Error.stackTraceLimit = 0; Error.captureStackTrace = null"
    ),
    "promises replaced": "Promise = null; queueMicrotask = null",
    "functions replaced": "Function = eval = String = Object = Array = Map = Proxy = undefined",
    "regular expressions replaced": "RegExp.prototype.exec = RegExp.prototype.test = () => null",
    "services replaced": "$jsapi = $env = bind = log = console = undefined",
    "globals deleted": "for (const k of Object.keys(globalThis)) delete globalThis[k]; delete globalThis.JSON",
    "bridge overwritten": "__jaicp = 1; __engineTake = 1; delete globalThis.__jaicp; globalThis.__jaicp = null",
    "global frozen": "Object.preventExtensions($session); Object.freeze($response)",
}


@pytest.mark.parametrize("code", SABOTAGE.values(), ids=SABOTAGE)
def test_sabotage_does_not_keep_the_bridge_from_working(code: str) -> None:
    world = World(
        code,
        "$client.list = [1, {a: 'ё'}]; $client.n = ($client.n || 0) + 1;"
        "$reactions.answer('{{$client.n}}'); $reactions.buttons(['a', {text: 'b', transition: '../c'}]);"
        "$reactions.transition('next')",
    )
    realm = world.open(state="/A", client={"n": 1})
    with suppress(ScriptError):
        realm.run(world.blocks[0])
    realm.put("response", {})
    realm.run(world.blocks[1])
    assert realm.transition is not None
    assert realm.transition.state == "/A/next"
    kept = realm.close(["client", "response"])
    assert kept["client"] == {"n": 2, "list": [1, {"a": "ё"}]}
    texts, buttons = kept["response"]["replies"]
    assert texts == {"type": "text", "text": "2", "state": "/A"}
    assert buttons["buttons"] == [{"text": "a"}, {"text": "b", "transition": "/c"}]


ESCAPES = {
    "entry without the token": '__jaicp(\'["close",["session"],0,[],[],0]\')',
    "entry with a wrong token": "__jaicp('0'.repeat(32) + '[\"seal\",true,0,[],[],0]')",
    "entry with an object": "__jaicp({toString() { return '' }, length: 0})",
    "raw host": "__jaicpCall('[]')",
    "raw variables": "__jaicpPull('secrets')",
    "defining blocks": "__jaicpBlock(0, 'block', function () {})",
    "constructor of a service": "$reactions.answer.constructor('return __jaicpCall')()()",
    "constructor of the entry": "__jaicp.constructor('return pull')()()",
    "closure of the prelude": "Function('return callHost')()('[]')",
    "caller": "(function f() { return f.caller.arguments })()",
    "callee": "(function () { return arguments.callee.caller.toString() })()",
    "process": "process.exit()",
    "require": "require('fs')",
    "import": "eval('import(\"fs\")').x.y",
    "python": "$jsapi.context.__globals__.os",
    "class of an error": "try { $jsapi.currentTime() } catch (e) { e.__cause__.x }; null.x",
}


@pytest.mark.parametrize("code", ESCAPES.values(), ids=ESCAPES)
def test_there_is_no_way_to_the_host_but_the_services(code: str) -> None:
    host = FakeHost()
    world = World(code, "$session.still = 'here'", host=host)
    realm = world.open()
    with pytest.raises(ScriptError):
        realm.run(world.blocks[0])
    assert [method for _, method, _ in host.asked if method != "currentTime"] == []
    realm.run(world.blocks[1])
    assert realm.close() == {"session": {"still": "here"}}


def test_the_text_of_the_bridge_holds_no_secret() -> None:
    world = World()
    for code in ("String(__jaicp)", "String($jsapi.log)", "new Error('x').stack"):
        assert world.realm._token not in world.value(code)


def test_services_pass_data_and_nothing_alive() -> None:
    host = FakeHost()
    World("console.log({f() {}, d: new Date(0)}, [function () {}])", host=host).turn()
    assert host.logged == ['{"d":"1970-01-01T00:00:00.000Z"} [null]']


ODD_VALUES = [
    "new Proxy({}, {get(t, k) { throw new Error('trap') }, has() { throw 1 }, ownKeys() { throw 2 }})",
    "new Proxy(function () {}, {})",
    "Object.create(null)",
    "{get text() { throw new Error('getter') }, get value() { throw 1 }}",
    "{toString() { throw new Error('text') }}",
    "Symbol('s')",
    "10n",
    "(function () { var a = []; a.push(a); return a })()",
    "new Proxy([], {get(t, k) { return k === 'length' ? 3 : undefined }})",
    "globalThis",
    "new Date(NaN)",
    "'\\ud800'",
    "{__proto__: {text: 'inherited'}, constructor: 1, hasOwnProperty: 2}",
]
METHODS = [
    "$reactions.answer",
    "$reactions.buttons",
    "$reactions.image",
    "$reactions.transition",
    "$reactions.timeout",
    "$reactions.random",
    "$reactions.template",
    "$jsapi.log",
    "$jsapi.random",
    "$jsapi.resolvePath",
    "$env.get",
    "toPrettyString",
    "capitalize",
    "bind",
]


@pytest.mark.parametrize("value", ODD_VALUES)
def test_odd_arguments_give_a_result_or_a_script_error(value: str) -> None:
    world = World(*(f"{method}({value})" for method in METHODS), "$session.ok = 1")
    for block in world.blocks[:-1]:
        realm = world.open()
        with suppress(ScriptError):
            realm.run(block)
            realm.close()
        assert realm.is_alive
        realm = world.open()
        realm.run(world.blocks[-1])
        assert realm.close() == {"session": {"ok": 1}}


@pytest.mark.parametrize("value", ODD_VALUES)
def test_odd_values_in_the_session_are_stored_or_refused(value: str) -> None:
    world = World(f"$session.odd = {value}; $client.ok = 1")
    realm = world.open()
    realm.run(world.blocks[0])
    with suppress(StoreError):
        realm.close(["session"])
        realm = world.open()
        realm.run(world.blocks[0])
    assert realm.close(["client"])["client"] == {"ok": 1}


def run_and_close(world: World) -> None:
    realm = world.open()
    realm.run(world.blocks[0])
    realm.close()


@pytest.mark.parametrize(
    "code",
    [
        "$session.big = 'x'.repeat(20 * 1024 * 1024)",
        "$session.big = new Array(2e6).fill('0123456789')",
        "$reactions.answer('я'.repeat(17 * 1024 * 1024))",
        "log('x'.repeat(17 * 1024 * 1024))",
        "throw new Error('x'.repeat(17 * 1024 * 1024))",
        "$session.deep = (function f(n) { return n ? [f(n - 1)] : [] })(1000); f = $session.deep;"
        "for (var i = 0; i < 1e5; i++) f = [f]; $session.deep = f",
    ],
)
def test_what_is_too_large_is_an_error_and_the_realm_goes_on(code: str) -> None:
    world = World(code, "$session.ok = 1", limits=Limits(turn_seconds=20))
    with pytest.raises(ScriptError) as caught:
        run_and_close(world)
    assert len(caught.value.message) < 20_000
    world.realm.abandon()
    realm = world.open()
    realm.run(world.blocks[1])
    assert realm.close() == {"session": {"ok": 1}}


def test_a_huge_value_from_outside_arrives_or_fails_cleanly() -> None:
    world = World("$session.n = $request.query.length")
    assert world.turn(request={"query": "x" * 1_000_000})["session"] == {"n": 1_000_000}


def test_endless_microtasks_are_stopped() -> None:
    code = "(function f() { Promise.resolve().then(f) })(); $session.x = 1"
    kept: dict[str, Any] = dict(World(code, limits=Limits(turn_seconds=1)).turn())
    assert kept == {"session": {"x": 1}}


def test_many_turns_leave_nothing_behind() -> None:
    limits = Limits(memory_bytes=4 * 1024 * 1024)
    world = World(
        "$session.n += 1; leak = []; for (var i = 0; i < 1000; i++) leak.push({i: i})",
        limits=limits,
    )
    session: dict[str, Any] = {"n": 0}
    for _ in range(100):
        session = world.turn(session=session)["session"]
    assert session == {"n": 100}
