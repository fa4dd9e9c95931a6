"""`jaicp check --fix`, `--unsafe-fixes`, `--diff`: what is written, what is shown, how it exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jaicp.cli.check import check

FINE = "theme: /\n    state: Hello\n        q!: hello\n        a: Hello!\n"
TABS = FINE.replace("        a:", "  \t    a:")
GUESS = FINE.replace("a: Hello!", "go!: /Helo")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def write(text: str, name: str = "main.sc") -> Path:
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def run(*arguments: str) -> Result:
    return CliRunner().invoke(check, arguments)


class TestFix:
    def test_makes_safe_fixes_and_tells(self) -> None:
        file = write(TABS)
        result = run("main.sc", "--fix")
        assert file.read_text() == FINE
        assert "fixed main.sc:4:1: JC110 mixed-indent: use spaces\n" in result.stderr
        assert "fixed 1 problem in 1 file\n" in result.stderr
        assert (result.stdout, result.exit_code) == ("", 0)

    def test_leaves_guesses_alone(self) -> None:
        file = write(GUESS)
        result = run("main.sc", "--fix")
        assert file.read_text() == GUESS
        assert "JC201" in result.stdout
        assert result.exit_code == 1

    def test_a_second_run_finds_nothing_more_to_fix(self) -> None:
        write(TABS.replace("q!: hello", "q! hello"))
        assert "fixed 2 problems in 1 file" in run("main.sc", "--fix").stderr
        again = run("main.sc", "--fix")
        assert again.stderr == "checked 1 file, 1 state: no problems\n"

    def test_what_a_comment_allows_is_not_fixed(self) -> None:
        file = write("# jaicp: allow-file(mixed-indent)\n" + TABS)
        run("main.sc", "--fix")
        assert file.read_text().endswith(TABS)

    def test_comments_that_allow_nothing_are_removed(self) -> None:
        file = write(FINE.replace("        a:", "        # jaicp: allow(after-go)\n        a:"))
        run("main.sc", "--fix")
        assert file.read_text() == FINE

    def test_or_only_the_names_in_them_that_do(self) -> None:
        text = "# jaicp: allow-file(after-go, mixed-indent, JC106)\n" + TABS
        file = write(text)
        run("main.sc", "--fix")
        assert file.read_text() == "# jaicp: allow-file(mixed-indent)\n" + TABS

    def test_line_ends_and_byte_order_mark_stay(self) -> None:
        file = write("\ufeff" + TABS.replace("\n", "\r\n"))
        run("main.sc", "--fix")
        assert file.read_bytes() == ("\ufeff" + FINE.replace("\n", "\r\n")).encode()

    def test_only_what_is_selected(self) -> None:
        file = write(TABS)
        run("main.sc", "--fix", "--ignore", "JC110")
        assert file.read_text() == TABS

    def test_is_in_the_json_form_too(self) -> None:
        write(TABS)
        data = json.loads(run("main.sc", "--fix", "--format", "json").stdout)
        assert data["diagnostics"] == []
        assert data["fixed"] == [
            {
                "code": "JC110",
                "title": "use spaces",
                "safe": True,
                "file": "main.sc",
                "line": 4,
                "column": 1,
            }
        ]

    def test_all_files_of_a_project(self) -> None:
        write("entryPoint: main.sc\n", "bot/chatbot.yaml")
        main = write("require: other.sc\n" + TABS, "bot/src/main.sc")
        other = write(TABS.replace("Hello", "Other"), "bot/src/other.sc")
        assert "fixed 2 problems in 2 files" in run("bot", "--fix").stderr
        assert "\t" not in main.read_text() + other.read_text()

    def test_a_file_that_cannot_be_written_is_left_alone(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = write(TABS)

        def fail(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("jaicp.cli.check_fix.rewrite", fail)
        result = run("main.sc", "--fix")
        assert result.exit_code == 2
        assert "main.sc was left alone: permission denied" in result.stderr
        assert file.read_text() == TABS


class TestUnsafeFixes:
    def test_makes_guesses_as_well(self) -> None:
        file = write(GUESS)
        result = run("main.sc", "--unsafe-fixes")
        assert file.read_text() == GUESS.replace("Helo", "Hello")
        assert "fixed main.sc:4:14: JC201 unknown-state: change it to `/Hello`" in result.stderr
        assert result.exit_code == 0


class TestDiff:
    def test_shows_and_writes_nothing(self) -> None:
        file = write(TABS)
        result = run("main.sc", "--diff")
        assert file.read_text() == TABS
        assert result.stdout == (
            "--- main.sc\n+++ main.sc\n@@ -1,4 +1,4 @@\n theme: /\n     state: Hello\n"
            "         q!: hello\n-  \t    a: Hello!\n+        a: Hello!\n"
        )
        assert result.stderr == "would fix 1 problem in 1 file\n"
        assert result.exit_code == 1

    def test_shows_guesses_with_unsafe_fixes(self) -> None:
        write(GUESS)
        assert run("main.sc", "--diff").stdout == ""
        assert "+        go!: /Hello\n" in run("main.sc", "--diff", "--unsafe-fixes").stdout

    def test_nothing_to_fix_is_fine(self) -> None:
        write(FINE)
        result = run("main.sc", "--diff")
        assert (result.stdout, result.exit_code) == ("", 0)
        assert result.stderr == "there is nothing to fix\n"
