"""Files that nobody would write by hand: `jaicp check` says what is wrong, and soon."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jaicp.cli.check import check
from jaicp.project import files

HEAD = "theme: /\n    state: A\n"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def run(content: str | bytes, name: str = "main.sc") -> Result:
    """Check a file with this content; it must end in a report."""
    data = content if isinstance(content, bytes) else content.encode()
    Path(name).write_bytes(data)
    return checked(name)


def checked(name: str) -> Result:
    result = CliRunner().invoke(check, [name, "--format", "concise"])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert result.exit_code in (0, 1)
    return result


class TestDepth:
    """Nothing in a script is as deep as Python's own stack."""

    def test_states_in_states(self) -> None:
        states = "".join(f"{' ' * depth}state: S\n" for depth in range(1, 5001))
        assert "5000 states: no problems" in run("theme: /\n" + states).stderr

    def test_ifs_in_ifs(self) -> None:
        ifs = "".join(f"{' ' * depth}if: true\n" for depth in range(8, 1508))
        assert "no problems" in run(HEAD + ifs + " " * 1508 + "a: Here!\n").stderr

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("        q!: " + "(" * 100_000, "JC104"),
            ("        q!: " + "(" * 1000 + "a" + ")" * 1000, "JC301"),
            ("        a: " + "{{ " * 50_000, "JC104"),
            ("        script:\n            x = " + "[" * 50_000, "JC501"),
            ("        if: " + "(" * 50_000, "JC501"),
            ("        buttons:\n            " + "{a:" * 50_000, "JC104"),
            ("        buttons:\n            " + "{a:" * 5000 + "1" + "}" * 5000, "JC109"),
        ],
        ids=["pattern", "closed pattern", "text", "script", "condition", "button", "closed button"],
    )
    def test_brackets_in_brackets(self, line: str, code: str) -> None:
        assert code in run(HEAD + line + "\n").stdout


class TestLength:
    """A line of a megabyte."""

    @pytest.mark.parametrize(
        "line",
        [
            "        a: " + "word " * 200_000,
            '        buttons:\n            {text: "' + "a" * 1_000_000 + '"}',
            "        script:\n            x = " + '"a" + ' * 150_000 + "1;",
            "    #" + " comment" * 125_000,
        ],
        ids=["text", "button", "script", "comment"],
    )
    def test_of_a_known_tag_is_fine(self, line: str) -> None:
        assert "no problems" in run(HEAD + line + "\n").stderr

    def test_of_anything_else_is_reported_once(self) -> None:
        assert run(HEAD + "x" * 1_000_000 + "\n").stdout.count("\n") == 1

    def test_a_button_that_takes_long_to_read_is_not_read(self) -> None:
        line = "        buttons:\n            {text: '" + "a" * 1_000_000 + "'}\n"
        assert "JC109" in run(HEAD + line).stdout

    def test_many_buttons_over_several_lines_take_no_longer_each(self) -> None:
        buttons = '            {text:\n                "a"}\n' * 3000
        assert "no problems" in run(HEAD + "        buttons:\n" + buttons).stderr

    def test_a_file_that_is_too_large_is_not_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "LARGEST", 1_000_000)
        result = run("x\n" * 500_001)
        assert result.stdout == (
            "main.sc:1:1: error[JC111] unreadable-file: "
            "`main.sc` cannot be read: it is larger than 1 megabytes\n"
        )


class TestBytes:
    def test_zero(self) -> None:
        result = run(HEAD + "        a: he\0llo\n")
        assert result.stdout == (
            "main.sc:3:14: error[JC111] unreadable-file: a text cannot hold the byte 0x00\n"
        )

    @pytest.mark.parametrize("form", ["utf-16", "utf-16-le", "utf-16-be"])
    def test_utf_16_with_and_without_its_mark(self, form: str) -> None:
        result = run((HEAD + "        a: Hello\n").encode(form))
        assert (
            result.stdout == "main.sc:1:1: error[JC111] unreadable-file: this file is in UTF-16\n"
        )

    def test_no_text_at_all(self) -> None:
        assert "JC111" in run(bytes(range(256)) * 100).stdout


class TestFilesThatAreNone:
    def required(self, name: str) -> str:
        """What is said of a script that requires `name`."""
        return run(f"require: {name}\ntheme: /\n").stdout

    def test_a_file_that_may_not_be_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def read(self: object, path: Path) -> bytes:
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(files.DiskFiles, "read", read)
        assert "JC111" in run("theme: /\n").stdout

    def test_a_folder(self) -> None:
        Path("other.sc").mkdir()
        assert "JC203" in self.required("other.sc")

    def test_links_in_a_circle(self) -> None:
        Path("one.sc").symlink_to("two.sc")
        Path("two.sc").symlink_to("one.sc")
        assert "JC203" in self.required("one.sc")

    def test_a_folder_that_holds_itself(self) -> None:
        Path("again").symlink_to(".")
        name = "again/" * 20 + "main.sc"
        assert self.required(name) == ""

    @pytest.mark.parametrize(
        "name", ["x" * 5000 + ".sc", "a/" * 3000 + "b.sc", "a\0/b.sc", "/", ".."]
    )
    def test_names_that_no_system_takes(self, name: str) -> None:
        assert "JC203" in self.required(name) or name in ("/", "..")

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
    def test_a_pipe_that_nobody_writes_to(self) -> None:
        os.mkfifo("pipe.sc")
        assert "JC203" in self.required("pipe.sc")
