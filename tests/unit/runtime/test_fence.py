"""Attempts of scripts to get out, to run on, or to take all there is: none reaches the host, each ends in time.

The limit of a turn here is 0.2 s. What goes over it ends within half a second more on an idle machine; `SLACK` is
for busy ones.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jaicp.runtime.engine import Bot, BotNotUsable, load_bot
from jaicp.runtime.messages import Event, Session, Turn
from jaicp.runtime.services import Services
from jaicp.script.engine import Limits

SECONDS = 0.2
SLACK = 8.0
BOT = """
patterns:
    $Slow = slow || converter = function (pt) { while (true) {} }
    $Throws = throws || converter = function (pt) { throw new Error("no") }

init:
    function loopIn(kind) { if ($request.data && $request.data.kind === kind) { while (true) {} } }
    ["preMatch", "selectNLUResult", "preProcess", "postProcess", "onScriptError", "onAnyError"].forEach(
        function (kind) { bind(kind, function () { loopIn(kind); }); });
    bind("onDialogError", function () { loopIn("onDialogError"); });
    var shared = {list: [1]};

theme: /
    state: Run
        event!: run
        script: (0, eval)($request.data.code);
    state: Slow
        q!: $Slow
        a: {{ $parseTree._Slow }}
    state: Throws
        q!: $Throws
        a: {{ $parseTree._Throws }}
    state: Condition
        q!: condition
        if: (function () { while (true) {} })()
            a: never
    state: Template
        q!: template
        a: {{ (function () { while (true) {} })() }}
    state: Way
        q!: way
        go!: {{ (function () { while (true) {} })() }}
    state: Hello
        q!: hello
        a: hello {{ shared.list.length }}
    state: Lost
        q!: lost
        go!: /Nowhere
"""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    file = tmp_path_factory.mktemp("fence") / "main.sc"
    file.write_text(BOT, encoding="utf-8")
    found = load_bot(
        file, services=Services(log=lambda _: None), limits=Limits(turn_seconds=SECONDS)
    )
    yield found
    found.close()


def run(bot: Bot, code: str, session: Session | None = None) -> Turn:
    return bot.handle(Event(event="run", data={"code": code}), session or Session())


def timed(bot: Bot, event: Event) -> tuple[Turn, float]:
    began = time.monotonic()
    turn = bot.handle(event, Session())
    return turn, time.monotonic() - began


def is_well(bot: Bot) -> bool:
    """Whether another visitor is answered as ever."""
    turn = bot.handle(Event(query="hello", client_id="bob"), Session())
    return [reply["text"] for reply in turn.replies] == ["hello 1"] and turn.error is None


# Out of time

LOOPS = {
    "a loop": "for (;;) {}",
    "a loop that catches": "for (;;) { try { for (;;) {} } catch (e) {} }",
    "a loop in `finally`": "for (;;) { try { for (;;) {} } finally { continue; } }",
    "a comparison": "[3, 1, 2].sort(function () { for (;;) {} })",
    "a replacement": "'a'.replace(/a/, function () { for (;;) {} })",
    "a reviver": "JSON.parse('{\"a\": 1}', function () { for (;;) {} })",
    "a getter": "Object.defineProperty({}, 'a', {get() { for (;;) {} }}).a",
    "a getter in what is said": "$reactions.answer({value: 'a', get tts() { for (;;) {} }})",
    "a conversion to text": "$reactions.answer([{toString() { for (;;) {} }}] + '')",
    "a text for the log": "log({toJSON() { for (;;) {} }})",
    "a proxy for an argument": "$reactions.buttons(new Proxy({}, {get() { for (;;) {} }}))",
    "a proxy for the session": "$session = new Proxy({}, {get() { for (;;) {} }}); $session.a",
    "a generator": "for (const n of (function* () { for (;;) yield 1 })()) {}",
    "calls of services": "for (;;) $jsapi.currentTime()",
    "replies": "for (;;) $reactions.answer('x')",
    "lines of the log": "for (;;) log('x')",
    "an expression that explodes": "/^(a+)+$/.test('a'.repeat(40) + '!')",
    "another one": "/(x+x+)+y/.exec('x'.repeat(50))",
    "expressions in a text": "$reactions.answer('{{ (function () { for (;;) {} })() }}')",
    "a template": "$reactions.template('{{ (function () { for (;;) {} })() }}', {})",
    "code made at run time": "new Function('for (;;) {}')()",
    "handlers of a loop": "['then'].forEach(function () { for (;;) {} })",
}


@pytest.mark.parametrize("code", LOOPS.values(), ids=LOOPS)
def test_what_runs_on_is_stopped_in_time(bot: Bot, code: str) -> None:
    turn, seconds = timed(bot, Event(event="run", data={"code": code}))
    assert turn.error is not None
    assert turn.error.kind == "limit"
    assert seconds < SECONDS + SLACK
    assert is_well(bot)


@pytest.mark.parametrize("phrase", ["slow", "condition", "template", "way"])
def test_wherever_it_stands_in_the_scenario(bot: Bot, phrase: str) -> None:
    turn, seconds = timed(bot, Event(query=phrase))
    assert turn.error is not None
    assert turn.error.kind == "limit"
    assert seconds < SECONDS + SLACK
    assert is_well(bot)


@pytest.mark.parametrize(
    ("kind", "phrase"),
    [
        ("preMatch", "hello"),
        ("selectNLUResult", "hello"),
        ("preProcess", "hello"),
        ("postProcess", "hello"),
        ("onScriptError", "throws"),
        ("onAnyError", "throws"),
        ("onDialogError", "lost"),
    ],
)
def test_in_every_kind_of_handler(bot: Bot, kind: str, phrase: str) -> None:
    turn, seconds = timed(bot, Event(query=phrase, data={"kind": kind}))
    assert turn.error is not None
    assert seconds < SECONDS + SLACK
    assert is_well(bot)


@pytest.mark.parametrize(
    "code", ["$session.a = {get b() { for (;;) {} }}", "$session.a = {toJSON() { for (;;) {} }}"]
)
def test_what_runs_on_when_the_session_is_kept_is_stopped_too(bot: Bot, code: str) -> None:
    turn, seconds = timed(bot, Event(event="run", data={"code": code}))
    assert turn.error is not None
    assert seconds < SECONDS + SLACK
    assert turn.session.session == {"contextPath": "/Run"}
    assert is_well(bot)


@pytest.mark.parametrize(
    "code",
    ["while (true) {}", "(function f() { f(); })();", "var a = []; while (true) a.push({});"],
)
@pytest.mark.parametrize("place", ["init", "file"])
def test_a_bot_that_does_so_while_it_is_loaded_does_not_start(
    tmp_path: Path, place: str, code: str
) -> None:
    script = f"init:\n    {code}\n" if place == "init" else "require: lib.js\n"
    (tmp_path / "lib.js").write_text(code, encoding="utf-8")
    (tmp_path / "main.sc").write_text(
        script + "theme: /\n    state: A\n        q!: a\n        a: a\n", "utf-8"
    )
    began = time.monotonic()
    with pytest.raises(BotNotUsable):
        load_bot(tmp_path / "main.sc", limits=Limits(load_seconds=SECONDS, memory_bytes=16 << 20))
    assert time.monotonic() - began < SECONDS + SLACK


# Too much

TOO_MUCH = {
    "a text": "'x'.repeat(2 ** 30)",
    "a text that doubles": "for (var s = 'x'; ; s += s) {}",
    "a list": "new Array(2 ** 32 - 1).fill(1)",
    "a list that grows": "var a = []; for (;;) a.push(new Array(1000).fill('x'))",
    "a joined list": "Array(1e8).join('xy')",
    "a spread list": "Math.max(...new Array(1e7).fill(1))",
    "a buffer": "new ArrayBuffer(2 ** 31)",
    "a number": "var a = 3n ** 2000000n; for (;;) a = a * a",
    "a function": "new Function('a = ' + '1+'.repeat(3e6) + '1')",
    "calls": "(function f() { f(); f(); })()",
    "calls by getters": "var a = {get b() { return this.b }}; a.b",
    "calls by conversions": "var a = {toString() { return '' + this }}; '' + a",
    "calls by proxies": "var p = new Proxy({}, {get(t, k, r) { return r[k] }}); p.a",
    "nested code": "new Function('('.repeat(1e6))",
    "nested JSON": "JSON.parse('['.repeat(1e6) + ']'.repeat(1e6))",
    "nested lists for the session": "for (var a = [], i = 0; i < 1e5; i++) a = [a]; $session.a = a",
    "a list that holds itself": "var a = []; a.push(a); $session.a = a",
    "nested XML": "$jsapi.parseXml('<a>'.repeat(1e5) + '</a>'.repeat(1e5))",
    "entities of XML": '$jsapi.parseXml(\'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>\')',
    "a text to inflect": "$nlp.inflect('слово '.repeat(1e5), 'gent')",
    "a text to mark up": "$caila.markup('слово '.repeat(1e5))",
    "a text to understand": "$caila.simpleInference('слово '.repeat(1e5))",
    "texts to compare": "$nlp.matchExamples('слово дело', new Array(1e4).fill('слово дело тело'))",
    "a pattern that explodes": "$nlp.matchPatterns('a '.repeat(4000), ['* a * a * a * a * a * b'])",
    "wide XML": "$jsapi.parseXml('<r>' + '<a>1</a>'.repeat(5e5) + '</r>')",
    "many patterns": "$nlp.matchPatterns('a', Array.from({length: 2e4}, function (_, i) { return '* b' + i }))",
    "a long word": "$nlp.checkVocabulary('a'.repeat(1e6))",
    "a long value for a service": "$analytics.setComment('x'.repeat(17e6))",
    "a long value": "$reactions.answer('я'.repeat(17 * 1024 * 1024))",
    "an error": "throw new Error('x'.repeat(17 * 1024 * 1024))",
}


@pytest.mark.parametrize("code", TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_takes_too_much_is_an_error_and_costs_its_turn_only(bot: Bot, code: str) -> None:
    turn, seconds = timed(bot, Event(event="run", data={"code": code}))
    assert turn.error is not None
    assert len(turn.error.message) < 20_000
    assert seconds < SECONDS + SLACK
    assert is_well(bot)


# Out

ESCAPES = {
    "modules": "require('fs').readFileSync('/etc/passwd')",
    "imports": "import('fs').then(function (fs) { $session.out = fs }); null.x",
    "the process": "process.env.HOME",
    "a file": "new XMLHttpRequest()",
    "the network": "fetch('http://127.0.0.1/')",
    "Java": "Java.type('java.lang.System').exit(1)",
    "packages of Java": "Packages.java.lang.Runtime.getRuntime()",
    "Python by an attribute": "$http.get.__globals__.os.environ",
    "Python by an answer": "$jsapi.currentTime().__class__.__mro__[1].__subclasses__()",
    "Python by an error": "try { $jsapi.parseXml('<') } catch (e) { e.__traceback__.tb_frame.f_globals.os.name }",
    "constructors": "$jsapi.log.constructor('return __jaicpCall')()('[]')",
    "constructors of constructors": "({}).constructor.constructor('return process')().exit()",
    "an asynchronous constructor": "(async function () {}).constructor('return callHost')().x.y",
    "the function that called": "(function f() { return f.caller.toString() })()",
    "frames of an error": "Error.prepareStackTrace = (e, frames) => frames; new Error().stack[0].getThis().x",
    "the bridge": '__jaicp(\'["read","session",0,[],[],0]\')',
    "the bridge's blocks": "__jaicpBlock(0, 'block', function () {})",
    "the bridge's variables": "__jaicpPull('secrets')",
    "the bridge's engine": "__engineTake().x.y",
    "another chat": "$client.of('ann').phone.number",
    "another session": "$jsapi.context().sessions.ann",
}


@pytest.mark.parametrize("code", ESCAPES.values(), ids=ESCAPES)
def test_there_is_no_way_out(bot: Bot, code: str) -> None:
    turn = run(bot, code, Session(session={"mine": 1}))
    assert turn.error is not None
    assert turn.session.session == {"mine": 1, "contextPath": "/Run"}
    assert is_well(bot)


POLLUTION: dict[str, Any] = {
    "by a message": {
        "code": "JSON.parse(JSON.stringify($request.data.it))",
        "it": {"__proto__": {"a": 1}},
    },
    "by copying": {
        "code": "(function copy(to, from) { for (var k in from) if (to[k] && typeof to[k] === 'object')"
        ' copy(to[k], from[k]); else to[k] = from[k]; })({}, JSON.parse(\'{"__proto__": {"polluted": 1}}\'))'
    },
    "of lists": {"code": "[].__proto__.polluted = 1"},
    "of functions": {"code": "$reactions.answer.__proto__.polluted = 1"},
    "of the context": {"code": "$context.__proto__.polluted = 1"},
    "of errors": {"code": "try { null.x } catch (e) { e.__proto__.__proto__.polluted = 1 }"},
    "with setters": {"code": "Object.prototype.__defineSetter__('state', function () { throw 1 })"},
}


@pytest.mark.parametrize("data", POLLUTION.values(), ids=POLLUTION)
def test_pollution_reaches_neither_the_host_nor_another_chat(
    bot: Bot, data: dict[str, Any]
) -> None:
    bot.handle(Event(event="run", data=data), Session())
    code = "$session.seen = [({}).polluted, [].polluted, (function () {}).polluted, ({}).a]"
    turn = run(bot, code)
    assert turn.error is None
    assert turn.session.session["seen"] == [None, None, None, None]
    assert not hasattr(dict, "polluted")
    assert is_well(bot)


@pytest.mark.parametrize(
    "name", ["__proto__", "constructor", "prototype", "toString", "__class__", "hasOwnProperty"]
)
def test_names_of_what_a_visitor_sends_are_only_names(bot: Bot, name: str) -> None:
    sent = {name: {"polluted": name}}
    code = "$session.got = Object.getOwnPropertyDescriptor($request.rawRequest, $request.data.name).value"
    event = Event(event="run", data={"code": code, "name": name}, raw_request=sent)
    turn = bot.handle(event, Session(session=dict(sent)))
    assert turn.error is None
    assert turn.session.session["got"] == {"polluted": name}
    assert turn.session.session[name] == {"polluted": name}
    assert is_well(bot)
