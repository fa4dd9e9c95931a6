"""Trees that say the same wherever they stand, and those that do not."""

from __future__ import annotations

import pytest

from jaicp.syntax.compare import first_difference
from jaicp.syntax.parse import parse
from jaicp.text.source import Source, Span

SCRIPT = """\
require: a.js
patterns:
    $yes = (yes|sure) || converter = function(tree) { return 1; }
theme: /
    state: A || modal = true
        q!: * hello * || fromState = /B
        a: Hello, {{ $client.name }}!
        if: $session.x > 1
            go!: /A
        else:
            buttons:
                {text: "One"} -> ./B
        script:
            $session.x = 2;
        InputText:
            prompt = What?
"""


def same(one: str, other: str) -> bool:
    trees = [parse(Source("main.sc", text)).document for text in (one, other)]
    return first_difference(*trees) is None


@pytest.mark.parametrize(
    "other",
    [
        SCRIPT,
        "# a comment\n\n" + SCRIPT,
        SCRIPT.replace("\n", "\n\n"),
        SCRIPT.replace("modal = true", "modal=true"),
        "\n".join(" " * (len(line) - len(line.lstrip())) + line for line in SCRIPT.split("\n")),
    ],
)
def test_the_place_does_not_count(other: str) -> None:
    assert same(SCRIPT, other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a.js", "b.js"), ("(yes|sure)", "(yes|ok)"), ("return 1", "return 2"), ("state: A", "state: B"),
        ("q!:", "q:"), ("hello", "bye"), ("Hello", "Bye"), ("name", "age"), ("x > 1", "x > 2"),
        ("go!:", "go:"), ("One", "Two"), ("./B", "./C"), ("x = 2", "x = 3"), ("What?", "Who?"),
        ("        else:\n", "        elseif: x\n"),
    ],
)  # fmt: skip
def test_everything_else_does(old: str, new: str) -> None:
    assert old in SCRIPT
    assert not same(SCRIPT, SCRIPT.replace(old, new))


def test_the_first_difference_is_told() -> None:
    one, other = (parse(Source("a.sc", f"theme: /\n    state: {name}\n")).document for name in "AB")
    assert first_difference(one, other) == ("A", "B")


def test_spans_are_compared_by_their_text() -> None:
    source = Source("a", "xyx")
    assert first_difference(Span(source, 0, 1), Span(source, 2, 3)) is None
    assert first_difference(Span(source, 0, 1), Span(source, 1, 2)) is not None
