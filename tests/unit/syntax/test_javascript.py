"""JavaScript trees: exact places in the file, whatever characters stand before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.syntax.javascript import (
    JsNode,
    parse_expression,
    parse_file,
    parse_script,
    string_value,
    walk,
)
from jaicp.text.source import Source


def script(text: str) -> JsNode:
    source = Source("main.sc", text)
    return parse_script(source.span(0, len(text)))


def kinds(node: JsNode) -> list[str]:
    return [child.kind for child in node.children]


def find(node: JsNode, kind: str) -> JsNode:
    return next(child for child in walk(node) if child.kind == kind)


def test_return_and_await_may_stand_at_the_top() -> None:
    root = script("await load();\nreturn 1;")
    assert not root.has_error
    assert kinds(root) == ["expression_statement", "return_statement"]


def test_lines_that_begin_with_a_hash_are_comments() -> None:
    root = script("# one\nf(); # broken\n  # two\ng();")
    assert root.has_error
    root = script("# one\nf();\n  # two ((\ng();")
    assert not root.has_error
    assert [child.text for child in root.children] == ["f();", "g();"]


def test_a_file_knows_no_hash_comments() -> None:
    assert parse_file(Source("a.js", "f();\n# g();")).has_error


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("a = 1", "assignment_expression"),
        ("{a: 1}", "object"),
        ("function (pt) { return pt.text; }", "function_expression"),
        ("$converters.number", "member_expression"),
        ("a // a remark", "identifier"),
        ("  a ? b : c  ", "ternary_expression"),
    ],
)
def test_an_expression_is_given_without_what_was_put_around_it(code: str, kind: str) -> None:
    text = "if: " + code
    source = Source("main.sc", text)
    node = parse_expression(source.span(4, len(text)))
    assert node.kind == kind
    assert node.text == code.partition("//")[0].strip()


def test_what_is_no_expression_is_given_as_the_parser_sees_it() -> None:
    source = Source("main.sc", "a b")
    assert parse_expression(source.span(0, 3)).has_error


def test_fields_and_children() -> None:
    call = find(script("$reactions.answer('x', /* no */ 1);"), "call_expression")
    function, arguments = call.field("function"), call.field("arguments")
    assert function is not None
    assert arguments is not None
    assert function.text == "$reactions.answer"
    assert kinds(arguments) == ["string", "number"]
    assert call.field("nothing") is None
    assert call.children[0] is function


def test_operators_are_fields() -> None:
    operator = find(script("a && b"), "binary_expression").field("operator")
    assert operator is not None
    assert operator.text == "&&"


@pytest.mark.parametrize(
    "before", ["", "'привет'; ", "'😀'; ", "'👍🏽 è'; // 🎉\r\n", "/* 𝕏я */\r\n"]
)
def test_places_count_code_points(before: str) -> None:
    text = before + "$reactions.answer('до свидания 👋'); tail()"
    call = find(script(text), "call_expression")
    assert call.text == "$reactions.answer('до свидания 👋')"
    assert call.start == len(before)
    assert find(script(text + " + '🎈'"), "binary_expression").text == "tail() + '🎈'"


def test_a_place_in_the_middle_of_a_file() -> None:
    text = "state: Ночь 🌙\r\n    script:\r\n        log('🌙');\r\n        hello();"
    source = Source("main.sc", text)
    root = parse_script(source.span(text.index("log"), len(text)))
    hello = root.children[1]
    assert hello.span.location == (4, 9)
    assert hello.text == "hello();"


@given(st.lists(st.sampled_from(["'я'", "'😀'", "'a'", "f", "1", "'𝕏'", "`б`"]), min_size=1))
def test_every_node_lies_where_its_text_is(items: list[str]) -> None:
    text = "[" + ", ".join(items) + "]"
    array = find(script(text), "array")
    assert [child.text for child in array.children] == items


@given(st.text(max_size=40))
def test_any_text_has_a_tree_inside_of_it(text: str) -> None:
    for node in walk(script(text)):
        assert 0 <= node.start <= node.end <= len(text)


def test_a_tree_is_walked_in_the_order_of_the_text_at_any_depth() -> None:
    text = "(" * 3000 + "x" + ")" * 3000
    starts = [node.start for node in walk(script(text))]
    assert starts == sorted(starts)
    assert find(script(text), "identifier").start == 3000


def test_a_query_finds_nodes_by_name() -> None:
    root = script("if (a = 1) {} while (b = 'я') {}")
    query = """
    (if_statement condition: (parenthesized_expression (assignment_expression) @if))
    (while_statement condition: (parenthesized_expression (assignment_expression) @while))
    """
    assert [(name, node.text) for name, node in root.find(query)] == [
        ("if", "a = 1"),
        ("while", "b = 'я'"),
    ]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("'a'", "a"),
        ('"a\\n\\"b"', 'a\n"b'),
        ("`c`", "c"),
        ("`${c}`", None),
        ("'\\u0430\\x41\\u{1F600}\\\\'", "аA😀\\"),
        ("1", None),
    ],
)
def test_what_a_string_means(code: str, value: str | None) -> None:
    source = Source("main.sc", code)
    assert string_value(parse_expression(source.span(0, len(code)))) == value
