"""Checking again after edits of named patterns and dictionaries tells what checking from the beginning tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jaicp.check.checker import Memory, check
from jaicp.project.documents import Documents
from jaicp.project.files import DiskFiles
from jaicp.project.link import load_project
from tests.property.test_relink import told

TRIGGERS = """\
theme: /
    state: Ask
        q!: * $one *
        q!: ($two|$three) please
        a: Yes?
    state: Order
        q!: * $two *
        q!: (bread|milk) please
        a: Here.
    state: Buy
        q!: * $entity<Goods> *
        q!: {$one * $four}
        a: Bought.
    state: NoMatch
        event!: noMatch
        a: What?
"""
NAMES = ("one", "two", "three", "four", "ones")
DEFINED = st.sampled_from(
    [
        "bread",
        "(bread|milk)",
        "$one",
        "($two|milk)",
        "[$three] $four",
        "{$one bread}",
        "$repeat<$two>",
        "$nobody",
        "$entity<Goods>",
        "$morph<NOUNN>",
        "(bread",
        "[bread]",
        "слово [и $four]",
    ]
)
PATTERNS = st.dictionaries(st.sampled_from(NAMES), DEFINED, max_size=5)
EDITS = st.lists(
    st.tuples(PATTERNS, PATTERNS, st.sampled_from([None, "Goods", "Good"])), min_size=2, max_size=5
)


def texts_of(
    first: dict[str, str], second: dict[str, str], dictionary: str | None
) -> dict[str, str]:
    """A bot whose two scripts define named patterns, those of the second one after those of the first."""
    texts = {"main.sc": "require: first.sc\nrequire: second.sc\n", "goods.csv": '1,bread,""\n'}
    for name, patterns in (("first.sc", first), ("second.sc", second)):
        lines = [f"    ${one} = {text}\n" for one, text in patterns.items()]
        texts[name] = "".join(["patterns:\n", *lines] if lines else [])
    if dictionary is not None:
        texts["main.sc"] += (
            f"require: goods.csv\n    name = {dictionary}\n    var = ${dictionary}\n"
        )
    texts["main.sc"] += TRIGGERS
    return texts


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


CIRCLE = {"three": "bread", "one": "($two|milk)", "two": "$one"}


@given(edits=EDITS)
@example(edits=[({}, CIRCLE, "Goods"), ({"two": "bread"}, CIRCLE, "Goods")])
def test_names_that_come_go_and_change_are_followed(
    edits: list[tuple[dict[str, str], dict[str, str], str | None]],
) -> None:
    """All that is told of patterns, of their names and of what competes, is as it is anew."""
    memory, documents, before = Memory(), Documents(), None
    for first, second, dictionary in edits:
        texts = texts_of(first, second, dictionary)
        files = DiskFiles({Path(name).absolute(): text for name, text in texts.items()})
        before = load_project(Path("main.sc"), files, documents, before)
        anew = load_project(Path("main.sc"), files)
        assert told(check(before, None, memory).diagnostics) == told(check(anew).diagnostics)
