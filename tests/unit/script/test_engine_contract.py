"""What every JavaScript engine has to do before the bridge can stand on it."""

from __future__ import annotations

import gc
import json
import time
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from jaicp.script.engine import Engine, EngineError, EngineFactory, Limits, characters_in
from jaicp.script.jsbox_engine import JsboxEngine

ENGINES: dict[str, EngineFactory] = {"jsbox": JsboxEngine}
SMALL = Limits(memory_bytes=16 * 1024 * 1024)
SOON = 0.1
PATIENCE = 5.0


@pytest.fixture(params=ENGINES)
def make(request: pytest.FixtureRequest) -> EngineFactory:
    return ENGINES[request.param]


@pytest.fixture
def engine(make: EngineFactory) -> Iterator[Engine]:
    engine = make(SMALL)
    yield engine
    engine.close()


def failure(
    engine: Engine, code: str, first_line: int = 1, deadline: float = PATIENCE
) -> EngineError:
    with pytest.raises(EngineError) as caught:
        engine.evaluate(code, first_line, deadline)
    return caught.value


def echo(engine: Engine, code: str, argument: str = "") -> str:
    engine.evaluate(f"function echo(argument) {{ return String({code}) }}")
    return engine.call("echo", argument, PATIENCE)


# Code and data


def test_a_call_gives_a_string_to_a_function_and_gets_one_back(engine: Engine) -> None:
    assert echo(engine, "argument + '!'", "привет 😀") == "привет 😀!"


@pytest.mark.parametrize("size", [0, 1, 199, 200, 201, 5_000, 1_000_000])
def test_arguments_and_results_of_any_size_arrive_whole(engine: Engine, size: int) -> None:
    text = ("é" * size)[:size]
    assert echo(engine, "argument", text) == text


@pytest.mark.parametrize("text", ['"quotes" \\ and', "line\nbreak\r\n", "\u2028\u2029", "a\0b"])
def test_arguments_may_hold_any_character(engine: Engine, text: str) -> None:
    assert echo(engine, "argument", text) == text


def test_half_a_surrogate_pair_crosses_as_json(engine: Engine) -> None:
    text = echo(engine, "JSON.stringify(JSON.parse(argument) + '\\ud800')", '"\\udc00"')
    assert json.loads(text) == "\udc00\ud800"


def test_a_result_that_is_no_string_is_an_error(engine: Engine) -> None:
    engine.evaluate("function number() { return 5 }")
    with pytest.raises(EngineError, match="did not give a string"):
        engine.call("number", "", PATIENCE)


def test_scripts_are_sloppy_and_share_one_global_scope(engine: Engine) -> None:
    engine.evaluate("implicit = 1; var declared = 2; let lexical = 3; var self = this")
    engine.evaluate("with ({inner: 4}) { implicit += inner }")
    assert echo(engine, "[implicit, declared, lexical, self === globalThis]") == "5,2,3,true"


def test_the_last_value_of_a_script_may_be_anything(engine: Engine) -> None:
    for code in ("(function () {})", "Symbol()", "globalThis", "({a: this})", "", "// nothing"):
        engine.evaluate(code)


def test_a_promise_is_waited_for(engine: Engine) -> None:
    engine.evaluate("async function later(text) { await null; await null; return text + '!' }")
    assert engine.call("later", "x", PATIENCE) == "x!"


def test_a_promise_that_never_settles_is_an_error(engine: Engine) -> None:
    engine.evaluate("function never() { return new Promise(() => {}) }")
    with pytest.raises(EngineError, match="never settled"):
        engine.call("never", "", PATIENCE)


def test_engines_share_nothing(make: EngineFactory) -> None:
    one, two = make(SMALL), make(SMALL)
    one.evaluate("var mark = 1")
    assert echo(two, "typeof mark") == "undefined"


# The host


def test_a_bound_function_answers_under_a_deadline(engine: Engine) -> None:
    engine.bind("ask", lambda text: text.upper())
    engine.evaluate("var answer = ask('да')", deadline=PATIENCE)
    assert echo(engine, "answer + ask(argument)", "нет") == "ДАНЕТ"


def test_a_bound_function_can_be_taken_out_of_the_global_scope(engine: Engine) -> None:
    engine.bind("ask", lambda text: text)
    engine.evaluate("var kept = ask; delete globalThis.ask")
    assert echo(engine, "typeof ask + kept('!')") == "undefined!"


def test_what_a_bound_function_raises_comes_out_unchanged(engine: Engine) -> None:
    class HostFaultError(Exception):
        pass

    def fail(text: str) -> str:
        raise HostFaultError(text)

    engine.bind("fail", fail)
    with pytest.raises(HostFaultError, match="x"):
        engine.evaluate("fail('x')", deadline=PATIENCE)
    assert echo(engine, "1") == "1"


def test_a_closed_engine_lets_go_of_what_was_bound(make: EngineFactory) -> None:
    class Port:
        def answer(self, text: str) -> str:
            return text

    port = Port()
    engine = make(SMALL)
    engine.bind("ask", port.answer)
    echo(engine, "ask(argument)", "x" * 1000)
    alive = weakref.ref(port)
    engine.close()
    del engine, port
    gc.collect()
    assert alive() is None


# Limits

RUNAWAYS = {
    "endless loop": "while (true) {}",
    "loop that catches everything": "for (;;) { try { while (true) {} } catch (e) {} finally { continue } }",
    "catastrophic regular expression": "/^(a+)+$/.test('a'.repeat(40) + 'b')",
    "endless generator": "function* g() { while (true) yield 1 } for (const x of g()) {}",
    "endless sort": "[3, 2, 1].sort(() => { while (true) {} })",
    "endless getter": "({ get x() { while (true) {} } }).x",
    "loop in toString": "'' + { toString() { while (true) {} } }",
}


@pytest.mark.parametrize("code", RUNAWAYS.values(), ids=RUNAWAYS)
def test_a_script_that_does_not_end_is_stopped(engine: Engine, code: str) -> None:
    began = time.monotonic()
    error = failure(engine, code, deadline=SOON)
    assert error.kind == "timeout"
    assert error.is_fatal
    assert time.monotonic() - began < PATIENCE


@pytest.mark.parametrize(
    "body",
    ["while (true) {}", "while (true) { await null }", "await new Promise(r => { for (;;); })"],
)
def test_asynchronous_code_that_does_not_end_is_stopped(engine: Engine, body: str) -> None:
    engine.evaluate(f"async function run() {{ {body} }}")
    with pytest.raises(EngineError) as caught:
        engine.call("run", "", SOON)
    assert caught.value.kind == "timeout"


def test_a_deadline_counts_from_each_call(engine: Engine) -> None:
    engine.evaluate("function quick(text) { return text }")
    for _ in range(3):
        assert engine.call("quick", "x", PATIENCE) == "x"


GREEDY = {
    "array": "(function () { const all = []; for (;;) all.push({ n: all.length }) })()",
    "strings": "(function () { const all = []; for (;;) all.push('x'.repeat(9999) + all.length) })()",
    "kept globally": "var all = []; for (;;) all.push(new Array(1000).fill(all.length))",
    "buffer": "new ArrayBuffer(1e9)",
}


@pytest.mark.parametrize("code", GREEDY.values(), ids=GREEDY)
def test_a_script_that_takes_too_much_memory_is_stopped(engine: Engine, code: str) -> None:
    error = failure(engine, code)
    assert error.kind == "memory"
    assert error.is_fatal


@pytest.mark.parametrize(
    "code",
    [
        "(function f() { f() })()",
        "(function f() { return [1].map(f) })()",
        "let nest = []; for (let i = 0; i < 1e5; i++) nest = [nest]; JSON.stringify(nest)",
        "const o = { get x() { return this.x } }; o.x",
    ],
)
def test_endless_recursion_is_an_error_and_no_crash(engine: Engine, code: str) -> None:
    error = failure(engine, code)
    assert error.kind == "stack"
    assert not error.is_fatal
    assert echo(engine, "1 + 1") == "2"


def test_a_new_engine_works_after_one_was_stopped(make: EngineFactory) -> None:
    for code in ("while (true) {}", GREEDY["kept globally"]):
        stopped = make(SMALL)
        failure(stopped, code, deadline=SOON if "while" in code else PATIENCE)
        stopped.close()
        fresh = make(SMALL)
        assert echo(fresh, "1 + 1") == "2"
        fresh.close()


def test_scripts_cannot_block_the_thread(engine: Engine) -> None:
    failure(engine, "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)", deadline=SOON)


@pytest.mark.parametrize(
    "name", ["require", "process", "std", "os", "fetch", "setTimeout", "Worker"]
)
def test_scripts_have_no_way_out_of_their_own(engine: Engine, name: str) -> None:
    assert echo(engine, f"typeof {name}") == "undefined"


# Errors and places


def test_an_error_has_name_message_and_frames(engine: Engine) -> None:
    error = failure(engine, "function inner() {\n  missing()\n}\ninner()")
    assert (error.kind, error.name, error.message) == (
        "error",
        "ReferenceError",
        "missing is not defined",
    )
    assert (error.frames[0].function, error.frames[0].line) == ("inner", 2)
    assert error.frames[1].line == 4
    assert not error.is_syntax


def test_lines_count_from_the_given_first_line(engine: Engine) -> None:
    assert failure(engine, "\n  missing", first_line=1000).frames[0].line == 1001


@pytest.mark.parametrize("before", ["", "'abc'; ", "'привет'; ", "'😀'; ", "/* é😀ё */ "])
def test_columns_count_in_the_unit_that_the_engine_names(engine: Engine, before: str) -> None:
    line = before + "missing()"
    frame = failure(engine, line).frames[0]
    assert characters_in(line, frame.column, engine.column_unit) == len(before)


def test_code_made_at_run_time_has_no_place_of_its_own(engine: Engine) -> None:
    error = failure(engine, "\n\nnew Function('missing()')()", first_line=50)
    assert [frame.line for frame in error.frames] == [52]


def test_code_that_is_refused_unrun_is_known_as_such(engine: Engine) -> None:
    error = failure(engine, "var ran = true;\nvar x = ;", first_line=7)
    assert error.is_syntax
    assert error.frames[0].line == 8
    assert echo(engine, "typeof ran") == "undefined"


def test_a_syntax_error_thrown_at_run_time_is_another_thing(engine: Engine) -> None:
    assert not failure(engine, "JSON.parse('{')").is_syntax


@pytest.mark.parametrize(
    ("code", "message"),
    [("throw 'text'", "text"), ("throw 5", "5"), ("throw undefined", "undefined")],
)
def test_anything_can_be_thrown(engine: Engine, code: str, message: str) -> None:
    error = failure(engine, code)
    assert (error.kind, error.message) == ("error", message)


def test_an_error_caught_by_a_script_is_told_from_its_stack(engine: Engine) -> None:
    stack = echo(engine, "(function f() { try { missing() } catch (e) { return e.stack } })()")
    error = engine.error_of("ReferenceError", "missing is not defined", stack, {"a": 1})
    assert error.frames[0].function == "f"
    assert error.thrown == {"a": 1}


# Syntax


def test_checking_runs_nothing(engine: Engine) -> None:
    assert engine.check_function("globalThis.ran = 1") is None
    assert engine.check_file("globalThis.ran = 1") is None
    assert echo(engine, "typeof ran") == "undefined"


def problem_at(engine: Engine, body: str, **options: Any) -> int | None:
    problem = engine.check_function(body, **options)
    assert problem is not None
    return problem.offset


@pytest.mark.parametrize(
    "body",
    [
        "var a = ^;",
        "foo();\n  bar ^baz;",
        "'привет' + ^;",
        "/* 😀 */ a ^b",
        "\r\n\r\n x = ^;",
        "a;\r b = ^;",
        "foo(^",
        "if (a) {^",
    ],
)
def test_a_problem_is_found_at_its_offset_in_characters(engine: Engine, body: str) -> None:
    expected = body.index("^")
    assert problem_at(engine, body.replace("^", "")) == expected
    problem = engine.check_file(body.replace("^", ""))
    assert problem is not None
    assert problem.offset == expected


def test_a_body_may_return_and_await(engine: Engine) -> None:
    assert engine.check_function("return 1") is None
    assert engine.check_function("return await x", is_async=True) is None
    assert problem_at(engine, "return await x") == 13
    assert engine.check_file("return 1") is not None


@pytest.mark.parametrize("body", ["}", "} {", "}, function () {", "} + function () {"])
def test_a_body_cannot_leave_its_braces(engine: Engine, body: str) -> None:
    assert engine.check_function(body) is not None


def test_modules_are_checked_as_modules(engine: Engine) -> None:
    code = "import a from 'b'; export default await a"
    assert engine.check_file(code) is not None
    assert engine.check_file(code, is_module=True) is None


@pytest.mark.parametrize(
    ("line", "column", "unit", "expected"),
    [
        ("abc", 3, "byte", 2),
        ("ёж x", 5, "byte", 2),
        ("😀x", 5, "byte", 1),
        ("😀x", 3, "utf16", 1),
        ("😀x", 2, "character", 1),
        ("ё", 99, "byte", 1),
        ("ё", 0, "byte", 0),
    ],
)
def test_columns_are_turned_into_characters(
    line: str, column: int, unit: Any, expected: int
) -> None:
    assert characters_in(line, column, unit) == expected
