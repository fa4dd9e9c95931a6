"""`jaicp check --watch`: it reports at once, after each save, and ends quietly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jaicp.check.checker import Memory, check
from jaicp.cli import check_watch
from jaicp.cli.check import check as command
from jaicp.project.documents import Documents
from jaicp.project.link import load_project

FINE = "theme: /\n    state: Hello\n        q!: hello\n        a: Hello!\n"
BROKEN = FINE.replace("a: Hello!", "go!: /Nowhere")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


class Saves:
    """Stands in for the watcher: saves texts one after the other, then presses Ctrl-C."""

    def __init__(self, *texts: str | None) -> None:
        self.texts = texts
        self.folders: list[Path] = []

    def __call__(self, folders: list[Path]) -> Iterator[set[Path]]:
        self.folders = list(folders)
        yield set()
        for text in self.texts:
            yield set()
            if text is None:
                Path("main.sc").unlink()
            else:
                Path("main.sc").write_text(text, encoding="utf-8")
            yield {Path("main.sc")}
        raise KeyboardInterrupt


def watched(monkeypatch: pytest.MonkeyPatch, saves: Saves) -> Result:
    Path("main.sc").write_text(FINE, encoding="utf-8")
    report = check_watch.watch_and_report
    monkeypatch.setattr(
        check_watch, "watch_and_report", lambda told, folders: report(told, folders, saves)
    )
    return CliRunner().invoke(command, ["main.sc", "--watch", "--format", "concise"])


class TestWatching:
    def test_reports_at_once_and_after_each_save(self, monkeypatch: pytest.MonkeyPatch) -> None:
        result = watched(monkeypatch, Saves(BROKEN, FINE, BROKEN))
        line = "main.sc:4:14: error[JC201] unknown-state: there is no state `/Nowhere`\n"
        assert result.stdout == line * 2
        assert result.stderr.count("no problems") == 2
        assert result.stderr.count("watching for changes") == 4
        assert result.exit_code == 0

    def test_looks_at_the_folder_of_a_script(self, monkeypatch: pytest.MonkeyPatch) -> None:
        saves = Saves()
        watched(monkeypatch, saves)
        assert saves.folders == [Path()]

    def test_waits_for_a_file_that_is_gone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        result = watched(monkeypatch, Saves(None, FINE))
        assert "Error: `main.sc` cannot be read" in result.stderr
        assert result.stderr.count("no problems") == 2

    def test_makes_no_fixes(self) -> None:
        Path("main.sc").write_text(FINE, encoding="utf-8")
        result = CliRunner().invoke(command, ["main.sc", "--watch", "--fix"])
        assert result.exit_code == 2
        assert "leave out one of the two" in result.stderr


def test_saves_on_the_disk_are_noticed(tmp_path: Path) -> None:
    saves = check_watch.saved_files([tmp_path])
    assert next(saves) == set()
    (tmp_path / "notes.txt").write_text("no part of a bot", encoding="utf-8")
    (tmp_path / "main.sc").write_text(FINE, encoding="utf-8")
    assert next(files for files in saves if files) == {tmp_path / "main.sc"}


class TestCheckingAgain:
    """With a memory, the same is found as without, whatever has changed."""

    TEXTS = (
        {"main.sc": "require: other.sc\n" + FINE, "other.sc": "theme: /Other\n    state: A\n"},
        {"main.sc": "require: other.sc\n" + BROKEN, "other.sc": "theme: /Other\n    state: A\n"},
        {"main.sc": "require: other.sc\n" + BROKEN, "other.sc": "theme: /\n    state: Nowhere\n"},
        {"main.sc": "require: other.sc\n" + FINE.replace("hello", "$hi"), "other.sc": ""},
        {"main.sc": "require: other.sc\n" + FINE.replace("hello", "$hi"),
         "other.sc": "patterns:\n    $hi = (hi|hello)\n"},
        {"main.sc": FINE.replace("q!: hello", "q!: (hello"), "other.sc": ""},
        {"main.sc": FINE + "        script: if (x = 1) {}\n        Own:\n", "other.sc": ""},
        {"main.sc": "# jaicp: allow-file(after-go)\n" + FINE, "other.sc": ""},
    )  # fmt: skip

    def test_finds_the_same(self) -> None:
        memory, documents = Memory(), Documents()
        before = None
        for texts in (*self.TEXTS, *reversed(self.TEXTS)):
            for name, text in texts.items():
                Path(name).write_text(text, encoding="utf-8")
            before = load_project(Path("main.sc"), None, documents, before)
            again = check(before, None, memory)
            anew = check(load_project(Path("main.sc")))
            assert [_told(d) for d in again.diagnostics] == [_told(d) for d in anew.diagnostics]

    def test_files_that_stay_are_neither_parsed_nor_kept_twice(self) -> None:
        documents, memory = Documents(), Memory()
        for text in ("theme: /\n    state: A\n", "theme: /\n    state: B\n"):
            Path("main.sc").write_text("require: other.sc\n" + FINE, encoding="utf-8")
            Path("other.sc").write_text(text, encoding="utf-8")
            project = load_project(Path("main.sc"), None, documents)
            check(project, None, memory)
        first, second = project.documents
        assert set(memory.found) == set(memory.known) == {first, second}
        again = load_project(Path("main.sc"), None, documents)
        assert again.documents == (first, second)


def _told(diagnostic):
    return (diagnostic.code, diagnostic.message, diagnostic.span.source.path, *diagnostic.span[1:])
