"""The program as a whole: its help, its exit codes, and what becomes of anything that goes wrong."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from importlib import import_module

import click
import pytest

from jaicp import __version__
from jaicp.cli import main as program
from jaicp.cli.main import COMMANDS, main

HEAVY = [
    "yaml",
    "lark",
    "json5",
    "regex",
    "starlette",
    "uvicorn",
    "jsbox",
    "sqlite3",
    "tree_sitter",
]


def run(arguments: list[str]) -> int:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert isinstance(left.value.code, int)
    return left.value.code


def install(monkeypatch: pytest.MonkeyPatch, action: object) -> None:
    """Put a command `act` into the program that does `action`."""
    command = click.Command("act", callback=action)  # type: ignore[arg-type]
    monkeypatch.setattr(program, "act", command, raising=False)
    entry = program._Command(program.__name__, "act", "Act.")
    monkeypatch.setitem(COMMANDS, "act", entry)


class TestHelp:
    @pytest.mark.parametrize("option", ["-h", "--help"])
    def test_it_lists_the_commands_with_examples(
        self, option: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run([option]) == 0
        text = capsys.readouterr().out
        assert all(command.help in text for command in COMMANDS.values())
        assert "jaicp explain JC201" in text

    def test_without_a_command_it_is_shown_as_wrong_use(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run([]) == 2
        assert "Commands:" in capsys.readouterr().err

    def test_the_version(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["--version"]) == 0
        assert capsys.readouterr().out == f"jaicp {__version__}\n"

    def test_nothing_heavy_is_imported_for_it(self) -> None:
        code = (
            "import sys\nfrom jaicp.cli.main import main\n"
            "try:\n    main(['--help'])\n"
            f"finally:\n    print(sorted(set(sys.modules) & set({HEAVY})), file=sys.stderr)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "[]\n")

    @pytest.mark.parametrize("name", COMMANDS)
    def test_each_command_is_there_and_its_help_has_an_example(self, name: str) -> None:
        entry = COMMANDS[name]
        command = getattr(import_module(entry.module), entry.attribute)
        assert isinstance(command, click.Command)
        assert command.name == name
        assert f"jaicp {name}" in (command.help or "")


class TestWrongUse:
    def test_a_slip_is_named(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["chek"]) == 2
        assert "did you mean `check`?" in capsys.readouterr().err

    def test_anything_else_gets_the_list(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["frobnicate"]) == 2
        assert "there are new, check, run" in capsys.readouterr().err

    def test_an_unknown_option(self) -> None:
        assert run(["check", "--frobnicate"]) == 2


class TestCompletion:
    def test_names_of_commands_are_completed_without_importing_them(self) -> None:
        environment = {
            **os.environ, "_JAICP_COMPLETE": "bash_complete", "COMP_WORDS": "jaicp ", "COMP_CWORD": "1",
        }  # fmt: skip
        code = (
            "import sys\nfrom jaicp.cli.main import main\n"
            "try:\n    main()\nfinally:\n    print('jaicp.cli.run' in sys.modules, file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=environment
        )
        assert done.stdout.split() == [f"plain,{name}" for name in COMMANDS]
        assert done.stderr == "False\n"


class TestFailures:
    def test_a_bug_of_ours_is_one_paragraph_and_exits_with_3(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def act() -> None:
            raise KeyError("lost")

        install(monkeypatch, act)
        monkeypatch.delenv("JAICP_DEBUG", raising=False)
        assert run(["act"]) == 3
        text = capsys.readouterr().err
        assert "KeyError: 'lost'" in text
        assert __version__ in text
        assert "Traceback" not in text

    @pytest.mark.parametrize(("arguments", "variable"), [(["--debug"], "0"), ([], "1")])
    def test_the_traceback_is_there_for_those_who_ask(
        self,
        arguments: list[str],
        variable: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        def act() -> None:
            raise KeyError("lost")

        install(monkeypatch, act)
        monkeypatch.setenv("JAICP_DEBUG", variable)
        assert run([*arguments, "act"]) == 3
        assert "Traceback" in capsys.readouterr().err

    def test_a_full_disk_is_no_bug_of_ours(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def act() -> None:
            raise OSError(errno.ENOSPC, "No space left on device", "log.txt")

        install(monkeypatch, act)
        assert run(["act"]) == 2
        assert capsys.readouterr().err == "Error: log.txt: no space left on device\n"

    def test_ctrl_c_is_quiet(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def act() -> None:
            raise KeyboardInterrupt

        install(monkeypatch, act)
        assert run(["act"]) == 130
        assert capsys.readouterr().err == ""

    def test_a_reader_that_goes_away_is_no_failure(self) -> None:
        code = (
            "import click\nfrom jaicp.cli import main as program\n"
            "program.act = click.Command('act', callback=lambda: [click.echo('x' * 99999) for _ in range(999)])\n"
            "program.COMMANDS['act'] = program._Command('jaicp.cli.main', 'act', '')\n"
            "program.main(['act'])"
        )
        command = [sys.executable, "-c", code]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 141
