"""Whatever a script is, its new layout says the same, loses nothing, and is stable."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jaicp.format.formatter import FormatSettings, Formatted, format_source
from jaicp.syntax.parse import parse
from jaicp.text.source import Source

SAMPLES = [
    path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parents[2] / "samples").rglob("*.sc"))
]
EVERYTHING = """\
# jaicp: allow-file(after-go)
require: cities.csv
  name = City
  var=$Cities

patterns:
    $Yes = (да/
       ага)||converter = function(tree) {
       return true; // yes
    }
theme: /
    init:
        bind("postProcess", function () {
          $session.last = `a
    b ${ 1 }
`;
        });

    # above
    state: Заказ||noContext = true,modal=true
        q!: * {закаж*
               $City} * ||fromState = "/Меню", onlyThisState = true
        a:  Здравствуйте, {{ $client.name || "друг" }}! 👋
            Вторая строка

              третья || tts = "привет, \\"друг\\""
        # jaicp: allow(after-go)
        buttons:
            "Да" -> ./Да
            // пока нет
            {text: "Сайт",
               url: "https://example.org/{{ $x }}"}->/Меню
        if: $session.a === 1 &&
                $session.b
            random:
                a: раз
#                a: два
        elseif: $x
            go: ..
        else:
            go!: /Меню
        HttpRequest:
            url=https://example.org
            body = {
                "id": "{{ $session.id }}"
                }
            # okState = ./Нет
            okState = ./Да
        state: Да
            timeout: /Меню || interval = "5 sec"
            script:
                var x = { state: "1" };
              # remark
                $session.y = x.state;


            image: https://example.org/1.png
    state: Меню
        scriptEs6: await run(function () {
            return 1;
        });
        newSession:
            # end
"""
NEW_LINES = st.sampled_from(
    [
        "",
        "# c",
        "        # c",
        "//",
        "    ",
        "\t",
        "  a: x",
        "        go!: /",
        "    state: B",
        "`",
        "}",
    ]
)
CHANGES = st.sampled_from(
    [
        lambda line: "  " + line,
        lambda line: line[1:] if line.startswith(" ") else line,
        lambda line: line.replace("    ", "\t", 1),
        lambda line: line.replace(":", " : ", 1),
        lambda line: line.replace(": ", ":\n              ", 1),
        lambda line: line + "  ",
        lambda line: line + "\r",
        lambda line: line + " || modal = true",
        lambda line: line + "\\",
        lambda line: line.strip(),
        lambda line: "\u00a0" + line,
        lambda line: "",
    ]
)


@st.composite
def scripts(draw: st.DrawFn) -> str:
    """A script of which some lines were changed, added or moved to the side together."""
    lines = draw(st.sampled_from([EVERYTHING, *SAMPLES])).splitlines()
    for _ in range(draw(st.integers(0, 4))):
        number = draw(st.integers(0, len(lines) - 1))
        match draw(st.integers(0, 2)):
            case 0:
                lines[number] = draw(CHANGES)(lines[number])
            case 1:
                lines.insert(number, draw(NEW_LINES))
            case _:
                for moved in range(number, min(number + draw(st.integers(1, 8)), len(lines))):
                    lines[moved] = "   " + lines[moved]
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines) + draw(st.sampled_from(["", "\n"]))


def laid_out(text: str, *, js: bool = False) -> Formatted:
    """In itself a test: it raises where the outcome would say something else."""
    return format_source(Source("main.sc", text), FormatSettings(js=js))


def words(text: str) -> list[str]:
    """The lines that are not blank, without their blanks."""
    return [line for line in ("".join(line.split()) for line in text.split("\n")) if line]


@pytest.mark.parametrize("text", [EVERYTHING, *SAMPLES])
def test_the_scripts_that_are_changed_are_fine(text: str) -> None:
    assert not laid_out(text).errors


@given(scripts())
@example(EVERYTHING)
def test_nothing_but_blanks_changes_and_no_line_moves(text: str) -> None:
    assert words(laid_out(text).text) == words(text)


@given(scripts())
@example(EVERYTHING)
def test_no_mistake_is_added(text: str) -> None:
    before, after = parse(Source("main.sc", text)), parse(Source("main.sc", laid_out(text).text))
    assert {one.code for one in after.diagnostics} <= {one.code for one in before.diagnostics}


@given(scripts(), st.booleans())
@example(EVERYTHING, True)
@example(EVERYTHING, False)
def test_a_layout_is_stable(text: str, js: bool) -> None:
    once = laid_out(text, js=js)
    assert laid_out(once.text, js=js).text == once.text


@given(scripts())
@example(EVERYTHING)
def test_indents_of_tags_are_whole_steps(text: str) -> None:
    once = laid_out(text)
    if not once.errors:
        tags = ("theme:", "state:", "q!:", "a:", "if:", "else:", "random:", "buttons:", "go!:")
        lines = [line for line in once.text.split("\n") if line.strip().startswith(tags)]
        assert all((len(line) - len(line.lstrip(" "))) % 4 == 0 for line in lines)


@given(st.text(max_size=200))
def test_any_text_at_all_is_laid_out_or_left_alone(text: str) -> None:
    once = laid_out(text)
    assert laid_out(once.text).text == once.text
