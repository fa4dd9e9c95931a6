"""Places of diagnostics in files with Cyrillic, emoji, tabs and Windows line ends."""

from pathlib import Path

import pytest

from jaicp.check.checker import check
from jaicp.project.link import load_project


def places(folder: Path, text: str, **files: str) -> list[tuple[str, str, int, int, str]]:
    for name, content in {"main.sc": text, **files}.items():
        (folder / name.replace("_js", ".js")).write_bytes(content.encode())
    return [
        (
            one.span.source.path.name,
            one.code.slug,
            one.span.location.line,
            one.span.location.column,
            one.span.text,
        )
        for one in check(load_project(folder / "main.sc")).diagnostics
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_script_behind_emoji(tmp_path: Path, end: str) -> None:
    lines = [
        "theme: /",
        "    state: Ночь 🌙",
        "        event!: newChatStarted",
        "        script:",
        "            var знак = '👋🏽'; $reactions.answer(знак);",
        "            # 😀 замечание",
        "            if ($session.имя = '😀') { log(знак); }",
    ]
    assert places(tmp_path, end.join(lines) + end) == [
        ("main.sc", "reply-in-new-chat", 5, 30, "$reactions.answer(знак)"),
        ("main.sc", "assigned-condition", 7, 17, "$session.имя = '😀'"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_tags_of_several_lines_are_marked_on_the_first(tmp_path: Path, end: str) -> None:
    lines = [
        "theme: /",
        "    state: Старт",
        "        event!: newChatStarted",
        "        a: Первая строка 😀",
        "            и вторая",
        "        buttons:",
        '            "Да"',
    ]
    assert places(tmp_path, end.join(lines) + end) == [
        ("main.sc", "reply-in-new-chat", 4, 9, "a: Первая строка 😀"),
        ("main.sc", "reply-in-new-chat", 6, 9, "buttons:"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_templates_and_conditions(tmp_path: Path, end: str) -> None:
    lines = [
        "theme: /",
        "\tstate: Старт 🎉",
        "\t\tq!: привет",
        "\t\tif: $session.🎉",
        "\t\t\ta: Да",
        "\t\ta: 🎉🎉 {{ 'я' + }} и {{ $session.ok }}",
    ]
    assert places(tmp_path, end.join(lines) + end) == [
        ("main.sc", "script-syntax", 4, 16, "🎉"),
        ("main.sc", "template-syntax", 6, 16, "+"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_required_files(tmp_path: Path, end: str) -> None:
    script = end.join(
        ["require: a.js", "theme: /", "    state: A", "        q!: привет", "        a: да", ""]
    )
    code = end.join(
        ["// 😀", "var a = '😀', b = 'я';", "if (a = b) { b = '🎈'; }", "/* 😀 */ if (b = a) {}"]
    )
    assert places(tmp_path, script, a_js=code) == [
        ("a.js", "assigned-condition", 3, 5, "a = b"),
        ("a.js", "assigned-condition", 4, 13, "b = a"),
    ]


def test_a_chain_is_told_in_order(tmp_path: Path) -> None:
    (tmp_path / "h.js").write_text("function hello() { goOn('/Hello'); }\n"
                                   "function goOn(path) { $reactions.transition(path); }\n")  # fmt: skip
    (tmp_path / "main.sc").write_text(
        "require: h.js\ntheme: /\n    state: New\n        event!: newChatStarted\n"
        "        script: hello();\n    state: Hello\n        a: Здравствуйте!\n",
        encoding="utf-8",
    )
    (one,) = check(load_project(tmp_path / "main.sc")).diagnostics
    assert one.label == "this calls `hello`"
    assert [(label.message, label.span.text) for label in one.related] == [
        ("there it calls `goOn`", "goOn('/Hello')"),
        ("from there it goes on to `/Hello`", "$reactions.transition(path)"),
        ("and there it replies", "a: Здравствуйте!"),
        ("`newChatStarted` is caught here", "event!: newChatStarted"),
    ]


def test_a_transition_begins_a_chain(tmp_path: Path) -> None:
    (tmp_path / "main.sc").write_text(
        "theme: /\n    state: New\n        event!: newChatStarted\n        go!: ../Hello\n"
        "    state: Hello\n        a: Здравствуйте!\n",
        encoding="utf-8",
    )
    (one,) = check(load_project(tmp_path / "main.sc")).diagnostics
    assert one.span.text == "go!: ../Hello"
    assert one.label == "this goes on to `/Hello`"
    assert one.related[0].message == "and there it replies"
