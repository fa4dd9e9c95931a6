"""`jaicp test` as a user runs it: samples, forms of output, choice of cases, exit codes."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from jaicp.cli.test import test as command

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/test"))

SCRIPT = """
theme: /
    state: Hello
        q!: hello
        a: Hello!

    state: Late
        q!: late
        random:
            a: one
            a: two
            a: three
"""
CASES = """
<test>
    <test-case id="greets"><q>hello</q><a state="/Hello">Hello!</a></test-case>
    <test-case id="wrong"><q>hello</q><a>Hi!</a></test-case>
    <test-case><q>late</q><a state="/Late"/></test-case>
    <test-case id="unknown"><say>hello</say></test-case>
</test>
"""
GOOD = '<test><test-case id="good"><q>hello</q><a>Hello!</a></test-case></test>'


@dataclass(frozen=True)
class Done:
    """What a run of the program left behind."""

    returncode: int
    stdout: str
    stderr: str


def jaicp(*args: str, cwd: Path | None = None) -> Done:
    """Run `jaicp test` in this process, as in the folder `cwd`."""
    with contextlib.chdir(cwd or Path.cwd()):
        result = CliRunner().invoke(command, list(args))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def jaicp_process(*args: str, cwd: Path | None = None) -> Done:
    """Run it as a program of its own."""
    command = [sys.executable, "-m", "jaicp", "test", *args]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, cwd=cwd
    )
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def bot(tmp_path: Path) -> Path:
    config = "name: small\nentryPoint: main.sc\ntests:\n  exclude:\n    - broken.xml\n"
    files = {
        "chatbot.yaml": config,
        "src/main.sc": SCRIPT,
        "test/cases.xml": CASES,
        "test/more/good.xml": GOOD,
        "test/broken.xml": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def statuses(done: Done) -> list[tuple[str, str]]:
    return [(case["id"], case["status"]) for case in json.loads(done.stdout)["cases"]]


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda path: path.parent.name)
def test_the_suites_of_the_samples_hold(folder: Path):
    done = jaicp_process(str(folder.parent))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout
    assert done.stderr == ""


def test_in_full_what_fails_is_shown_with_its_lines(bot: Path):
    done = jaicp(cwd=bot)
    assert done.returncode == 1
    assert "FAILED test/cases.xml:4 wrong\nerror[JC705]: the bot says something else" in done.stdout
    assert "= note: there is `Hello!`" in done.stdout
    assert "ERROR test/cases.xml:6 unknown\nerror[JC703]" in done.stdout
    last = done.stdout.splitlines()[-1]
    assert last.startswith("played 5 cases of 2 files in ")
    assert last.endswith(": 3 passed, 1 failed, 1 error")


def test_json_is_as_promised(bot: Path):
    done = jaicp("--format", "json", "--all", cwd=bot)
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert statuses(done) == [
        ("greets", "passed"),
        ("wrong", "failed"),
        ("testCase-3", "passed"),
        ("unknown", "error"),
        ("good", "passed"),
    ]
    case = report["cases"][1]
    assert (case["file"], case["line"]) == ("test/cases.xml", 4)
    assert case["message"].startswith("line 4, column ")
    error = "line 1, column 1: the file holds no element"
    assert report["files"] == [{"file": "test/broken.xml", "error": error}]
    assert report["version"] == 1
    assert [report["summary"][key] for key in ("passed", "failed", "errors", "skipped")] == [
        3,
        1,
        1,
        0,
    ]


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        (["good"], ["good"]),
        (["g*"], ["greets", "good"]),
        (["cases.xml"], ["greets", "wrong", "testCase-3", "unknown"]),
        (["more/*"], ["good"]),
        (["wrong", "good"], ["wrong", "good"]),
    ],
)
def test_cases_are_selected_by_id_and_by_file(bot: Path, selection: list[str], ids: list[str]):
    options = [part for glob in selection for part in ("--select", glob)]
    done = jaicp("--format", "json", *options, cwd=bot)
    assert [identifier for identifier, _ in statuses(done)] == ids


def test_the_first_failure_may_end_the_run(bot: Path):
    done = jaicp("--format", "json", "--fail-fast", cwd=bot)
    assert [status for _, status in statuses(done)] == ["passed", "failed", *["skipped"] * 3]
    done = jaicp("-x", cwd=bot)
    assert done.stdout.splitlines()[-1].endswith(": 1 passed, 1 failed, 3 skipped")


def test_several_processes_give_the_same_report(bot: Path):
    def without_times(done: Done) -> dict:
        report = json.loads(done.stdout)
        for entry in [*report["cases"], report["summary"]]:
            entry.pop("duration_ms")
        return report

    one, three = (jaicp_process("--format", "json", "--jobs", jobs, cwd=bot) for jobs in ("1", "3"))
    assert without_times(one) == without_times(three)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no groups to interrupt")
def test_ctrl_c_ends_all_processes_in_the_middle_of_a_script(bot: Path):
    endless = "theme: /\n    state: Loop\n        q!: loop\n        script: while (true) {}\n"
    (bot / "src" / "main.sc").write_text(endless, encoding="utf-8")
    loops = f"<test>{20 * '<test-case><q>loop</q></test-case>'}</test>"  # five seconds each
    (bot / "test" / "loops.xml").write_text(loops, encoding="utf-8")
    command = [sys.executable, "-m", "jaicp", "test", "--jobs", "2", "--format", "concise"]
    with subprocess.Popen(
        command, cwd=bot, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0
    ) as run:
        assert run.stdout is not None
        try:
            assert "cases.xml" in run.stdout.readline()
        finally:
            os.killpg(run.pid, signal.SIGINT)
        _, told = run.communicate(timeout=30)
    assert (run.returncode, told) == (130, "")
    with pytest.raises(ProcessLookupError):
        os.killpg(run.pid, 0)


def test_junit_goes_to_a_file_and_to_the_output(bot: Path):
    done = jaicp("--format", "junit", "--junit", "report.xml", cwd=bot)
    assert done.returncode == 1
    written = (bot / "report.xml").read_text(encoding="utf-8")
    for text in (done.stdout, written):
        root = ElementTree.fromstring(text.strip().encode())
        assert (root.get("name"), root.get("tests"), root.get("failures")) == ("small", "5", "1")


def test_concise_is_one_line_for_each_failure(bot: Path):
    done = jaicp("--format", "concise", cwd=bot)
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("test/cases.xml:4: failed: wrong: line 4")


def test_coverage_names_states_that_were_not_entered(bot: Path):
    done = jaicp("--select", "good", "--coverage", cwd=bot)
    assert done.returncode == 0
    assert "1 of 2 states were entered (50 %)\n  not entered: /Late  src/main.sc:7\n" in done.stdout
    assert (
        "1 of 2 triggers were taken (50 %)\n  not taken: q!: late  src/main.sc:8\n" in done.stdout
    )
    assert "0 of 0 transitions were walked (nothing to walk)" in done.stdout
    done = jaicp("--select", "good", "--coverage", "--format", "json", cwd=bot)
    coverage = json.loads(done.stdout)["coverage"]
    assert coverage["entered"] == ["/Hello"]
    assert coverage["missed"] == ["/Late"]
    assert coverage["totals"]["triggers"] == {"walked": 1, "all": 2}
    assert coverage["items"][0] == {
        "kind": "state", "state": "/Hello", "text": "/Hello", "times": 1, "file": "src/main.sc", "line": 3,
    }  # fmt: skip


def test_update_writes_what_the_bot_says_into_the_file(bot: Path):
    path = bot / "test" / "new.xml"
    path.write_text(
        "<test>\n  <test-case>\n    <q>hello</q>\n  </test-case>\n</test>\n", encoding="utf-8"
    )
    done = jaicp("--select", "new.xml", "--update", cwd=bot)
    assert done.returncode == 0
    assert "test/new.xml: 1 answer written" in done.stderr
    assert '    <q>hello</q>\n    <a state="/Hello">Hello!</a>\n' in path.read_text(
        encoding="utf-8"
    )
    again = jaicp("--select", "new.xml", "--update", cwd=bot)
    assert again.returncode == 0
    assert "written" not in again.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_extensions_are_enabled_by_an_option_or_by_the_project(bot: Path, jobs: str):
    case = '<test-case><q>hello</q><a contains="ell"/></test-case>'
    (bot / "test" / "part.xml").write_text(f"<test>{case * 2}</test>", encoding="utf-8")
    command_line = ("--select", "part.xml", "--jobs", jobs)
    refused = jaicp(*command_line, cwd=bot)
    assert "`contains` is an extension of jaicp, which the platform does not know" in refused.stderr
    assert jaicp(*command_line, "--extensions", cwd=bot).stderr == ""
    config = bot / "chatbot.yaml"
    config.write_text(config.read_text() + "  extensions: true\n", encoding="utf-8")
    allowed = jaicp(*command_line, cwd=bot)
    assert (allowed.returncode, allowed.stderr) == (0, "")


class _Weather(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b'{"sky": "blue"}')

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_real_requests_are_made_where_the_case_and_the_option_ask_for_them(
    bot: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("JAICP_ALLOW_PRIVATE_HTTP", "1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Weather)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/"
        (bot / "src" / "main.sc").write_text(
            f'theme: /\n    state: Sky\n        q!: sky\n        script: $temp.sky = $http.get("{url}");\n'
            "        a: {{ $temp.sky.isOk ? $temp.sky.data.sky : 'no answer' }}\n",
            encoding="utf-8",
        )
        case = "<test-case integration='{}'><q>sky</q><a>{}</a></test-case>"
        cases = case.format("true", "blue") + case.format("false", "no answer")
        (bot / "test" / "sky.xml").write_text(f"<test>{cases}</test>", encoding="utf-8")
        alone = jaicp("--select", "sky.xml", cwd=bot)
        assert alone.stdout.splitlines()[-1].endswith("1 passed, 1 skipped")
        done = jaicp("--select", "sky.xml", "--integration", cwd=bot)
        assert done.stdout.splitlines()[-1].endswith("2 passed")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_coverage_is_a_page_too(bot: Path):
    done = jaicp("--select", "good", "--coverage-html", "cover.html", cwd=bot)
    assert done.returncode == 0
    assert "were entered" not in done.stdout
    page = (bot / "cover.html").read_text(encoding="utf-8")
    assert "1 of 2 states (50 %)" in page
    assert (
        '<tr class="trigger missed"><td class="line">8</td><td class="text">q!: late</td>' in page
    )


def test_random_choices_take_the_first_or_with_a_seed_any_but_always_the_same(bot: Path):
    (bot / "test" / "cases.xml").write_text(
        f"<test>{'<test-case><q>late</q><a>one</a></test-case>' * 12}</test>", encoding="utf-8"
    )

    def played(*options: str) -> list[str]:
        done = jaicp("--format", "json", "--select", "cases.xml", *options, cwd=bot)
        return [status for _, status in statuses(done)]

    assert set(played()) == {"passed"}
    first = played("--seed", "0")
    assert set(first) == {"passed", "failed"}
    assert played("--seed", "0") == first
    assert played("--seed", "1") != first


def test_a_bot_that_cannot_be_run_fails_its_cases(bot: Path):
    (bot / "src" / "main.sc").write_text("theme: /\n    init:\n        oops();\n", encoding="utf-8")
    done = jaicp("--format", "json", cwd=bot)
    assert done.returncode == 1
    assert {status for _, status in statuses(done)} == {"error"}
    assert "oops is not defined" in json.loads(done.stdout)["cases"][0]["message"]
    assert "error[JC801]" in done.stderr
    assert jaicp_process("--format", "json", "--jobs", "2", cwd=bot).stdout.count('"error"') == 5


def test_wrong_use(bot: Path, tmp_path: Path):
    done = jaicp("--select", "nothing", cwd=bot)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no case or file is called nothing" in done.stderr
    assert jaicp("no-such-folder", cwd=bot).returncode == 2
    assert jaicp("--jobs", "0", cwd=bot).returncode == 2


def test_a_project_without_tests_is_fine(tmp_path: Path):
    (tmp_path / "main.sc").write_text(SCRIPT, encoding="utf-8")
    done = jaicp("main.sc", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == "there are no test cases in `test`\n"
