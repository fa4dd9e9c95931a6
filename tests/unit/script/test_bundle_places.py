"""Code of many files becomes numbered lines, and every line finds its way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from script_world import FakeHost, World, inside, span

from jaicp.script.bundle import Bundle, Place, hide_hash_comments
from jaicp.script.errors import ScriptError
from jaicp.script.realm import Realm
from jaicp.text.source import Source, Span


def failing_place(bundle: Bundle, block: int) -> tuple[str, int, int]:
    """Where the error of running a block is said to be."""
    realm = Realm(bundle)
    realm.start(FakeHost())
    realm.open(FakeHost(), {})
    with pytest.raises(ScriptError) as caught:
        realm.run(block)
    place = caught.value.place
    assert place is not None
    return str(place.source.path), place.line, place.column


def place_in(text: str, part: str, name: str = "main.sc") -> tuple[str, int, int]:
    """Line and column at which `part` stands in `text`."""
    return name, *Source(name, text).location(text.index(part))


SCENARIO = """\
theme: /
    state: Start
        script: var a = 1; missing1()
        script:
            var b = "привет 😀"; missing2();
            # a comment, it's not closed
            if (b) {
                /* ёж */ missing3()
            }
        if: $session.x || missing4.field
        a: Привет, {{ $session.name }} и {{ "😀" + missing5 }}!
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("part", ["missing1", "missing2", "missing3"])
def test_an_error_in_a_block_is_placed_in_the_scenario(part: str, newline: str) -> None:
    text = SCENARIO.replace("\n", newline)
    bundle = Bundle()
    bundle.add_file(Source("first.js", "var one = 1;\nvar two = 2;\n"))
    bundle.add_block(span("other()"))
    start, end = text.index("            var b"), text.index("        if:")
    if part == "missing1":
        start, end = text.index("var a"), text.index("        script:" + newline)
    if part == "missing3":
        text = text.replace("missing2()", "        0 ")
    running = Source("main.sc", text).span(start, end)
    block = bundle.add_block(running)
    assert failing_place(bundle, block) == place_in(text, part)


def test_an_error_in_an_expression_is_placed_in_its_line() -> None:
    bundle = Bundle()
    block = bundle.add_expression(inside(SCENARIO, "$session.x || missing4.field"))
    assert failing_place(bundle, block) == place_in(SCENARIO, "missing4")


def test_an_error_in_a_template_is_placed_in_the_expression() -> None:
    bundle = Bundle()
    first, second = inside(SCENARIO, "$session.name"), inside(SCENARIO, '"😀" + missing5')
    block = bundle.add_template(["Привет, ", first, " и\n", second, "!"])
    assert failing_place(bundle, block) == place_in(SCENARIO, "missing5")


def test_an_error_in_a_converter_is_placed_in_the_pattern() -> None:
    text = "patterns:\n    $n = (а) || converter = function(pt) {\n      return pt.missing.x };\n"
    bundle = Bundle()
    block = bundle.add_converter(inside(text, "function(pt) {\n      return pt.missing.x };"))
    realm = Realm(bundle)
    realm.start(FakeHost())
    realm.open(FakeHost(), {})
    with pytest.raises(ScriptError) as caught:
        realm.convert(block, {})
    assert caught.value.place is not None
    assert caught.value.place[1:] == Source("x", text).location(text.index("pt.missing"))


def test_an_error_deep_in_a_file_names_the_file_and_then_the_block() -> None:
    bundle = Bundle()
    bundle.add_file(Source("lib/one.js", "\ufeff// первый\nvar unused;\n"))
    bundle.add_file(Source("lib/two.js", "function outer() {\n    return 'ы' + inner();\n}\n"))
    bundle.add_init(span("function inner() { missing() }", "init.sc"))
    block = bundle.add_block(span("\n  outer()"))
    realm = Realm(bundle)
    realm.start(FakeHost())
    realm.open(FakeHost(), {})
    with pytest.raises(ScriptError) as caught:
        realm.run(block)
    assert [(name, str(place)) for name, place in caught.value.frames] == [
        ("inner", "init.sc:1:20"),
        ("outer", "lib/two.js:2:18"),
        ("<anonymous>", "main.sc:2:3"),
    ]


@pytest.mark.parametrize(
    ("name", "code"),
    [("lib.js", "var a;\n'я'; missing()"), ("lib.js", "var a = {;}"), ("lib.js", "'\\u12'")],
)
def test_a_file_that_fails_to_load_is_named(name: str, code: str) -> None:
    bundle = Bundle()
    bundle.add_block(span("1"))
    bundle.add_file(Source(name, code))
    with pytest.raises(ScriptError) as caught:
        Realm(bundle).start(FakeHost())
    place = caught.value.place
    assert place is not None
    assert str(place.source.path) == name
    assert place.line == code.count("\n") + 1


def test_a_name_declared_in_two_files_is_placed_where_it_is_declared_again() -> None:
    bundle = Bundle()
    bundle.add_file(Source("one.js", "const limit = 1"))
    bundle.add_file(Source("two.js", "var other;\nlet limit = 2;"))
    with pytest.raises(ScriptError, match="`limit` is declared twice") as caught:
        Realm(bundle).start(FakeHost())
    assert str(caught.value.place) == "two.js:2:5"


def test_a_block_that_does_not_compile_fails_alone_when_it_runs() -> None:
    bundle = Bundle()
    good = bundle.add_expression(span("1 + 1"))
    bad = bundle.add_block(span("foo();\n  var x = ;"))
    later = bundle.add_expression(span("2 + 2"))
    realm = Realm(bundle)
    realm.start(FakeHost())
    realm.open(FakeHost(), {})
    assert realm.run(good) == 2
    with pytest.raises(ScriptError) as caught:
        realm.run(bad)
    assert caught.value.name == "SyntaxError"
    assert str(caught.value.place) == "main.sc:2:11"
    assert realm.run(later) == 4


@pytest.mark.parametrize("text", ["} + function () {", "}), 1 + (function () {", "});("])
def test_a_block_that_closes_its_function_harms_no_other(text: str) -> None:
    bundle = Bundle()
    bundle.add_block(span(text))
    good = bundle.add_expression(span("1 + 1"))
    realm = Realm(bundle)
    realm.start(FakeHost())
    realm.open(FakeHost(), {})
    assert realm.run(good) == 2


def test_lines_of_glue_belong_to_no_file() -> None:
    bundle = Bundle()
    bundle.add_block(span("foo()"))
    assert bundle.locate(1, 1) is None
    assert bundle.locate(2, 1) is not None
    assert bundle.locate(3, 1) is None
    assert bundle.locate(0, 1) is None
    assert bundle.locate(bundle.line_count + 1, 1) is None


pieces = st.lists(
    st.tuples(
        st.sampled_from(["file", "block", "expression", "init", "template", "converter"]),
        st.text(st.sampled_from("ab \n\r#ё😀;"), max_size=12),
        st.integers(0, 5),
    ),
    max_size=6,
)


def add(bundle: Bundle, kind: str, part: Span) -> None:
    if kind == "file":
        bundle.add_file(part.source)
    elif kind == "block":
        bundle.add_block(part)
    elif kind == "init":
        bundle.add_init(part)
    elif kind == "template":
        bundle.add_template(["text\n", part, "!"])
    elif kind == "converter":
        bundle.add_converter(part)
    else:
        bundle.add_expression(part)


@given(pieces)
def test_every_character_of_a_bundle_is_found_where_it_came_from(
    items: list[tuple[str, str, int]],
) -> None:
    bundle = Bundle()
    for number, (kind, text, start) in enumerate(items):
        source = Source(f"{number}", text)
        add(bundle, kind, source.span(min(start, len(text)), len(text)))
    lines: dict[int, str] = {}
    for chunk in [*bundle.block_chunks(), *bundle.load_chunks()]:
        for offset, line in enumerate(chunk.code.split("\n")):
            assert chunk.first_line + offset not in lines
            lines[chunk.first_line + offset] = line
    assert len(lines) == bundle.line_count
    for number, line in lines.items():
        for column, character in enumerate(line, 1):
            place = bundle.locate(number, column)
            if place is None or character in "/ \r\n":
                continue
            at = place.source.offset(place.line, place.column)
            if "\r" not in place.source.text.replace("\r\n", "\n"):
                assert place.source.text[at] == character


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# word\nfoo()", "//word\nfoo()"),
        ("foo()\n   #'\n", "foo()\n   //\n"),
        ("#\nfoo()", " \nfoo()"),
        ("foo('#') # not one", "foo('#') # not one"),
        ("\t## twice", "\t//twice"),
    ],
)
def test_hash_comments_become_script_comments(text: str, expected: str) -> None:
    hidden = hide_hash_comments(text)
    assert len(hidden) == len(text)
    assert hidden.replace(" ", "") == expected.replace(" ", "")


@given(st.text(st.sampled_from("#a \t\n\r"), max_size=30))
def test_hiding_comments_moves_nothing(text: str) -> None:
    hidden = hide_hash_comments(text)
    assert len(hidden) == len(text)
    assert [at for at, c in enumerate(hidden) if c == "\n"] == [
        at for at, c in enumerate(text) if c == "\n"
    ]


def test_init_code_shares_its_names_and_may_return() -> None:
    world = World(init="function shared() { return 5 }\nvar total = shared() + 1;")
    assert world.value("shared() + total") == 11
    world = World(init="$global.seen = 1; if (seen) return; $global.seen = 2;")
    assert world.value("seen") == 1


def test_init_codes_with_the_same_constant_do_not_collide() -> None:
    bundle = Bundle()
    bundle.add_init(span("const limit = 1; $global.one = limit"))
    bundle.add_init(span("const limit = 2; $global.two = limit"))
    block = bundle.add_expression(span("[one, two]"))
    realm = Realm(bundle)
    realm.start(FakeHost())
    realm.open(FakeHost(), {})
    assert realm.run(block) == [1, 2]


def test_files_and_data_come_in_order() -> None:
    bundle = Bundle()
    bundle.add_file(Source("a.js", "var before = typeof $Cities"))
    bundle.add_data("$Cities", {"1": {"value": {"name": "Пермь\u2028"}}})
    bundle.add_init(span("var city = $Cities[1].value.name + before"))
    block = bundle.add_expression(span("city"))
    realm = Realm(bundle)
    realm.start(FakeHost())
    realm.open(FakeHost(), {})
    assert realm.run(block) == "Пермь\u2028undefined"


def test_a_place_prints_as_people_write_it() -> None:
    assert str(Place(Source("src/main.sc", ""), 3, 7)) == "src/main.sc:3:7"
