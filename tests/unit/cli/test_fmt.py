"""`jaicp fmt`: which files are laid out, what is told, how it exits."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jaicp.cli.fmt import fmt

FINE = "theme: /\n\n    state: Hello\n        q!: hello\n        a: Hello!\n"
CROOKED = "theme: /\n  state: Hello\n    q!:hello\n    a: Hello!\n"
BROKEN = "theme: /\n  state: Hello\n    zzz: x\n"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    done = CliRunner().invoke(fmt, arguments, input=given)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


class TestFiles:
    def test_all_scripts_below_a_folder(self) -> None:
        main, other = write("main.sc", CROOKED), write("src/other.sc", CROOKED)
        write("src/fine.sc", FINE)
        result = run()
        assert main.read_text() == other.read_text() == FINE
        assert (result.stdout, result.exit_code) == ("", 0)
        assert result.stderr == (
            "formatted main.sc\nformatted src/other.sc\nformatted 2 files, 1 file was so already\n"
        )

    def test_those_of_a_configuration(self) -> None:
        script = write("bot/src/main.sc", CROOKED)
        write("bot/chatbot.yaml", "entryPoint: main.sc\n")
        run("bot/chatbot.yaml")
        assert script.read_text() == FINE

    def test_a_file_that_is_named_twice_is_laid_out_once(self) -> None:
        write("main.sc", CROOKED)
        assert run("main.sc", ".").stderr.endswith("formatted 1 file\n")

    def test_hidden_folders_and_packages_are_left_out(self) -> None:
        hidden, package = write(".git/a.sc", CROOKED), write("node_modules/b/b.sc", CROOKED)
        write("main.sc", FINE)
        assert run().stderr == "1 file was so already\n"
        assert hidden.read_text() == package.read_text() == CROOKED

    def test_one_with_mistakes_is_left_alone_and_the_others_are_not(self) -> None:
        bad, good = write("bad.sc", BROKEN), write("good.sc", CROOKED)
        result = run()
        assert (bad.read_text(), good.read_text()) == (BROKEN, FINE)
        assert "error[JC102]" in result.stderr
        assert "bad.sc:3:5" in result.stderr
        assert result.stderr.endswith("formatted 1 file, 1 file with mistakes was left alone\n")
        assert result.exit_code == 1

    def test_one_that_is_no_utf_8_is_left_alone(self) -> None:
        path = Path("main.sc")
        path.write_bytes(b"theme: /\n  state: \xff\n")
        result = run()
        assert "error[JC111]" in result.stderr
        assert (path.read_bytes(), result.exit_code) == (b"theme: /\n  state: \xff\n", 1)

    def test_line_ends_and_byte_order_mark_stay(self) -> None:
        path = write("main.sc", "\ufeff" + CROOKED.replace("\n", "\r\n"))
        run()
        assert path.read_bytes() == ("\ufeff" + FINE.replace("\n", "\r\n")).encode()

    def test_one_that_cannot_be_written_is_left_alone(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("jaicp.cli.fmt.rewrite", fail)
        path = write("main.sc", CROOKED)
        result = run()
        assert "main.sc was left alone: permission denied" in result.stderr
        assert (path.read_text(), result.exit_code) == (CROOKED, 2)

    def test_a_layout_that_would_say_something_else_is_our_bug(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("jaicp.format.sheet.Sheet.line", lambda sheet, number: "theme: /x")
        path = write("main.sc", CROOKED)
        result = run()
        assert "This is a bug of jaicp" in result.stderr
        assert (path.read_text(), result.exit_code) == (CROOKED, 3)

    def test_scripts_in_javascript_only_with_js(self) -> None:
        path = write("main.sc", FINE + "        script: a( 1 )\n")
        run()
        assert path.read_text().endswith("script: a( 1 )\n")
        run("--js")
        assert path.read_text().endswith("script: a(1)\n")

    def test_quiet_tells_nothing_of_what_went_well(self) -> None:
        write("main.sc", CROOKED)
        assert run("--quiet").output == ""


class TestCheck:
    def test_names_the_files_that_would_change_and_writes_nothing(self) -> None:
        path = write("main.sc", CROOKED)
        result = run("--check")
        assert result.stdout == "would format main.sc\n"
        assert result.stderr == "1 file would be formatted\n"
        assert (path.read_text(), result.exit_code) == (CROOKED, 1)

    def test_is_fine_where_none_would(self) -> None:
        write("main.sc", FINE)
        result = run("--check")
        assert (result.stdout, result.exit_code) == ("", 0)


class TestDiff:
    def test_shows_what_would_change_and_writes_nothing(self) -> None:
        path = write("main.sc", "theme: /\n\n    state: Hello\n        q!:hello\n")
        result = run("--diff", "main.sc")
        assert result.stdout == (
            "--- main.sc\n+++ main.sc\n@@ -1,4 +1,4 @@\n theme: /\n \n     state: Hello\n"
            "-        q!:hello\n+        q!: hello\n"
        )
        assert (path.read_text()[-9:], result.exit_code) == ("q!:hello\n", 1)

    def test_shows_the_missing_end_of_a_last_line(self) -> None:
        write("main.sc", "require: a.js")
        shown = "-require: a.js\n\\ No newline at end of file\n+require: a.js\n"
        assert run("--diff").stdout.endswith(shown)

    def test_shows_ends_of_lines_that_differ(self) -> None:
        write("main.sc", "require: a.js\nrequire: b.js\r\n")
        assert "-require: b.js\r\n+require: b.js\n" in run("--diff").stdout_bytes.decode()


class TestStandardInput:
    def test_comes_out_laid_out(self) -> None:
        result = run("-", given=CROOKED)
        assert (result.stdout, result.stderr, result.exit_code) == (FINE, "", 0)

    def test_with_mistakes_comes_out_as_it_came_in(self) -> None:
        result = run("-", "--stdin-name", "src/main.sc", given=BROKEN)
        assert (result.stdout, result.exit_code) == (BROKEN, 1)
        assert "src/main.sc:3:5" in result.stderr

    def test_of_any_bytes_is_not_lost(self) -> None:
        result = run("-", given=b"\xff\x00")
        assert (result.stdout_bytes, result.exit_code) == (b"\xff\x00", 1)

    def test_keeps_its_byte_order_mark_and_line_ends(self) -> None:
        result = run("-", given=("\ufeff" + CROOKED.replace("\n", "\r\n")).encode())
        assert result.stdout_bytes == ("\ufeff" + FINE.replace("\n", "\r\n")).encode()

    def test_can_be_checked(self) -> None:
        assert run("-", "--check", given=CROOKED).exit_code == 1
        assert run("-", "--check", given=FINE).output == ""

    def test_stands_alone(self) -> None:
        assert run("-", "main.sc", given=CROOKED).exit_code == 2


class TestWrongUse:
    @pytest.mark.parametrize(
        ("path", "message"),
        [
            ("absent", "there is no `absent`"),
            ("notes.txt", "`notes.txt` is no script"),
            ("empty", "there are no .sc files in `empty`"),
        ],
    )
    def test_a_path_without_scripts(self, path: str, message: str) -> None:
        write("notes.txt", "")
        Path("empty").mkdir()
        result = run(path)
        assert message in result.stderr
        assert result.exit_code == 2
