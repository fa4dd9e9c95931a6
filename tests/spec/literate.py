"""Chapters of the manual that are tests: Markdown whose fenced scripts say which diagnostics they get.

Under a heading, every block ```` ```sc ```` is a bot of its own and a test case. Blocks with a file name behind
the language (```` ```js helpers.js ````) are further files of all bots under that heading; with a `chatbot.yaml`
among them the script itself is `src/main.sc`, else `main.sc`.

An expectation is a comment line directly above the line that it speaks of, as is fit for the kind of file (with
`#`, `//` or `<!--`)::

    # error: [unknown-state]
    #    ^^^^^^^
    go!: /Nowhere

The second line is not needed; where it is there, the carets mark the columns of the place. Words in quotes behind
the slug have to be part of the message, those behind `help:` part of the help. Everything that is not an info has
to be announced so. A chapter may begin with a line such as `only: unknown-state, JC4`, and then speaks of those
codes alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from jaicp.check.checker import check
from jaicp.project.link import load_project
from jaicp.text.diagnostic import Diagnostic, Severity

__all__ = ["Case", "Expected", "cases_of", "read_chapter", "verify"]

FENCE = re.compile(r"```(\w+)(?: +(\S+))?")
HEADING = re.compile(r"#{1,6} +(.+)")
EXPECTATION = re.compile(
    r"\s*(?:#|//|<!--) (error|warning): \[([\w-]+)\](?: \"(.+?)\")?(?: help: \"(.+)\")?(?: -->)?\s*"
)
CARETS = re.compile(r"\s*(?:#|//) *(\^+)\s*")


@dataclass(frozen=True)
class Expected:
    """A diagnostic that a line of a block announces; lines and columns from 1."""

    file: str
    line: int
    severity: str
    slug: str
    columns: tuple[int, int] | None
    words: str
    help: str


@dataclass
class Case:
    """One bot of a chapter: its files by name, and where in the chapter it stands."""

    name: str
    line: int
    files: dict[str, str] = field(default_factory=dict)
    only: tuple[str, ...] = ()

    @property
    def is_project(self) -> bool:
        """Whether there is a `chatbot.yaml`."""
        return "chatbot.yaml" in self.files


@dataclass
class _Section:
    name: str
    scripts: list[tuple[int, str]] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    def cases(self, only: tuple[str, ...]) -> Iterator[Case]:
        main = "src/main.sc" if "chatbot.yaml" in self.files else "main.sc"
        for line, text in self.scripts:
            yield Case(self.name, line, {main: text, **self.files}, only)


def read_chapter(text: str) -> list[Case]:
    """The cases of a chapter in order."""
    only: tuple[str, ...] = ()
    section = _Section("")
    cases: list[Case] = []
    lines = iter(enumerate(text.splitlines(), 1))
    for number, line in lines:
        fence, heading = FENCE.match(line), HEADING.match(line)
        if fence is not None:
            _block(section, fence, number, lines)
        elif heading is not None:
            cases += section.cases(only)
            section = _Section(heading[1].strip())
        elif line.startswith("only:") and not section.name:
            only = tuple(name.strip() for name in line[5:].split(","))
    return [*cases, *section.cases(only)]


def _block(
    section: _Section, fence: re.Match[str], number: int, lines: Iterator[tuple[int, str]]
) -> None:
    body = []
    for _, line in lines:
        if line.startswith("```"):
            break
        body.append(line)
    text = "\n".join(body) + "\n"
    language, name = fence.groups()
    if name is not None:
        section.files[name] = text
    elif language == "sc":
        section.scripts.append((number, text))


def cases_of(*chapters: Path) -> list[object]:
    """The cases of some chapters as parameters of a test, each with a readable id."""
    return [
        pytest.param(case, id=f"{chapter.stem}: {case.name}")
        for chapter in chapters
        for case in read_chapter(chapter.read_text(encoding="utf-8"))
    ]


def verify(case: Case, folder: Path) -> None:
    """Check the bot of a case; fails with what is missing and what is too much."""
    for name, text in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    checked = check(load_project(folder if case.is_project else folder / "main.sc"))
    left = [one for one in checked.diagnostics if _is_spoken_of(one, case)]
    missing = []
    for expected in _expectations(case):
        found = next((one for one in left if _fits(one, expected, folder)), None)
        if found is None:
            missing.append(expected)
        else:
            left.remove(found)
    if missing or left:
        pytest.fail(_report(case, missing, left, folder), pytrace=False)


def _is_spoken_of(diagnostic: Diagnostic, case: Case) -> bool:
    if diagnostic.severity is Severity.INFO:
        return False
    code = diagnostic.code
    return not case.only or any(n == code.slug or code.id.startswith(n) for n in case.only)


def _expectations(case: Case) -> Iterator[Expected]:
    for file, text in case.files.items():
        waiting: list[tuple[re.Match[str], tuple[int, int] | None]] = []
        for number, line in enumerate(text.splitlines(), 1):
            found, carets = EXPECTATION.fullmatch(line), CARETS.fullmatch(line)
            if found is not None:
                waiting.append((found, None))
            elif carets is not None and waiting:
                columns = (carets.start(1) + 1, carets.end(1) + 1)
                waiting[-1] = (waiting[-1][0], columns)
            else:
                for match, columns in waiting:
                    severity, slug, words, help_text = match.groups()
                    yield Expected(
                        file, number, severity, slug, columns, words or "", help_text or ""
                    )
                waiting = []


def _fits(diagnostic: Diagnostic, expected: Expected, folder: Path) -> bool:
    file, line, columns = _place(diagnostic, folder)
    return (
        (file, line) == (expected.file, expected.line)
        and diagnostic.severity.word == expected.severity
        and diagnostic.code.slug == expected.slug
        and expected.columns in (None, columns)
        and expected.words in diagnostic.message
        and expected.help in diagnostic.help
    )


def _place(diagnostic: Diagnostic, folder: Path) -> tuple[str, int, tuple[int, int]]:
    span = diagnostic.span
    path = span.source.path
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
    start, end = span.location, span.end_location
    return name, start.line, (start.column, end.column)


def _report(case: Case, missing: list[Expected], left: list[Diagnostic], folder: Path) -> str:
    lines = [f"line {case.line} of the chapter, {case.name}"]
    for expected in missing:
        place = f"{expected.file}:{expected.line}:{expected.columns or ''}"
        lines.append(f"  missing  {place} {expected.severity} [{expected.slug}] {expected.words}")
    for one in left:
        file, line, columns = _place(one, folder)
        lines.append(
            f"  too much {file}:{line}:{columns} {one.severity.word} [{one.code.slug}] {one.message}"
        )
    return "\n".join(lines)
