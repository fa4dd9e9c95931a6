"""`jaicp check`: what it prints where, and how it exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jaicp.cli.check import check
from jaicp.cli.check_report import FULL_LIMIT

FINE = "theme: /\n    state: Hello\n        q!: hello\n        a: Hello!\n"
WARNED = FINE.replace("state: Hello", "state: Hello || noContex = true")
BROKEN = FINE.replace("a: Hello!", "go!: /Nowhere")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def project(folder: str, script: str, config: str = "entryPoint: main.sc\n") -> Path:
    path = Path(folder)
    (path / "src").mkdir(parents=True)
    (path / "chatbot.yaml").write_text(config, encoding="utf-8")
    (path / "src" / "main.sc").write_text(script, encoding="utf-8")
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(check, arguments)


class TestExitCodes:
    def test_0_without_problems(self) -> None:
        project("bot", FINE)
        assert run("bot").exit_code == 0

    def test_1_with_an_error(self) -> None:
        project("bot", BROKEN)
        assert run("bot").exit_code == 1

    def test_0_with_warnings_but_1_if_strict(self) -> None:
        project("bot", WARNED)
        assert run("bot").exit_code == 0
        assert run("bot", "--strict").exit_code == 1


class TestWhatIsChecked:
    @pytest.mark.parametrize("path", ["bot", "bot/chatbot.yaml", "bot/src/main.sc"])
    def test_a_folder_its_configuration_or_one_script(self, path: str) -> None:
        project("bot", BROKEN)
        assert "JC201" in run(path).stdout

    def test_the_current_folder_if_nothing_is_said(self) -> None:
        project(".", BROKEN)
        assert "--> src/main.sc:4:14" in run().stdout

    def test_several_bots_are_reported_together(self) -> None:
        project("one", BROKEN)
        project("two", BROKEN)
        result = run("two", "one", "--format", "concise")
        assert [line.split(":")[0] for line in result.stdout.splitlines()] == [
            "one/src/main.sc",
            "two/src/main.sc",
        ]
        assert "checked 4 files, 2 states: 2 errors" in result.stderr

    def test_a_file_of_two_bots_is_reported_once(self) -> None:
        project("bot", BROKEN)
        assert run("bot", "bot/src/main.sc", "--format", "concise").stdout.count("\n") == 1


class TestNoBot:
    def message(self, *arguments: str) -> str:
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        return result.stderr

    def test_no_such_path(self) -> None:
        assert "there is no `nowhere`" in self.message("nowhere")

    def test_an_empty_folder(self) -> None:
        assert "name a project folder, its chatbot.yaml, or a single .sc file" in self.message()

    def test_scripts_without_a_configuration(self) -> None:
        Path("hello.sc").write_text(FINE, encoding="utf-8")
        message = self.message()
        assert "jaicp check hello.sc" in message
        assert "entryPoint: hello.sc" in message

    def test_a_folder_inside_of_a_project(self) -> None:
        project("bot", FINE)
        assert "jaicp check bot" in self.message("bot/src")

    def test_a_folder_of_projects(self) -> None:
        for name in ("a", "b", "c", "d"):
            project(f"bots/{name}", FINE)
        assert "jaicp check bots/a bots/b bots/c  (and 1 more)" in self.message("bots")

    def test_another_kind_of_file(self) -> None:
        Path("notes.txt").write_text("", encoding="utf-8")
        assert "`notes.txt` is no bot" in self.message("notes.txt")


class TestForms:
    def test_results_go_to_stdout_and_the_summary_to_stderr(self) -> None:
        project("bot", BROKEN)
        result = run("bot")
        assert result.stdout.startswith("error[JC201]: there is no state `/Nowhere`\n")
        assert result.stderr == "checked 2 files, 1 state: 1 error\n"

    def test_nothing_to_say(self) -> None:
        project("bot", FINE)
        result = run("bot")
        assert (result.stdout, result.stderr) == ("", "checked 2 files, 1 state: no problems\n")

    def test_quiet_leaves_the_summary_out(self) -> None:
        project("bot", FINE)
        assert run("bot", "--quiet").output == ""

    def test_json_is_all_there_is_on_stdout(self) -> None:
        project("bot", BROKEN)
        data = json.loads(run("bot", "--format", "json").stdout)
        assert data["version"] == 1
        assert [d["file"] for d in data["diagnostics"]] == ["bot/src/main.sc"]
        assert data["summary"] == {
            "files": 2, "states": 1, "errors": 1, "warnings": 0, "infos": 0,
        }  # fmt: skip

    def test_statistics_count_instead_of_showing(self) -> None:
        project("bot", BROKEN)
        assert run("bot", "--statistics").stdout == "1  error[JC201] unknown-state\n"
        data = json.loads(run("bot", "--statistics", "--format", "json").stdout)
        assert data["statistics"][0]["count"] == 1

    def test_the_full_form_stops_where_nobody_reads_on(self) -> None:
        many = "".join(f"        go: /Nowhere{number}\n" for number in range(FULL_LIMIT + 5))
        project("bot", "theme: /\n    state: A\n" + many)
        result = run("bot")
        assert result.stdout.count("warning[JC201]") == FULL_LIMIT
        assert "and 5 more" in result.stdout

    @pytest.mark.parametrize(("choice", "painted"), [("always", True), ("never", False)])
    def test_colour(self, choice: str, painted: bool) -> None:
        project("bot", BROKEN)
        assert ("\x1b[" in run("bot", "--color", choice).stdout) is painted


class TestSelection:
    def codes(self, *arguments: str) -> set[str]:
        result = run("bot", "--format", "json", *arguments)
        return {d["code"] for d in json.loads(result.stdout)["diagnostics"]}

    @pytest.mark.parametrize("name", ["JC106", "jc106", "JC1", "unknown-parameter", "JC4,JC106"])
    def test_warnings_are_ignored_by_code_beginning_or_slug(self, name: str) -> None:
        project("bot", WARNED)
        assert self.codes() == {"JC106"}
        assert self.codes("--ignore", name) == set()

    def test_select_leaves_the_others_out(self) -> None:
        project("bot", WARNED)
        assert self.codes("--select", "JC4") == set()
        assert self.codes("--select", "JC4", "--select", "JC106") == {"JC106"}

    def test_errors_are_told_all_the_same(self) -> None:
        project("bot", BROKEN)
        assert self.codes("--ignore", "JC201") == {"JC201"}

    @pytest.mark.parametrize("option", ["--select", "--ignore"])
    def test_a_name_that_is_no_code_is_wrong_use(self, option: str) -> None:
        project("bot", FINE)
        result = run("bot", option, "unknown-parametr")
        assert result.exit_code == 2
        assert "did you mean `unknown-parameter`?" in result.stderr
