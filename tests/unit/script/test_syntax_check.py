"""Mistakes in scripts: what is said of them, and which characters are underlined."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from script_world import inside, span

from jaicp.script.engine import Limits
from jaicp.script.jsbox_engine import JsboxEngine
from jaicp.script.syntax_check import ScriptProblem, SyntaxChecker
from jaicp.text.source import Source, Span


@pytest.fixture(scope="module")
def checker() -> Iterator[SyntaxChecker]:
    checker = SyntaxChecker()
    yield checker
    checker.close()


def told(problem: ScriptProblem | None) -> tuple[str, str, int]:
    """The message, the underlined text and its offset."""
    assert problem is not None
    return problem.message, problem.span.text, problem.span.start


@pytest.mark.parametrize(
    "code",
    [
        "",
        "   \n ",
        "$session.x = 1",
        "if (a) {\r\n  return;\r\n}",
        "# it's a comment (\nfoo();\n\t# } another",
        "var a = function () { return /[/]'/.test(b) / 2 };",
        "with (a) { b = 010 }",
        "a = `x ${ {b: '}'}.b }`;",
        "for (const [k, v] of Object.entries(a)) { b?.[k] ?? (c ||= v) }",
    ],
)
def test_good_blocks_pass(checker: SyntaxChecker, code: str) -> None:
    assert checker.check_block(span(code)) is None


@pytest.mark.parametrize(
    ("code", "message", "underlined"),
    [
        ("var a = ;", "unexpected `;`", ";"),
        ("foo(a b)", "unexpected `b`", "b"),
        ("привет мир", "unexpected `мир`", "мир"),
        ("x === == y", "unexpected `==`", "=="),
        ('say("a" "b")', "unexpected string", '"b"'),
        ("return return", "unexpected `return`", "return"),
        ("x = 'abc\nfoo()", "the string is not closed", "'abc"),
        ('x = "it', "the string is not closed", '"it'),
        ("x = `abc", "the template string is not closed", "`abc"),
        ("x = 1; /* abc", "the comment is not closed", "/*"),
        ("x = /abc\n", "the regular expression is not closed", "/abc"),
        ("x = /a(b/.test(y)", "the regular expression is wrong: expecting `)`", "/a(b/"),
        ("x = a / b; y = /(/g", "the regular expression is wrong: expecting `)`", "/(/g"),
        ("if (a) {\n  foo();\n", "unexpected end of script: a `{` is open", ";"),
        ("foo(1, [2, 3)", "unexpected `)`", ")"),
        ("foo(1", "unexpected end of script: a `(` is open", "1"),
        ("a = [1, 2", "unexpected end of script: a `[` is open", "2"),
        ("x = 1 +", "unexpected end of script", "+"),
        ("if (a) foo() }", "`}` closes nothing", "}"),
        ("foo()); bar(", "`)` closes nothing", ")"),
        ("}, function () {", "`}` closes nothing", "}"),
        ("foo(); } function bar() {", "`}` closes nothing", "}"),
        ("var 1", "the name of a variable is missing", "1"),
        ("function (a) {}", "the name of the function is missing", "("),
        ("a. = 5", "a name is missing after the dot", "="),
        ("foo() = 5", "nothing can be assigned to this", ")"),
        ("let count = 1; let count = 2;", "`count` is declared twice", "count"),
        ("break;", "`break` is outside of a loop or `switch`", "break"),
        ("x = “a”", "this character cannot stand here", "“"),
        ("const x;", "the constant has no value", ";"),
        ("try { a() } b()", "`try` has neither `catch` nor `finally`", "b"),
        ("import a from 'b'", "`import` is only for modules", "import"),
        ("export default 1", "`export` is only for modules", "export"),
        ("await foo()", "unexpected `foo`", "foo"),
    ],
)
def test_what_is_said_of_a_mistake(
    checker: SyntaxChecker, code: str, message: str, underlined: str
) -> None:
    said, text, _ = told(checker.check_block(span(code)))
    assert said == message
    assert text.startswith(underlined)


def test_messages_are_short_and_start_small(checker: SyntaxChecker) -> None:
    for code in (
        "super.x",
        "let let",
        "1++",
        "x = {get a(b){}}",
        "enum",
        "new.target.x = ",
        "a?.b`c`",
    ):
        message, _, _ = told(checker.check_block(span(code)))
        assert message[0] == message[0].lower()
        assert len(message) < 80
        assert "'" not in message


SCENARIO = 'theme: /\n    state: A\n        script: var s = "ё😀"; foo(1 2)\n        a: Да\n'


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_mistake_is_placed_in_its_source(checker: SyntaxChecker, newline: str) -> None:
    text = SCENARIO.replace("\n", newline)
    problem = checker.check_block(inside(text, 'var s = "ё😀"; foo(1 2)'))
    assert problem is not None
    assert problem.span.start == text.index("2)")
    assert problem.span.location == (3, 37)


def test_a_mistake_behind_comments_and_many_lines_is_placed_exactly(checker: SyntaxChecker) -> None:
    text = "x\n\n" + "  # «комментарий'»\n  foo(); // 😀\n" * 50 + "  var y = 'я' z;\n"
    problem = checker.check_block(Source("a.sc", text).span(2, len(text)))
    assert problem is not None
    assert problem.span.text == "z"
    assert problem.span.start == text.index("z;")


def test_an_end_that_comes_too_early_is_underlined_within_the_block(checker: SyntaxChecker) -> None:
    text = "script:\n    if (a) {\n        b()\n\n    a: text"
    block = Source("a.sc", text).span(8, text.index("    a: text"))
    _, underlined, start = told(checker.check_block(block))
    assert underlined == ")"
    assert start == text.index("b()") + 2


def test_await_is_for_asynchronous_blocks(checker: SyntaxChecker) -> None:
    assert checker.check_block(span("const x = await foo();"), is_async=True) is None
    assert checker.check_block(span("const x = await foo();")) is not None


@pytest.mark.parametrize(
    "code",
    ["a", "$session.x || 1", "a, b", "{a: 1}.a", "a // why", "(a) + (b)", "!foo();", "f() ;\n"],
)
def test_good_expressions_pass(checker: SyntaxChecker, code: str) -> None:
    assert checker.check_expression(span(code)) is None


@pytest.mark.parametrize(
    ("code", "message", "underlined"),
    [
        ("a) + (b", "`)` closes nothing", ")"),
        ("a] + [b", "`]` closes nothing", "]"),
        ("x; y", "unexpected `;`", ";"),
        ("x;;", "unexpected `;`", ";"),
        ("...x", "unexpected `...`", "..."),
        ("a b", "unexpected `b`", "b"),
        ("(a", "unexpected end of script: a `(` is open", "a"),
        ("x ==", "unexpected end of script", "="),
        ("if (x)", "unexpected `if`", "if"),
        ("return x", "unexpected `return`", "return"),
        ("x = 'a", "the string is not closed", "'a"),
        ("x /* y", "the comment is not closed", "/*"),
        ("  ", "an expression is missing", " "),
        ("", "an expression is missing", ""),
        ("a)}, function () { return (b", "`)` closes nothing", ")"),
    ],
)
def test_an_expression_is_exactly_one(
    checker: SyntaxChecker, code: str, message: str, underlined: str
) -> None:
    said, text, start = told(checker.check_expression(span(code)))
    assert (said, text) == (message, underlined)
    assert start <= len(code)


@pytest.mark.parametrize(
    "code",
    [
        "function(pt) { return pt.value; }",
        "function(pt) {\n  # note\n  return 1\n};",
        "$converters.cityConverter",
        "toNumber",
        "pt => pt.value",
        "(pt, ctx) => { return 1 }",
        "$converters.cityConverter;",
    ],
)
def test_good_converters_pass(checker: SyntaxChecker, code: str) -> None:
    assert checker.check_function_expression(span(code)) is None


@pytest.mark.parametrize("code", ["5", "'text'", "f()", "a.b[0]", "a + b"])
def test_a_converter_is_a_function_or_its_name(checker: SyntaxChecker, code: str) -> None:
    message, _, start = told(checker.check_function_expression(span(code)))
    assert message == "expected a function or the name of one"
    assert start == 0


def test_a_mistake_in_a_converter_is_placed(checker: SyntaxChecker) -> None:
    text = "$n = а || converter = function(pt) { return pt. }"
    problem = checker.check_function_expression(inside(text, "function(pt) { return pt. }"))
    assert problem is not None
    assert problem.span.start == len(text) - 1


def test_files_are_scripts_and_not_bodies(checker: SyntaxChecker) -> None:
    assert checker.check_file(Source("a.js", "var a = 1;\nlet b = 2;\n")) is None
    message, underlined, _ = told(checker.check_file(Source("a.js", "var a;\nreturn a")))
    assert (message, underlined) == ("`return` is outside of a function", "return")
    _, underlined, start = told(checker.check_file(Source("a.js", "'😀';\r\nvar a = (1 2)")))
    assert (underlined, start) == ("2", 17)


def test_modules_may_import_and_export(checker: SyntaxChecker) -> None:
    module = Source("a.js", "import a from 'b';\nexport default a;")
    assert checker.check_file(module) is not None
    assert checker.check_file(module, is_module=True) is None


def test_one_engine_serves_all_checks_and_a_suspect_one_is_replaced() -> None:
    made = []

    def factory(limits: Limits) -> JsboxEngine:
        made.append(JsboxEngine(limits))
        return made[-1]

    checker = SyntaxChecker(factory)
    assert made == []
    for _ in range(20):
        checker.check_block(span("foo("))
        checker.check_expression(span("foo"))
    assert len(made) == 1
    assert checker.check_block(span("}, SyntaxError = Function = null, function () {")) is not None
    assert told(checker.check_block(span("a b")))[0] == "unexpected `b`"
    assert len(made) == 2


@pytest.mark.parametrize("code", ["}(function () { while (true) {} })(), function () {"])
def test_code_that_would_run_is_stopped_and_refused(checker: SyntaxChecker, code: str) -> None:
    assert told(checker.check_block(span(code)))[0] == "`}` closes nothing"


def test_nesting_without_end_is_refused(checker: SyntaxChecker) -> None:
    deep = "(" * 100_000 + "1" + ")" * 100_000
    assert told(checker.check_block(span(deep)))[0] == "the script is nested too deeply"
    assert told(checker.check_expression(span(deep)))[0] == "the script is nested too deeply"
    assert told(checker.check_file(Source("a.js", deep)))[0] == "the script is nested too deeply"


checks: st.SearchStrategy[Callable[[SyntaxChecker, Span], ScriptProblem | None]] = st.sampled_from(
    [
        SyntaxChecker.check_block,
        SyntaxChecker.check_expression,
        SyntaxChecker.check_function_expression,
        lambda checker, part: checker.check_file(part.source),
    ]
)
SCRIPTISH = st.lists(
    st.sampled_from([*"(){}[]'\"`/\\\n\r=;,. 1aё😀", "# ", "//", "/*", "*/", "=>", "${"])
    | st.sampled_from(["function", "let ", "return "]),
    max_size=14,
).map("".join)


def test_a_semicolon_alone_is_a_missing_expression(checker: SyntaxChecker) -> None:
    problem = checker.check_expression(span(";"))
    assert problem is not None
    assert (problem.message, problem.span.text) == ("an expression is missing", ";")


@given(checks, SCRIPTISH)
def test_any_text_gets_an_answer_within_its_bounds(
    checker: SyntaxChecker,
    check: Callable[[SyntaxChecker, Span], ScriptProblem | None],
    text: str,
) -> None:
    part = span(text)
    problem = check(checker, part)
    if problem is not None:
        assert 0 <= problem.span.start <= problem.span.end <= len(text)
        assert problem.span.start < problem.span.end or not text
        assert problem.message
