"""What is said of triggers that compete holds for the ranking that the bot really uses."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from jaicp.check.checker import check
from jaicp.nlu.words import tokenize
from jaicp.project.files import DiskFiles
from jaicp.project.link import load_project
from jaicp.runtime.activation import rank_patterns
from jaicp.runtime.program import compile_program

FILE = Path("/bot/main.sc")
PATTERNS = st.lists(
    st.sampled_from(
        """* (а|б) *;* а *;а;б;(а|б);[а] б;а [б];* а* *;{а б};{б [в] а};* в *;*;* * а;~а;(а|б) [в];
        б в;* б [в] *;$x;* $x *;$weight<0.5> * а *;(а б|б);а|б""".replace("\n", "").split(";")
    ).map(str.strip),
    min_size=2,
    max_size=6,
)
TEXTS = [
    " ".join(words) for words in ("а", "б", "в", "аб", "абв", "ба", "бв", "вба", "г", "га", "бба")
]


def bot(patterns: list[str], is_global: bool) -> str:
    lines = ["patterns:", "    $x = (а|б в)", "theme: /"]
    for number, pattern in enumerate(patterns):
        tag = "q!" if is_global and number % 2 else "q"
        lines += [f"    state: S{number}", f"        {tag}: {pattern}", "        a: да"]
    return "\n".join(lines) + "\n"


@settings(deadline=None, max_examples=60)
@given(PATTERNS, st.booleans())
def test_a_trigger_that_never_wins_never_wins_and_a_text_that_fits_two_does(
    patterns: list[str], is_global: bool
) -> None:
    project = load_project(FILE, DiskFiles({FILE: bot(patterns, is_global)}))
    found = check(project).diagnostics
    shadowed = {d.span.location.line for d in found if d.code.id == "JC312"}
    ambiguous = {
        d.span.location.line: d.message.split("`")[1] for d in found if d.code.id == "JC313"
    }
    program = compile_program(project)
    for text in TEXTS + list(ambiguous.values()):
        ranked, _ = rank_patterns(program.rules, project.states, "/", tokenize(text))
        if ranked:
            assert ranked[0].trigger.node.span.location.line not in shadowed
        scores = {one.trigger.node.span.location.line: one.score for one in ranked}
        for line, example in ambiguous.items():
            if example == text:
                assert list(scores.values()).count(scores[line]) > 1
