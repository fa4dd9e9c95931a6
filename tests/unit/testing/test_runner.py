"""What becomes of a case: passed, failed, error, skipped; and of a fault of ours."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from jaicp.project.config import read_config
from jaicp.project.files import DiskFiles
from jaicp.project.link import load_project
from jaicp.runtime.engine import BotNotUsable
from jaicp.suites.suite import load_suite, read_suite
from jaicp.testing import runner
from jaicp.testing.runner import Job, can_fork, open_player, play_case, play_cases, project_zone
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


# --- several processes

COUNTING = """
theme: /
    init: var loads = (typeof loads === "undefined" ? 0 : loads) + 1;
    state: Count
        q!: count
        script: $session.turns = ($session.turns || 0) + 1;
        a: {{ loads }} {{ $session.turns }}
"""
forked = pytest.mark.skipif(
    sys.platform != "linux", reason="worker processes begin as copies on Linux"
)


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    """Ninety cases in three files, every third of which does not hold."""
    (tmp_path / "main.sc").write_text(COUNTING, encoding="utf-8")
    found = []
    for name in "abc":
        cases = "".join(
            f'<test-case id="{name}{number}"><q>count</q><a>{"1 1" if number % 3 else "?"}</a></test-case>\n'
            for number in range(30)
        )
        path = tmp_path / f"{name}.xml"
        path.write_text(f"<test>\n{cases}</test>", encoding="utf-8")
        suite = load_suite(DiskFiles(), path)
        found += [Job(path, number, case) for number, case in enumerate(suite.cases)]
    return found


def told(results) -> list[tuple]:
    return [(result.id, result.line, result.status, result.message) for result in results]


@pytest.mark.parametrize("copies", [pytest.param(True, marks=forked), False])
def test_processes_give_the_results_of_one_in_its_order(
    jobs: list[Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copies: bool
):
    monkeypatch.setattr(runner, "can_fork", lambda: copies)
    path = tmp_path / "main.sc"
    several = told(play_cases(path, jobs, processes=2))
    assert several == told(play_cases(path, jobs))
    assert [status for *_, status, _ in several].count("passed") == 60


@forked
def test_processes_that_are_copies_read_nothing_again(
    jobs: list[Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(runner, "can_fork", lambda: True)
    path = tmp_path / "main.sc"
    project = load_project(path)
    for file in tmp_path.iterdir():
        file.unlink()
    results = list(play_cases(path, jobs, project=project, processes=2))
    assert [result.status for result in results[:4]] == ["failed", "passed", "passed", "failed"]


@pytest.mark.parametrize("copies", [pytest.param(True, marks=forked), False])
@pytest.mark.parametrize("init", ["init: throw new Error('no');", "state: A || ="])
def test_a_bot_that_cannot_be_run_is_told_before_the_first_result(
    jobs: list[Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copies: bool, init: str
):
    monkeypatch.setattr(runner, "can_fork", lambda: copies)
    (tmp_path / "main.sc").write_text(f"theme: /\n    {init}\n", encoding="utf-8")
    with pytest.raises(BotNotUsable) as one:
        next(play_cases(tmp_path / "main.sc", jobs))
    with pytest.raises(BotNotUsable) as several:
        next(play_cases(tmp_path / "main.sc", jobs, processes=2))
    assert [str(found.message) for found in several.value.diagnostics] == [
        str(found.message) for found in one.value.diagnostics
    ]


@forked
def test_a_process_that_dies_ends_the_run(
    jobs: list[Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(runner, "can_fork", lambda: True)
    monkeypatch.setattr(runner, "play_case", lambda *_: os._exit(9))
    with pytest.raises(BrokenProcessPool):
        list(play_cases(tmp_path / "main.sc", jobs, processes=2))


def test_nothing_is_copied_while_another_thread_runs():
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert not can_fork()
    finally:
        ended.set()
        thread.join()
