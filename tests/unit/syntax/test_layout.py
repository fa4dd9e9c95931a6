"""Lines to tokens: what belongs to what, and how single mistakes are named.

A mistake is named by exactly one diagnostic, on its own line, whatever follows it.
"""

from __future__ import annotations

import pytest

from jaicp.syntax import ast
from jaicp.syntax.layout import lay_out
from jaicp.syntax.parse import parse
from jaicp.text.diagnostic import Diagnostic, Severity
from jaicp.text.source import Source

BOT = """\
theme: /
    state: Order
        q!: * order *
        a: What would you like?
        buttons:
            "Pizza" -> /Order/Pizza
            {text: "Our site", url: "https://example.org"}
        state: Pizza
            q: * pizza *
            if: $client.isNew
                a: The first one is free!
            else:
                a: Which one?
            script:
                $session.order = "pizza";
            go!: /Bye
    state: Bye || modal = true
        a: Bye!
        timeout: /Order || interval = 5
"""


def found_in(text: str) -> list[Diagnostic]:
    return list(parse(Source("main.sc", text)).diagnostics)


def places(text: str) -> list[tuple[int, str]]:
    """Line and slug of each diagnostic."""
    return [(d.span.location.line, d.code.slug) for d in found_in(text)]


def changed(old: str, new: str, text: str = BOT) -> tuple[str, int]:
    """The script with one line changed, and the number of that line."""
    lines = text.split("\n")
    index = next(n for n, line in enumerate(lines) if old in line)
    lines[index] = lines[index].replace(old, new)
    return "\n".join(lines), index + 1


def token_types(text: str) -> list[str]:
    return [piece.type for piece in lay_out(Source("main.sc", text)).tokens]


def test_the_script_without_mistakes_has_none() -> None:
    assert places(BOT) == []


class TestTokens:
    def test_nested_tags_stand_between_indent_and_dedent(self) -> None:
        assert token_types("theme: /\n    state: A\n        a: x\n    state: B") == [
            "THEME", "NAME", "_NL", "_INDENT",
            "STATE", "NAME", "_NL", "_INDENT", "A", "TEXT", "_NL", "_DEDENT",
            "STATE", "NAME", "_NL",
            "_DEDENT",
        ]  # fmt: skip

    def test_items_stand_between_open_and_close(self) -> None:
        assert token_types('buttons:\n    "A" -> /B\n') == [
            "BUTTONS", "_NL", "_OPEN", "CAPTION", "_ARROW", "LINE", "_NL", "_CLOSE",
        ]  # fmt: skip

    def test_a_comment_closes_nothing_and_is_kept(self) -> None:
        text = "theme: /\n    state: A\n# remark\n        a: x\n"
        laid = lay_out(Source("main.sc", text))
        assert [span.text for span in laid.comments] == ["# remark"]
        assert token_types(text) == token_types(text.replace("# remark\n", ""))

    def test_an_empty_file_has_no_tokens(self) -> None:
        assert token_types("") == token_types("\n\n  \n# x\n") == []

    def test_blanks_that_cannot_be_seen_hide_no_tag(self) -> None:
        assert places("theme: /\n\u00a0\u00a0\u00a0\u00a0state: A\n    state: B\n") == []


class TestBodies:
    """What the deeper lines below a tag are."""

    def only(self, text: str) -> ast.Node:
        parsed = parse(Source("main.sc", f"theme: /\n    state: A\n{text}"))
        assert parsed.diagnostics == ()
        (theme,) = parsed.document.body
        assert isinstance(theme, ast.Theme)
        (state,) = theme.body
        assert isinstance(state, ast.State)
        return state.body[0]

    def test_a_text_goes_on_over_deeper_lines(self) -> None:
        answer = self.only("        a: one\n            two\n          three\n        a: four\n")
        assert isinstance(answer, ast.Answer)
        assert answer.text.literal == "one\ntwo\nthree"

    def test_a_text_may_begin_on_the_next_line(self) -> None:
        answer = self.only("        a:\n            one\n")
        assert isinstance(answer, ast.Answer)
        assert answer.text.literal == "one"

    def test_a_script_is_raw_until_a_tag_that_is_no_deeper(self) -> None:
        code = "var x = {\n                state: 1\n            };\n\n            a(x)"
        script = self.only(f"        script:\n            {code}\n        go: /\n")
        assert isinstance(script, ast.RunScript)
        assert script.script.span.text == code

    def test_a_script_may_stand_in_the_column_of_its_tag(self) -> None:
        script = self.only("        script:\n        var x = 1;\n        if (x) {\n        }\n")
        assert isinstance(script, ast.RunScript)
        assert script.script.span.text.endswith("}")

    def test_a_label_in_a_script_is_code(self) -> None:
        script = self.only("        script:\n            init: prepare();\n            go();\n")
        assert isinstance(script, ast.RunScript)
        assert script.script.span.text.endswith("go();")

    @pytest.mark.parametrize(
        "condition",
        ["a &&\n                b", "a\n                || b", "call(\n                a)", "a"],
    )
    def test_a_condition_goes_on_while_it_is_unfinished(self, condition: str) -> None:
        node = self.only(f"        if: {condition}\n            a: x\n")
        assert isinstance(node, ast.If)
        found = node.branches[0].condition
        assert found is not None
        assert found.span.text == condition

    def test_a_definition_goes_on_until_the_next_one_at_any_indent(self) -> None:
        text = "patterns:\n    $One = (a/\n  b)\n    $Two = c\ntheme: /\n"
        parsed = parse(Source("main.sc", text))
        assert parsed.diagnostics == ()
        (patterns, _) = parsed.document.body
        assert isinstance(patterns, ast.Patterns)
        assert [d.pattern.text for d in patterns.definitions] == ["(a/\n  b)", "c"]

    def test_a_setting_goes_on_while_brackets_are_open(self) -> None:
        action = self.only(
            "        HttpRequest:\n            url = https://example.org\n"
            '            body = {\n            "a": [1,\n          2]\n            }\n'
            "            method = POST\n"
        )
        assert isinstance(action, ast.Action)
        assert [setting.key.text for setting in action.settings] == ["url", "body", "method"]


class TestIndentation:
    @pytest.mark.parametrize("by", [1, 2, 3])
    @pytest.mark.parametrize(
        "line",
        ["state: Order", "q!: *", "a: What", "state: Pizza", "q: * pizza", "if:", "go!: /Bye",
         "script:", "state: Bye", "timeout:", "a: Bye!", "else:"],
    )  # fmt: skip
    def test_a_line_too_far_to_the_right(self, line: str, by: int) -> None:
        text, number = changed(line, " " * by + line)
        assert places(text) == [(number, "bad-indent")]

    @pytest.mark.parametrize("by", [1, 2, 3])
    @pytest.mark.parametrize(
        "line",
        ["state: Order", "q!: *", "a: What", "state: Pizza", "q: * pizza", "if:", "go!: /Bye",
         "script:", "state: Bye", "timeout:", "a: Bye!", "else:"],
    )  # fmt: skip
    def test_a_line_too_far_to_the_left(self, line: str, by: int) -> None:
        text, number = changed(" " * by + line, line)
        assert places(text) == [(number, "bad-indent")]

    def test_the_rest_of_the_file_reads_as_meant(self) -> None:
        def paths(text: str) -> list[str]:
            document = parse(Source("main.sc", text)).document
            return [type(node).__name__ for node in ast.walk(document)]

        for line in ("state: Order", "q!: *", "state: Pizza", "if:", "buttons:"):
            text, _ = changed(line, "  " + line)
            assert paths(text) == paths(BOT)

    def test_the_help_says_how_far_to_indent_and_the_fix_does_it(self) -> None:
        text, _ = changed("a: What", "  a: What")
        (one,) = found_in(text)
        assert one.help == "indent it by 8 columns instead of 10"
        assert one.fix is not None
        (edit,) = one.fix.edits
        assert text[: edit.span.start] + edit.text + text[edit.span.end :] == BOT

    def test_where_the_first_line_is_to_blame_a_later_one_is_shown_too(self) -> None:
        text, number = changed("q!: *", "    q!: *")
        (one,) = found_in(text)
        assert one.message == "this line is deeper than those that follow it"
        assert [label.span.location.line for label in one.related] == [number + 1]

    def test_a_tag_too_deep_below_a_script_is_no_code(self) -> None:
        text = "theme: /\n    state: A\n        script:\n            x = 1;\n            go!: /A\n"
        assert places(text) == [(5, "bad-indent")]

    def test_tags_too_deep_below_patterns_are_no_patterns(self) -> None:
        text = "patterns:\n    $a = x\n  theme: /\n    state: A\n        q: x\n"
        assert places(text) == [(3, "bad-indent")]

    def test_buttons_that_are_no_deeper_than_their_tag(self) -> None:
        text = 'theme: /\n    state: A\n        buttons:\n        "A"\n        "B"\n        a: x\n'
        assert places(text) == [(4, "bad-indent")]

    def test_two_mistakes_are_two_diagnostics(self) -> None:
        text, first = changed("q!: *", "  q!: *")
        text, second = changed("timeout:", "  timeout:", text)
        assert places(text) == [(first, "bad-indent"), (second, "bad-indent")]

    def test_tabs_and_spaces_are_told_once_a_file(self) -> None:
        text = "theme: /\n  \tstate: A\n  \t\ta: x\n  \t\ta: y\n"
        (one,) = found_in(text)
        assert (one.code.slug, one.span.location.line) == ("mixed-indent", 2)
        assert one.message.endswith("and in 2 more")
        assert one.fix is not None
        assert [edit.text for edit in one.fix.edits] == [" " * 4, " " * 8, " " * 8]

    def test_a_script_that_goes_ever_deeper_is_read_in_time(self) -> None:
        text = "".join(" " * depth + "a: x\n" for depth in range(400))
        assert len(places(text)) == 400


class TestTags:
    @pytest.mark.parametrize(
        ("line", "known"),
        [("stat: A", "state"), ("Q!: x", "q!"), ("anser: x", None), ("sript:", "script"),
         ("q !: x", "q!"), ("buttns:", "buttons")],
    )  # fmt: skip
    def test_a_mistyped_tag_gets_the_nearest(self, line: str, known: str | None) -> None:
        text = f"theme: /\n    state: X\n        {line}\n        a: y\n"
        (one,) = found_in(text)
        assert (one.code.slug, one.span.location) == ("unknown-tag", (3, 9))
        assert one.help == f"did you mean `{known}`?" if known else "custom tag" in one.help

    @pytest.mark.parametrize("line", ["а: привет", "ѕtate: A".replace("ѕ", "с")])
    def test_letters_of_another_alphabet_are_seen_through(self, line: str) -> None:
        (one,) = found_in(f"theme: /\n    state: X\n        {line}\n")
        assert one.code.slug == "unknown-tag"
        assert one.fix is not None
        assert one.fix.edits[0].text in ("a", "state")

    def test_a_tag_with_an_else_must_have_been_an_if(self) -> None:
        text, number = changed("if: $client", "whenever: $client")
        (one,) = found_in(text)
        assert (one.span.location.line, one.help) == (number, "did you mean `if`?")

    @pytest.mark.parametrize("name", ["theme", "state", "q!", "a", "if", "go!", "timeout"])
    def test_a_missing_colon(self, name: str) -> None:
        text, number = changed(f"{name}:", name)
        (one,) = found_in(text)
        assert (one.code.slug, one.span.location.line) == ("not-a-tag", number)
        assert one.message == f"there is no colon behind `{name}`"
        assert one.fix is not None
        assert one.fix.safe

    @pytest.mark.parametrize(
        ("text", "severity"),
        [
            ("random\n            a: x", Severity.WARNING),
            ("HangUp\n            bye = x", Severity.WARNING),
            ("Own\n\n            # so it is\n            x = 1", Severity.WARNING),
            ("Own\n            x", Severity.ERROR),
            ("Own\n        x = 1", Severity.ERROR),
            ("own\n            x = 1", Severity.ERROR),
            ("Own tag\n            x = 1", Severity.ERROR),
            ("random x\n            a: x", Severity.ERROR),
        ],
    )
    def test_a_missing_colon_of_a_tag_alone_in_its_line_is_a_warning(
        self, text: str, severity: Severity
    ) -> None:
        found = found_in(f"theme: /\n    state: A\n        {text}\n")
        assert (found[0].code.slug, found[0].severity) == ("not-a-tag", severity)

    @pytest.mark.parametrize("line", ["go!", "go!:", "q", "q:", "if", "if:", "intent!:"])
    def test_a_line_cut_behind_the_tag(self, line: str) -> None:
        text = f"theme: /\n    state: A\n        {line}\n        a: x\n"
        ((number, slug),) = places(text)
        assert number == 3
        assert slug == ("missing-value" if line.endswith(":") else "not-a-tag")

    @pytest.mark.parametrize("line", ["state:", "a:", "script:", "init:", "random:", "buttons:"])
    def test_tags_that_need_no_value(self, line: str) -> None:
        assert places(f"theme: /\n    state: A\n        {line}\n") == []

    def test_a_value_where_none_belongs(self) -> None:
        assert places("theme: /\n    state: A\n        random: x\n            a: y\n") == [
            (3, "stray-value")
        ]

    def test_a_run_of_lines_that_are_no_tags_is_one_mistake(self) -> None:
        text = (
            "theme: /\n    state: A\n        a: one\n        two\n        Итого: 3\n        q: x\n"
        )
        (one,) = found_in(text)
        assert (one.span.location.line, one.code.slug) == (4, "not-a-tag")
        assert one.help == "indent it deeper to go on with `a` above, or make it a tag"

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("theme: /\n    a: x\n    go!: /\n    state: A\n", 2),
            ("a: x\n", 1),
            ("theme: /\n    theme: /B\n", 2),
            ("theme: /\n    require: x.sc\n", 2),
            ("theme: /\n    state: A\n        if: x\n            q: y\n", 4),
        ],
    )
    def test_a_tag_where_it_may_not_stand(self, text: str, line: int) -> None:
        assert places(text) == [(line, "misplaced-tag")]

    @pytest.mark.parametrize("tag", ["else:", "elseif: x"])
    def test_an_else_without_an_if(self, tag: str) -> None:
        text = f"theme: /\n    state: A\n        a: x\n        {tag}\n            a: y\n            a: z\n"
        assert places(text) == [(4, "misplaced-tag")]

    def test_a_second_else(self) -> None:
        text = "theme: /\n    state: A\n        if: x\n            a: y\n        else:\n            a: z\n"
        assert places(text + "        else:\n            a: w\n") == [(7, "misplaced-tag")]


class TestParameters:
    @pytest.mark.parametrize(
        ("parameters", "column"),
        [
            ("|| modal", 17),
            ("||", 14),
            ("|| modal =", 17),
            ("|| = true", 17),
            ("|| modal = true noContext = true", 30),
            ("|| modal = true, , noContext = true", 31),
        ],
    )
    def test_what_cannot_be_read(self, parameters: str, column: int) -> None:
        text = f"theme: /\n    state: A {parameters}\n        a: x\n"
        (one,) = found_in(text)
        assert (one.code.slug, one.span.location) == ("malformed-parameter", (2, column))

    def test_an_open_quote(self) -> None:
        text = 'theme: /\n    state: A\n        a: x || tts = "y\n        a: z\n'
        (one,) = found_in(text)
        assert (one.code.slug, one.span.location) == ("unclosed-bracket", (3, 23))

    def test_what_can_be_read_is_kept(self) -> None:
        text = "theme: /\n    state: A || modal = true noContext = true\n"
        (theme,) = parse(Source("main.sc", text)).document.body
        assert isinstance(theme, ast.Theme)
        (state,) = theme.body
        assert isinstance(state, ast.State)
        assert [(p.key.text, p.value.text) for p in state.parameters] == [
            ("modal", "true"),
            ("noContext", "true"),
        ]

    def test_settings_that_are_none(self) -> None:
        text = "theme: /\n    state: A\n        InputText:\n            prompt: x\n            varName = y\n"
        assert places(text) == [(4, "malformed-parameter")]


class TestButtons:
    @pytest.mark.parametrize(
        ("item", "slug"),
        [
            ('"Pizza', "malformed-button"),
            ('"Pizza -> /Pizza', "malformed-button"),
            ("Pizza", "malformed-button"),
            ('"Pizza" ->', "malformed-button"),
            ('"Pizza" => /Pizza', "malformed-button"),
            ('{text: "Pizza"', "unclosed-bracket"),
            ('{text "Pizza"}', "malformed-button"),
            ("[1, 2]", "malformed-button"),
        ],
    )
    def test_one_bad_item_is_one_mistake(self, item: str, slug: str) -> None:
        text = f'theme: /\n    state: A\n        buttons:\n            "X"\n            {item}\n        go!: /\n'
        assert places(text) == [(5, slug)]


class TestColumns:
    """Columns count characters from one, whatever they are."""

    @pytest.mark.parametrize(
        ("line", "column"),
        [
            ("a: Привет, {{ name", 20),
            ("a: 👋 {{ name", 14),
            ("a: 👨\u200d👩\u200d👧 {{ name", 18),
            ("a: Чаи\u0306 {{ name", 17),
            ("a:\t{{ name", 12),
        ],
    )
    def test_in_front_of_an_open_brace(self, line: str, column: int) -> None:
        (one,) = found_in(f"theme: /\n    state: A\n        {line}\n")
        assert one.span.location == (3, column)

    def test_a_tab_is_one_column_to_people_and_up_to_four_to_the_layout(self) -> None:
        (one,) = found_in("theme: /\n\tstate: A\n\t\tgoo!: /\n        a: x\n")
        assert one.span.location == (3, 3)

    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_line_ends_make_no_difference(self, end: str) -> None:
        text, number = changed("q!: *", "  q!: *")
        (one,) = found_in(text.replace("\n", end))
        assert one.span.location == (number, 11)
        assert one.span.text == "q!: * order *"

    def test_a_byte_order_mark_counts_for_nothing(self) -> None:
        assert places("\ufeff" + BOT) == []
