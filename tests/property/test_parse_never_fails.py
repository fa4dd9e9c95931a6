"""Parsing is total: any text at all gives a tree and diagnostics, and every place lies inside of the file."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from jaicp.project.files import DiskFiles
from jaicp.project.link import load_project
from jaicp.syntax import ast
from jaicp.syntax.parse import parse
from jaicp.syntax.tags import BUILT_IN_ACTIONS, TAGS
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.render import render_full
from jaicp.text.source import Source, Span

SCRIPT = """\
require: cities.csv
    name = City
    var = $Cities

patterns:
    $Yes = (да/ага) || converter = function(tree) { return true; }

theme: /
    init:
        bind("postProcess", function () { $session.last = 1; });

    state: Заказ || noContext = true
        q!: * {закаж* $City} * || fromState = "/Меню", onlyThisState = true
        intent!: /order
        event: noMatch
        a: Здравствуйте, {{ $client.name || "друг" }}! 👋 || tts = "привет, \\"друг\\""
            Вторая строка
        # remark
        buttons:
            "Да" -> ./Да
            {text: "Сайт", url: "https://example.org/{{ $x }}"} -> /Меню
        if: $session.a === 1 &&
                $session.b
            random:
                a: раз
                a: два
        elseif: $x
            go: ..
        else:
            go!: /Меню
        HttpRequest:
            url = https://example.org
            body = {
                "id": "{{ $session.id }}"
                }
            okState = ./Да

        state: Да
            timeout: /Меню || interval = "5 sec"
            script:
                var x = { state: "1" };
                // remark
                $session.y = x.state;
            image: https://example.org/1.png
    state: Меню
        scriptEs6: await run();
        newSession:
"""

PIECES = st.sampled_from(
    [*(f"{name}:" for name in TAGS), *(f"{name}:" for name in BUILT_IN_ACTIONS), *TAGS,
     *"\n\r\t #@$%|/\\\"'`{}()[]<>=,;:!?.*-~_", "    ", "\n        ", "{{", "}}", "||", "->", "//",
     "/*", "\r\n", "\ufeff", "\u00a0", "\u200b", "\x00", "👨\u200d👩\u200d👧", "e\u0301", "привет",
     "$Name =", "key = value", '"caption"', "-> /State", "|| modal = true", "$regexp<", "\u2028"],
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), st.one_of(PIECES, st.text(max_size=5))),
    min_size=1,
    max_size=4,
)


def mutated(edits: list[tuple[float, int, str]]) -> str:
    """The script with stretches of it replaced: where (as a fraction), how many characters, by what."""
    text = SCRIPT
    for where, length, new in edits:
        at = int(where * len(text))
        text = text[:at] + new + text[at + length :]
    return text


MUTANTS = EDITS.map(mutated)


def is_inside(span: Span) -> bool:
    return 0 <= span.start <= span.end <= len(span.source.text)


def check_diagnostic(diagnostic: Diagnostic) -> None:
    places = [diagnostic.span, *(label.span for label in diagnostic.related)]
    if diagnostic.fix is not None:
        places += [edit.span for edit in diagnostic.fix.edits]
    assert all(is_inside(span) for span in places), diagnostic
    assert diagnostic.message
    assert diagnostic.message[0] == "`" or not diagnostic.message[0].isupper()


def check_parse(text: str) -> None:
    source = Source("main.sc", text)
    parsed = parse(source)
    for node in ast.walk(parsed.document):
        assert is_inside(node.span), node
        assert node.span.source is source
    for diagnostic in parsed.diagnostics:
        check_diagnostic(diagnostic)


def check_project(text: str) -> None:
    path = Path("/bot/main.sc")
    project = load_project(path, DiskFiles({path: text}))
    for diagnostic in project.diagnostics:
        check_diagnostic(diagnostic)
    shown = render_full(project.diagnostics, colour=False, root=path.parent)
    assert not any(ord(sign) < 32 and sign != "\n" for sign in shown)


def test_the_script_that_is_mutated_is_fine() -> None:
    assert parse(Source("main.sc", SCRIPT)).diagnostics == ()


@given(TEXTS)
def test_any_text_parses(text: str) -> None:
    check_parse(text)


@given(MUTANTS)
def test_a_mutated_script_parses(text: str) -> None:
    check_parse(text)


@given(TEXTS)
def test_any_text_is_a_project(text: str) -> None:
    check_project(text)


@given(MUTANTS)
def test_a_mutated_script_is_a_project(text: str) -> None:
    check_project(text)


@given(MUTANTS)
def test_parsing_twice_finds_the_same(text: str) -> None:
    def found() -> list[tuple[int, int, str]]:
        diagnostics = parse(Source("main.sc", text)).diagnostics
        return [(d.span.start, d.span.end, d.message) for d in diagnostics]

    assert found() == found()
