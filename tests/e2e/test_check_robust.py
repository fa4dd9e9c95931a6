"""Whatever lies in a bot's folder, `jaicp check` ends with diagnostics or a plain refusal, and soon."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jaicp.cli.check import check
from jaicp.project import files

FINE = "theme: /\n    state: A\n        q!: a\n        a: x\n"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def checked(path: str = ".") -> Result:
    done = CliRunner().invoke(check, [path, "--format", "json"])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def slugs(path: str = ".") -> list[str]:
    return [one["slug"] for one in json.loads(checked(path).stdout)["diagnostics"]]


def write(name: str, data: str | bytes) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return name


def state(inside: str) -> str:
    return f"theme: /\n    state: A\n        q!: a\n        {inside}\n"


def nested(depth: int) -> str:
    states = "".join(f"{' ' * (level + 1)}state: S{level}\n" for level in range(depth))
    return f"theme: /\n{states}{' ' * (depth + 1)}q!: a\n{' ' * (depth + 1)}a: x\n"


class TestLarge:
    def test_states_inside_of_states(self) -> None:
        assert slugs(write("main.sc", nested(5000))) == []

    @pytest.mark.parametrize(
        ("inside", "wanted"),
        [
            ("a: " + "word " * 200_000, []),
            ("q!: " + "word " * 200_000, []),
            ("q!: (" + "".join(f"word{n}|" for n in range(100_000)) + "x)", []),
            ("q!: " + "{" * 300_000, ["unclosed-bracket"]),
            ("a: " + "{{" * 300_000, ["unclosed-bracket"]),
            ("script: " + "{" * 300_000, ["script-syntax"]),
            ("script: var x = '" + "a" * 1_000_000 + "';", []),
            ("buttons:\n            {text: " + "[" * 300_000 + "}", ["unclosed-bracket"]),
            ("buttons:\n            {text: 'x', a: '" + "a" * 300_000 + "'}", ["malformed-button"]),
        ],
        ids=lambda value: str(value)[:24],
    )
    def test_lines_of_a_megabyte(self, inside: str, wanted: list[str]) -> None:
        found = slugs(write("main.sc", state(inside)))
        assert [slug for slug in found if slug != "silent-state"] == wanted

    def test_a_file_that_is_too_large_to_be_a_script(self) -> None:
        with Path("main.sc").open("wb") as file:
            file.truncate(50_000_000)
        assert slugs("main.sc") == ["unreadable-file"]


class TestNoText:
    @pytest.mark.parametrize(
        "data",
        [
            b"theme: /\n    state: A\x00\n",
            FINE.encode("utf-16"),
            FINE.encode("utf-32-be"),
            b"theme: /\n    state: \xff\xfe\n",
            bytes(range(256)) * 40,
        ],
    )
    def test_a_script(self, data: bytes) -> None:
        assert "unreadable-file" in slugs(write("main.sc", data))

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("data.csv", '"' * 1_000_000),
            ("data.csv", "1;" + "a" * 1_000_000),
            ("data.json", "[" * 500_000),
            ("data.yaml", "[" * 20_000),
            ("data.yaml", "a: &a [x, *a]\n"),
        ],
    )
    def test_data(self, name: str, data: str) -> None:
        write("main.sc", f"require: {name}\n    name = d\n    var = d\n{FINE}")
        write(name, data)
        assert slugs("main.sc") == ["unreadable-file"]

    @pytest.mark.parametrize(
        "text",
        [
            "[" * 20_000,
            "name: &a [*a]\n",
            "a: &a [x, x, x, x, x, x, x, x]\n"
            + "".join(
                f"{new}: &{new} [{', '.join([f'*{old}'] * 8)}]\n"
                for old, new in zip("abcdefgh", "bcdefghi", strict=True)
            ),
            "\x00",
            "!!python/object/apply:os.system [exit]\n",
            "entryPoint: [[[1]]]\n",
        ],
        ids=["deep", "circle", "bomb", "nul", "tag", "type"],
    )
    def test_a_configuration(self, text: str) -> None:
        write("chatbot.yaml", text)
        assert set(slugs()) <= {"bad-config", "unreadable-file"}
        assert slugs()


class TestFiles:
    def test_a_folder_is_no_script(self) -> None:
        Path("main.sc").mkdir()
        assert checked("main.sc").exit_code == 2
        write("other.sc", "require: main.sc\n" + FINE)
        assert slugs("other.sc") == ["missing-file"]

    def test_links_in_a_circle(self) -> None:
        Path("a.sc").symlink_to("b.sc")
        Path("b.sc").symlink_to("a.sc")
        assert checked("a.sc").exit_code == 2
        write("other.sc", "require: a.sc\n" + FINE)
        assert slugs("other.sc") == ["missing-file"]

    def test_scripts_that_require_each_other(self) -> None:
        write("a.sc", "require: b.sc\n" + FINE)
        write("b.sc", "require: a.sc\nrequire: b.sc\n")
        assert set(slugs("a.sc")) == {"require-circle"}  # good to know, no more

    @pytest.mark.parametrize("name", ["../outside.js", "/../../outside.js", "link.js", "in/x.js"])
    def test_nothing_is_read_outside_of_the_project(self, name: str, tmp_path: Path) -> None:
        (tmp_path / "outside.js").write_text("var secret = ;", encoding="utf-8")
        write("bot/main.sc", f"require: {name}\n{FINE}")
        Path("bot/link.js").symlink_to(tmp_path / "outside.js")
        Path("bot/in").symlink_to(tmp_path, target_is_directory=True)
        (found,) = slugs("bot/main.sc")
        assert found in ("outside-project", "missing-file")

    @pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads all files")
    def test_a_file_that_may_not_be_read(self) -> None:
        Path(write("main.sc", FINE)).chmod(0)
        assert checked("main.sc").exit_code in (1, 2)

    def test_a_file_that_cannot_be_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def read(self: files.DiskFiles, path: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        write("main.sc", FINE)
        monkeypatch.setattr(files.DiskFiles, "read", read)
        assert slugs("main.sc") == ["unreadable-file"]


KINDS = st.sampled_from(
    ["chatbot.yaml", "src/main.sc", "src/a.js", "src/a.csv", "src/a.yaml", "nlu.json"]
)
PIECES = st.sampled_from(
    [b"theme: /\n", b"    state: A\n", b"\tq!: ", b"require: ", b"{{", b"}}", b"'", b'"', b"\xff", b"\x00",
     b"\r", b"||", b" = ", b"$x", b"\xe2\x80\x8b", b"\xef\xbb\xbf", b": ", b"- ", b"&a ", b"*a", b"[", b"{",
     b"function ", b"entryPoint: main.sc\n", b"patterns:\n", b"<", b">", b"</", "\U0001f600".encode()]
)  # fmt: skip
BYTES = st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=30).map(b"".join))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.dictionaries(KINDS, BYTES, min_size=1))
def test_any_bytes_in_any_file(contents: dict[str, bytes]) -> None:
    bot = {
        "chatbot.yaml": b"entryPoint: main.sc\n",
        "src/main.sc": (
            b"require: a.js\nrequire: a.csv\n    name = a\n    var = a\nrequire: a.yaml\n    var = b\n"
            + FINE.encode()
        ),
        "src/a.js": b"var x = 1;\n",
        "src/a.csv": b"1;a,b;{}\n",
        "src/a.yaml": b"a: 1\n",
        "nlu.json": b"{}",
    } | contents
    for name, data in bot.items():
        write(name, data)
    assert checked().exit_code in (0, 1)
