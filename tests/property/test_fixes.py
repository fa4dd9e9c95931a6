"""Safe fixes never change what a script means, and leave nothing behind that they could fix."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from jaicp.check.checker import check
from jaicp.check.fixes import Fixed, Overlay, apply_fixes
from jaicp.project.documents import Documents
from jaicp.project.files import DiskFiles
from jaicp.project.link import load_project
from jaicp.syntax.compare import first_difference
from jaicp.syntax.parse import parse
from jaicp.text.source import Source

FILE = Path("/bot/main.sc")
STATES = """\
# jaicp: allow-file(after-go, unknown-parameter)
theme: /
    state: A || modal = true
        q!: * hello *
        # jaicp: allow(after-go)
        a: Hello
            and more
        if: $session.x > 1
            go!: /A
            a: Never.
        else:
            a: Never said || htmlEnable = true
        script:
            $session.x = 2;
        state: B
            event: noMatch
            q: * * (eh|what|Eh)
            script: $sesion.y = $reactions.anser("x");
            a: What?
"""

LINES = st.integers(0, STATES.count("\n") - 1)
SPOILING = st.sampled_from(
    [
        lambda line: line.replace("    ", "\t", 1),
        lambda line: line.replace("    ", "  \t", 1),
        lambda line: line.replace(":", "", 1),
        lambda line: line.replace("after-go", "bad-interval", 1),
        lambda line: line.replace("/A", "/C", 1),
        lambda line: line[1:],
        lambda line: "",
        lambda line: line + "\r",
    ]
)


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """The script with some of its lines spoiled in ways that people spoil them."""
    lines = STATES.splitlines()
    for _ in range(draw(st.integers(1, 5))):
        number = draw(LINES)
        lines[number] = draw(SPOILING)(lines[number])
    return "\n".join(lines) + "\n"


def fixed(text: str, *, unsafe: bool = False) -> Fixed:
    """What becomes of a script, without touching a disk."""
    documents = Documents()

    def look(texts: Overlay):
        files = DiskFiles({FILE: text} | dict(texts))
        return check(load_project(FILE, files, documents)).diagnostics

    return apply_fixes(look, unsafe=unsafe, fixable=lambda source: True)


@given(spoiled())
def test_after_safe_fixes_the_script_says_the_same(text: str) -> None:
    after = fixed(text).texts.get(FILE, text)
    before, behind = (parse(Source(FILE, one)).document for one in (text, after))
    assert first_difference(before, behind) is None


@given(spoiled())
def test_after_fixes_there_is_nothing_more_to_fix(text: str) -> None:
    once = fixed(text, unsafe=True)
    again = fixed(once.texts.get(FILE, text), unsafe=True)
    assert not again.applied


@given(spoiled())
def test_a_fix_never_adds_an_error(text: str) -> None:
    once = fixed(text)
    before = [
        d for d in check(load_project(FILE, DiskFiles({FILE: text}))).diagnostics if d.is_error
    ]
    assert sum(d.is_error for d in once.diagnostics) <= len(before)
