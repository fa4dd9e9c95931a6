"""Coverage: which states, triggers and transitions of a script the cases have walked."""

from __future__ import annotations

from pathlib import Path

import pytest

from jaicp.project.link import load_project
from jaicp.suites.suite import read_suite
from jaicp.testing.coverage import Coverage, Kind, Walk, measure
from jaicp.testing.coverage_report import coverage_page, coverage_text
from jaicp.testing.runner import open_player, play_case
from jaicp.text.source import Source

SCRIPT = """theme: /
    state: Menu
        q!: menu
        q!: * (list|<b>) *
        a: Tea or coffee?
        buttons:
            "Tea" -> /Order
            "Coffee" -> ./Coffee

        state: Coffee
            go!: /Order

    state: Order
        a: Here you are.
        go: /Menu

    state: Shelf
        state: Inner
            a: Nobody comes here.
"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bot") / "main.sc"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


def played(script: Path, cases: str) -> Coverage:
    suite = read_suite(Source(script.parent / "t.xml", f"<test>{cases}</test>"))
    player = open_player(script)
    walk = Walk()
    for case in suite.cases:
        result = play_case(player, suite.path, case)
        assert result.message == ""
        walk.update(result.walk)
    player.bot.close()
    return measure(load_project(script), walk)


def walked(coverage: Coverage, kind: Kind) -> dict[str, int]:
    return {f"{item.state} {item.text}": item.times for item in coverage.of(kind)}


def test_states_that_only_hold_others_do_not_count(script: Path):
    states = walked(played(script, ""), "state")
    assert states == {
        "/Menu /Menu": 0, "/Menu/Coffee /Menu/Coffee": 0, "/Order /Order": 0, "/Shelf/Inner /Shelf/Inner": 0,
    }  # fmt: skip


def test_triggers_count_each_by_itself(script: Path):
    coverage = played(script, "<test-case><q>menu</q><a/><q>menu</q><a/></test-case>")
    assert walked(coverage, "trigger") == {
        "/Menu q!: menu": 2,
        "/Menu q!: * (list|<b>) *": 0,
    }


def test_transitions_are_buttons_and_immediate_and_deferred_ones(script: Path):
    coverage = played(
        script, "<test-case><q>menu</q><a/><q>Coffee</q><a state='/Order'/></test-case>"
    )
    assert walked(coverage, "transition") == {
        "/Menu button: /Order": 0,
        "/Menu button: ./Coffee": 1,
        "/Menu/Coffee go!: /Order": 1,
        "/Order go: /Menu": 1,
    }


def test_as_text(script: Path):
    coverage = played(script, "<test-case><q>menu</q><a/></test-case>")
    text = coverage_text(coverage, colour=False, root=script.parent)
    assert text.splitlines()[:5] == [
        "1 of 4 states were entered (25 %)",
        "  not entered: /Menu/Coffee  main.sc:10",
        "  not entered: /Order  main.sc:13",
        "  not entered: /Shelf/Inner  main.sc:18",
        "1 of 2 triggers were taken (50 %)",
    ]
    assert "  not walked: /Menu/Coffee go!: /Order  main.sc:11" in text


def test_a_page_escapes_what_scripts_write(script: Path):
    page = coverage_page(played(script, ""), name="<tea>", root=script.parent)
    assert "<title>Coverage of &lt;tea&gt;</title>" in page
    assert "q!: * (list|&lt;b&gt;) *" in page
    assert "<tea>" not in page
