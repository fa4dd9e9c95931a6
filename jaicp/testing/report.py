"""A report as text, as JSON, and as JUnit XML for build servers. Texts come out, nothing is printed here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

from jaicp.testing.results import CaseResult, FileError, Report
from jaicp.text.cells import clean
from jaicp.text.diagnostic import Severity
from jaicp.text.palette import Palette
from jaicp.text.render import relative_path, render_concise, render_full

__all__ = [
    "FORMAT_VERSION",
    "concise_case",
    "concise_file",
    "full_case",
    "full_file",
    "summary_line",
    "to_data",
    "to_junit",
]

FORMAT_VERSION = 1
"""The `version` of the JSON form; it changes only when a reader of the old form would break."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


# --- for people


def full_case(case: CaseResult, *, colour: bool, root: Path) -> str:
    """A case that does not hold: its name, and what is wrong with the lines it speaks of."""
    palette = Palette(colour)
    severity = Severity.ERROR if case.status != "skipped" else Severity.INFO
    head = palette.severity(case.status.upper(), severity)
    place = f"{relative_path(case.file, root)}:{case.line}"
    lines = [f"{head} {place} {palette.strong(clean(case.id))}"]
    if case.diagnostics:
        lines.append(render_full(case.diagnostics, colour=colour, root=root))
    elif case.message:
        lines.append(clean(case.message))
    return "\n".join(lines) + "\n"


def full_file(error: FileError, *, colour: bool, root: Path) -> str:
    """A file that could not be read."""
    return render_full([error.diagnostic], colour=colour, root=root) + "\n"


def concise_case(case: CaseResult, *, colour: bool, root: Path) -> str:
    """`file:line: failed: id: what is wrong`, on one line."""
    palette = Palette(colour)
    severity = Severity.ERROR if case.status != "skipped" else Severity.INFO
    place = palette.strong(f"{relative_path(case.file, root)}:{case.line}")
    tail = f": {clean(case.message)}" if case.message else ""
    return f"{place}: {palette.severity(case.status, severity)}: {clean(case.id)}{tail}"


def concise_file(error: FileError, *, colour: bool, root: Path) -> str:
    """A file that could not be read, on one line."""
    return render_concise([error.diagnostic], colour=colour, root=root)


def summary_line(report: Report, *, colour: bool) -> str:
    """`played 12 cases of 2 files in 0.8 s: 11 passed, 1 failed`."""
    palette = Palette(colour)
    counts = report.counts()
    parts = [f"{counts['passed']} passed"]
    bad = [
        (counts["failed"], f"{counts['failed']} failed"),
        (counts["error"], f"{_counted(counts['error'], 'error')}"),
        (len(report.files), f"{_counted(len(report.files), 'file')} not readable"),
    ]
    parts += [palette.severity(text, Severity.ERROR) for number, text in bad if number]
    if counts["skipped"]:
        parts.append(f"{counts['skipped']} skipped")
    files = len({case.file for case in report.cases}) + len(report.files)
    played = _counted(len(report.cases) - counts["skipped"], "case")
    seconds = report.duration_ms / 1000
    return f"played {played} of {_counted(files, 'file')} in {seconds:.1f} s: {', '.join(parts)}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


# --- for programs


def to_data(report: Report, *, root: Path) -> dict[str, object]:
    """The JSON form as plain data: `version`, `cases`, `files`, `summary`."""
    counts = report.counts()
    return {
        "version": FORMAT_VERSION,
        "cases": [_case_data(case, root) for case in report.cases],
        "files": [
            {"file": relative_path(error.file, root), "error": error.message}
            for error in report.files
        ],
        "summary": {
            "passed": counts["passed"],
            "failed": counts["failed"],
            "errors": counts["error"],
            "skipped": counts["skipped"],
            "duration_ms": round(report.duration_ms, 2),
        },
    }


def _case_data(case: CaseResult, root: Path) -> dict[str, object]:
    return {
        "file": relative_path(case.file, root),
        "id": case.id,
        "line": case.line,
        "status": case.status,
        "duration_ms": case.duration_ms,
        "message": case.message,
    }


def to_junit(report: Report, *, root: Path, name: str) -> str:
    """The report as JUnit XML: a `testsuite` for each file, one with a single error where it was not read."""
    counts = report.counts()
    top = ElementTree.Element("testsuites")
    _put(top, name=name, tests=len(report.cases) + len(report.files), failures=counts["failed"],
         errors=counts["error"] + len(report.files), skipped=counts["skipped"],
         time=_seconds(report.duration_ms))  # fmt: skip
    for file, cases in groupby(report.cases, key=lambda case: case.file):
        _suite(top, relative_path(file, root), list(cases))
    for error in report.files:
        path = relative_path(error.file, root)
        suite = ElementTree.SubElement(top, "testsuite")
        _put(suite, name=path, tests=1, failures=0, errors=1, skipped=0, time="0.000")
        element = ElementTree.SubElement(suite, "testcase")
        _put(element, classname=path, name=path, time="0.000")
        _put(ElementTree.SubElement(element, "error"), message=error.message)
    ElementTree.indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(
        top, encoding="unicode"
    )


def _suite(top: ElementTree.Element, path: str, cases: list[CaseResult]) -> None:
    suite = ElementTree.SubElement(top, "testsuite")
    _put(suite, name=path, tests=len(cases), failures=_number(cases, "failed"),
         errors=_number(cases, "error"), skipped=_number(cases, "skipped"),
         time=_seconds(sum(case.duration_ms for case in cases)))  # fmt: skip
    for case in cases:
        element = ElementTree.SubElement(suite, "testcase")
        _put(element, classname=path, name=case.id, line=case.line, time=_seconds(case.duration_ms))
        if case.status == "skipped":
            ElementTree.SubElement(element, "skipped")
        elif case.status != "passed":
            tag = "failure" if case.status == "failed" else "error"
            detail = ElementTree.SubElement(element, tag)
            _put(detail, message=case.message.split("; ", 1)[0], type=_kind(case))
            detail.text = _NOT_XML.sub("\ufffd", case.message.replace("; ", "\n"))


def _kind(case: CaseResult) -> str:
    return case.diagnostics[0].code.slug if case.diagnostics else "fault"


def _number(cases: Iterable[CaseResult], status: str) -> int:
    return sum(case.status == status for case in cases)


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.3f}"


def _put(element: ElementTree.Element, **values: object) -> None:
    for key, value in values.items():
        element.set(key, _NOT_XML.sub("\ufffd", str(value)))
