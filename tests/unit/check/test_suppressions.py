"""Comments that allow warnings: where they count, and what is said of those without effect."""

from __future__ import annotations

from pathlib import Path

import pytest

from jaicp.check.checker import CheckOptions, check
from jaicp.project.link import load_project
from jaicp.text.diagnostic import Diagnostic

WARNED = """\
theme: /
    state: Hello
        q!: hello
        go!: /Bye
{above}        a: Never said.

    state: Bye
        a: Bye!
"""
"""A bot with the warning JC406 after-go in line 5, or in the line behind what is put above it."""


def told(text: str, folder: Path, options: CheckOptions | None = None) -> list[Diagnostic]:
    """The diagnostics of a script."""
    file = folder / "main.sc"
    file.write_text(text, encoding="utf-8")
    return list(check(load_project(file), options).diagnostics)


def slugs(text: str, folder: Path) -> list[str]:
    return [diagnostic.code.slug for diagnostic in told(text, folder)]


def above(*comments: str) -> str:
    return WARNED.format(above="".join(f"        {comment}\n" for comment in comments))


def test_without_a_comment_the_warning_is_told(tmp_path: Path) -> None:
    assert slugs(WARNED.format(above=""), tmp_path) == ["after-go"]


class TestAboveALine:
    @pytest.mark.parametrize(
        "comment",
        [
            "# jaicp: allow(after-go)",
            "# jaicp: allow(JC406)",
            "# jaicp: allow(jc406) the menu may be closed",
            "#jaicp:allow( after-go )",
        ],
    )
    def test_a_name_or_code_allows(self, comment: str, tmp_path: Path) -> None:
        assert slugs(above(comment), tmp_path) == []

    def test_other_comments_and_blank_lines_may_stand_between(self, tmp_path: Path) -> None:
        text = above("# jaicp: allow(after-go)", "# for now", "", "#", "# jaicp: hello")
        assert slugs(text, tmp_path) == []

    def test_it_does_not_count_further_down(self, tmp_path: Path) -> None:
        text = "# jaicp: allow(after-go)\n" + WARNED.format(above="")
        assert slugs(text, tmp_path) == ["useless-allow", "after-go"]

    def test_what_is_allowed_elsewhere_is_told_here(self, tmp_path: Path) -> None:
        more = "        go!: /Menu\n        a: Never.\n    state: Menu\n        a: Menu!\n"
        text = above("# jaicp: allow(after-go)") + more
        assert slugs(text, tmp_path) == ["after-go"]

    def test_above_a_state_it_counts_for_the_line_of_the_state(self, tmp_path: Path) -> None:
        script = "# jaicp: allow(state-outside-theme)\nstate: Alone\n    q!: hello\n    a: Hello!\n"
        assert slugs(script, tmp_path) == []

    def test_several_names_stand_with_commas_between_them(self, tmp_path: Path) -> None:
        text = (
            "theme: /\n    state: A\n        q!: a\n        go!: /B\n"
            "        # jaicp: allow(after-go, unknown-parameter)\n"
            "        a: Hello! || htmlEnable = true\n"
            "    state: B\n        a: B\n"
        )
        assert slugs(text, tmp_path) == []

    def test_a_warning_in_javascript_is_allowed_by_a_javascript_comment(
        self, tmp_path: Path
    ) -> None:
        text = (
            "theme: /\n    state: A\n        q!: a\n        script:\n            var found = 1;\n"
            "            // jaicp: allow(assigned-condition)\n"
            "            if (found = 2) { $reactions.answer('Two'); }\n"
        )
        assert slugs(text, tmp_path) == []
        assert slugs(text.replace("jaicp:", "jaicp"), tmp_path) == ["assigned-condition"]


class TestForAFile:
    def test_among_the_first_comment_lines_it_counts_for_all(self, tmp_path: Path) -> None:
        text = "# A bot.\n\n# jaicp: allow-file(after-go)\n" + WARNED.format(above="")
        assert slugs(text, tmp_path) == []

    def test_further_down_it_does_not_count(self, tmp_path: Path) -> None:
        found = told(above("# jaicp: allow-file(after-go)"), tmp_path)
        assert [one.code.slug for one in found] == ["useless-allow", "after-go"]
        assert found[0].message == "`allow-file` stands too late to count"


class TestWithoutEffect:
    def message(self, text: str, folder: Path) -> tuple[str, str]:
        """The message about the only useless comment, and what it points at."""
        (one,) = (d for d in told(text, folder) if d.code.slug == "useless-allow")
        return one.message, one.span.text

    def test_nothing_of_the_name_is_there(self, tmp_path: Path) -> None:
        text = above("# jaicp: allow(after-go, bad-interval)")
        assert self.message(text, tmp_path) == (
            "nothing on the line below is `bad-interval`",
            "bad-interval",
        )

    def test_no_diagnostic_has_the_name(self, tmp_path: Path) -> None:
        text = above("# jaicp: allow(after-gone)")
        found = next(d for d in told(text, tmp_path) if d.code.slug == "useless-allow")
        assert found.message == "there is no diagnostic `after-gone`"
        assert found.help == "did you mean `after-go`?"

    def test_errors_cannot_be_allowed(self, tmp_path: Path) -> None:
        text = "theme: /\n    state: A\n        # jaicp: allow(unknown-state)\n        go!: /B\n"
        assert slugs(text, tmp_path) == ["useless-allow", "unknown-state"]
        assert self.message(text, tmp_path) == (
            "`unknown-state` is an error here, and errors cannot be allowed",
            "unknown-state",
        )

    def test_nor_in_a_whole_file(self, tmp_path: Path) -> None:
        text = "# jaicp: allow-file(JC201)\ntheme: /\n    state: A\n        go!: /B\n"
        assert self.message(text, tmp_path)[0].startswith("`JC201` is an error here")

    @pytest.mark.parametrize("comment", ["# jaicp: allow", "# jaicp: allow()", "# jaicp: allow(a"])
    def test_a_comment_without_names_allows_nothing(self, comment: str, tmp_path: Path) -> None:
        assert self.message(above(comment), tmp_path)[0] == "this comment allows nothing"

    def test_it_can_be_allowed_itself(self, tmp_path: Path) -> None:
        text = "# jaicp: allow-file(useless-allow)\n" + above("# jaicp: allow(bad-interval)")
        assert slugs(text, tmp_path) == ["after-go"]

    def test_unless_there_is_nothing_to_allow(self, tmp_path: Path) -> None:
        text = "# jaicp: allow-file(useless-allow)\n" + WARNED.format(above="")
        assert slugs(text, tmp_path) == ["useless-allow", "after-go"]

    def test_what_the_options_leave_out_is_allowed_all_the_same(self, tmp_path: Path) -> None:
        text = above("# jaicp: allow(after-go)")
        assert told(text, tmp_path, CheckOptions(ignore=("JC406",))) == []
        assert told(text, tmp_path, CheckOptions(select=("JC113",))) == []


def test_many_comments_in_a_row_take_no_longer_each(tmp_path: Path) -> None:
    comments = ["# jaicp: allow(after-go)"] * 5000
    assert slugs(above(*comments), tmp_path) == []
