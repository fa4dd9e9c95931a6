"""What users see, kept beside the script that it is about.

A page in this folder holds cases: a heading, a few words, the files of a bot in fenced blocks (`main.sc` where the
block names no file), and below them, in a block `output`, what is printed. The word behind `output` is the form:
`full` (the usual one), `concise`, `json` or `colour`. In a block marked `escaped` a `\\x1b`, `\\r` or the like
stands for the character; a file marked `cut` ends without a line break.

    pytest tests/golden --update-golden

writes what is printed now. Read the difference as if it were a bug report before you keep it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jaicp.project.link import load_project
from jaicp.text.diagnostic import sort_diagnostics
from jaicp.text.render import render_concise, render_full, summarise, to_data, to_json

HERE = Path(__file__).parent
HEADING = re.compile(r"^## (.*)$", re.MULTILINE)
FENCE = re.compile(r"^```(\w+)[ \t]*([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ESCAPE = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|[rnt])")


@dataclass(frozen=True)
class Case:
    page: Path
    title: str
    text: str

    @property
    def output(self) -> re.Match[str]:
        return next(found for found in FENCE.finditer(self.text) if found[1] == "output")


def cases() -> Iterator[Case]:
    for page in sorted(HERE.glob("*.md")):
        _, *parts = HEADING.split(page.read_text(encoding="utf-8"))
        for title, text in zip(parts[::2], parts[1::2], strict=True):
            yield Case(page, title, text)


def write_files(case: Case, folder: Path) -> Path:
    for language, words, text in FENCE.findall(case.text):
        if language != "output":
            name, *flags = words.split() or ["main.sc"]
            if "escaped" in flags:
                text = ESCAPE.sub(
                    lambda found: codecs.decode(found.group(), "unicode_escape"), text
                )
            if "cut" in flags:
                text = text.removesuffix("\n")
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
    return folder if (folder / "chatbot.yaml").exists() else folder / "main.sc"


def render(form: str, start: Path, folder: Path) -> str:
    project = load_project(start)
    found = sort_diagnostics(project.diagnostics)
    if form == "concise":
        return render_concise(found, colour=False, root=folder)
    if form == "json":
        summary = summarise(found, files=len(project.documents), states=len(project.states) - 1)
        return to_json(to_data(found, summary, root=folder))
    return render_full(found, colour=form == "colour", root=folder).replace("\x1b", "␛")


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.page.stem}: {case.title}")
def test_rendering(case: Case, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    expected = case.output
    printed = render(expected[2].strip() or "full", write_files(case, tmp_path), tmp_path) + "\n"
    if pytestconfig.getoption("update_golden") and printed != expected[3]:
        page = case.page.read_text(encoding="utf-8")
        updated = case.text[: expected.start(3)] + printed + case.text[expected.end(3) :]
        case.page.write_text(page.replace(case.text, updated), encoding="utf-8")
        return
    assert printed == expected[3]
