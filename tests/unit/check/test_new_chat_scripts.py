"""What scripts in a state that catches `newChatStarted` come to: a reply, a doubt, or nothing.

One script each; the chapter `tests/spec/new-chat.md` explains the rule and its places.
"""

from pathlib import Path

import pytest

from jaicp.check.checker import CheckOptions, check
from jaicp.project.link import load_project

HELPERS = """\
function sayAll() { return $reactions.answer.apply($reactions, arguments); }
function byDefault(r = $reactions) { r.answer("x"); }
function takeApart({answer}) { answer("x"); }
var say = $reactions.answer;
function twice() { $reactions.answer("x"); }
function twice() { return 1; }
var ns = { get r() { return $reactions; } };
async function later() { $reactions.answer("x"); }
function maybe(f) { if (f) f("x"); }
function quiet() { return $jsapi.context().session; }
"""

SCENARIO = """\
require: helpers.js
theme: /
    state: Start
        event!: newChatStarted
        script:
            {script}
    state: Hello
        a: x
    state: Silent
        script: log(1);
"""


def verdicts(folder: Path, script: str) -> list[str]:
    (folder / "helpers.js").write_text(HELPERS, encoding="utf-8")
    text = SCENARIO.replace("{script}", script.replace("\n", "\n" + " " * 12))
    (folder / "main.sc").write_text(text, encoding="utf-8")
    of_interest = CheckOptions(select=("JC41",))
    found = check(load_project(folder / "main.sc"), of_interest).diagnostics
    return [one.code.slug for one in found]


REPLIES = [
    'setTimeout(function(){ $reactions.answer("x"); }, 10);',
    '$temp.f = function(){ $reactions.answer("x"); }; $temp.f();',
    '(0, $reactions.answer)("x");',
    '$reactions.answer.bind($reactions)("x");',
    'var s = $reactions.answer.bind($reactions, "x"); s();',
    '[$reactions.answer].forEach(function(f){ f("x"); });',
    'for (var f of [$reactions.answer]) f("x");',
    'var o = {go: $reactions.transition}; o.go("/Hello");',
    'Reflect.apply($reactions.answer, $reactions, ["x"]);',
    '$global.$reactions.answer("x");',
    'this.$reactions.answer("x");',
    '$context["response"].replies.push({});',
    "const {response} = $context; response.replies.push({});",
    "var {replies} = $response; replies.push({});",
    "takeApart($reactions);",
    "byDefault();",
    'var f; if ($session.x) { f = $reactions.answer; } else { f = log; } f("x");',
    'ns.r.answer("x");',
    '(() => $reactions.answer("x"))();',
    "later().then(log);",
    'new Promise(function (resolve) { $reactions.answer("x"); resolve(); });',
    '"a b".split(" ").map(function (w) { return $reactions.answer(w); });',
    '$reactions.transition({value: $session.x ? "/Silent" : "/Hello"});',
    '$reactions.transition("/" + "Hello");',
    'var t = {value: "/Hello"}; $reactions.transition(t);',
    "$jsapi.context().response.replies = [{}];",
    "var ctx = $jsapi.context(); ctx.response.replies.push({});",
    'sayAll("x");',
    "$response.replies.splice(0, 0, {});",
    "$response.replies.push.apply($response.replies, $session.list);",
    "[].push.call($response.replies, {});",
    "$response.replies[$response.replies.length] = {};",
    "_.extend($response, {replies: [{}]});",
    'if ($session.x) { function inner() { $reactions.answer("x"); } } inner();',
    'say("x");',
    '["answer", "buttons"].forEach(function (m) { $reactions[m]("x"); });',
    'var x = `${$reactions.answer("x")}`;',
    "$reactions.answer`x`;",
    '$reactions.answer?.("x");',
    "maybe($reactions.answer);",
    'function r(n) { $reactions.answer(n); r(n + "a"); } r("");',
    'var f = function g(n) { if (n) { g(n - 1); } else { $reactions.answer("x"); } }; f(3);',
    '$session.f = $reactions; $session.f.answer("x");',
    'Promise.resolve().then(() => $reactions.answer("x"));',
    'function* g() { $reactions.answer("x"); } g().next();',
    'const f = async () => { await 1; $reactions.answer("x"); }; f();',
    'class A { static hi() { $reactions.answer("x"); } } A.hi();',
    'class A { hi() { $reactions.answer("x"); } } class B extends A {} new B().hi();',
    'while ($session.n--) { $reactions.answer("x"); }',
    'if ($session.x) return; $reactions.answer("x");',
    'hello: for (;;) { $reactions.answer("x"); break hello; }',
    "$conversationApi.sendRepliesToClient([{}]);",
    'var api = $conversationApi; api.sendTextToClient("x");',
    "$response.replies ||= []; $response.replies.push({});",
    'function f() { f.g(); } f.g = function () { $reactions.answer("x"); }; f();',
    "_.chain([1]).map(function (x) { $reactions.answer(x); }).value();",
    'var s = _.bind($reactions.answer, $reactions); s("x");',
    "Object.keys($session).forEach(key => $reactions.answer(key));",
    "Array.from([1], x => $reactions.answer(x));",
    '$reactions . answer ( "x" ) ;',
    '$reactions\n    .answer("x");',
    'var $r = this["$reactions"]; $r["answer"]("x");',
    'goAway = function () { $reactions.answer("x"); }; goAway();',
]

DOUBTS = [
    'with ($reactions) { answer("x"); }',
    "unknown({r: $reactions});",
    "var r = $reactions; unknown(r);",
    '$reactions.newSession({message: "x"});',
    'Function("return 1")();',
    '$reactions.foo("x");',
    'var o = {}; o[$session.k] = function () { $reactions.answer("x"); }; o[$session.j]();',
]

NOTHING = [
    'var o = {go: $reactions.transition}; o.go("/Silent");',
    "byDefault({answer: log});",
    "$response.replies.splice(0, 1);",
    "_.extend($response, {data: {}});",
    "twice();",
    '$jsapi.stopScript(); $reactions.answer("x");',
    "unknown($context);",
    "maybe();",
    "maybe(quiet);",
    '$reactions.setClientTimezone("Europe/Moscow");',
    "var a = {}; a.b = a; a.b.b.b.c();",
    'function r(n) { r(n + "a"); } r("");',
    '$reactions.transition("./Nope");',
    'var m = new Map(); m.set("a", function () { $reactions.answer("x"); });',
    "var list = []; list.push($reactions.answer);",
    'var $reactions = {answer: function () {}}; $reactions.answer("x");',
    'try { var answer = $session.answer; answer("x"); } catch ($reactions) { $reactions.answer(); }',
    '$client.answer = "x"; $client.answer.replace(/a/g, function (m) { return m; });',
    "var x = $response.replies.length;",
    "$response.replies = _.filter($response.replies, function (r) { return r; });",
    '$response = $http.get("https://example.org");',
    "log($reactions);",
    "$reactions.answer;",
    'var {answer: a = log} = {}; a("x");',
    'var r = {answer: function (t) { return t; }}; r.answer("x");',
    '_.template("x")();',
    'var s = _.partial(log, "x"); s();',
    "$response.replies.map(function (r) { return r.text; });",
    '$http.post("https://example.org", {body: $response});',
    '$analytics.setSessionData("x", toPrettyString($response.replies));',
]

SEVERAL = {
    "switch ($session.x) { case 1: $reactions.answer(1); break; "
    "default: try { y(); } catch (e) { $reactions.answer(2); } "
    "finally { $reactions.answer(3); } }": 3,
    'void $reactions.answer("x"), !$reactions.answer("y");': 2,
}


@pytest.mark.parametrize("script", REPLIES)
def test_a_reply_is_found(script: str, tmp_path: Path) -> None:
    assert verdicts(tmp_path, script) == ["reply-in-new-chat"]


@pytest.mark.parametrize(("script", "number"), SEVERAL.items())
def test_every_reply_is_told(script: str, number: int, tmp_path: Path) -> None:
    assert verdicts(tmp_path, script) == ["reply-in-new-chat"] * number


@pytest.mark.parametrize("script", DOUBTS)
def test_what_cannot_be_followed_is_told(script: str, tmp_path: Path) -> None:
    assert verdicts(tmp_path, script) == ["untraceable-in-new-chat"]


@pytest.mark.parametrize("script", NOTHING)
def test_what_says_nothing_is_left_alone(script: str, tmp_path: Path) -> None:
    assert verdicts(tmp_path, script) == []


def test_code_nested_beyond_all_measure_is_still_answered(tmp_path: Path) -> None:
    nested = "(function () { " * 200 + "$reactions.answer(1);" + " })();" * 200
    assert verdicts(tmp_path, nested) == ["reply-in-new-chat"]


def test_functions_that_call_each_other_in_many_ways_end(tmp_path: Path) -> None:
    calls = " ".join(f"function f{i}(a) {{ f{i + 1}(a); f{i + 1}(log); }}" for i in range(40))
    assert verdicts(tmp_path, calls + " function f40(a) { a(1); } f0(log);") == []
