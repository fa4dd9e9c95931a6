"""`--update`: answers are written where nothing was expected yet, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.suites.elements import parse_xml
from jaicp.suites.suite import read_suite
from jaicp.testing.results import Addition, Said
from jaicp.testing.runner import open_player, play_case
from jaicp.testing.settings import PlaySettings
from jaicp.testing.update import updated
from jaicp.text.source import Source

BOT = """theme: /
    state: Two
        q!: two
        a: One & two.
        a: "Three" < four.

    state: Wrong
        q!: wrong
        a: Right.
"""


@pytest.fixture(scope="module")
def player(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("bot") / "main.sc"
    path.write_text(BOT, encoding="utf-8")
    return open_player(path, PlaySettings(update=True))


def update(player, text: str) -> tuple[str, list[str]]:
    """The suite afterwards, and how its cases went."""
    source = Source("t.xml", text)
    results = [play_case(player, Path("t.xml"), case) for case in read_suite(source).cases]
    additions = [addition for result in results for addition in result.additions]
    return updated(source, additions), [result.status for result in results]


def test_replies_that_nothing_lists_get_an_answer_each(player):
    steps = "    <q>two</q>\n    <state>/Two</state>\n    <q>two</q>\n"
    before = f"<test>\n  <test-case>\n{steps}  </test-case>\n</test>\n"
    answers = '    <a state="/Two">One &amp; two.</a>\n    <a state="/Two">"Three" &lt; four.</a>\n'
    after, statuses = update(player, before)
    assert statuses == ["passed"]
    assert after == (
        f"<test>\n  <test-case>\n    <q>two</q>\n{answers}    <state>/Two</state>\n"
        f"    <q>two</q>\n{answers}  </test-case>\n</test>\n"
    )


def test_what_is_written_then_passes_and_is_left_alone(player):
    once, _ = update(player, "<test><test-case><q>two</q></test-case></test>")
    assert update(player, once) == (once, ["passed"])


def test_an_empty_answer_is_filled_and_the_rest_follows_it(player):
    after, _ = update(player, "<test>\n<test-case>\n\t<q>two</q>\n\t<a></a>\n</test-case></test>")
    assert after == (
        '<test>\n<test-case>\n\t<q>two</q>\n\t<a state="/Two">One &amp; two.</a>\n'
        '\t<a state="/Two">"Three" &lt; four.</a>\n</test-case></test>'
    )


def test_what_somebody_expects_stays_and_fails(player):
    cases = ("<a>Wrong.</a>", '<a state="/Wrong"/>')
    inside = "".join(f"<test-case><q>wrong</q>{answer}</test-case>" for answer in cases)
    text = f"<test>{inside}</test>"
    assert update(player, text) == (text, ["failed", "passed"])


def test_line_ends_stay(player):
    after, _ = update(player, "<test>\r\n<test-case>\r\n<q>wrong</q>\r\n</test-case></test>")
    assert '<q>wrong</q>\r\n<a state="/Wrong">Right.</a>\r\n' in after


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])))
def test_any_text_is_written_as_xml(text: str):
    source = Source("t.xml", "<test><test-case><a/></test-case></test>")
    at = source.text.index("<a/>")
    after = updated(source, [Addition(at, (Said(text, "/A"),), behind=False)])
    root = parse_xml(Source("t.xml", after))
    assert root.children[0].children[0].text == text
