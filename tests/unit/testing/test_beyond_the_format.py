"""What suites may say beyond the platform's format, where it is enabled: parts, expressions, one of several."""

from __future__ import annotations

from pathlib import Path

import pytest

from jaicp.suites.suite import read_suite
from jaicp.testing.runner import open_player, play_case
from jaicp.text.diagnostic import Severity
from jaicp.text.source import Source

BOT = """theme: /
    state: Number
        q!: number
        a: Your order is number 15, thank you.
"""


@pytest.fixture(scope="module")
def player(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("bot") / "main.sc"
    path.write_text(BOT, encoding="utf-8")
    return open_player(path)


def played(player, answer: str) -> str:
    text = f"<test><test-case><q>number</q>{answer}</test-case></test>"
    suite = read_suite(Source("t.xml", text), extensions=True)
    assert suite.warnings == ()
    return play_case(player, Path("t.xml"), suite.cases[0]).message


@pytest.mark.parametrize(
    "answer",
    [
        '<a contains="number  15"/>',
        '<a regexp="Your order is number \\d+, thank you\\."/>',
        "<a><oneOf>No order.</oneOf><oneOf>Your order is number 15, thank you.</oneOf></a>",
        '<a state="/Number" contains="order" regexp=".*15.*"/>',
    ],
)
def test_it_holds(player, answer: str):
    assert played(player, answer) == ""


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ('<a contains="16"/>', "expected a text with `16` in it"),
        ('<a regexp="order"/>', "expected a text like `order`"),
        ("<a><oneOf>Hi</oneOf><oneOf>Bye</oneOf></a>", "expected one of `Hi`, `Bye`"),
        ('<a regexp="(.*)*(.*)*(.*)*x"/>', "expected a text like"),
    ],
)
def test_it_does_not_hold(player, answer: str, expected: str):
    message = played(player, answer)
    assert expected in message
    assert "there is `Your order is number 15, thank you.`" in message


def test_an_expression_that_cannot_be_read_has_its_place():
    text = '<test><test-case><a regexp="(a"/></test-case></test>'
    suite = read_suite(Source("t.xml", text), extensions=True)
    (problem,) = suite.cases[0].problems
    assert problem.message.startswith("this is no regular expression: ")
    assert problem.span.text == 'regexp="(a"'


def test_attributes_are_passed_over_with_a_warning_where_it_is_not_enabled():
    suite = read_suite(Source("t.xml", '<test><test-case><a contains="x"/></test-case></test>'))
    assert suite.cases[0].steps[0].is_empty
    (warning,) = suite.warnings
    assert warning.severity is Severity.WARNING
    assert (
        warning.message == "`contains` is an extension of jaicp, which the platform does not know"
    )
    assert "--extensions" in warning.help


def test_elements_keep_a_case_from_being_played_where_it_is_not_enabled():
    text = "<test><test-case><a><oneOf>x</oneOf></a></test-case></test>"
    suite = read_suite(Source("t.xml", text))
    (problem,) = suite.cases[0].problems
    assert problem.message.startswith("`<oneOf>` is an extension of jaicp")
