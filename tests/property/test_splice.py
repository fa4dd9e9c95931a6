"""Linking again after edits of states, triggers and themes gives what linking from the beginning gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jaicp.check.checker import Memory, check
from jaicp.project.bind import changed_documents
from jaicp.project.documents import Documents
from jaicp.project.files import DiskFiles
from jaicp.project.link import load_project
from jaicp.project.loader import load
from jaicp.project.splice import splice
from jaicp.project.symbols import Project
from tests.property.test_relink import linked, told

MAIN = """\
require: first.sc
require: second.sc
require: third.sc
    rootTheme = /Root/Below
theme: /
    state: Start
        q!: hello
        a: Hello!
        go!: /First/One/Inner
    state: NoMatch
        event!: noMatch
        a: What?
"""
FIRST = """\
patterns:
    $sad = (sad|bad)
theme: /First
    state: One
        q!: one
        a: One.
        state: Inner
            q: inner || fromState = /Second
            a: Inside.
    state: Two
        q!: $sad
        go: ../One
theme: /Deep/Inside/Here
    state: Alone
        intent!: /alone
        a: Alone.
"""
SECOND = """\
theme: /Second
    state: One
        q!: one
        buttons:
            "On" -> /First/Two
theme: /First/More
    state: Third
        q: (three|third)
        a: Three.
theme: /
    state: Second
        q!: two
        go!: /Second/One
"""
THIRD = """\
patterns:
    $sad = worse
state: Bare
    q!: bare
    a: Bare.
theme: /Third
    state: One || modal = true
        a: Here.
        state: Out
            q: *
            go!: /Start
"""
TEXTS = {"main.sc": MAIN, "first.sc": FIRST, "second.sc": SECOND, "third.sc": THIRD}

BLOCKS = st.sampled_from(
    [
        ["    state: New", "        q!: new", "        a: New!"],
        ["    state: New", "        q!: one", "        go!: /First/One", "        state: Below"],
        ["    state: One", "        a: Once more."],
        ["    state: Two || modal = true", "        a: Two."],
        ["    state:", "        q: nameless", "        a: Who?"],
        ["        q: more || toState = ./New"],
        ["        go!: /First/Two"],
        ["        go!: /Nowhere"],
        ["        a: Something else."],
        ["theme: /First"],
        ["theme: /Deep"],
        ["theme: /Deep || modal = true"],
        ["theme: /New/Theme", "    state: Of", "        a: This."],
        ["theme: /"],
        ["patterns:", "    $new = new"],
        ["    state: More", "        q!: $new", "        a: More."],
    ]
)  # fmt: skip
EDITS = st.lists(
    st.tuples(
        st.sampled_from(sorted(TEXTS)),
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 4),
        st.one_of(st.just([]), BLOCKS),
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def files_of(texts: dict[str, str]) -> DiskFiles:
    return DiskFiles({Path(name).absolute(): text for name, text in texts.items()})


def themes_of(project: Project) -> list[object]:
    """Which lines say what of each theme."""
    return [
        (path, [one.span[1:] for one in symbol.themes]) for path, symbol in project.states.items()
    ]


@given(edits=EDITS)
@example(edits=[("second.sc", 0.875, 2, ["theme: /Deep"]), ("second.sc", 0.9375, 1, [])])
@example(
    edits=[("first.sc", 0, 2, []), ("second.sc", 0, 0, ["theme: /Deep"]), ("first.sc", 0.5, 4, [])]
)
def test_lines_that_come_and_go_are_followed(
    edits: list[tuple[str, float, int, list[str]]],
) -> None:
    """Some lines are replaced by others, again and again; all that is declared and told is as it is anew."""
    memory, documents = Memory(), Documents()
    texts = dict(TEXTS)
    before = load_project(Path("main.sc"), files_of(texts), documents)
    check(before, None, memory)
    for name, where, count, block in edits:
        lines = texts[name].splitlines()
        at = int(where * len(lines)) if lines else 0
        lines[at : at + count] = block
        texts[name] = "".join(f"{line}\n" for line in lines)
        files = files_of(texts)
        before = load_project(Path("main.sc"), files, documents, before)
        anew = load_project(Path("main.sc"), files)
        assert linked(before) == linked(anew)
        orders = [one.order for one in before.states.values()]
        assert orders == sorted(orders)
        assert themes_of(before) == themes_of(anew)
        assert told(check(before, None, memory).diagnostics) == told(check(anew).diagnostics)


@pytest.mark.parametrize(
    ("name", "was", "now", "is_spliced"),
    [
        ("first.sc", "state: Inner", "state: Outer", True),
        ("first.sc", "        go: ../One\n", "", True),
        (
            "first.sc",
            "        go: ../One\n",
            "        go: ../One\n    state: New\n        a: New.\n",
            True,
        ),
        ("second.sc", "    state: Third\n        q: (three|third)\n        a: Three.\n", "", True),
        ("third.sc", "$sad = worse", "$sadder = worse", True),
        ("third.sc", "modal = true", "modal = false", True),
        ("first.sc", "theme: /First\n", "theme: /Other\n", False),
        ("first.sc", "theme: /First\n", "theme: /First || modal = true\n", True),
        ("second.sc", "state: Second\n", "state: First\n", False),
        ("second.sc", "state: Third\n", "state: \n", False),
    ],
)
def test_what_other_scripts_declare_stays(name: str, was: str, now: str, is_spliced: bool) -> None:
    """Only where a script has no more than themes in common with others can it be taken out by itself."""
    documents = Documents()
    before = load_project(Path("main.sc"), files_of(TEXTS), documents)
    edited = TEXTS[name].replace(was, now)
    assert edited != TEXTS[name]
    files = files_of({**TEXTS, name: edited})
    loaded = load(Path("main.sc").absolute(), files, documents)
    changed = changed_documents(loaded, before)
    again = None if changed is None else splice(loaded, before, changed)
    assert (again is not None) is is_spliced
    if again is not None:
        kept = [path for path, one in again.states.items() if before.states.get(path) is one]
        assert "/Start" in kept
        assert linked(again) == linked(load_project(Path("main.sc"), files))
