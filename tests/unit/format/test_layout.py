"""The canonical layout: the examples of its page, and what stands on no page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jaicp.format.formatter import ChangedMeaningError, FormatSettings, format_source
from jaicp.text.source import Source

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```sc (before|after)(| --js)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FENCES = [found.groups() for found in FENCE.finditer(PAGE)]
EXAMPLES = [
    pytest.param(before, after, js == " --js", id=f"line {before.count(chr(10))} {number}")
    for number, ((_, js, before), (_, _, after)) in enumerate(
        zip(FENCES[::2], FENCES[1::2], strict=True)
    )
]
OURS = sorted(
    path
    for folder in ("samples", "jaicp/templates", "jaicp/stdlib", "tests/stdlib")
    for path in (ROOT / folder).rglob("*.sc")
)


def laid_out(text: str, *, js: bool = False) -> str:
    formatted = format_source(Source("main.sc", text), FormatSettings(js=js))
    assert not formatted.errors
    return formatted.text


def in_state(inside: str) -> str:
    return "theme: /\n\n    state: A\n" + inside


class TestPage:
    def test_has_pairs_of_examples(self) -> None:
        assert [kind for kind, _, _ in FENCES] == ["before", "after"] * 7

    @pytest.mark.parametrize(("before", "after", "js"), EXAMPLES)
    def test_an_example_becomes_what_the_page_says(self, before: str, after: str, js: bool) -> None:
        assert laid_out(before, js=js) == after

    @pytest.mark.parametrize(("before", "after", "js"), EXAMPLES)
    def test_and_stays_that(self, before: str, after: str, js: bool) -> None:
        del before
        assert laid_out(after, js=js) == after


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_our_own_scripts_are_laid_out(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert laid_out(text) == text


class TestFiles:
    @pytest.mark.parametrize("text", ["", "\n", " \n\t\n"])
    def test_nothing_stays_nothing(self, text: str) -> None:
        assert laid_out(text) == ""

    def test_comments_alone_are_a_file(self) -> None:
        assert laid_out("\n# one\n\n\n  # two") == "# one\n\n  # two\n"

    def test_the_last_line_ends_and_blank_lines_behind_it_go(self) -> None:
        assert laid_out("require: a.js\n\n\n") == laid_out("require: a.js") == "require: a.js\n"

    def test_lines_end_as_the_first_one_does(self) -> None:
        assert laid_out("require: a.js\r\nrequire: b.js\n") == "require: a.js\r\nrequire: b.js\r\n"
        assert laid_out("require: a.js\nrequire: b.js\r\n") == "require: a.js\nrequire: b.js\n"

    def test_a_file_that_is_indented_as_a_whole_goes_to_the_left(self) -> None:
        assert laid_out("  theme: /\n\n    state: A\n") == "theme: /\n\n    state: A\n"

    def test_one_with_mistakes_is_left_alone(self) -> None:
        text = "theme: /\n  state: A\n    q!: hello\n  zzz: x\n"
        formatted = format_source(Source("main.sc", text))
        assert [one.code.slug for one in formatted.errors] == ["unknown-tag"]
        assert (formatted.text, formatted.is_changed) == (text, False)

    def test_warnings_are_no_mistakes(self) -> None:
        assert laid_out(in_state("  \t    q!: a\n")) == in_state("        q!: a\n")

    def test_what_would_say_something_else_is_refused(self, monkeypatch) -> None:
        spoil = "jaicp.format.sheet.Sheet.line"
        monkeypatch.setattr(spoil, lambda sheet, number: "state: B" if number else "theme: /")
        with pytest.raises(ChangedMeaningError, match=r"main\.sc:1"):
            laid_out("theme: /\n  state: A\n")


class TestScripts:
    def test_lines_inside_of_template_strings_stay(self) -> None:
        before = in_state("      script:\n        var a = `x  \n  y\n          z`;\n        b();\n")
        after = in_state(
            "        script:\n            var a = `x  \n  y\n          z`;\n            b();\n"
        )
        assert laid_out(before) == after

    def test_and_those_of_strings_that_go_on_behind_a_backslash(self) -> None:
        before = in_state("      script:\n        var a = 'x\\\n  y';\n")
        assert laid_out(before).endswith("\n            var a = 'x\\\n  y';\n")

    def test_code_that_is_not_indented_is_put_below_its_tag(self) -> None:
        before = in_state("        script:\n  a();\n    b();\n")
        after = in_state("        script:\n            a();\n              b();\n")
        assert laid_out(before) == after

    def test_code_behind_the_colon_keeps_its_shape(self) -> None:
        before = in_state("      script:  f(function () {\n        g();\n      });\n")
        after = in_state("        script: f(function () {\n          g();\n        });\n")
        assert laid_out(before) == after

    def test_lines_put_aside_in_column_0_stay_there(self) -> None:
        text = in_state("        script:\n            a();\n//          b();\n#          c();\n")
        assert laid_out(text) == text

    def test_broken_code_with_an_open_template_is_a_mistake(self) -> None:
        text = in_state("      script:\n        a = `x\n        b\n")
        formatted = format_source(Source("main.sc", text))
        assert [one.code.slug for one in formatted.errors] == ["script-syntax"]
        assert formatted.text == text

    def test_other_broken_code_is_moved(self) -> None:
        before = in_state("      script:\n        a = (;\n")
        assert laid_out(before) == in_state("        script:\n            a = (;\n")


class TestLaidOutScripts:
    """`--js`."""

    def test_comment_lines_of_the_language_come_through(self) -> None:
        before = in_state("        script:\n            # rem\n            if(a) {\n  # b\n}\n")
        after = in_state(
            "        script:\n            # rem\n            if (a) {\n                # b\n            }\n"
        )
        assert laid_out(before, js=True) == after

    def test_a_line_of_code_that_becomes_several_goes_below_its_tag(self) -> None:
        before = in_state("        script: if(a){b();c()}\n")
        after = in_state(
            "        script:\n            if (a) {\n                b();\n                c()\n            }\n"
        )
        assert laid_out(before, js=True) == after

    @pytest.mark.parametrize("code", ["a = (;", "/* only a remark */", "a = `x\n  y`;"])
    def test_broken_code_remarks_and_templates_stay(self, code: str) -> None:
        text = in_state(f"        script:\n            {code}\n")
        assert laid_out(text, js=True) == text

    def test_what_return_gives_is_not_torn_from_it(self) -> None:
        text = in_state("        script:\n            return\n            a;\n")
        assert laid_out(text, js=True) == text


class TestOtherBodies:
    def test_settings_keep_the_shape_of_their_values(self) -> None:
        before = in_state(
            '      HttpRequest:\n        url=https://a.b\n        body = {\n            "a": 1\n        }\n'
        )
        after = in_state(
            "        HttpRequest:\n            url = https://a.b\n            body = {\n"
            '                "a": 1\n            }\n'
        )
        assert laid_out(before) == after

    def test_lines_of_a_named_pattern_stay_below_its_beginning(self) -> None:
        before = "patterns:\n  $A   = (a|\n          b)\n"
        assert laid_out(before) == "patterns:\n    $A = (a|\n          b)\n"

    def test_a_converter_moves_with_its_pattern(self) -> None:
        before = "patterns:\n  $A = a ||converter=function(t) {\n    return 1;\n  }\n"
        after = "patterns:\n    $A = a || converter = function(t) {\n      return 1;\n    }\n"
        assert laid_out(before) == after

    def test_objects_of_buttons_move_with_their_first_line(self) -> None:
        before = in_state(
            '      buttons:\n        {text: "a",\n          url: "b"}->/A\n        // "c"\n        "d"\n'
        )
        after = in_state(
            '        buttons:\n            {text: "a",\n              url: "b"} -> /A\n'
            '            // "c"\n            "d"\n'
        )
        assert laid_out(before) == after

    def test_a_value_in_quotes_may_go_over_lines(self) -> None:
        text = in_state('        a: x || tts = "one\n  two"\n')
        assert laid_out(text) == text

    def test_a_condition_goes_on_deeper(self) -> None:
        before = in_state("      if: a &&\n          b\n        a: x\n")
        assert laid_out(before) == in_state("        if: a &&\n            b\n            a: x\n")

    def test_code_between_braces_keeps_its_shape(self) -> None:
        before = in_state("      a: x {{ f(\n            1,\n          2) }}\n        y\n")
        after = in_state("        a: x {{ f(\n              1,\n            2) }}\n           y\n")
        assert laid_out(before) == after


class TestComments:
    def test_one_above_a_block_belongs_to_the_block(self) -> None:
        before = "theme: /\n  # about A\n  state: A\n     # about q\n     q!: a\n"
        after = "theme: /\n\n    # about A\n    state: A\n        # about q\n        q!: a\n"
        assert laid_out(before) == after

    def test_a_block_of_comments_alone_is_one_step_deeper(self) -> None:
        before = "theme: /\n\n  state: A\n    # todo\n      # more\n\n  state: B\n    q!: a\n"
        after = (
            "theme: /\n\n    state: A\n        # todo\n          # more\n\n"
            "    state: B\n        q!: a\n"
        )
        assert laid_out(before) == after

    def test_an_allowed_warning_stays_allowed(self) -> None:
        before = in_state("      go!: /A\n      # jaicp: allow(after-go)\n      a: x\n")
        after = in_state("        go!: /A\n        # jaicp: allow(after-go)\n        a: x\n")
        assert laid_out(before) == after
