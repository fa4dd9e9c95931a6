"""What becomes of a case: passed, failed, error, skipped; and of a fault of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from jaicp.project.config import read_config
from jaicp.suites.suite import read_suite
from jaicp.testing.runner import open_player, play_case, project_zone
from jaicp.text.source import Source

SCRIPT = """
theme: /
    state: Fetch
        q!: fetch
        script: $temp.answer = $http.get("http://x.y");
        a: {{ $temp.answer.isOk }}
"""


@pytest.fixture
def run(tmp_path: Path):
    (tmp_path / "main.sc").write_text(SCRIPT, encoding="utf-8")
    player = open_player(tmp_path / "main.sc")

    def result(case: str):
        suite = read_suite(Source("test.xml", f"<test>{case}</test>"))
        return play_case(player, suite.path, suite.cases[0])

    result.player = player
    return result


def test_passed_and_failed(run):
    good = run("<test-case id='a'>\n<q>fetch</q><a>false</a></test-case>")
    assert (good.id, good.line, good.status, good.message) == ("a", 1, "passed", "")
    assert good.duration_ms > 0
    assert good.walk["enter", "/Fetch"] == 1
    bad = run("<test-case>\n<q>fetch</q><a>true</a></test-case>")
    assert bad.status == "failed"
    assert bad.message.startswith("line 2, column 13: the bot says something else; expected `true`")
    assert "no mock answers GET http://x.y/: there are no mocks" in bad.message


def test_all_that_keeps_a_case_from_being_played_is_told(run):
    result = run("<test-case><say/><q>fetch</q><random>x</random></test-case>")
    assert result.status == "error"
    assert [problem.code.id for problem in result.diagnostics] == ["JC703", "JC704"]
    assert len(result.message.splitlines()) == 2


def test_a_case_that_needs_the_network_is_skipped_unless_it_holds(run):
    case = "<test-case integration='true'><q>fetch</q><a>{}</a></test-case>"
    skipped = run(case.format("true"))
    assert skipped.status == "skipped"
    assert skipped.message == "it needs the network, see `--integration`: GET http://x.y/"
    assert run(case.format("false")).status == "passed"


def test_a_fault_of_ours_is_told_apart_and_ends_nothing(run, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise KeyError("oops")

    with monkeypatch.context() as patch:
        patch.setattr(run.player.bot, "handle", fail)
        result = run("<test-case><q>fetch</q></test-case>")
    assert (result.status, result.is_our_fault) == ("error", True)
    assert result.message.startswith(
        "jaicp failed, this is a bug of jaicp: KeyError: 'oops' (fail:"
    )
    assert run("<test-case><q>fetch</q><a/></test-case>").status == "passed"


@pytest.mark.parametrize(
    ("yaml", "name"),
    [
        ("", "UTC"),
        ("timezone: Europe/Moscow", "Europe/Moscow"),
        ("timezone: Nowhere/At-all", "UTC"),
        ("timezone: 3", "UTC"),
        ("timezone: ../../etc/passwd", "UTC"),
    ],
)
def test_the_zone_of_a_project(yaml: str, name: str):
    config, _ = read_config(Source("/bot/chatbot.yaml", f"entryPoint: main.sc\n{yaml}\n"))
    assert str(project_zone(config)) == name
