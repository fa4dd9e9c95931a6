"""A turn of a bot's scripts: variables, handlers, errors, limits, and what is left behind."""

from __future__ import annotations

import gc
import json
import weakref
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from script_world import FakeHost, HostError, World, replies_of, span

from jaicp.script.bundle import Bundle
from jaicp.script.engine import Limits
from jaicp.script.errors import ScriptError, StoreError
from jaicp.script.port import RealmConfig
from jaicp.script.realm import Realm, Transition
from jaicp.script.values import JsonText, to_json_text
from jaicp.text.source import Source

QUICK = Limits(turn_seconds=0.1, memory_bytes=16 * 1024 * 1024)

# Variables


def test_what_a_script_writes_is_kept() -> None:
    world = World("$session.name = 'Анна'; $client.visits += 1;")
    kept = world.turn(session={"old": 1}, client={"visits": 2})
    assert kept == {"session": {"old": 1, "name": "Анна"}, "client": {"visits": 3}}


def test_what_was_not_changed_is_not_given_back() -> None:
    world = World("$session.x + $client.y; $response.replies.length; $temp.z = 1;")
    assert world.turn(session={"x": "ё"}, client={"y": [1.5, None, True, {"z": "\u2028"}]}) == {}


def test_what_no_script_looks_at_is_not_even_parsed() -> None:
    world = World("var a = 1", "$client.x = 2")
    realm = world.open(session={"big": "x" * 1000})
    realm.run(world.blocks[0])
    assert realm.parsed_variables == set()
    realm.run(world.blocks[1])
    assert realm.parsed_variables == {"client"}
    assert realm.close() == {"client": {"x": 2}}


def test_a_turn_without_scripts_does_not_enter_the_engine() -> None:
    world = World("1")
    world.realm.close_engine()
    entered = []
    realm = world.open(session={"x": 1})
    realm.add_reply({"type": "text", "text": "a"})
    engine = realm._engine
    assert engine is not None
    engine.call = lambda *args: entered.append(args)  # type: ignore[method-assign,assignment]
    assert realm.close() == {"response": {"replies": [{"type": "text", "text": "a"}]}}
    assert entered == []


@pytest.mark.parametrize(
    "code",
    [
        "$session = {n: 1}",
        "$context.session = {n: 1}",
        "$jsapi.context().session = {n: 1}",
        "$.session = {n: 1}",
        "(function () { $session = {n: 1} })()",
    ],
)
def test_assigning_a_variable_replaces_it(code: str) -> None:
    world = World(code, "$session.m = $jsapi.context().session.n + 1")
    realm = world.open(session={"old": 1})
    for block in world.blocks:
        realm.run(block)
    assert realm.close() == {"session": {"n": 1, "m": 2}}


def test_replacing_a_variable_does_not_parse_what_it_was() -> None:
    world = World("$session = {}")
    realm = world.open(session={"old": 1})
    realm.run(world.blocks[0])
    assert realm.parsed_variables == set()
    assert realm.close() == {"session": {}}


def test_a_variable_of_a_block_is_its_own() -> None:
    world = World("var $session = {x: 1}; var mine = 2; $session.x = 3; $temp.seen = mine")
    realm = world.open(session={"x": 0})
    realm.run(world.blocks[0])
    assert realm.read("temp") == {"seen": 2}
    assert realm.close() == {}
    assert world.value("typeof mine") == "undefined"


def test_the_context_holds_everything() -> None:
    file = "var kept = $jsapi.context();"
    world = World(file=file)
    given_context = {"intent": {"path": "/hi"}, "contextPath": "/A", "nluResults": {"selected": 1}}
    code = (
        "[$context === kept, $ === kept, kept.currentState, $.intent.path, kept.contextPath,"
        " kept.nluResults.selected, kept.request.query, kept.session.x, $context.testContext,"
        " Object.keys($context).indexOf('session') >= 0]"
    )
    value = world.value(code, context=given_context, request={"query": "да"}, session={"x": 1})
    assert value == [True, True, "/Start", "/hi", "/A", 1, "да", 1, None, True]


def test_the_context_takes_fields_of_a_turn_and_loses_them_with_it() -> None:
    world = World("$context.mine = 1; $context = {session: 5}", "$temp.own = $context.session")
    realm = world.open(temp={})
    for block in world.blocks:
        realm.run(block)
    assert realm.read("temp") == {"own": 5}
    realm.close()
    assert world.value("[$context.mine, typeof $context.session]") == [None, "object"]


def test_vendor_code_that_makes_dollar_answer_missing_fields_works() -> None:
    file = (
        "$global.$ = { own: 1, __noSuchProperty__: function (name) {"
        " return $jsapi.context()[name]; } };"
    )
    world = World("$.session.x = 5; $.temp.y = $.own", file=file)
    assert world.turn() == {"session": {"x": 5}}


def test_variables_can_be_set_and_read_in_the_middle_of_a_turn() -> None:
    world = World("$session.x = 1; $request.query = 'b'", "$session.seen = $context.currentState")
    realm = world.open(request={"query": "a"}, temp={"t": 1})
    realm.run(world.blocks[0])
    assert realm.read("request") == {"query": "b"}
    assert realm.read("temp") == {"t": 1}
    assert realm.read("currentState") == "/Start"
    realm.put("request", {"query": "c"})
    realm.put("context", {"currentState": "/Next"})
    assert realm.read("request") == {"query": "c"}
    realm.run(world.blocks[1])
    assert realm.close()["session"] == {"x": 1, "seen": "/Next"}


def test_a_variable_that_scripts_do_not_have_is_our_mistake() -> None:
    world = World()
    with pytest.raises(ValueError, match="no variable 'sesion'"):
        world.open(sesion={})
    with pytest.raises(RuntimeError, match="no turn is open"):
        World().realm.close()


def test_stored_text_can_be_handed_over_as_it_is() -> None:
    world = World("$session.n += 1")
    assert world.turn(session=JsonText('{"n":1,"s":"я"}')) == {"session": {"n": 2, "s": "я"}}


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=10,
)


def as_numbers(value: Any) -> Any:
    """The value with all numbers as scripts have them, which know no whole ones."""
    return json.loads(to_json_text(value), parse_int=float)


COPYING = World("$session.copy = $client.given; $session.touched = true;")


@given(json_values)
def test_any_json_goes_in_and_comes_out_the_same(value: Any) -> None:
    kept = COPYING.turn(client={"given": value})
    assert as_numbers(kept["session"]["copy"]) == as_numbers(value)
    if "client" in kept:
        assert as_numbers(kept["client"]) == as_numbers({"given": value})


def test_the_order_of_keys_is_kept() -> None:
    kept = World("$session.b = 1; $session.a = 2").turn(session={"z": 0, "y": 0})
    assert list(kept["session"]) == ["z", "y", "b", "a"]


# What is not JSON


def test_values_without_json_become_what_json_makes_of_them() -> None:
    code = (
        "$session.date = new Date(0); $session.fn = function () {}; $session.u = undefined;"
        "$session.nan = [NaN, Infinity, undefined]; $session.map = new Map([[1, 2]]);"
    )
    assert World(code).turn()["session"] == {
        "date": "1970-01-01T00:00:00.000Z",
        "nan": [None, None, None],
        "map": {},
    }


@pytest.mark.parametrize("code", ["$session = undefined", "$session = null", "$session = {}"])
def test_no_session_is_an_empty_one(code: str) -> None:
    assert World(code).turn(session={"x": 1}) == {"session": {}}


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("$session.self = $session", "circular"),
        ("$session.n = 10n", "BigInt"),
        (
            "Object.defineProperty($session, 'x', {enumerable: true, get() { throw Error('no') }})",
            "no",
        ),
        ("$session = 5", "not an object"),
        ("$session = [1]", "not an object"),
        ("$session = function () {}", "not an object"),
    ],
)
def test_what_cannot_be_stored_is_named_and_the_turn_stays_open(code: str, reason: str) -> None:
    world = World(code, "$client.ok = 1; $reactions.answer('a')")
    realm = world.open()
    for block in world.blocks:
        realm.run(block)
    with pytest.raises(StoreError, match=r"`\$session` cannot be stored: .*" + reason) as caught:
        realm.close()
    assert caught.value.variable == "session"
    kept = realm.close(["client", "response"])
    assert kept["client"] == {"ok": 1}
    assert len(kept["response"]["replies"]) == 1


def test_a_circle_in_temp_is_nobodys_business() -> None:
    world = World("$temp.all = $context; $temp.me = $temp; $session.x = 1")
    assert world.turn() == {"session": {"x": 1}}


# Running


def test_expressions_give_values_and_templates_text() -> None:
    bundle = Bundle()
    value = bundle.add_expression(span("{a: [1, $session.x]}"))
    no_json = bundle.add_expression(span("function () {}"))
    parts = ["a: ", span("$session.x"), "\n«", span("null"), span("undefined"), span("  "), "» "]
    objects = [
        span("[1, 'я']"),
        span("{b: 1}"),
        span("1 / 4"),
        span("true"),
        span("new String('s')"),
    ]
    text = bundle.add_template([*parts, *objects])
    realm = Realm(bundle)
    realm.start(FakeHost())
    realm.open(FakeHost(), {"session": {"x": "😀"}})
    assert realm.run(value) == {"a": [1, "😀"]}
    assert realm.run(no_json) is None
    assert realm.test(no_json) is True
    assert realm.run(text) == 'a: 😀\n«» [1,"я"]{"b":1}0.25trues'
    assert realm.fill("{{$session.x}} и {{ {a: {b: '}}'}}.a.b }} {{") == "😀 и }} {{"


@pytest.mark.parametrize(
    ("code", "expected"), [("0", False), ("''", False), ("[]", True), ("$session.x", True)]
)
def test_conditions_count_as_in_javascript(code: str, expected: bool) -> None:
    bundle = Bundle()
    block = bundle.add_expression(span(code + " // why"))
    realm = Realm(bundle)
    realm.start(FakeHost())
    realm.open(FakeHost(), {"session": {"x": 1}})
    assert realm.test(block) is expected


def test_a_block_may_return_and_have_hash_comments() -> None:
    world = World("$session.x = 1;\n  # it's over (\nif ($session.x) return 7;\n$session.x = 2;")
    assert world.turn() == {"session": {"x": 1}}


def test_converters_are_functions_or_names_of_them() -> None:
    bundle = Bundle()
    bundle.add_file(Source("c.js", "$converters.twice = function (pt) { return pt.value * 2 };"))
    inline = bundle.add_converter(span("function (pt, ctx) { return pt.text + ctx.session.x };"))
    named = bundle.add_converter(span("$converters.twice"))
    nothing = bundle.add_converter(span("pt => undefined"))
    wrong = bundle.add_converter(span("$converters.missing"))
    realm = Realm(bundle)
    realm.start(FakeHost())
    realm.open(FakeHost(), {"session": {"x": "!"}})
    assert realm.convert(inline, {"text": "да"}) == "да!"
    assert realm.convert(named, {"value": 21}) == 42
    assert realm.convert(nothing, {}) is None
    with pytest.raises(ScriptError, match="the converter is not a function"):
        realm.convert(wrong, {})


def test_asynchronous_blocks_are_waited_for() -> None:
    bundle = Bundle()
    bundle.add_file(Source("a.js", "async function load(x) { await null; return x + 1 }"))
    block = bundle.add_block(
        span("$session.x = await load(1);\nif ($session.x) return;"), is_async=True
    )
    failing = bundle.add_block(span("await load();\nmissing()"), is_async=True)
    never = bundle.add_block(span("await new Promise(() => {})"), is_async=True)
    plain = bundle.add_block(span("load(5).then(x => { $session.later = x })"))
    realm = Realm(bundle)
    realm.start(FakeHost())
    realm.open(FakeHost(), {})
    realm.run(block)
    with pytest.raises(ScriptError) as caught:
        realm.run(failing)
    assert str(caught.value.place) == "main.sc:2:1"
    with pytest.raises(ScriptError, match="never settled"):
        realm.run(never)
    realm.run(plain)
    assert realm.close() == {"session": {"x": 2, "later": 6}}


def test_an_asynchronous_handler_is_waited_for() -> None:
    world = World(
        file="bind('preMatch', async function () { await null; $session.x = 1; return 5 })"
    )
    realm = world.open()
    assert realm.run_handler(0) == 5
    assert realm.close() == {"session": {"x": 1}}


# Handlers


def test_handlers_are_collected_in_order_and_run_for_their_states() -> None:
    file = (
        "bind('preProcess', function (ctx) { ctx.session.all = 1; return {seen: ctx.currentState} });"
        "bind('preProcess', function () { $session.inner = 1 }, '/Shop/');"
        "$jsapi.bind({type: 'postProcess', handler: function () {}, path: '/A', name: 'late'});"
    )
    world = World(file=file, init="bind('onAnyError', function () {}, '/', 'e', false)")
    realm = world.open(state="/Shop/Cart")
    described = [(handler.type, handler.path, handler.name) for handler in realm.bound_handlers]
    assert described == [
        ("preProcess", "/", ""),
        ("preProcess", "/Shop", ""),
        ("postProcess", "/A", "late"),
        ("onAnyError", "/", "e"),
    ]
    assert realm.handlers("preProcess", "/Shop/Cart") == [0, 1]
    assert realm.handlers("preProcess", "/Shop") == [0, 1]
    assert realm.handlers("preProcess", "/Shopping") == [0]
    assert realm.handlers("postProcess", "/") == []
    assert realm.run_handler(0) == {"seen": "/Shop/Cart"}
    realm.run_handler(1)
    assert realm.close() == {"session": {"all": 1, "inner": 1}}
    allowed = [handler.allowed_in_context_switch for handler in realm.bound_handlers]
    assert allowed == [True, True, True, False]


def test_a_name_that_is_bound_again_replaces_the_handler_in_its_place() -> None:
    file = (
        "bind('preMatch', function () { return 1 }, '/', 'a');"
        "bind('preMatch', function () { return 2 });"
        "bind('preMatch', function () { return 3 }, '/', 'a');"
    )
    realm = World(file=file).open()
    assert [realm.run_handler(index) for index in realm.handlers("preMatch", "/")] == [3, 2]


def test_a_handler_bound_in_a_turn_lasts_as_long() -> None:
    world = World("bind('postProcess', function () { return 'now' })", file="bind('a', Boolean)")
    realm = world.open()
    realm.run(world.blocks[0])
    assert realm.run_handler(realm.handlers("postProcess", "/")[0]) == "now"
    realm.close()
    realm = world.open()
    assert realm.handlers("postProcess", "/") == []
    realm.run(world.evaluate)
    assert len(realm.bound_handlers) == 1


def test_what_is_bound_has_to_be_a_function() -> None:
    with pytest.raises(ScriptError, match="bind: the handler is not a function") as caught:
        World(file="\n bind('preMatch', undefined);")
    assert caught.value.place is not None
    assert (str(caught.value.place.source.path), caught.value.place.line) == ("lib.js", 2)


# Errors


def caught_in(code: str, **options: Any) -> ScriptError:
    world = World(code, **options)
    realm = world.open()
    with pytest.raises(ScriptError) as caught:
        realm.run(world.blocks[0])
    return caught.value


def test_a_thrown_error_tells_all_about_itself() -> None:
    error = caught_in("\n  throw Object.assign(new TypeError('нет'), {code: 5, f() {}})")
    assert (error.kind, error.name, error.message) == ("error", "TypeError", "нет")
    assert error.thrown == {"code": 5}
    assert str(error.place) == "main.sc:2:27"


@pytest.mark.parametrize(
    ("code", "message", "thrown"),
    [
        (
            "throw {httpStatus: 500, message: 'busy'}",
            "busy",
            {"httpStatus": 500, "message": "busy"},
        ),
        ("throw {httpStatus: 500}", '{"httpStatus":500}', {"httpStatus": 500}),
        ("throw 'text'", "text", "text"),
        ("throw undefined", "undefined", None),
        ("throw [1]", "[1]", [1]),
        ("var a = {}; a.a = a; throw a", "an object was thrown", None),
        ("throw { get message() { throw 1 }, toJSON() { throw 2 } }", "an object was thrown", None),
        ("throw new Proxy({}, { get() { throw 1 }, ownKeys() { throw 2 } })", "", None),
        ("throw Symbol('s')", "Symbol(s)", None),
    ],
)
def test_anything_may_be_thrown(code: str, message: str, thrown: Any) -> None:
    error = caught_in(code)
    assert error.kind == "error"
    assert error.message == message or not message
    assert error.thrown == thrown


def test_what_was_written_before_an_error_is_kept() -> None:
    world = World("$session.x = 1; throw new Error('a')")
    realm = world.open()
    with pytest.raises(ScriptError):
        realm.run(world.blocks[0])
    assert realm.close() == {"session": {"x": 1}}


def test_handlers_of_errors_see_what_was_thrown() -> None:
    file = (
        "bind('onScriptError', function (ctx) {"
        " return [ctx.exception.message, ctx.exception.httpStatus, $context.exception.name] })"
    )
    world = World("throw {httpStatus: 500}", "\n missing()", file=file)
    realm = world.open()
    seen = []
    for block in world.blocks:
        with pytest.raises(ScriptError) as caught:
            realm.run(block)
        realm.set_exception(caught.value)
        seen.append(realm.run_handler(0))
    realm.set_exception({"message": "State not found for path /x"})
    seen.append(realm.run_handler(0))
    assert seen == [
        ['{"httpStatus":500}', 500, None],
        ["missing is not defined", None, "ReferenceError"],
        ["State not found for path /x", None, None],
    ]
    assert caught.value.to_exception_fields()["place"] == "main.sc:2:2"


def test_an_error_while_loading_is_placed() -> None:
    with pytest.raises(ScriptError) as caught:
        World(file="var a;\n  a.b.c()")
    assert str(caught.value.place) == "lib.js:2:3"
    with pytest.raises(ScriptError, match="ran out of time"):
        World(file="while (true) {}", limits=Limits(load_seconds=0.05))


def test_a_failure_of_the_host_is_an_exception_for_the_script() -> None:
    host = FakeHost(currentTime=HostError("the clock stands still"))
    world = World("try { $jsapi.currentTime() } catch (e) { $session.why = e.message }", host=host)
    assert world.turn() == {"session": {"why": "the clock stands still"}}
    error = caught_in("\n $jsapi.currentTime()", host=host)
    assert (error.name, error.message) == ("Error", "the clock stands still")
    assert str(error.place) == "main.sc:2:9"


@pytest.mark.parametrize(
    "code", ["$jsapi.currentTime()", "try { $jsapi.currentTime() } catch (e) {}"]
)
def test_a_fault_of_the_host_reaches_the_caller_when_the_script_has_ended(code: str) -> None:
    host = FakeHost(currentTime=ZeroDivisionError("ours"))
    world = World(code + "; $session.after = 1", "$session.next = 1", host=host)
    realm = world.open()
    with pytest.raises(ZeroDivisionError, match="ours"):
        realm.run(world.blocks[0])
    realm.run(world.blocks[1])
    assert realm.close()["session"]["next"] == 1


def test_a_script_learns_nothing_of_a_fault_of_the_host() -> None:
    host = FakeHost(currentTime=ZeroDivisionError("secret"))
    world = World(
        "try { $jsapi.currentTime() } catch (e) { $session.e = e.message + e.stack }", host=host
    )
    realm = world.open()
    with pytest.raises(ZeroDivisionError):
        realm.run(world.blocks[0])
    message = realm.close()["session"]["e"]
    assert message.startswith("internal error")
    assert "secret" not in message


# Limits


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("while (true) {}", "timeout"),
        ("for (;;) { try { while (true) {} } catch (e) {} }", "timeout"),
        ("$session = new Proxy({}, {get() { while (true) {} }}); $session.x", "timeout"),
        ("(function f() { f() })()", "stack"),
    ],
)
def test_a_limit_is_a_script_error_with_a_place(code: str, kind: str) -> None:
    error = caught_in(code, limits=QUICK)
    assert error.kind == kind
    assert error.place is not None
    assert str(error.place.source.path) == "main.sc"


def test_too_much_memory_is_a_script_error() -> None:
    limits = Limits(memory_bytes=16 * 1024 * 1024)
    assert caught_in("var a = []; for (;;) a.push({n: a.length})", limits=limits).kind == "memory"


def test_after_a_limit_the_next_turn_has_a_new_world() -> None:
    file = "var loaded = 0; loaded += 1; function count() { return loaded }"
    world = World("$session.x = 1; if ($request.query) while (true) {}", file=file, limits=QUICK)
    realm = world.open(request={"query": "hang"}, session={"old": 1})
    realm.add_reply({"type": "text", "text": "said by a tag"})
    with pytest.raises(ScriptError) as caught:
        realm.run(world.blocks[0])
    assert caught.value.kind == "timeout"
    assert not realm.is_alive
    with pytest.raises(ScriptError, match="scripts were stopped in this turn"):
        realm.run(world.blocks[0])
    assert realm.read("session") == {"old": 1}
    assert realm.close() == {"response": {"replies": [{"type": "text", "text": "said by a tag"}]}}
    assert world.turn() == {"session": {"x": 1}}
    assert world.value("count()") == 1


def test_a_turn_can_be_revived_for_its_error_handlers() -> None:
    file = "bind('onAnyError', function () { $reactions.answer('простите'); $session.failed = 1 })"
    world = World("$session.x = 1; while (true) {}", file=file, limits=QUICK)
    realm = world.open(session={"old": 1})
    realm.add_reply({"type": "text", "text": "до"})
    with pytest.raises(ScriptError) as caught:
        realm.run(world.blocks[0])
    realm.revive()
    realm.set_exception(caught.value)
    realm.run_handler(realm.handlers("onAnyError", "/")[0])
    kept = realm.close()
    assert kept["session"] == {"old": 1, "failed": 1}
    assert [reply["text"] for reply in kept["response"]["replies"]] == ["до", "простите"]


def test_the_budget_of_a_turn_is_for_all_its_scripts() -> None:
    now = [0.0]

    class SlowHost(FakeHost):
        def call(self, service: str, method: str, args: list[Any]) -> Any:
            now[0] += 2.0
            return super().call(service, method, args)

    host = SlowHost()
    world = World("$jsapi.currentTime(); $session.x = 1", host=host, clock=lambda: now[0])
    realm = world.open()
    assert realm.seconds_left == 5.0
    for left in (3.0, 1.0, -1.0):
        realm.run(world.blocks[0])
        assert realm.seconds_left == left
    with pytest.raises(ScriptError, match="ran out of time") as caught:
        realm.run(world.blocks[0])
    assert caught.value.kind == "timeout"
    assert str(caught.value.place) == "main.sc:1:1"
    assert realm.close() == {"session": {"x": 1}}
    assert world.open().seconds_left == 5.0


def test_a_realm_can_be_freed() -> None:
    world = World("$session.x = 1; log('a')")
    world.turn()
    port, host = weakref.ref(world.realm._port), weakref.ref(world.host)
    del world
    gc.collect()
    assert port() is None
    assert host() is None


# Turns do not see each other


@pytest.mark.parametrize(
    ("leak", "probe", "expected"),
    [
        ("leaked = 1", "typeof leaked", "undefined"),
        (
            "$global.leaked = 1; this.more = 2",
            "typeof leaked + typeof more",
            "undefinedundefined",
        ),
        ("counter += 1; counter += 1", "counter", 0),
        ("helper = null; delete $global.other", "helper() + typeof other", "helpedobject"),
        ("helper = undefined", "helper()", "helped"),
        ("missing = 1; nan = 5", "[typeof missing, String(nan)]", ["undefined", "NaN"]),
        ("JSON = null; parseInt = null; Object.keys.x = 1", "JSON.stringify(parseInt('5'))", "5"),
        (
            "$reactions = null; log = null",
            "typeof $reactions.answer + typeof log",
            "functionfunction",
        ),
        (
            "(0, eval)('var evaluated = 1; function built() {}')",
            "typeof evaluated + typeof built",
            "undefinedundefined",
        ),
        ("delete $global.$session", "typeof $session", "object"),
        ("Object.defineProperty(this, 'made', {get() { return 7 }})", "made()", "made"),
        (
            "$temp.x = 1; $session.x = 1; $response.x = 1",
            "[$temp.x, $session.x, $response.x]",
            [None] * 3,
        ),
        ("$ = 5", "$ === $context", True),
        (
            "$injector.key = 'changed'; $injector.deep.a = 2",
            "[$injector.key, $injector.deep.a]",
            ["k", 1],
        ),
    ],
)
def test_globals_of_a_turn_end_with_it(leak: str, probe: str, expected: Any) -> None:
    file = (
        "var counter = 0, other = {}, nan = NaN; function helper() { return 'helped' }"
        "var early = $injector.key; $global.made = function () { return 'made' };"
    )
    config = RealmConfig(injector={"key": "k", "deep": {"a": 1}})
    world = World(leak, file=file, config=config)
    realm = world.open(temp={}, session={})
    realm.run(world.blocks[0])
    realm.close(["client"])
    assert world.value(probe) == expected
    assert world.value("[early, typeof __jaicp]") == ["k", "function"]


def test_an_unfinished_turn_is_dropped_by_the_next() -> None:
    world = World("$session.x = 1; leaked = 1", "$session.seen = typeof leaked")
    world.open().run(world.blocks[0])
    realm = world.open()
    realm.run(world.blocks[1])
    assert realm.close() == {"session": {"seen": "undefined"}}


def test_two_realms_share_nothing() -> None:
    one, two = World(file="var mark = 1"), World()
    assert one.value("mark") == 1
    assert two.value("typeof mark") == "undefined"


def test_settings_are_read_with_defaults() -> None:
    config = RealmConfig(env={"HOST": "h"}, secrets={"TOKEN": "t"})
    world = World(file="var early = $env.get('HOST')", config=config)
    code = "[early, $env.get('HOST', 'x'), $secrets.get('TOKEN'), $env.get('NO', 'd'), $env.get('NO', null)]"
    assert world.value(code) == ["h", "h", "t", "d", None]
    error = caught_in("$secrets.get('NO')", config=config)
    assert error.message == "$secrets has no `NO`"


def test_moves_stops_and_sessions_are_told_beside_the_result() -> None:
    world = World(
        "$reactions.transition('/A'); $reactions.transition({value: '../B', deferred: true})",
        "$temp.targetState = '/T'; $jsapi.stopScript(); $session.never = 1",
        "$session.old = 1; $jsapi.startSession(); $session.fresh = 1",
    )
    realm = world.open(state="/Shop/Cart", session={"x": 1})
    realm.run(world.blocks[0])
    assert realm.transition == Transition("/Shop/B", deferred=True)
    assert realm.read("temp")["transition"] == {"state": "/Shop/B", "deferred": True}
    realm.clear_transition()
    assert not realm.stopped
    realm.run(world.blocks[1])
    assert realm.transition is None
    assert realm.stopped
    assert realm.target_state == "/T"
    realm.run(world.blocks[2])
    assert not realm.stopped
    assert realm.session_control == "start"
    assert realm.close() == {"session": {"fresh": 1}, "sessionControl": "start"}


def test_a_session_that_is_stopped_is_empty() -> None:
    kept = World("$jsapi.stopSession()").turn(session={"x": 1})
    assert kept == {"session": {}, "sessionControl": "stop"}


def test_replies_of_tags_and_scripts_keep_their_order() -> None:
    world = World("$reactions.answer('2')", "$response = {}; $response.replies.push({type: 'raw'})")
    realm = world.open(response={"replies": [], "data": 1})
    realm.add_reply({"type": "text", "text": "1"})
    realm.run(world.blocks[0])
    realm.add_reply({"type": "text", "text": "3"})
    response = realm.read("response")
    assert [reply["text"] for reply in response["replies"]] == ["1", "2", "3"]
    assert response["data"] == 1
    realm.run(world.blocks[1])
    realm.add_reply({"type": "text", "text": "4"})
    kept = realm.close()["response"]
    assert kept == {"replies": [{"type": "raw"}, {"type": "text", "text": "4"}]}


@pytest.mark.parametrize("assigned", ["undefined", "null", "5", "{}", "{replies: null}"])
def test_replies_find_a_place_whatever_the_response_is(assigned: str) -> None:
    replies = replies_of(f"$response = {assigned}; $reactions.answer('a')")
    assert replies == [{"type": "text", "text": "a", "state": "/Start"}]
