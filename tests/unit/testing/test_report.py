"""A report in its forms."""

import json
from pathlib import Path
from xml.etree import ElementTree

from jaicp.testing.report import (
    concise_case,
    concise_file,
    full_case,
    full_file,
    summary_line,
    to_data,
    to_junit,
)
from jaicp.testing.results import CaseResult, FileError, Report
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.source import Source

ROOT = Path("/bot")
FILE = ROOT / "test" / "a.xml"
SOURCE = Source(FILE, "<test>\n  <a>да</a>\n</test>")
PROBLEM = Diagnostic(
    code=codes.FAILED_CHECK,
    message="the bot says something else",
    span=SOURCE.span(9, 12),
    notes=("expected `да`", "there is `нет`"),
)
FAILED = CaseResult(
    file=FILE,
    id="second \x1b",
    line=2,
    status="failed",
    duration_ms=2.5,
    message="line 2, column 3: the bot says something else; expected `да`; there is `нет`",
    diagnostics=(PROBLEM,),
)
REPORT = Report(
    cases=[
        CaseResult(file=FILE, id="first", line=1, status="passed", duration_ms=1.5),
        FAILED,
        CaseResult(file=ROOT / "test" / "b.xml", id="third", line=9, status="skipped"),
    ],
    files=[FileError(ROOT / "test" / "c.xml", PROBLEM)],
    duration_ms=1234.5,
)


def test_in_full_a_failure_has_its_lines():
    text = full_case(FAILED, colour=False, root=ROOT)
    assert text.splitlines()[:2] == [
        "FAILED test/a.xml:2 second <U+001B>",
        "error[JC705]: the bot says something else",
    ]
    assert "2 |   <a>да</a>" in text
    assert "= note: there is `нет`" in text


def test_on_one_line():
    text = concise_case(FAILED, colour=False, root=ROOT)
    assert text.startswith("test/a.xml:2: failed: second <U+001B>: line 2, column 3: the bot says")
    assert "\n" not in text
    assert concise_file(REPORT.files[0], colour=False, root=ROOT).startswith(
        "test/a.xml:2:3: error[JC705]"
    )
    assert "error[JC705]" in full_file(REPORT.files[0], colour=False, root=ROOT)


def test_the_last_line_counts():
    assert summary_line(REPORT, colour=False) == (
        "played 2 cases of 3 files in 1.2 s: 1 passed, 1 failed, 1 file not readable, 1 skipped"
    )
    assert REPORT.has_problems
    assert not Report(cases=REPORT.cases[:1]).has_problems


def test_json_has_the_promised_fields():
    data = json.loads(json.dumps(to_data(REPORT, root=ROOT)))
    assert data["version"] == 1
    assert data["cases"][0] == {
        "file": "test/a.xml",
        "id": "first",
        "line": 1,
        "status": "passed",
        "duration_ms": 1.5,
        "message": "",
    }
    assert data["files"] == [
        {"file": "test/c.xml", "error": "line 2, column 3: the bot says something else"}
    ]
    assert data["summary"] == {
        "passed": 1,
        "failed": 1,
        "errors": 0,
        "skipped": 1,
        "duration_ms": 1234.5,
    }


def test_junit_is_xml_that_counts_the_same():
    root = ElementTree.fromstring(to_junit(REPORT, root=ROOT, name="bot").split("\n", 1)[1])
    assert root.attrib == {
        "name": "bot",
        "tests": "4",
        "failures": "1",
        "errors": "1",
        "skipped": "1",
        "time": "1.234",
    }
    assert [suite.get("name") for suite in root] == ["test/a.xml", "test/b.xml", "test/c.xml"]
    first, second = root[0]
    assert (first.get("name"), first.get("classname"), len(first)) == ("first", "test/a.xml", 0)
    assert second.get("name") == "second \ufffd"
    assert second[0].tag == "failure"
    assert second[0].get("type") == "failed-check"
    assert "there is `нет`" in (second[0].text or "")
    assert [root[1][0][0].tag, root[2][0][0].tag] == ["skipped", "error"]
