"""Diagnostics as text. Whole renderings stand in `tests/golden`; here are the rules that they follow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Label, Severity
from jaicp.text.render import (
    Summary,
    count_statistics,
    relative_path,
    render_concise,
    render_full,
    render_statistics,
    summarise,
    to_data,
    to_json,
)
from jaicp.text.source import Source, Span

ROOT = Path("/project")


def marked(text: str, name: str = "main.sc") -> tuple[Source, list[Span]]:
    """A source without its `[[ ]]`, and the stretches that they mark."""
    spans, plain = [], ""
    for index, part in enumerate(text.replace("]]", "[[").split("[[")):
        if index % 2:
            spans.append((len(plain), len(plain) + len(part)))
        plain += part
    source = Source(ROOT / name, plain)
    return source, [source.span(start, end) for start, end in spans]


def diagnostic(span: Span, **more: object) -> Diagnostic:
    settings = {"code": codes.UNKNOWN_STATE, "message": "there is no state", "span": span}
    return Diagnostic(**{**settings, **more})


def excerpt(*found: Diagnostic) -> list[str]:
    """The lines of the excerpt: from the first bar to the last one."""
    lines = render_full(found, colour=False, root=ROOT).splitlines()
    bars = [number for number, line in enumerate(lines) if line.strip() == "|"]
    return lines[bars[0] + 1 : bars[-1]]


class TestExcerpts:
    def test_the_label_stands_behind_the_carets(self) -> None:
        _, (span,) = marked("go!: [[/Nowhere]]")
        assert excerpt(diagnostic(span, label="this leads nowhere")) == [
            "1 | go!: /Nowhere",
            "  |      ^^^^^^^^ this leads nowhere",
        ]

    def test_two_places_on_one_line_get_a_line_of_marks_each(self) -> None:
        _, (first, second) = marked("if: [[a]] = [[b]]")
        assert excerpt(diagnostic(second, related=(Label(first, "stored here"),))) == [
            "1 | if: a = b",
            "  |         ^",
            "  |     - stored here",
        ]

    def test_the_line_before_is_shown_unless_it_is_blank(self) -> None:
        _, (after_text, after_blank) = marked("one\n[[two]]\n\n[[three]]")
        assert excerpt(diagnostic(after_text))[0] == "1 | one"
        assert excerpt(diagnostic(after_blank))[0] == "4 | three"

    def test_distant_lines_are_parted_by_dots(self) -> None:
        _, (first, second) = marked("[[a]]\nb\nc\nd\n[[e]]")
        shown = excerpt(diagnostic(first, related=(Label(second, "here"),)))
        assert shown == ["1 | a", "  | ^", "...", "5 | e", "  | - here"]

    def test_a_place_over_several_lines_is_marked_on_the_first(self) -> None:
        _, (span,) = marked("a: [[one  \n  two\n  three]]\nb")
        assert excerpt(diagnostic(span, label="all this")) == [
            "1 | a: one",
            "  |    ^^^ all this (it goes on to line 3)",
        ]

    def test_a_line_break_at_the_end_of_a_place_is_no_further_line(self) -> None:
        _, (span,) = marked("[[one\n]]two")
        assert excerpt(diagnostic(span)) == ["1 | one", "  | ^^^"]

    def test_an_empty_place_gets_one_caret(self) -> None:
        _, (span,) = marked("go!:[[]]")
        assert excerpt(diagnostic(span)) == ["1 | go!:", "  |     ^"]

    def test_the_end_of_a_file_behind_its_last_line_break(self) -> None:
        _, (span,) = marked("one\n[[]]")
        assert excerpt(diagnostic(span)) == ["1 | one", "2 |", "  | ^"]

    def test_an_empty_file_has_no_excerpt(self) -> None:
        source = Source(ROOT / "main.sc", "")
        text = render_full([diagnostic(source.span(0, 0))], colour=False, root=ROOT)
        assert text.splitlines()[:3] == [
            "error[JC201]: there is no state",
            " --> main.sc:1:1",
            "  = more: jaicp explain JC201",
        ]

    @pytest.mark.parametrize("place", [(-5, -3), (0, 99), (50, 60), (3, 1)])
    def test_a_place_outside_of_its_file_does_no_harm(self, place: tuple[int, int]) -> None:
        source = Source(ROOT / "main.sc", "one\r\ntwo")
        assert "^" in render_full([diagnostic(source.span(*place))], colour=False, root=ROOT)


class TestRemarks:
    def remarks(self, **more: object) -> list[str]:
        _, (span,) = marked("[[a]]")
        lines = render_full([diagnostic(span, **more)], colour=False, root=ROOT).splitlines()
        return [line.strip() for line in lines if line.startswith("  = ")]

    def test_help_notes_and_where_to_read_more_in_this_order(self) -> None:
        assert self.remarks(notes=("one", "two"), help="write b") == [
            "= help: write b",
            "= note: one",
            "= note: two",
            "= more: jaicp explain JC201",
        ]

    @pytest.mark.parametrize(("safe", "word"), [(True, "safe"), (False, "unsafe")])
    def test_a_fix_is_marked_behind_the_help(self, safe: bool, word: str) -> None:
        _, (span,) = marked("[[a]]")
        fix = Fix("change it to `b`", (Edit(span, "b"),), safe=safe)
        assert self.remarks(help="did you mean `b`?", fix=fix)[0].endswith(f"   [fix: {word}]")
        assert self.remarks(fix=fix)[0] == f"= help: change it to `b`   [fix: {word}]"


def test_a_blank_line_stands_between_two_diagnostics() -> None:
    _, (span,) = marked("[[a]]")
    text = render_full([diagnostic(span), diagnostic(span)], colour=False, root=ROOT)
    assert text.count("\n\n") == 1


def test_severities_are_named() -> None:
    _, (span,) = marked("[[a]]")
    found = [diagnostic(span, severity=severity) for severity in Severity]
    heads = [
        line.split(" ", 1)[1]
        for line in render_concise(found, colour=False, root=ROOT).splitlines()
    ]
    assert [head.split("[")[0] for head in heads] == ["info", "warning", "error"]


def test_colours_are_ansi_and_nothing_else_changes() -> None:
    _, (span,) = marked("go!: [[/Nowhere]]")
    found = [diagnostic(span, help="look", label="here")]
    painted = render_full(found, colour=True, root=ROOT)
    plain = render_full(found, colour=False, root=ROOT)
    assert "\x1b[1;31m" in painted
    bare = "".join(part.split("m", 1)[-1] for part in ("m" + painted).split("\x1b["))
    assert bare == plain


class TestPaths:
    def test_relative_to_the_root_with_slashes(self) -> None:
        assert relative_path(ROOT / "src" / "main.sc", ROOT) == "src/main.sc"
        assert relative_path(Path("/other/main.sc"), ROOT) == "../other/main.sc"

    def test_a_name_cannot_command_the_terminal(self) -> None:
        assert relative_path(ROOT / "a\x1b[2Jb.sc", ROOT) == "a<U+001B>[2Jb.sc"


class TestJson:
    def test_columns_count_characters_from_one(self) -> None:
        _, (span,) = marked("a: 👋🏽 [[привет]]")
        (data,) = to_data([diagnostic(span)], Summary(1, 1, 1, 0, 0), root=ROOT)["diagnostics"]
        assert (data["line"], data["column"], data["end_line"], data["end_column"]) == (1, 7, 1, 13)

    def test_what_is_not_there_is_left_out(self) -> None:
        _, (span,) = marked("[[a]]")
        (data,) = to_data([diagnostic(span)], Summary(1, 1, 1, 0, 0), root=ROOT)["diagnostics"]
        assert not {"related", "help", "fix"} & set(data)

    def test_letters_stay_and_lone_surrogates_are_escaped(self) -> None:
        text = to_json({"привет": "\ud800"})
        assert "привет" in text
        assert json.loads(text) == {"привет": "\ud800"}
        text.encode()


class TestNumbers:
    def test_a_summary_counts_by_severity(self) -> None:
        _, (span,) = marked("[[a]]")
        found = [diagnostic(span), diagnostic(span, severity=Severity.INFO)]
        assert summarise(found, files=2, states=7) == Summary(2, 7, 1, 0, 1)

    def test_statistics_name_the_most_frequent_first(self) -> None:
        _, (span,) = marked("[[a]]")
        rare = diagnostic(span, code=codes.UNKNOWN_TAG, severity=Severity.WARNING)
        often = [diagnostic(span)] * 10
        assert [row["count"] for row in count_statistics([rare, *often])] == [10, 1]
        assert render_statistics([rare, *often], colour=False).splitlines() == [
            "10  error[JC201] unknown-state",
            " 1  warning[JC102] unknown-tag",
        ]
